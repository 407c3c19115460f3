"""A PostGIS of our own for as long as a run lasts: loopback only, thrown away afterwards."""

import csv
import io
import json
import os
import shutil
import signal
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from bench.servers import stop
from geo.snapshot import Frozen

USER = DATABASE = "bench"
SCHEMA = "public"
GEOMETRY = "geom"
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "512MB",
    "work_mem": "64MB",
    "effective_cache_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_connections": "200",
    "fsync": "off",
}
"""Everything in memory, no compiling of short queries: what suits reading a small table."""

_QUIET = {**os.environ, "PGOPTIONS": "-c client_min_messages=warning"}
_READY_S = 30


@dataclass(frozen=True)
class PostGIS:
    """A running cluster."""

    binaries: Path
    port: int
    process: int

    @property
    def url(self) -> str:
        """Return the address of the database."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{DATABASE}"

    def run(self, statements: str, copied: str | None = None) -> None:
        """Run statements; the last one may copy from `copied`."""
        command = [
            str(self.binaries / "psql"),
            "--quiet",
            "-v",
            "ON_ERROR_STOP=1",
            "-d",
            self.url,
            "-c",
            statements,
        ]
        subprocess.run(command, input=copied, text=True, check=True, env=_QUIET)


@contextmanager
def postgis(folder: Path, port: int) -> Iterator[PostGIS]:
    """Make a cluster in `folder`, run it, and remove it in the end."""
    binaries = find_binaries()
    data = folder / "postgres"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    identity = _unprivileged(data)
    options = [f"--{name.replace('_', '-')}={value}" for name, value in _SETTINGS.items()]
    made = (
        binaries / "initdb",
        "-D",
        data,
        "-U",
        USER,
        "--auth=trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-N",
    )
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL, cwd=data, **identity)
    with (folder / "postgres.log").open("wb") as log:
        process = subprocess.Popen(
            (binaries / "postgres", "-D", data, "-p", str(port), *options),
            stdout=log, stderr=log, cwd=data, start_new_session=True, **identity,
        )  # fmt: skip
    try:
        ready = (binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port), "-t", str(_READY_S))
        subprocess.run(
            ("sh", "-c", 'until "$@"; do sleep 0.1; done', "sh", *ready), check=True, timeout=_READY_S
        )
        server = PostGIS(binaries, port, process.pid)
        subprocess.run(
            (binaries / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", USER, DATABASE), check=True
        )
        server.run("CREATE EXTENSION postgis")
        yield server
    finally:
        stop(process, signal.SIGINT)  # PostgreSQL's word for: now, but cleanly
        shutil.rmtree(data, ignore_errors=True)


def load_table(server: PostGIS, name: str, frozen: Frozen) -> None:
    """Copy a frozen collection into a table with a key, a spatial index and statistics."""
    columns = ", ".join(f'"{column}" {_sql_type(frozen, column)}' for column in frozen.property_names)
    server.run(
        f"DROP TABLE IF EXISTS {name}; CREATE TABLE {name} ({columns}, {GEOMETRY} geometry(Geometry, 4326))"
    )
    server.run(f"COPY {name} FROM STDIN WITH (FORMAT csv)", _as_csv(frozen))
    server.run(f"ALTER TABLE {name} ADD PRIMARY KEY (id); CREATE INDEX ON {name} USING gist ({GEOMETRY})")
    server.run(f"VACUUM ANALYZE {name}")


def find_binaries() -> Path:
    """Find the newest PostgreSQL of this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    path = found[-1] if found else shutil.which("initdb")
    if path is None:
        raise RuntimeError("PostgreSQL is missing; sh scripts/find_bench_tools.sh says how to add it")
    return Path(path).parent


def _unprivileged(data: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as the user of Debian's package."""
    if os.geteuid() != 0:
        return {}
    closed = [folder for folder in data.parents if not folder.stat().st_mode & stat.S_IXOTH]
    if closed:
        raise RuntimeError(
            f"PostgreSQL runs as the user postgres, who may not enter {closed[-1]};"
            " copy the project elsewhere, or measure without peers: FLAGS=--no-peers"
        )
    shutil.chown(data, "postgres", "postgres")
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def _sql_type(frozen: Frozen, column: str) -> str:
    kind = frozen.columns.schema.field(column).type
    if pa.types.is_floating(kind):
        return "double precision"
    if pa.types.is_integer(kind):
        return "bigint"
    return "boolean" if pa.types.is_boolean(kind) else "text"


def _as_csv(frozen: Frozen) -> str:
    rows = np.arange(len(frozen))
    shapes = shapely.to_wkb(shapely.set_srid(frozen.geometries(rows), 4326), hex=True, include_srid=True)
    text = io.StringIO()
    writer = csv.writer(text)
    for record, shape in zip(frozen.records(rows), shapes, strict=True):
        writer.writerow([*map(_cell, record.values()), shape])
    return text.getvalue()


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else value
