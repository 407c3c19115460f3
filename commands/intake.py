"""Bringing files in: what was understood and what is wrong is shown first; only `--accept` stores."""

import argparse
from datetime import date
from pathlib import Path

from commands.arguments import SHIPPED, the_record
from commands.entering import enter
from commands.telling import FAULTY, NOTHING, STORED, as_json, told
from geo.boundaries import with_outlines
from geo.errors import QueryError, RefusedError, SourceError
from geo.intake.offered import plan_of, reader_of
from geo.intake.plan import Plan
from geo.intake.reading import Brought, Finding, Place
from geo.intake.sound import sound_files, sound_rows
from geo.package import Package
from geo.records.publishing import publish_head
from geo.schema import Level, Text
from webmap.settings import Settings


def import_files(arguments: argparse.Namespace, settings: Settings) -> int:
    """Read report forms, tables, coordinates or GIS files; a dry run unless accepted.

    The exit status is 0 if nothing is at fault or asked, or all that was to be stored was; else it is 1.
    """
    if arguments.accept and not (arguments.by and arguments.why):
        raise QueryError("--accept needs --by NAME and --why TEXT: both stay in the record")
    files = [_brought(path) for path in arguments.files]
    records = the_record(settings)
    head = records.find_head() or enter(records, SHIPPED)
    package = with_outlines(records.package_at(head.number), settings.home)
    plan = _plan(arguments, files, package)
    faulty, revision = plan.has_errors(), None
    stores = arguments.accept and (not faulty or arguments.skip_faulty)
    if not arguments.json:
        print(told(plan, _names(package), len(files), arguments.language))
    if stores:
        if faulty:
            files, plan = _sound(arguments, files, package, plan)
        accepted = records.accept(
            plan.changes, arguments.by, arguments.why, files, based_on=head.number, sources=plan.sources
        )
        publish_head(records, date.today())
        revision = accepted.number
    said = STORED if stores else FAULTY if faulty else NOTHING
    print(
        as_json(plan, len(files), revision)
        if arguments.json
        else said.in_language(arguments.language).format(revision)
    )
    return 1 if faulty and not stores else 0


def _plan(arguments: argparse.Namespace, files: list[Brought], package: Package) -> Plan:
    """Work out what the files would do; one that is refused as a whole is found as any other fault is."""
    try:
        reading = reader_of(arguments.kind)(files, package, _options(arguments.option))
    except RefusedError as error:
        place = Place(error.file)
        return Plan(findings=(Finding(Level.ERROR, error.rule, place, error.message, error.suggestion),))
    plan: Plan = plan_of(reading, package)
    return plan


def _sound(
    arguments: argparse.Namespace, files: list[Brought], package: Package, plan: Plan
) -> tuple[list[Brought], Plan]:
    """Put aside what is at fault: of forms whole files, of the others rows."""
    read, options = reader_of(arguments.kind), _options(arguments.option)
    if arguments.kind == "forms":
        files = sound_files(files, plan)
        plan = plan_of(read(files, package, options), package)
    else:
        plan = plan_of(sound_rows(read(files, package, options), plan), package)
    if not plan.changes:
        raise QueryError("nothing is left to store when all that is at fault is put aside")
    return files, plan


def _names(package: Package) -> dict[str, Text]:
    rows = package.tables["clusters"]
    return {
        key: Text(vi, en) for key, vi, en in zip(rows["id"], rows["name_vi"], rows["name_en"], strict=True)
    }


def _brought(path: Path) -> Brought:
    try:
        return Brought(path.name, path.read_bytes())
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror}") from error


def _options(pairs: list[str]) -> dict[str, str]:
    for pair in pairs:
        if not pair.partition("=")[1]:
            raise QueryError(f"--option {pair!r}; expected name=value, for example --option period=2024-H1")
    return {name: value for name, _, value in (pair.partition("=") for pair in pairs)}
