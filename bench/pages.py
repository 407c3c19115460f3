"""The map page on the server: its time as a share of the 10 ms it may take, and its size.

Both are printed for Hanoi and for a simulated province of 1,000 clusters: neither may grow with the data.
The time is that of the processor, so that it holds on a busy machine; the first answer in each language,
which makes the legends and is kept, is left out.
"""

import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median

from flask.testing import FlaskClient

from geo.delivered import PACKAGE
from geo.demo.province import simulate
from geo.package import write_package
from geo.publish import publish
from webmap import create_app
from webmap.settings import Settings

ROUNDS, REQUESTS = 7, 20
LIMIT_S = 0.010
CLUSTERS, LOTS, SEED = 1_000, 1_000, 1


def seconds(client: FlaskClient, address: str) -> float:
    """Answer a number of requests; the processor's seconds for one."""
    begin = time.process_time()
    for _ in range(REQUESTS):
        assert client.get(address).status_code == 200
    return (time.process_time() - begin) / REQUESTS


def measure(name: str, package: Path, home: Path) -> None:
    """Publish a package and print the time and the size of its map page in both languages."""
    publish(package, home, date.today())
    client = create_app(Settings(home=home)).test_client()
    for address in ("/", "/en/"):
        size = len(client.get(address).data)
        shares = [seconds(client, address) / LIMIT_S for _ in range(ROUNDS)]
        print(
            f"map page {address}, {name}: {median(shares):.0%} of {LIMIT_S * 1000:.0f} ms "
            f"(median of {ROUNDS}; {min(shares):.0%} to {max(shares):.0%}), {size / 1000:.1f} kB"
        )


def main() -> None:
    """Measure the shipped data and a simulated province."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        measure("113 clusters", PACKAGE, work / "hanoi")
        write_package(simulate(CLUSTERS, LOTS, (2020, 2026), SEED), work / "package")
        measure(f"{CLUSTERS:,} clusters", work / "package", work / "simulated")


if __name__ == "__main__":
    main()
