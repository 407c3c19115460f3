"""Take the pictures of the README from the running product (`make screenshots`)."""

import tempfile
from datetime import date
from pathlib import Path

from playwright.sync_api import sync_playwright

from geo.delivered import PACKAGE
from geo.demo.province import simulate
from geo.package import write_package
from geo.publish import publish
from tests.webmap.running import launch_chromium, serving

IMAGES = Path(__file__).resolve().parent / "images"
SIZE = {"width": 1280, "height": 800}


def main() -> None:
    """Picture the map of Hanoi and that of the simulated province."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        demo = Path(folder) / "demo"
        write_package(simulate(120, 3_000, (2018, 2026), 1), demo)
        browser = launch_chromium(playwright)
        for name, package, path in (
            ("map-vi", PACKAGE, "/"),
            ("map-en", PACKAGE, "/en/"),
            ("demo-vi", demo, "/?layer=stated_fill_rate"),
        ):
            home = Path(folder) / name
            publish(package, home, date.today())
            with serving(home) as address:
                page = browser.new_page(viewport=SIZE)
                page.goto(address + path, wait_until="networkidle")
                page.screenshot(path=IMAGES / f"{name}.png")
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
