"""The command line: every command, what it takes, and what runs it."""

import argparse
from collections.abc import Callable
from pathlib import Path

from commands import history, intake, keeping, packages, rasters
from commands.arguments import SHIPPED, add_author, add_package
from geo.boundaries import KINDS as OUTLINES
from geo.formats.offered import FORMATS
from geo.intake.offered import KINDS
from geo.records.users import Role
from webmap.settings import Settings

Run = Callable[[argparse.Namespace, Settings], int]
_IMPORTS = {
    "wards": "outlines of wards",
    "districts": "outlines of former districts",
    "forms": "report forms",
    "table": "a table of clusters",
    "coordinates": "corners of an outline",
    "gis": "GIS files",
}


class Commands:
    """A group of commands, each with what runs it."""

    def __init__(self, parser: argparse.ArgumentParser, dest: str) -> None:
        self._group = parser.add_subparsers(dest=dest, required=True)

    def add(self, name: str, run: Run | None, about: str = "") -> argparse.ArgumentParser:
        """Add a command; its help is the docstring of what runs it."""
        told = about or (run.__doc__ if run else "")
        added = self._group.add_parser(name, help=told, description=told)
        added.set_defaults(run=run)
        return added


def make_parser(serve: Run) -> argparse.ArgumentParser:
    """Make the parser of all commands."""
    parser = argparse.ArgumentParser(prog="server.py", description="CCN Atlas")
    commands = Commands(parser, "command")
    serving = commands.add("serve", serve)
    add_package(serving)
    serving.add_argument("--revision", metavar="N", help="a revision published aside, to look at it")
    _add_packages(commands)
    _add_history(commands)
    _add_imports(Commands(commands.add("import", None, "Bring files in"), "kind"))
    _add_keeping(commands)
    return parser


def _add_packages(commands: Commands) -> None:
    publishing = commands.add("publish", packages.publish_record)
    add_package(publishing)
    publishing.add_argument("--revision", metavar="N", help="publish this revision aside, not to be served")

    checking = commands.add("check", packages.check_package)
    checking.add_argument("package", type=Path, nargs="?", default=SHIPPED, help="a data package")
    checking.add_argument("--language", choices=("vi", "en"), default="vi")

    listing = commands.add("rasters", rasters.list_rasters)
    listing.add_argument("--remove", metavar="ID", help="remove this one, and publish without it")
    listing.add_argument("--language", choices=("vi", "en"), default="vi")

    exporting = commands.add("export", packages.export)
    exporting.add_argument("collection", help="a collection, or `surface` and its name")
    exporting.add_argument("name", nargs="?", metavar="SURFACE", help="such as fill_rate or workers_per_km2")
    exporting.add_argument("-f", "--format", choices=sorted(FORMATS), default="geojson")
    exporting.add_argument("-o", "--output", "--out", type=Path)
    surface = exporting.add_argument_group("of a surface")
    surface.add_argument("--cell", default="100", metavar="METRES", help="the side of a cell, 10 to 1000")
    surface.add_argument("--crs", default="EPSG:5897")
    surface.add_argument("--time", default="", metavar="PERIOD", help="such as 2024; the latest by default")
    surface.add_argument("--filter", default="", metavar="CQL2", help="which clusters")
    surface.add_argument("--classes", action="store_true", help="numbers of classes with a colour table")

    simulating = commands.add("demo", packages.demo)
    simulating.add_argument("--clusters", default="120")
    simulating.add_argument("--lots", default="3000")
    simulating.add_argument("--periods", default="2018..2026", help="first and last year: 2018..2026")
    simulating.add_argument("--seed", default="1")
    simulating.add_argument("--out", type=Path, required=True)
    simulating.add_argument(
        "--forms", type=Path, help="write the report forms of 30 communes there; the package ends before them"
    )
    simulating.add_argument(
        "--rasters", type=Path, help="write rasters there, and a table of what they must say of each cluster"
    )


def _add_history(commands: Commands) -> None:
    commands.add("revisions", history.list_revisions)
    comparing = commands.add("compare", history.compare)
    comparing.add_argument("first", metavar="A")
    comparing.add_argument("second", metavar="B")
    comparing.add_argument("--all", action="store_true", help="every row, however many")
    rolling = commands.add("rollback", history.roll_back)
    rolling.add_argument("revision", metavar="N")
    add_author(rolling, required=True)


def _add_imports(kinds: Commands) -> None:
    for kind in sorted(OUTLINES):
        importing = kinds.add(kind, packages.import_units, _IMPORTS[kind])
        add_package(importing)
        importing.add_argument("file", type=Path)
        importing.add_argument("--credit", required=True, help='for example "© OpenStreetMap contributors"')
        importing.add_argument("--licence", required=True, help="for example ODbL-1.0")
    rasters.add_raster_arguments(kinds.add("raster", rasters.import_raster))
    for kind in KINDS:
        importing = kinds.add(kind, intake.import_files, _IMPORTS[kind])
        importing.add_argument("files", type=Path, nargs="+", metavar="FILE")
        importing.add_argument("--option", action="append", default=[], metavar="NAME=VALUE")
        importing.add_argument("--accept", action="store_true", help="store what was understood")
        importing.add_argument("--skip-faulty", action="store_true", help="store what is not at fault")
        importing.add_argument("--language", choices=("vi", "en"), default="vi")
        importing.add_argument("--json", action="store_true", help="for programs")
        add_author(importing, required=False)


def _add_keeping(commands: Commands) -> None:
    saving = commands.add("backup", keeping.backup)
    saving.add_argument("file", type=Path)
    restoring = commands.add("restore", keeping.restore_backup)
    restoring.add_argument("file", type=Path)
    restoring.add_argument("--replace", action="store_true", help="put it in place of the record there is")

    users = Commands(commands.add("user", None, "Who may sign in"), "what")
    adding = users.add("add", keeping.user_add)
    adding.add_argument("name")
    adding.add_argument("--role", choices=[str(role) for role in Role], required=True)
    users.add("list", keeping.user_list)
    users.add("disable", keeping.user_disable).add_argument("name")
