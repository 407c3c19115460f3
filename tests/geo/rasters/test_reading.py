"""Rasters at fault: each is refused with a reason and a way out, in both languages, and nothing is kept."""

import numpy as np
import pytest
from rasterio.transform import Affine

from geo.errors import QueryError, RefusedError
from geo.rasters.adding import add_raster
from geo.rasters.library import FOLDER, find_rasters
from tests.geo.rasters.conftest import PROVINCE, brought, full, write

EMPTY = Affine.identity()


@pytest.fixture
def refused(home, tmp_path):
    """Bring in a raster that is refused; why."""

    def refusing(where, kind="dem", **said):
        with pytest.raises(RefusedError) as caught:
            add_raster(home, str(where), brought(kind, **said), PROVINCE)
        error = caught.value
        assert all((error.message.vi, error.message.en, error.suggestion.vi, error.suggestion.en))
        assert find_rasters(home) == []
        assert not list((home / FOLDER).glob("*"))
        return error

    return refusing


def test_a_file_that_is_not_there_or_is_a_folder(refused, tmp_path):
    assert refused(tmp_path / "none.tif").rule == "raster.absent"
    assert refused(tmp_path).rule == "raster.folder"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\x89PNG\r\n", b"<html>", b"PK\x03\x04"])
def test_a_file_that_is_no_raster(refused, tmp_path, content):
    (tmp_path / "x.tif").write_bytes(content)
    assert refused(tmp_path / "x.tif").rule == "raster.kind-of-file"


@pytest.mark.parametrize("kept", [8, 100, 0.5, 0.98])
def test_a_file_cut_off_anywhere(refused, tmp_path, kept):
    noise = np.random.default_rng(1).normal(50, 5, (400, 400)).astype("float32")
    whole = write(tmp_path / "x.tif", noise, compress="deflate").read_bytes()
    (tmp_path / "x.tif").write_bytes(whole[: int(kept if kept > 1 else kept * len(whole))])
    assert refused(tmp_path / "x.tif").rule == "raster.damaged"


def test_no_coordinate_system_or_place(refused, tmp_path):
    assert refused(write(tmp_path / "x.tif", full(5.0), crs=None)).rule == "raster.no-crs"


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_no_place_on_the_ground(refused, tmp_path):
    path = write(tmp_path / "x.tif", full(5.0), transform=EMPTY)
    assert refused(path).rule == "raster.placed"


def test_a_system_that_leads_nowhere_or_elsewhere(refused, tmp_path):
    local = 'LOCAL_CS["site grid",UNIT["metre",1]]'
    assert refused(write(tmp_path / "x.tif", full(5.0), crs=local)).rule == "raster.crs"
    unknown = "+proj=tmerc +lon_0=105 +k=0.99 +x_0=500000 +ellps=krass +units=m"
    assert refused(write(tmp_path / "x.tif", full(5.0), crs=unknown)).rule == "raster.crs"
    elsewhere = refused(write(tmp_path / "x.tif", full(5.0), crs="EPSG:4326", origin=(2.0, 49.0), cell=0.001))
    assert elsewhere.rule == "raster.elsewhere"
    assert "2.000 48.600 2.400 49.000" in elsewhere.message.en


def test_a_grid_that_is_rotated_or_upside_down(refused, tmp_path):
    for grid in (Affine(10, 2, 580_000, 2, -10, 2_340_000), Affine(10, 0, 580_000, 0, 10, 2_330_000)):
        path = write(tmp_path / "x.tif", full(5.0), transform=grid)
        assert refused(path).rule == "raster.rotated"


def test_no_cell_with_data(refused, tmp_path):
    assert refused(write(tmp_path / "x.tif", full(np.nan))).rule == "raster.empty"
    said = refused(write(tmp_path / "x.tif", full(-9.0), nodata=-9.0))
    assert (said.rule, said.suggestion.en) == ("raster.empty", "check the value of no data (-9)")


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [("dem", -5_000.0, {}), ("dem", -9999.0, {}), ("builtup", 40.0, {}), ("slope", -1.0, {"unit": "percent"}),
     ("slope", 95.0, {"unit": "degrees"}), ("population", -1.0, {}), ("flood", 500.0, {})],
)  # fmt: skip
def test_values_that_the_kind_cannot_have(refused, tmp_path, kind, value, said):
    cells = full(0.5)
    cells[200, 200] = value
    error = refused(write(tmp_path / "x.tif", cells), kind, **said)
    assert error.rule == "raster.values"
    assert "cannot be" in error.message.en


def test_a_picture_of_a_map(refused, tmp_path):
    path = write(tmp_path / "x.tif", np.zeros((3, 40, 40), "uint8"), photometric="RGB")
    assert refused(path).rule == "raster.picture"


def test_several_bands_without_a_choice(refused, tmp_path):
    path = write(tmp_path / "x.tif", np.stack([full(1.0), full(2.0)]))
    assert refused(path).rule == "raster.bands"
    assert refused(path, band=3).rule == "raster.no-band"


def test_classes_without_names_or_that_are_none(refused, tmp_path):
    error = refused(write(tmp_path / "x.tif", full(7, dtype="uint8")), "landcover")
    assert (error.rule, "7" in error.message.vi) == ("raster.unnamed-classes", True)
    assert refused(write(tmp_path / "x.tif", full(1.5)), "landcover").rule == "raster.classes"


def test_a_slope_whose_unit_nobody_says(refused, tmp_path):
    assert refused(write(tmp_path / "x.tif", full(5.0)), "slope").rule == "raster.unit"


def test_cells_that_are_no_plain_numbers(refused, tmp_path):
    path = write(tmp_path / "x.tif", full(1 + 1j, dtype="complex64"))
    assert refused(path).rule == "raster.complex"


def test_one_block_that_is_the_whole_file(refused, tmp_path):
    cells = np.zeros((6_000, 6_000), "uint16")
    path = write(tmp_path / "x.tif", cells, blockysize=6_000, compress="deflate")
    assert refused(path).rule == "raster.blocks"


def test_a_day_that_is_none_and_bands_that_do_not_match(home, tmp_path):
    path = str(write(tmp_path / "x.tif", full(5.0)))
    with pytest.raises(QueryError, match="--date 'soon'"):
        add_raster(home, path, brought(date="soon"), PROVINCE)
    with pytest.raises(QueryError, match="names 2 bands; the raster has 1"):
        add_raster(home, path, brought("bands", bands=("a", "b")), PROVINCE)


def test_an_alpha_band_is_a_mask_and_no_band(add):
    cells = np.stack([full(9, dtype="uint8"), full(255, dtype="uint8")])
    cells[1, :, :200] = 0
    assert add(cells, alpha="yes", photometric="MINISBLACK").cells_known == 400 * 200
