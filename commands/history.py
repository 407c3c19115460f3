"""Commands on the revisions of the record."""

import argparse
import json
from collections import Counter
from datetime import date

from commands.arguments import revision_number, the_record
from geo.changes import Change
from geo.records.publishing import publish_head
from geo.records.revisions import Revision
from webmap.settings import Settings

_MOST = 200


def list_revisions(arguments: argparse.Namespace, settings: Settings) -> int:
    """List the revisions of the record, the last first."""
    for revision in the_record(settings).revisions():
        print(_line(revision))
        for file in revision.files:
            print(f"      {file.name}  sha256 {file.sha256}")
    return 0


def _line(revision: Revision) -> str:
    counts = f"+{revision.added} ~{revision.superseded} -{revision.withdrawn}"
    return (
        f"{revision.number:>4}  {revision.made_at}  {revision.kind:<8}  {counts:<18}"
        f"  {revision.made_by}: {revision.reason}"
    )


def compare(arguments: argparse.Namespace, settings: Settings) -> int:
    """Say what turns one revision into another."""
    first, second = revision_number(arguments.first), revision_number(arguments.second)
    changes = the_record(settings).compare(first, second)
    for change in changes[: None if arguments.all else _MOST]:
        print(f"{change.action} {change.table} {change.key}: {_difference(change)}")
    if len(changes) > _MOST and not arguments.all:
        print(f"… and {len(changes) - _MOST} more (--all)")
    counts = Counter(str(change.action) for change in changes)
    told = ", ".join(f"{count} {action}" for action, count in sorted(counts.items()))
    print(f"revision {first} to {second}: {told or 'no difference'}")
    return 0


def _difference(change: Change) -> str:
    before, after = change.before or {}, change.after or {}
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if change.before is None or change.after is None:
        return "; ".join(f"{name} {_shown({**before, **after}[name])}" for name in names)
    return "; ".join(f"{name} {_shown(before.get(name))} → {_shown(after.get(name))}" for name in names)


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:79]}…"


def roll_back(arguments: argparse.Namespace, settings: Settings) -> int:
    """Make a new revision in which everything is as it was at an earlier one, and publish it."""
    records = the_record(settings)
    target = revision_number(arguments.revision)
    revision = records.roll_back(target, arguments.by, arguments.why)
    publish_head(records, date.today())
    print(f"revision {revision.number} is as revision {target} was, and published")
    return 0
