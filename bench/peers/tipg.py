"""tipg on PostGIS."""

from bench.peers import granian
from bench.peers.postgis import SCHEMA, PostGIS
from bench.servers import Server, Service
from bench.tasks import COLLECTION

NAME = "tipg"


def tipg(database: PostGIS, port: int) -> Server:
    """Serve the table of the database through tipg."""
    return Server(
        NAME,
        granian(NAME, "asgi", "tipg.main:app", port),
        port,
        (Service(f"/collections/{SCHEMA}.{COLLECTION}/items", "geojson"),),
        {
            "DATABASE_URL": database.url,
            "TIPG_MAX_FEATURES_PER_QUERY": "10000",
            "TIPG_DB_SCHEMAS": f'["{SCHEMA}"]',
            "TIPG_TABLE_CONFIG": f'{{"{SCHEMA}_{COLLECTION}": {{"pk": "id"}}}}',
            "TIPG_CATALOG_TTL": "0",
        },
    )
