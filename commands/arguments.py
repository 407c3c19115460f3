"""Arguments that are read alike by several commands."""

import argparse
from pathlib import Path

from geo.errors import QueryError
from geo.records.store import Records, open_records
from webmap.settings import PROJECT, Settings

SHIPPED = PROJECT / "data" / "clusters"


def whole_number(text: str, name: str, least: int, most: int) -> int:
    """Read a whole number between two others.

    Raises
    ------
    QueryError
        If it is none.
    """
    if not text.isdecimal() or not least <= int(text) <= most:
        raise QueryError(f"{name}={text!r}; expected a whole number from {least} to {most}")
    return int(text)


def revision_number(text: str) -> int:
    """Read the number of a revision."""
    return whole_number(text, "revision", 1, 2**31 - 1)


def the_record(settings: Settings) -> Records:
    """Open the record the settings name."""
    return open_records(settings.home, settings.database)


def add_package(parser: argparse.ArgumentParser) -> None:
    """Let a command take the folder of a package."""
    parser.add_argument("--package", type=Path, help="a data package; what the record holds by default")


def add_author(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """Let a command be told who asks for it, and why: both stay in the record."""
    parser.add_argument("--by", required=required, metavar="NAME", help="who does this")
    parser.add_argument("--why", required=required, metavar="TEXT", help="the reason, kept with the revision")
