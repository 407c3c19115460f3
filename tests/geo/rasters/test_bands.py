"""Built-up land from the bands of Sentinel-2, against indices computed by hand."""

import subprocess

import numpy as np
import pytest

from geo.package import write_package
from geo.publish import publish
from geo.rasters.adding import add_raster
from geo.rasters.bands import built_up, missing_bands
from geo.rasters.library import find_rasters
from geo.rasters.reading import open_kept
from tests.geo.conftest import make_package
from tests.geo.rasters.conftest import PROVINCE, brought, full, write
from tests.geo.rasters.test_values import DAY

NAMES = ("B02", "B03", "B04", "B08", "B11", "SCL")
ROOF, RICE, WATER = (1200, 1500, 2000), (500, 4000, 1800), (400, 300, 200)
"""B04, B08, B11: NDBI 0.143 and NDVI 0.111; NDBI -0.379; NDBI -0.2."""


def at(value):
    return np.array([[float(value)]])


def image(left, right, scene=4, nodata=0):
    """Stack six bands of 400 x 400 cells whose western and eastern halves differ."""
    bands = np.zeros((6, 400, 400), dtype="uint16")
    bands[:2] = 1000
    for place, (west, east) in enumerate(zip(left, right, strict=True), start=2):
        bands[place, :, :200], bands[place, :, 200:] = west, east
    bands[5] = scene
    return bands


@pytest.mark.parametrize(
    ("red", "near", "short", "scene", "expected"),
    [
        (*ROOF, 5, 1.0),
        (*RICE, 4, 0.0),
        (*WATER, 6, 0.0),
        (1000, 1500, 1500, 5, 0.0),  # NDBI is 0, not above it
        (1000, 1500, 2000, 5, 0.0),  # NDVI is 0.2, not below it
        (1001, 1500, 2000, 5, 1.0),
    ],
    ids=["roof", "rice", "water", "index of zero", "green at the limit", "just below the limit"],
)
def test_a_cell_is_built_up_by_its_two_indices(red, near, short, scene, expected):
    assert built_up(at(red), at(near), at(short), at(scene)).item() == expected


@pytest.mark.parametrize("scene", range(12))
def test_cells_that_were_not_seen_have_no_value(scene):
    unseen = np.isnan(built_up(*(at(one) for one in ROOF), at(scene))).item()
    assert unseen == (scene in (0, 1, 3, 8, 9, 10))


def test_without_reflectance_there_is_no_value():
    assert np.isnan(built_up(at(0), at(0), at(2000), at(5))).item()
    assert np.isnan(built_up(at(np.nan), at(1500), at(2000), at(5))).item()


def test_an_image_leaves_a_raster_of_what_is_built_up_in_it(add, home):
    bands = image(ROOF, RICE)
    bands[5, :100] = 9
    add(bands, "bands", said={"bands": NAMES}, nodata=0)
    derived = next(one for one in find_rasters(home) if one.derived_from)
    assert (derived.id, derived.kind, derived.method) == (
        "builtup-2021-04-22",
        "builtup",
        "ndbi_ndvi_s2",
    )
    assert (derived.cells_known, derived.least, derived.most, derived.bands) == (300 * 400, 0.0, 1.0, ())
    with open_kept(home, derived) as dataset:
        cells = dataset.read(1)
    assert np.isnan(cells[:100]).all()
    assert (cells[100:, :200] == 1).all()
    assert (cells[100:, 200:] == 0).all()


def test_a_scale_of_the_reflectances_leaves_the_classes_alone(add, home):
    add(image(ROOF, RICE, scene=9), "bands", said={"bands": NAMES, "scale": 0.0001}, nodata=0)
    assert not [one for one in find_rasters(home) if one.derived_from]
    add(image(ROOF, RICE, scene=5), "bands", said={"bands": NAMES, "scale": 0.0001}, nodata=0)
    assert [one.cells_known for one in find_rasters(home) if one.derived_from] == [400 * 400]


def test_an_image_without_the_bands_is_kept_as_it_is(add, home):
    add(np.stack([full(1.0), full(2.0)]), "bands", said={"bands": ("B04", "b08")})
    assert [one.kind for one in find_rasters(home)] == ["bands"]
    assert missing_bands(("B04", "b08")) == ["B11", "SCL"]


def test_what_is_built_up_in_an_image_becomes_a_figure_of_the_cluster(add, home, tmp_path):
    write_package(make_package(), tmp_path / "package")
    add(image(ROOF, ROOF), "bands", said={"bands": NAMES}, nodata=0)
    clusters = publish(tmp_path / "package", home, DAY).collections["clusters"].records()
    north = next(one for one in clusters if one["id"] == "north")
    assert (north["builtup_share"], north["builtup_share_source"]) == (1.0, "builtup-2021-04-22")


def test_bands_of_several_types_and_sizes_are_taken_from_a_mosaic(home, tmp_path):
    """As a scene comes: reflectances of 16 bits and 10 or 20 m, classes of 8 bits and 20 m."""
    told = zip(("B04", "B08", "B11", "SCL"), (*ROOF, 5), (10, 10, 20, 20), strict=True)
    for name, value, cell in told:
        dtype = "uint8" if name == "SCL" else "uint16"
        write(tmp_path / f"{name}.tif", full(value, (4000 // cell,) * 2, dtype), cell=cell, nodata=0)
    files = [str(tmp_path / f"{name}.tif") for name in ("B04", "B08", "B11", "SCL")]
    mosaic = tmp_path / "scene.vrt"
    asked = ["gdalbuildvrt", "-q", "-separate", "-resolution", "highest", str(mosaic), *files]
    subprocess.run(asked, check=True, timeout=60)
    said = brought("bands", bands=("B04", "B08", "B11", "SCL"))
    _, derived = add_raster(home, str(mosaic), said, PROVINCE)
    assert (derived.cells_known, derived.least, derived.cell_m) == (400 * 400, 1.0, (10.0, 10.0))
