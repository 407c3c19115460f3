"""Commands on whole packages and what is published of them."""

import argparse
import sys
from datetime import date
from pathlib import Path

from commands.arguments import SHIPPED, revision_number, the_record, whole_number
from commands.entering import bring_out, enter
from commands.surfaces import export_surface
from geo.boundaries import KINDS, import_boundaries
from geo.demo.forms import ReportFile, simulate_forms
from geo.demo.province import parse_periods, simulate_with_history
from geo.demo.rasters import write_rasters
from geo.errors import QueryError, SourceError
from geo.formats.offered import export_collection
from geo.package import read_package, write_package
from geo.publish import SNAPSHOTS, check
from geo.records.publishing import publish_aside, publish_head
from geo.snapshot import open_snapshot
from geo.validate import Level
from webmap.settings import Settings


def check_package(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print every breach of the rules with its row and column; exit 1 when one of them is an error."""
    breaches = check(read_package(arguments.package), date.today())
    for breach in breaches:
        title = breach.title.in_language(arguments.language)
        print(f"{breach.file}, row {breach.row}, column {breach.column}: "
              f"{breach.level} {breach.rule}: {title}: {breach.detail}")  # fmt: skip
    errors = sum(breach.level is Level.ERROR for breach in breaches)
    print(f"{arguments.package}: {errors} errors, {len(breaches) - errors} warnings")
    return 1 if errors else 0


def publish_record(arguments: argparse.Namespace, settings: Settings) -> int:
    """Publish the record, with a package taken into it first if one is named, or one revision aside."""
    records = the_record(settings)
    if arguments.revision is not None:
        if arguments.package is not None:
            raise QueryError("--revision and --package cannot be asked for at once")
        aside = publish_aside(records, revision_number(arguments.revision), date.today())
        print(f"published revision {arguments.revision} of the record aside, in {aside}")
        print(f"look at it: python server.py serve --revision {arguments.revision}")
        return 0
    snapshot = bring_out(records, arguments.package)
    if snapshot is None:
        raise QueryError("the record is empty and another package is served; name it: --package FOLDER")
    number = snapshot.about["record"]["revision"]
    print(f"published {snapshot.about['name']}, revision {number} of the record, as {snapshot.revision}")
    return 0


def export(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write a published collection to a file or to standard output."""
    if arguments.collection == "surface":
        return export_surface(arguments, settings)
    if arguments.name is not None:
        raise QueryError(f"{arguments.name!r}; expected one collection, or: export surface NAME")
    if arguments.filter or arguments.time:
        raise QueryError("--filter and --time are of surfaces; the page Data asks a collection with a filter")
    snapshot = open_snapshot(settings.home / SNAPSHOTS)
    body = export_collection(snapshot, arguments.collection, arguments.format)
    if arguments.output is None:
        sys.stdout.buffer.write(body)
        return 0
    try:
        arguments.output.write_bytes(body)
    except OSError as error:
        raise SourceError(f"cannot write {arguments.output}: {error.strerror}") from error
    return 0


def demo(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write the package of a simulated province."""
    clusters = whole_number(arguments.clusters, "--clusters", 1, 100_000)
    lots = whole_number(arguments.lots, "--lots", 1, 10_000_000)
    seed = whole_number(arguments.seed, "--seed", 0, 2**32 - 1)
    years = parse_periods(arguments.periods)
    province = simulate_with_history(clusters, lots, years, seed)
    package, files, rasters = province.package, list[ReportFile](), list[Path]()
    if arguments.forms is not None:
        package, files = simulate_forms(province, seed)
    try:
        write_package(package, arguments.out)
        for file in files:
            arguments.forms.mkdir(parents=True, exist_ok=True)
            (arguments.forms / file.name).write_bytes(file.content)
        if arguments.rasters is not None:
            rasters = write_rasters(package, years[1] - 1, arguments.rasters)
    except OSError as error:
        raise SourceError(f"cannot write {error.filename}: {error.strerror}") from error
    print(f"SIMULATED: {clusters} clusters and {lots} lots in {arguments.out}")
    for path in rasters:
        print(f"SIMULATED: {path}")
    if files:
        forms = sum(len(file.forms) for file in files)
        print(f"SIMULATED: {forms} report forms in {len(files)} files in {arguments.forms}")
    return 0


def import_units(arguments: argparse.Namespace, settings: Settings) -> int:
    """Import outlines of wards or former districts, and publish them with the record."""
    records = the_record(settings)
    head = records.find_head()
    if head is None or arguments.package is not None:
        head = enter(records, arguments.package or SHIPPED)
    package = records.package_at(head.number)
    imported = import_boundaries(
        arguments.kind,
        arguments.file,
        package.tables[KINDS[arguments.kind]],
        settings.home,
        bbox=package.about.bbox,
        credit=arguments.credit,
        licence=arguments.licence,
    )
    publish_head(records, date.today())
    print(f"imported {imported.units} {arguments.kind}, {imported.area_km2:,.1f} km²")
    if imported.missing:
        print(f"without an outline: {', '.join(imported.missing)}")
    if imported.left_out:
        print(f"left out, no unit of the table: features {', '.join(map(str, imported.left_out))}")
    return 0
