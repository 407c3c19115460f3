"""Commands that keep the record safe, and those who may change it."""

import argparse
import getpass
import sys
from datetime import date

from commands.arguments import the_record
from geo.errors import QueryError
from geo.records.backup import back_up
from geo.records.publishing import publish_head
from geo.records.restore import restore
from geo.records.users import Role, add_user, disable_user, list_users
from webmap.settings import Settings


def backup(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write the whole record, its kept files and the imported outlines to one file."""
    told = back_up(the_record(settings), arguments.file)
    print(f"{arguments.file}: {told.revisions} revisions, {told.files} kept files, {told.size:,} bytes")
    return 0


def restore_backup(arguments: argparse.Namespace, settings: Settings) -> int:
    """Put a backup in place, once every checksum in it was verified, and publish it."""
    records = the_record(settings)
    told = restore(records, arguments.file, replace=arguments.replace)
    if told.revisions:
        publish_head(records, date.today())
    print(f"restored {told.revisions} revisions and {told.files} kept files")
    return 0


def user_add(arguments: argparse.Namespace, settings: Settings) -> int:
    """Add an editor or a reviewer, or give one a new password; it is asked for, or read from a pipe."""
    add_user(the_record(settings), arguments.name, _password(), Role(arguments.role), by="server.py")
    print(f"{arguments.name} may sign in as {arguments.role}")
    return 0


def user_list(arguments: argparse.Namespace, settings: Settings) -> int:
    """List who may sign in."""
    for user in list_users(the_record(settings)):
        state = "active" if user.active else "disabled"
        print(
            f"{user.name}  {user.role}  {f'locked until {user.locked_until}' if user.locked_until else state}"
        )
    return 0


def user_disable(arguments: argparse.Namespace, settings: Settings) -> int:
    """Keep somebody from signing in; what they did stays in the record under their name."""
    disable_user(the_record(settings), arguments.name, by="server.py")
    print(f"{arguments.name} can no longer sign in")
    return 0


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("password: ")
    if getpass.getpass("once more: ") != password:
        raise QueryError("the two passwords differ; nothing was changed")
    return password
