"""What a proposal would do to the record as it is now; worked out once for each head of the record."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from geo.boundaries import with_wards
from geo.changes import Change
from geo.errors import IntakeError, QueryError, RefusedError
from geo.intake.offered import plan_of, reader_of
from geo.intake.plan import Plan
from geo.intake.reading import Brought, Finding, Options, Place
from geo.package import Package
from geo.records.accepting import subject_of
from geo.records.proposals import Proposal, files_of
from geo.records.revisions import Revision
from geo.records.store import Records
from geo.schema import Level, Text
from geo.text import fold

_MOST_KEPT = 8


@dataclass(frozen=True)
class DryRun:
    """A plan on top of a revision, and the names of clusters and sources it is about."""

    head: int
    plan: Plan
    names: Mapping[str, Text]
    clusters: Mapping[str, Text]


_kept: OrderedDict[tuple[Any, ...], DryRun] = OrderedDict()
_packages: dict[tuple[str, str], Package] = {}
_lock = Lock()


def dry_run(records: Records, proposal: Proposal) -> DryRun:
    """Read what was brought on top of the head of the record; nothing is stored."""
    head = records.head()
    key = (
        str(records.engine.url), head.digest, proposal.kind,
        tuple(sorted(proposal.options.items())), tuple((file.sha256, file.name) for file in proposal.files),
    )  # fmt: skip
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    package = with_wards(package_of(records, head), records.home)
    plan = _plan(proposal.kind, files_of(records, proposal), package, proposal.options)
    named = {source.key: Text(source.title, source.title) for source in plan.sources}
    found = DryRun(head.number, plan, names_of(package, plan.changes) | named, clusters_of(package))
    with _lock:
        _kept[key] = found
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return found


def package_of(records: Records, revision: Revision) -> Package:
    """Return the package of a revision; the one asked for last is at hand."""
    key = (str(records.engine.url), revision.digest)
    with _lock:
        if key in _packages:
            return _packages[key]
    package = records.package_at(revision.number)
    with _lock:
        _packages.clear()
        _packages[key] = package
    return package


def _plan(kind: str, files: Sequence[Brought], package: Package, options: Options) -> Plan:
    try:
        plan: Plan = plan_of(reader_of(kind)(files, package, options), package)
    except RefusedError as error:
        place = Place(error.file)
        return Plan(findings=(Finding(Level.ERROR, error.rule, place, error.message, error.suggestion),))
    except (IntakeError, QueryError) as error:
        place = Place(files[0].name if files else "")
        told = Text(str(error), str(error))
        return Plan(findings=(Finding(Level.ERROR, "file.unreadable", place, told, _BRING_ANOTHER),))
    return plan


_BRING_ANOTHER = Text("Kiểm tra lại tệp rồi nộp lại.", "Check the file and bring it again.")


def names_of(package: Package, changes: Sequence[Change] = ()) -> dict[str, Text]:
    """Name the clusters and sources of a package, and those that changes add, by id."""
    added = [dict(change.after, table=change.table) for change in changes if change.after]
    clusters = package.tables["clusters"][["id", "name_vi", "name_en"]].to_dict("records")
    sources = package.tables["sources"][["id", "title"]].to_dict("records")
    clusters += [row for row in added if row["table"] == "clusters"]
    sources += [row for row in added if row["table"] == "sources" and "id" in row]
    return {
        **{row["id"]: Text(row["title"] or row["id"], row["title"] or row["id"]) for row in sources},
        **{row["id"]: Text(row["name_vi"], row["name_en"]) for row in clusters},
    }


def clusters_of(package: Package) -> dict[str, Text]:
    """Name the clusters of a package by id, in the order of the alphabet."""
    rows = package.tables["clusters"].to_dict("records")
    found = {row["id"]: Text(row["name_vi"], row["name_en"]) for row in rows}
    return dict(sorted(found.items(), key=lambda one: fold(one[1].vi)))


def moved_on(records: Records, proposal: Proposal, found: DryRun) -> tuple[list[Change], list[Change]]:
    """Find what others changed since a proposal was handed in: what it touches too, and all the rest."""
    if found.head == proposal.based_on:
        return [], []
    theirs = records.compare(proposal.based_on, found.head)
    ours = found.plan.changes
    touched = {subject_of(change) for change in ours} | {(change.table, change.key) for change in ours}
    both = [c for c in theirs if subject_of(c) in touched or (c.table, c.key) in touched]
    return both, [change for change in theirs if change not in both]
