"""`python -m bench.browser`: what a person waits for in a real Chromium, and what the pages weigh.

Writes its own measured part of docs/performance.md, unless `--quick`.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Error, sync_playwright

from bench.bare import PAGE as BARE_PAGE
from bench.bare import bare_answers
from bench.browser_page import BEGIN, END, Script, Seen, Timing, to_markdown
from bench.homes import home_of, publish_once
from bench.limit import write_fixed
from bench.load import ask
from bench.page import write_between
from bench.report import OURS, Figure, figure
from bench.servers import Fixed, Server, Service, require_free, running
from bench.tasks import COLLECTION, Task
from bench.tracing import DRAWN, NoFrameError
from bench.visits import BUSY, FREE, SLOW, Conditions, Visit, visiting
from tests.webmap.running import addresses, launch_chromium

_FOLDER = Path("var/bench").absolute()
_PAGE = Path("docs/performance.md")
_ROUNDS, _QUICK_ROUNDS = 7, 3
_PORT = 8130
_DRAWN_LIMIT_MS = 1_500
_SCRIPTS_LIMIT = 350_000
_STATUS = ("status", "active")


class Data(NamedTuple):
    """A map to measure, and how long a filter may take on it."""

    name: str
    title: str
    filter_limit_ms: float


DATA = (Data("S", "113 clusters", 100), Data("H", "2,000 clusters", 300))


@dataclass
class Measuring:
    """A run while it is made."""

    browser: Browser
    rounds: int
    port: int
    timings: list[Timing] = field(default_factory=list)
    scripts: list[Script] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def measure(self, data: Data) -> None:
        """Measure the map of some data beside the bare one."""
        with _atlas(data, self.port) as atlas, _bare(data, self._features(atlas), self.port + 1) as bare:
            title = f"first map drawn, {data.title}, 10 Mbit/s, 40 ms, processor ÷ 4"
            self._in_turns(title, _DRAWN_LIMIT_MS, _first_drawn(self.browser, atlas, bare))
            for conditions, said in ((FREE, ""), (BUSY, ", processor ÷ 4")):
                limit = data.filter_limit_ms if conditions is FREE else None
                with (
                    _mapped(self.browser, atlas, conditions) as ours,
                    _mapped(self.browser, bare, conditions) as peer,
                ):
                    self._in_turns(f"a filter applied, {data.title}{said}", limit, _shown(ours, peer))
            if data is DATA[0]:
                self._weigh(atlas)

    def _in_turns(
        self, title: str, limit_ms: float | None, measures: tuple[Callable[[], float], ...]
    ) -> None:
        """Measure ours and the peer's in turns; the first turn, when nothing is warm, is left out."""
        taken: tuple[list[float], ...] = tuple([] for _ in measures)
        try:
            for _ in range(1 + self.rounds):
                for measured, once in zip(taken, measures, strict=True):
                    measured.append(once())
        except (NoFrameError, Error) as error:
            self.skipped.append(f"{title}: {str(error).splitlines()[0]}")
        ours, peer = (_figure(measured[1:]) for measured in taken)
        self.timings.append(Timing(title, ours, peer, limit_ms))
        print(self.timings[-1], flush=True)

    def _features(self, atlas: str) -> str:
        """Find the address our own map fetches the clusters from, and let both workers answer once."""
        for _ in range(4):
            with visiting(self.browser, FREE) as visit:
                visit.page.goto(atlas)
                visit.wait_for(DRAWN)
        features = [one for one in visit.loaded.sizes if f"/{COLLECTION}/items" in one]
        return features[0] if features else f"{atlas}api/collections/{COLLECTION}/items?limit=10000&f=geojson"

    def _weigh(self, atlas: str) -> None:
        for name, path in addresses(atlas.rstrip("/")).items():
            with visiting(self.browser, FREE) as visit:
                visit.page.goto(atlas.rstrip("/") + path, wait_until="networkidle")
                self.scripts.append(Script(name, visit.loaded.bytes_of("Script")))


def _figure(values: list[float]) -> Figure | None:
    return figure(values) if values else None


def _first_drawn(browser: Browser, *roots: str) -> tuple[Callable[[], float], ...]:
    def measure(address: str) -> float:
        with visiting(browser, SLOW) as visit:
            return visit.first_drawn_ms(address)

    return tuple((lambda address=address: measure(address)) for address in roots)


def _shown(*visits: Visit) -> tuple[Callable[[], float], ...]:
    return tuple((lambda visit=visit: visit.shown_ms(*_STATUS)) for visit in visits)


@contextmanager
def _mapped(browser: Browser, address: str, conditions: Conditions) -> Iterator[Visit]:
    """Open a map and wait until it is drawn."""
    with visiting(browser, conditions) as visit:
        visit.page.goto(address)
        visit.wait_for(DRAWN)
        yield visit


@contextmanager
def _atlas(data: Data, port: int) -> Iterator[str]:
    """Serve our map."""
    environment = {"ATLAS_HOME": str(home_of(data.name, _FOLDER)), "PORT": str(port), "HOST": "127.0.0.1"}
    items = Service(f"/api/collections/{COLLECTION}/items", "geojson")
    server = Server(OURS, (sys.executable, "server.py", "serve"), port, (items,), environment)
    ready = Task("ready", "one feature", data.name, {"limit": "1"})
    with running(server, ready, _FOLDER / f"browser-{data.name}.log"):
        yield f"{server.root}/"


@contextmanager
def _bare(data: Data, features: str, port: int) -> Iterator[str]:
    """Serve the bare map of the same features."""
    folder = _FOLDER / "bare" / data.name
    write_fixed(folder, bare_answers(ask(features, {"Accept-Encoding": "gzip"})))
    command = (sys.executable, "-m", "bench.limit", "flask", str(port), str(folder))
    server = Server("bare", command, port, (Fixed(),))
    with running(server, Task(BARE_PAGE, "the page", data.name), _FOLDER / f"bare-{data.name}.log"):
        yield f"{server.root}/{BARE_PAGE}"


def main() -> None:
    """Measure both maps, and write what came out."""
    parser = argparse.ArgumentParser(prog="python -m bench.browser", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds; leaves docs/performance.md alone")
    parser.add_argument("--port", type=int, default=_PORT, help=f"the first of two ports (default {_PORT})")
    arguments = parser.parse_args()
    require_free(range(arguments.port, arguments.port + 2))
    for data in DATA:
        publish_once(data.name, _FOLDER)
    load = os.getloadavg()[0]
    with sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        rounds = _QUICK_ROUNDS if arguments.quick else _ROUNDS
        measuring = Measuring(browser, rounds, arguments.port)
        for data in DATA:
            measuring.measure(data)
        about = {
            "date": date.today().isoformat(),
            "browser": f"Chromium {browser.version}, a window of 1440 × 900",
            "rounds": str(rounds),
            "other work on the machine at the start": f"{load:.1f} processes",
        }
        browser.close()
    tables = to_markdown(Seen(measuring.timings, measuring.scripts, _SCRIPTS_LIMIT, about, measuring.skipped))
    print(tables)
    if not arguments.quick:
        write_between(_PAGE, BEGIN, END, tables)


if __name__ == "__main__":
    main()
