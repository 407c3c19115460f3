"""Take pictures of every page from the running product (`make screenshots`), and those of the README.

All pages go to `var/screenshots/`: both languages, wide and phone, for Hanoi, for Hanoi with ward outlines
where the variable WARDS names a file of them, and for the simulated province, which brings its own.
"""

import os
import shutil
import tempfile
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from geo.boundaries import import_boundaries
from geo.delivered import PACKAGE
from geo.demo.province import simulate
from geo.package import read_package, write_package
from geo.publish import publish
from tests.webmap.running import addresses, launch_chromium, serving

DOCS = Path(__file__).resolve().parent
ALL = DOCS.parent / "var" / "screenshots"
IMAGES = DOCS / "images"
PREVIEW = DOCS.parent / "webmap" / "static" / "preview.png"
SIZES = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
README_SIZE = {"width": 1280, "height": 800}
PREVIEW_SIZE = {"width": 1200, "height": 630}


def main() -> None:
    """Publish each province, walk its pages and keep what they look like."""
    shutil.rmtree(ALL, ignore_errors=True)
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        for name, home in _provinces(Path(folder)).items():
            with serving(home) as address:
                _walk(browser, address, ALL / name)
                _keep(browser, address, name)
        browser.close()


def _provinces(folder: Path) -> dict[str, Path]:
    demo = folder / "demo-package"
    write_package(simulate(120, 3_000, (2018, 2026), 1), demo)
    packages = {"hanoi": PACKAGE, "demo": demo}
    if wards := os.environ.get("WARDS"):
        packages["hanoi-wards"] = PACKAGE
        _import_wards(Path(wards), folder / "hanoi-wards")
    else:
        print("Hanoi with ward outlines is left out: WARDS=/path/to/wards.geojson make screenshots")
    for name, package in packages.items():
        publish(package, folder / name, date.today())
    return {name: folder / name for name in packages}


def _import_wards(file: Path, home: Path) -> None:
    package = read_package(PACKAGE)
    units, bbox = package.tables["admin_wards"], package.about.bbox
    credit, licence = "© OpenStreetMap contributors", "ODbL-1.0"
    import_boundaries("wards", file, units, home, bbox=bbox, credit=credit, licence=licence)


def _walk(browser: Browser, address: str, folder: Path) -> None:
    folder.mkdir(parents=True)
    for size, viewport in SIZES.items():
        page = browser.new_page(viewport=viewport)
        for name, path in addresses(address).items():
            for language, prefix in (("vi", ""), ("en", "/en")):
                page.goto(address + prefix + path, wait_until="networkidle")
                page.screenshot(path=folder / f"{name}-{language}-{size}.png", full_page=True)
        page.close()


def _keep(browser: Browser, address: str, province: str) -> None:
    pictures = {
        "hanoi": {
            IMAGES / "map-vi.png": ("/", README_SIZE),
            IMAGES / "map-en.png": ("/en/", README_SIZE),
            PREVIEW: ("/", PREVIEW_SIZE),
        },
        "demo": {IMAGES / "demo-vi.png": ("/", README_SIZE)},
    }
    for path, (there, size) in pictures.get(province, {}).items():
        page = browser.new_page(viewport=size)
        page.goto(address + there, wait_until="networkidle")
        page.screenshot(path=path)
        page.close()


if __name__ == "__main__":
    main()
