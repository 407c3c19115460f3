"""Our server, started as people start it, and the two limits beside it."""

import sys
from pathlib import Path

from bench.limit import APPS
from bench.report import LIMITS, OURS
from bench.servers import Fixed, Server, Service
from bench.tasks import COLLECTION


def atlas(package: Path, home: Path, port: int) -> Server:
    """Serve what is published in a home."""
    return Server(
        OURS,
        (sys.executable, "server.py", "serve", "--package", str(package)),
        port,
        (Service(f"/api/collections/{COLLECTION}/items", "geojson"),),
        {"ATLAS_HOME": str(home), "PORT": str(port), "HOST": "127.0.0.1"},
    )


def limits(fixed: Path, port: int) -> list[Server]:
    """Serve the answers kept in a folder through Flask, and through bare WSGI on the next port."""
    return [
        Server(
            name,
            (sys.executable, "-m", "bench.limit", app, str(at), str(fixed)),
            at,
            (Fixed(),),
        )
        for at, (name, app) in enumerate(zip(LIMITS, APPS, strict=True), port)
    ]
