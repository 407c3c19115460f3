"""Tiles of rasters and surfaces: a pixel has the colour of the legend, nothing is drawn where nothing is.

The terrain is a COG of 100 × 100 cells of 100 m in EPSG:5897, west half 5 m, east half 45 m, its northern
quarter without a value; the land cover has the code 50 (built-up) all over.
"""

import math
from datetime import date

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine

from geo.bbox import BBox
from geo.crs import transform
from geo.demo.province import simulate
from geo.package import write_package
from geo.publish import publish
from geo.rasters.adding import add_raster
from geo.rasters.library import Brought
from webmap import create_app
from webmap.settings import Settings

WEST, NORTH, CELL, SIDE = 580_000, 2_330_000, 100, 100


def put_raster(home, raster_id, cells, nodata, kind):
    """Bring a raster into a home as the import does, under an id of its own."""
    path = home.parent / f"{raster_id}.tif"
    with rasterio.open(
        path, "w", driver="GTiff", width=cells.shape[1], height=cells.shape[0], count=1,
        dtype=cells.dtype, nodata=nodata, crs="EPSG:5897", transform=Affine(CELL, 0, WEST, 0, -CELL, NORTH),
    ) as raster:  # fmt: skip
        raster.write(cells, 1)
    brought = Brought(kind, "Sample survey", "2024-05-01", "CC-BY-4.0", "© Sample")
    add_raster(home, str(path), brought, BBox(105.0, 20.0, 107.0, 22.0))


