"""A server of a published home, and a Chromium that speaks to nobody by itself."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, Playwright
from werkzeug.serving import make_server

from webmap import create_app
from webmap.pages.views import PAGES
from webmap.settings import Settings

_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_QUIETLY = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

_FOR_PROGRAMS = ("selection", "suggest")
"""What answers a script: its address looks like that of a page."""

WALKED = tuple(
    name
    for name, (address, _) in PAGES.items()
    if "<" not in address and "." not in address and name not in _FOR_PROGRAMS
)
"""The pages for people that stand at an address of their own."""


@contextmanager
def serving(home: Path, **settings: Any) -> Iterator[str]:
    """Serve what is published in a home, on a free port, for as long as the block lasts."""
    server = make_server("127.0.0.1", 0, create_app(Settings(home=home, **settings)), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def addresses(root: str) -> dict[str, str]:
    """Name every page for people that a server has, below the language: name → path."""
    with urlopen(f"{root}/api/collections/clusters/items?limit=3") as answer:
        last = json.load(answer)["features"][-1]["id"]
    pages = {name: PAGES[name][0] for name in WALKED}
    return {**pages, "factsheet": f"/clusters/{last}", "error": "/clusters/atlantis"}


def launch_chromium(playwright: Playwright) -> Browser:
    """Start the system's own Chromium."""
    path = next(filter(None, map(shutil.which, _CHROMIUMS)), None)
    assert path, "Chromium is missing: sh scripts/find_chromium.sh"
    return playwright.chromium.launch(executable_path=path, args=_QUIETLY)
