"""pygeoapi on PostGIS and on a GeoJSON file: the two ways it reads what we serve."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import numpy as np

from bench.peers import ENVIRONMENTS, granian
from bench.peers.postgis import DATABASE, GEOMETRY, USER, PostGIS
from bench.servers import Server, Service
from bench.tasks import COLLECTION
from geo.snapshot import Frozen

NAME = "pygeoapi"
_FILE, _TABLE = "in_file", "in_postgis"


def pygeoapi(frozen: Frozen, database: PostGIS, folder: Path, port: int) -> Server:
    """Serve a frozen collection through pygeoapi."""
    folder.mkdir(parents=True, exist_ok=True)
    features = folder / "clusters.geojson"
    body = b",".join(frozen.features(np.arange(len(frozen))))
    features.write_bytes(b'{"type":"FeatureCollection","features":[' + body + b"]}")
    # JSON is YAML
    config, openapi = folder / "config.yml", folder / "openapi.yml"
    config.write_text(json.dumps(_configure(features, database, port)))
    environment = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(openapi)}
    subprocess.run(
        (ENVIRONMENTS / NAME / "bin" / "pygeoapi", "openapi", "generate", config, "--output-file", openapi),
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )
    return Server(
        NAME,
        granian(NAME, "wsgi", "pygeoapi.flask_app:APP", port),
        port,
        tuple(Service(f"/collections/{name}/items", "json") for name in (_TABLE, _FILE)),
        environment,
    )


def _configure(features: Path, database: PostGIS, port: int) -> dict[str, Any]:
    table = {
        "type": "feature",
        "name": "PostgreSQL",
        "data": {
            "host": "127.0.0.1",
            "port": database.port,
            "dbname": DATABASE,
            "user": USER,
            "password": "",
        },
        "table": COLLECTION,
        "id_field": "id",
        "geom_field": GEOMETRY,
    }
    file = {"type": "feature", "name": "GeoJSON", "data": str(features), "id_field": "id"}
    url = f"http://127.0.0.1:{port}"
    words = {"en": "measured"}
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port},
            "url": url,
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "gzip": True,
            "languages": ["en-US"],
            "pretty_print": False,
            "limits": {"default_items": 10, "max_items": 10_000},
            "map": {"url": f"{url}/none", "attribution": "none"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {"title": words, "description": words, "keywords": {"en": ["measured"]},
                               "terms_of_service": url, "url": url},
            "license": {"name": "CC BY 4.0", "url": url},
            "provider": {"name": "none", "url": url},
            "contact": {"name": "none"},
        },
        "resources": {_FILE: _resource(file), _TABLE: _resource(table)},
    }  # fmt: skip


def _resource(provider: dict[str, Any]) -> dict[str, Any]:
    words = {"en": "measured"}
    return {
        "type": "collection",
        "title": words,
        "description": words,
        "keywords": {"en": ["measured"]},
        "links": [],
        "extents": {"spatial": {"bbox": [-180, -90, 180, 90]}},
        "providers": [provider],
    }