def put_rasters(home):
    heights = np.full((SIDE, SIDE), 5, dtype=np.float32)
    heights[:, SIDE // 2 :] = 45
    heights[: SIDE // 4] = -9999
    put_raster(home, "height", heights, -9999, "dem")
    put_raster(home, "cover", np.full((SIDE, SIDE), 50, dtype=np.uint8), 0, "landcover")


def place(column, row):
    """Return the longitude and latitude of the middle of a cell."""
    x, y = WEST + (column + 0.5) * CELL, NORTH - (row + 0.5) * CELL
    return transform(x, y, from_epsg=5897, to_epsg=4326)


def pixel_of(lon, lat, zoom):
    """Find the tile and the pixel in it of a place."""
    side = 256 * 2**zoom
    x = (lon + 180) / 360 * side
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * side
    return (int(y) // 256, int(x) // 256), (int(x) % 256, int(y) % 256)


# a picture has no place of its own
pytestmark = pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiles")
    write_package(simulate(12, 12, (2024, 2026), 1), folder / "package")
    publish(folder / "package", folder / "home", date(2026, 11, 22))
    put_rasters(folder / "home")
    return folder / "home"


@pytest.fixture(scope="module")
def client(home):
    return create_app(Settings(home=home)).test_client()


@pytest.fixture
def colour_at(client):
    """Return the colour the tiles of an address show at a place, and how opaque it is."""

    def look(address, lon, lat, zoom=14, question=""):
        (row, column), at = pixel_of(lon, lat, zoom)
        answer = client.get(f"/api/{address}/tiles/WebMercatorQuad/{zoom}/{row}/{column}.png{question}")
        assert (answer.status_code, answer.mimetype) == (200, "image/png"), answer.get_data()
        with rasterio.MemoryFile(answer.get_data()) as file, file.open() as picture:
            assert (picture.shape, picture.count) == ((256, 256), 4)
            *rgb, opacity = picture.read()[:, at[1], at[0]]
        return "#{:02x}{:02x}{:02x}".format(*rgb), opacity

    return look


def class_of(legend, value):
    return next(one for one in reversed(legend) if one["from"] <= value)


def test_the_list_says_what_each_raster_is_and_whose(client):
    listed = {one["kind"]: one for one in client.get("/api/rasters?lang=en").get_json()["rasters"]}
    height, cover = listed["dem"], listed["landcover"]
    assert listed["slope"]["derivedFrom"] == height["id"]
    assert (height["id"], height["unit"], height["date"]) == ("dem-2024-05-01", "m", "2024-05-01")
    assert (height["credit"], height["licence"], height["source"]) == (
        "© Sample",
        "CC-BY-4.0",
        "Sample survey",
    )
    assert height["title"] == "Terrain height, 1 May 2024"
    assert {one["value"]: one["label"] for one in cover["legend"]}[50] == "Built-up"
    west, south, east, north = height["bbox"]
    assert west < place(0, 0)[0] < east and south < place(0, 0)[1] < north
    assert height["links"][0]["href"].endswith(
        "/api/rasters/dem-2024-05-01/tiles/WebMercatorQuad/{z}/{y}/{x}.png"
    )


@pytest.mark.parametrize(("column", "value"), [(10, 5), (90, 45)])
def test_a_pixel_has_the_colour_of_its_class(client, colour_at, column, value):
    legend = client.get("/api/rasters/dem-2024-05-01").get_json()["legend"]
    assert colour_at("rasters/dem-2024-05-01", *place(column, 60)) == (class_of(legend, value)["colour"], 255)


def test_a_code_has_the_colour_of_its_word(client, colour_at):
    assert colour_at("rasters/landcover-2024-05-01", *place(50, 50)) == ("#fa0000", 255)


def test_nothing_is_drawn_where_there_is_no_value(colour_at):
    assert colour_at("rasters/dem-2024-05-01", *place(10, 10)) == ("#000000", 0)


@pytest.mark.parametrize(
    "tile", ["0/0/1", "3/8/0", "25/0/0", "14/0/0", "14/99999999/1", "14/a/b", "14/-1/0"], ids=str
)
def test_a_tile_outside_is_not_there(client, tile):
    answer = client.get(f"/api/rasters/dem-2024-05-01/tiles/WebMercatorQuad/{tile}.png")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


@pytest.mark.parametrize("end", ["", "/value?lon=105.8&lat=21", "/tiles/WebMercatorQuad/0/0/0.png"])
def test_a_raster_nobody_brought_in_is_not_there(client, end):
    answer = client.get(f"/api/rasters/nothing{end}")
    assert answer.status_code == 404
    assert "expected one of: dem-2024-05-01" in answer.get_json()["detail"]


def test_a_tile_is_not_sent_twice(client):
    (row, column), _ = pixel_of(*place(50, 50), 12)
    address = f"/api/rasters/dem-2024-05-01/tiles/WebMercatorQuad/12/{row}/{column}.png"
    etag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    ("at", "value", "words"),
    [((10, 60), 5, "5 m"), ((90, 60), 45, "45 m"), ((10, 10), None, "no value here")],
)
def test_the_value_at_a_place_is_that_of_its_cell(client, at, value, words):
    lon, lat = place(*at)
    told = client.get(f"/api/rasters/dem-2024-05-01/value?lon={lon:.7f}&lat={lat:.7f}&lang=en").get_json()
    assert (told["value"], told["words"], told["nodata"]) == (value, words, value is None)
    assert (told["unit"], told["date"], told["source"]) == ("m", "2024-05-01", "Sample survey")


def test_a_place_outside_is_said_to_be_outside(client):
    told = client.get("/api/rasters/dem-2024-05-01/value?lon=100&lat=10&lang=en").get_json()
    assert (told["words"], told["inside"], told["value"]) == ("outside this raster", False, None)


@pytest.mark.parametrize("place", ["", "lon=105", "lon=abc&lat=21", "lon=200&lat=21", "lon=105&lat=nan"])
def test_a_place_that_is_none_is_refused(client, place):
    answer = client.get(f"/api/rasters/dem-2024-05-01/value?{place}")
    assert (answer.status_code, "expected degrees" in answer.get_json()["detail"]) == (400, True)


def test_a_surface_is_drawn_in_the_colours_of_its_classes(client, colour_at):
    spread = "filter=boundary_quality IN ('official', 'digitised') AND fill_rate_gross IS NOT NULL"
    feature = client.get(f"/api/collections/clusters/items?limit=1&{spread}").get_json()["features"][0]
    lon, lat = np.mean(feature["geometry"]["coordinates"][0][:-1], axis=0)
    told = client.get(f"/api/surfaces/fill_rate_gross/value?lon={lon:.6f}&lat={lat:.6f}&cell=20").get_json()
    assert told["value"] == pytest.approx(feature["properties"]["fill_rate_gross"])
    (listed,) = (
        one for one in client.get("/api/surfaces").get_json()["surfaces"] if one["id"] == "fill_rate_gross"
    )
    expected = class_of(listed["classes"], told["value"])["colour"], 255
    assert colour_at("surfaces/fill_rate_gross", lon, lat, 15, "?cell=20") == expected


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/?raster=nothing", "“nothing”"),
        ("/?raster=surface.nothing", "“surface.nothing”"),
        ("/en/?raster=dem-2024-05-01&opacity=200", "a whole number from 0 to 100"),
        ("/en/?raster=dem-2024-05-01&opacity=high", "a whole number from 0 to 100"),
    ],
)
def test_what_the_address_of_the_map_cannot_mean_is_said(client, address, said):
    assert said in client.get(address).get_data(as_text=True)


def test_the_choice_follows_the_period(client):
    page = client.get("/en/?raster=surface.workers_per_km2&time=2024").get_data(as_text=True)
    assert "/api/surfaces/workers_per_km2/tiles/WebMercatorQuad/{z}/{y}/{x}.png?time=2024" in page
    assert "Workers per km², 2024" in page
