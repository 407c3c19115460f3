"""`python -m bench`: measure everything in one run; write var/bench/results.json and docs/performance.md."""

import argparse
import json
import time
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path

from bench.about import describe
from bench.homes import publish_once
from bench.page import Run, to_markdown, write_page
from bench.peers.postgis import postgis
from bench.report import to_cells
from bench.run import Bench, Extent
from bench.servers import require_free
from bench.tasks import DATA

_FOLDER = Path("var/bench").absolute()
_PAGE = Path("docs/performance.md")
_PEERS = ("pygeoapi", "tipg")
_PORTS = 6
_WHOLE, _QUICK = Extent(rounds=4, starts=3), Extent(rounds=1, starts=1)


def main() -> None:
    """Measure S and M, and write what came out."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round; writes results.json only")
    parser.add_argument(
        "--no-peers", action="store_true", help="our server and its limits; results.json only"
    )
    parser.add_argument("--port", type=int, default=8120, help="the first of six ports (default 8120)")
    arguments = parser.parse_args()
    require_free(range(arguments.port, arguments.port + _PORTS))
    _FOLDER.mkdir(parents=True, exist_ok=True)
    published = {data: publish_once(data, _FOLDER) for data in DATA}
    begin = time.monotonic()
    about = describe(peers=not arguments.no_peers)
    with nullcontext() if arguments.no_peers else postgis(_FOLDER, arguments.port + 5) as database:
        bench = Bench(_FOLDER, arguments.port, _QUICK if arguments.quick else _WHOLE, database)
        for data in DATA:
            bench.measure(data)
    about["publishing"] = ", ".join(f"{data} in {seconds:.0f} s" for data, seconds in published.items())
    about["duration"] = f"{(time.monotonic() - begin) / 60:.1f} min, without publishing"
    cells = to_cells(bench.measured)
    run = Run(cells, () if arguments.no_peers else _PEERS, bench.weights, bench.skipped, about)
    _write_results(bench, run)
    print(to_markdown(run))
    if not (arguments.quick or arguments.no_peers):
        write_page(_PAGE, run)


def _write_results(bench: Bench, run: Run) -> None:
    results = {
        "about": dict(run.about),
        "rounds": [asdict(one) for one in bench.measured],
        "weights": [asdict(weight) for weight in run.weights],
        "skipped": list(run.skipped),
    }
    (_FOLDER / "results.json").write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
