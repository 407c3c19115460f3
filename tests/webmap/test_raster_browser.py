"""A raster below the clusters, in a real browser: its tiles, opacity, legend and the value at a place."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo.crs import transform
from tests.webmap.test_raster_tiles import CELL, NORTH, SIDE, WEST, put_rasters

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning"),
]
AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
LON, LAT = transform(
    WEST + 0.9 * SIDE * CELL, NORTH - 0.6 * SIDE * CELL, from_epsg=5897, to_epsg=4326
)  # in the eastern half, which is 45 m high
VIEW = f"view={LON:.4f},{LAT:.4f},12"


@pytest.fixture(scope="module")
def raster_url(simulated_home, tmp_path_factory, serve):
    home = tmp_path_factory.mktemp("shown") / "home"
    shutil.copytree(simulated_home, home)
    put_rasters(home)
    return serve(home)


def tiles(page):
    return page.locator(".raster-tile img.leaflet-tile-loaded")


def test_a_raster_is_chosen_and_drawn_with_its_legend_and_credit(visit, raster_url):
    page = visit(f"{raster_url}/en/?{VIEW}")
    page.wait_for_selector(".degree", state="attached")
    page.locator("#rasters summary").click()
    page.select_option("#raster", label="Terrain height, 1 May 2024")
    expect(tiles(page).first).to_be_visible()
    assert "raster=dem-2024-05-01" in page.url
    shown = page.locator("#raster-shown")
    expect(shown).to_contain_text("Sample survey · © Sample (CC-BY-4.0)")
    expect(shown.locator(".classes li")).not_to_have_count(0)
    page.select_option("#raster", "")
    expect(page.locator(".raster-tile img")).to_have_count(0)


def test_the_address_shows_a_raster_at_once_as_opaque_as_it_says(visit, raster_url):
    page = visit(f"{raster_url}/en/?raster=dem-2024-05-01&opacity=35&{VIEW}")
    expect(tiles(page).first).to_be_attached()
    expect(page.locator(".leaflet-raster-pane .leaflet-layer")).to_have_css("opacity", "0.35")
    page.locator("#raster-opacity").fill("80")
    expect(page.locator(".leaflet-raster-pane .leaflet-layer")).to_have_css("opacity", "0.8")
    expect(page).to_have_url(re.compile("opacity=80"))


def test_the_raster_lies_below_the_clusters(visit, raster_url):
    page = visit(f"{raster_url}/en/?raster=dem-2024-05-01&{VIEW}")
    expect(tiles(page).first).to_be_attached()
    height = "one => Number(getComputedStyle(document.querySelector(one)).zIndex)"
    assert page.evaluate(height, ".leaflet-raster-pane") < page.evaluate(height, ".leaflet-overlay-pane")


def test_the_value_is_said_at_the_centre_and_under_the_pointer(visit, raster_url):
    page = visit(f"{raster_url}/en/?raster=dem-2024-05-01&{VIEW}")
    readout = page.locator(".readout")
    expect(readout).to_have_text("At the centre of the map: 45 m")
    box = page.locator("#canvas").bounding_box()
    page.mouse.move(box["x"] + box["width"] - 120, box["y"] + box["height"] / 2)
    expect(readout).to_have_text("At the pointer: outside this raster")


def test_the_keyboard_moves_the_map_and_hears_the_value(visit, raster_url):
    page = visit(f"{raster_url}/?raster=dem-2024-05-01&{VIEW}")
    readout = page.locator(".readout")
    expect(readout).to_have_text("Tại tâm bản đồ: 45 m")
    page.locator(".leaflet-container").focus()
    page.keyboard.press("ArrowRight")
    expect(readout).to_have_text("Tại tâm bản đồ: ngoài phạm vi raster này")
    expect(readout).to_have_attribute("aria-live", "polite")


def test_a_surface_is_drawn_too(visit, simulated_url):
    page = visit(f"{simulated_url}/en/?raster=surface.workers_per_km2")
    expect(tiles(page).first).to_be_attached()
    expect(page.locator("#raster-shown")).to_contain_text("workers/km²")


def test_without_rasters_the_free_data_sets_are_named(visit, server_url):
    page = visit(f"{server_url}/en/")
    part = page.locator("#rasters")
    expect(part.get_by_text("Copernicus")).to_be_hidden()
    part.locator("summary").click()
    for name in ("Copernicus DEM", "ESA WorldCover", "WorldPop", "Sentinel-2"):
        expect(part).to_contain_text(name)


@pytest.mark.parametrize("width", [1440, 390])
def test_the_choice_of_a_raster_is_accessible(visit, raster_url, width):
    page = visit(f"{raster_url}/?raster=dem-2024-05-01&{VIEW}", viewport={"width": width, "height": 844})
    if width == 390:
        page.locator("[data-open=column]").click()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run('#part-rasters')")["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
