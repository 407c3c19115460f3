"""Take the pictures of the README from the running product (`make screenshots`)."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Thread

from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from geo.delivered import PACKAGE
from geo.demo.province import simulate
from geo.package import write_package
from geo.publish import publish
from tests.webmap.conftest import chromium
from webmap import create_app
from webmap.settings import Settings

IMAGES = Path(__file__).resolve().parent / "images"
SIZE = {"width": 1280, "height": 800}


@contextmanager
def serving(package: Path, home: Path) -> Iterator[str]:
    """Publish a package and serve it for as long as the block lasts."""
    publish(package, home, date.today())
    server = make_server("127.0.0.1", 0, create_app(Settings(home=home)), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def main() -> None:
    """Picture the map of Hanoi and that of the simulated province."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        demo = Path(folder) / "demo"
        write_package(simulate(120, 3_000, (2018, 2026), 1), demo)
        browser = chromium(playwright)
        for name, package, path in (
            ("map-vi", PACKAGE, "/"),
            ("map-en", PACKAGE, "/en/"),
            ("demo-vi", demo, "/?layer=stated_fill_rate"),
        ):
            with serving(package, Path(folder) / name) as address:
                page = browser.new_page(viewport=SIZE)
                page.goto(address + path, wait_until="networkidle")
                page.screenshot(path=IMAGES / f"{name}.png")
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
