"""The whole Hanoi layer as GeoJSON, against the same bytes answered by Flask without any work.

Prints the ratio of the two rates, measured in turns through the app's WSGI interface in one process,
so that it holds whatever the machine. The design asks for at least 95 %.
"""

import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median

from flask import Flask, Response

from geo.delivered import PACKAGE
from geo.publish import publish
from webmap import create_app
from webmap.settings import Settings

ROUNDS, REQUESTS = 7, 20
ADDRESSES = {
    "whole layer": "/api/collections/clusters/items?limit=1000&f=geojson",
    "one feature": "/api/collections/clusters/items/di-nau?f=geojson",
}


def rate(app: Flask, address: str) -> float:
    """Answer a number of requests; how many a second."""
    client = app.test_client()
    begin = time.perf_counter()
    for _ in range(REQUESTS):
        assert client.get(address).status_code == 200
    return REQUESTS / (time.perf_counter() - begin)


def fixed(body: bytes) -> Flask:
    """Make an app that answers everything with the same bytes."""
    app = Flask(__name__)
    app.add_url_rule("/<path:_>", view_func=lambda _: Response(body, mimetype="application/geo+json"))
    return app


def main() -> None:
    """Measure each address in turns with its fixed peer and print the ratios."""
    with tempfile.TemporaryDirectory() as home:
        publish(PACKAGE, Path(home), date.today())
        atlas = create_app(Settings(home=Path(home)))
        for name, address in ADDRESSES.items():
            peer = fixed(atlas.test_client().get(address).data)
            pairs = [(rate(atlas, address), rate(peer, address)) for _ in range(ROUNDS)]
            ratios = [ours / theirs for ours, theirs in pairs]
            ours = median(pair[0] for pair in pairs)
            print(
                f"{name}: {median(ratios):.0%} of fixed bytes through Flask "
                f"(median of {ROUNDS}; {min(ratios):.0%} to {max(ratios):.0%}; {ours:,.0f} requests/s)"
            )


if __name__ == "__main__":
    main()
