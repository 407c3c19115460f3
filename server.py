"""CCN Atlas from the command line, and `app`, its WSGI application.

The only place that reads the environment:

ATLAS_HOME       where snapshots and imported outlines live (default: var/ beside this file)
ATLAS_BASEMAP    the street map below the map: `none` (default: a reader may ask for OpenStreetMap's), `osm`
                 (there from the start), or the xyz address of other tiles, https://…/{z}/{x}/{y}.png
ATLAS_REPORT_TO  where readers report errors: a mail address, or the address of a form in which {id}, {page},
                 {revision} and {language} are filled in (default: none; factsheets offer a text to copy)
ATLAS_WORKERS    worker processes (default 2)
HOST, PORT       where to listen (default 127.0.0.1, 8000)
"""

import argparse
import os
import socket
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from geo.boundaries import KINDS, import_boundaries
from geo.demo.province import parse_periods, simulate
from geo.errors import GeoError, QueryError, SourceError
from geo.formats.offered import FORMATS, export_collection
from geo.package import read_about, read_package, write_package
from geo.publish import SNAPSHOTS, check, find_published, is_made_of, publish
from geo.snapshot import open_snapshot
from geo.validate import Level
from webmap import create_app
from webmap.basemap import NO_BASEMAP
from webmap.settings import PROJECT, Settings

SHIPPED = PROJECT / "data" / "clusters"
DEFAULT_WORKERS = 2
THREADS = 64
"""Of each worker; slow readers hold some of them."""

_MOST_WORKERS = 64
_KILL_AFTER_S = 2
"""A browser that keeps its connection open must not keep the server from stopping."""


def __getattr__(name: str) -> Any:
    """Build `app` when a WSGI server asks for it, so that the other commands need nothing published."""
    if name == "app":
        return create_app(_settings())
    raise AttributeError(name)


def _settings() -> Settings:
    return Settings(
        home=_home(),
        basemap=os.environ.get("ATLAS_BASEMAP") or NO_BASEMAP,
        report_to=os.environ.get("ATLAS_REPORT_TO", "").strip(),
    )


def _home() -> Path:
    return Path(os.environ.get("ATLAS_HOME") or PROJECT / "var").absolute()


def _whole_number(text: str, name: str, least: int, most: int) -> int:
    if not text.isdecimal() or not least <= int(text) <= most:
        raise QueryError(f"{name}={text!r}; expected a whole number from {least} to {most}")
    return int(text)


def _setting(name: str, default: int, least: int, most: int) -> int:
    return _whole_number(os.environ.get(name) or str(default), name, least, most)


def serve(arguments: argparse.Namespace) -> int:
    """Publish what is not published yet, and serve until interrupted."""
    host = os.environ.get("HOST") or "127.0.0.1"
    port = _setting("PORT", 8000, 1, 65_535)
    workers = _setting("ATLAS_WORKERS", DEFAULT_WORKERS, 1, _MOST_WORKERS)
    home = _settings().home
    _require_writable(home)
    _require_free(host, port)
    _publish_if_needed(arguments.package, home)
    os.environ["ATLAS_HOME"] = str(home)
    print(f"CCN Atlas: http://{host}:{port}/  (Ctrl-C stops it)", flush=True)
    run("server:app", host, port, workers)
    return 0


def _publish_if_needed(package: Path | None, home: Path) -> None:
    """Publish the package asked for; without one the shipped data, unless another one was published."""
    served = find_published(home)
    if package is None and served is not None and served.about["name"] != read_about(SHIPPED).name:
        print(f"serving {served.about['title_en']}, which was published here", flush=True)
    elif not is_made_of(served, package or SHIPPED, home):
        print(f"publishing {package or SHIPPED}", flush=True)
        publish(package or SHIPPED, home, date.today())


