"""CCN Atlas from the command line, and `app`, its WSGI application.

The only place that reads the environment:

ATLAS_HOME          where the record, snapshots and imported outlines live (default: var/ beside this file)
ATLAS_DATABASE_URL  the database of the record (default: SQLite in records.db of ATLAS_HOME), for example
                    postgresql+psycopg://atlas@localhost/atlas
ATLAS_BASEMAP       the street map below the map: `none` (default: a reader may ask for OpenStreetMap's),
                    `osm` (there from the start), or the xyz address of other tiles, https://…/{z}/{x}/{y}.png
ATLAS_REPORT_TO     where readers report errors: a mail address, or the address of a form in which {id},
                    {page}, {revision} and {language} are filled in (default: none; factsheets offer a text)
ATLAS_PROXIES       how many proxies of yours stand before the server (default 0): that many addresses in
                    X-Forwarded-For are believed, and X-Forwarded-Proto; with 0 neither is
ATLAS_WORKERS       worker processes (default 2)
HOST, PORT          where to listen (default 127.0.0.1, 8000)
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from commands.arguments import revision_number, the_record, whole_number
from commands.entering import bring_out
from commands.parser import make_parser
from commands.serving import DEFAULT_WORKERS, require_free, require_writable, run
from geo.errors import GeoError, QueryError
from geo.publish import find_published
from geo.records.publishing import ASIDE
from webmap.basemap import NO_BASEMAP
from webmap.settings import PROJECT, Settings

_MOST_WORKERS = 64
_MOST_PROXIES = 8


def __getattr__(name: str) -> Any:
    """Build `app` when a WSGI server asks for it, so that the other commands need nothing published."""
    if name == "app":
        from webmap.app import create_app
        from webmap.warming import warm

        app = create_app(_settings())
        warm(app)
        return app
    raise AttributeError(name)


def _settings() -> Settings:
    return Settings(
        home=Path(os.environ.get("ATLAS_HOME") or PROJECT / "var").absolute(),
        database=os.environ.get("ATLAS_DATABASE_URL", "").strip(),
        basemap=os.environ.get("ATLAS_BASEMAP") or NO_BASEMAP,
        report_to=os.environ.get("ATLAS_REPORT_TO", "").strip(),
        proxies=_setting("ATLAS_PROXIES", 0, 0, _MOST_PROXIES),
    )


def _setting(name: str, default: int, least: int, most: int) -> int:
    return whole_number(os.environ.get(name) or str(default), name, least, most)


def serve(arguments: argparse.Namespace, settings: Settings) -> int:
    """Publish what is not published yet, and serve until interrupted."""
    host = os.environ.get("HOST") or "127.0.0.1"
    port = _setting("PORT", 8000, 1, 65_535)
    workers = _setting("ATLAS_WORKERS", DEFAULT_WORKERS, 1, _MOST_WORKERS)
    require_writable(settings.home)
    require_free(host, port)
    if arguments.revision is None:
        home = settings.home
        records = the_record(settings)
        bring_out(records, arguments.package)
        records.close()
    else:
        home = _aside(settings.home, arguments.revision)
        os.environ["ATLAS_DATABASE_URL"] = ""  # what is served aside is looked at, never edited
    os.environ["ATLAS_HOME"] = str(home)
    print(f"CCN Atlas: http://{host}:{port}/  (Ctrl-C stops it)", flush=True)
    run("server:app", host, port, workers)
    return 0


def _aside(home: Path, revision: str) -> Path:
    aside = home / ASIDE / str(revision_number(revision))
    if find_published(aside) is None:
        raise QueryError(
            f"revision {revision} is not published aside; run: python server.py publish --revision {revision}"
        )
    return aside


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; what the domain refuses becomes one sentence and exit status 1."""
    arguments = make_parser(serve).parse_args(argv)
    try:
        return int(arguments.run(arguments, _settings()))
    except GeoError as error:
        print(f"atlas: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