def run(target: str, host: str, port: int, workers: int = DEFAULT_WORKERS) -> None:
    """Serve a WSGI application, `module:name`, until interrupted."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        target,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        log_level=LogLevels.error,
        websockets=False,
        workers_kill_timeout=_KILL_AFTER_S,
        respawn_failed_workers=True,
        working_dir=PROJECT,
    ).serve()


def _require_writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise SourceError(
            f"cannot write to {folder} ({error.strerror}); choose another folder: ATLAS_HOME=/path make serve"
        ) from error


def _require_free(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as error:
        # create_server appends the address to the system's words, which name it already
        reason = str(error.strerror).partition(" (while")[0]
        raise SourceError(
            f"cannot listen on {host}:{port} ({reason});"
            f" stop what uses it or choose another port: PORT={port + 1} make serve"
        ) from error


def check_package(arguments: argparse.Namespace) -> int:
    """Print every breach of the rules with its row and column; exit 1 when one of them is an error."""
    breaches = check(read_package(arguments.package), date.today())
    for breach in breaches:
        title = breach.title.in_language(arguments.language)
        print(f"{breach.file}, row {breach.row}, column {breach.column}: "
              f"{breach.level} {breach.rule}: {title}: {breach.detail}")  # fmt: skip
    errors = sum(breach.level is Level.ERROR for breach in breaches)
    print(f"{arguments.package}: {errors} errors, {len(breaches) - errors} warnings")
    return 1 if errors else 0


def publish_package(arguments: argparse.Namespace) -> int:
    """Publish a data package."""
    snapshot = publish(arguments.package, _home(), date.today())
    print(f"published {arguments.package} as revision {snapshot.revision}")
    return 0


def export(arguments: argparse.Namespace) -> int:
    """Write a published collection to a file or to standard output."""
    body = export_collection(open_snapshot(_home() / SNAPSHOTS), arguments.collection, arguments.format)
    if arguments.output is None:
        sys.stdout.buffer.write(body)
        return 0
    try:
        arguments.output.write_bytes(body)
    except OSError as error:
        raise SourceError(f"cannot write {arguments.output}: {error.strerror}") from error
    return 0


def demo(arguments: argparse.Namespace) -> int:
    """Write the package of a simulated province."""
    clusters = _whole_number(arguments.clusters, "--clusters", 1, 100_000)
    lots = _whole_number(arguments.lots, "--lots", 1, 10_000_000)
    seed = _whole_number(arguments.seed, "--seed", 0, 2**32 - 1)
    package = simulate(clusters, lots, parse_periods(arguments.periods), seed)
    try:
        write_package(package, arguments.out)
    except OSError as error:
        raise SourceError(f"cannot write {arguments.out}: {error.strerror}") from error
    print(f"SIMULATED: {clusters} clusters and {lots} lots in {arguments.out}")
    return 0


def import_units(arguments: argparse.Namespace) -> int:
    """Import outlines of wards or former districts, and publish them with the package."""
    package = read_package(arguments.package)
    imported = import_boundaries(
        arguments.kind,
        arguments.file,
        package.tables[KINDS[arguments.kind]],
        _home(),
        bbox=package.about.bbox,
        credit=arguments.credit,
        licence=arguments.licence,
    )
    publish(arguments.package, _home(), date.today())
    print(f"imported {imported.units} {arguments.kind}, {imported.area_km2:,.1f} km²")
    if imported.missing:
        print(f"without an outline: {', '.join(imported.missing)}")
    if imported.left_out:
        print(f"left out, no unit of the table: features {', '.join(map(str, imported.left_out))}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="server.py", description="CCN Atlas")
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=run.__doc__, description=run.__doc__)
        added.set_defaults(run=run)
        return added

    def with_package(added: argparse.ArgumentParser) -> argparse.ArgumentParser:
        added.add_argument("--package", type=Path, default=SHIPPED, help="a data package")
        return added

    serving = command("serve", serve)
    serving.add_argument("--package", type=Path, help="a data package; the shipped one by default")
    with_package(command("publish", publish_package))

    checking = command("check", check_package)
    checking.add_argument("package", type=Path, nargs="?", default=SHIPPED, help="a data package")
    checking.add_argument("--language", choices=("vi", "en"), default="vi")

    exporting = command("export", export)
    exporting.add_argument("collection")
    exporting.add_argument("-f", "--format", choices=sorted(FORMATS), default="geojson")
    exporting.add_argument("-o", "--output", type=Path)

    simulating = command("demo", demo)
    simulating.add_argument("--clusters", default="120")
    simulating.add_argument("--lots", default="3000")
    simulating.add_argument("--periods", default="2018..2026", help="first and last year: 2018..2026")
    simulating.add_argument("--seed", default="1")
    simulating.add_argument("--out", type=Path, required=True)

    importing = with_package(command("import", import_units))
    importing.add_argument("kind", choices=sorted(KINDS))
    importing.add_argument("file", type=Path)
    importing.add_argument("--credit", required=True, help='for example "© OpenStreetMap contributors"')
    importing.add_argument("--licence", required=True, help="for example ODbL-1.0")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; what the domain refuses becomes one sentence and exit status 1."""
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except GeoError as error:
        print(f"atlas: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
