"""Rasters as a person types them: what is told, in which language, and what is published then."""

import numpy as np
import pytest

from geo.package import write_package
from geo.publish import find_published
from tests.geo.conftest import make_package
from tests.geo.rasters.conftest import full, write
from tests.test_record_commands import command, home  # noqa: F401

SAID = ("--source", "Đo thử", "--date", "2021-04-22", "--licence", "CC-BY-4.0", "--credit", "© Người đo")


@pytest.fixture
def typed(command, tmp_path):  # noqa: F811
    write_package(make_package(), tmp_path / "package")
    assert command("publish", "--package", tmp_path / "package")[0] == 0
    return command


def test_a_terrain_model_is_brought_in_and_published_with_its_slope(typed, tmp_path, home):  # noqa: F811
    path = write(tmp_path / "x.tif", full(12.0))
    status, told = typed("import", "raster", path, "--kind", "dem", *SAID)
    assert (status, told.splitlines()[-1]) == (0, "đã nhập và công bố")
    assert "dem-2021-04-22: Độ cao địa hình, 400 × 400 ô 10 × 10 m, EPSG:5897, giá trị 12 đến 12 m" in told
    snapshot = find_published(home)
    assert snapshot.collections["clusters"].record(0)["height_mean_m"] == 12.0
    assert {one["credits"] for one in snapshot.about["rasters"]} == {"© Người đo (CC-BY-4.0)"}


def test_what_is_refused_is_told_in_the_language_asked_for(typed, tmp_path):
    path = write(tmp_path / "x.tif", full(-5_000.0))
    status, told = typed("import", "raster", path, "--kind", "dem", *SAID)
    assert (status, "không thể là: độ cao của mặt đất, mét" in told) == (1, True)
    status, told = typed("import", "raster", path, "--kind", "dem", *SAID, "--language", "en")
    assert (status, told.splitlines()[1][:24]) == (1, "    → check the kind, th")


@pytest.mark.parametrize("odd", [("--band", "nan"), ("--band", "1.5"), ("--scale", "nan"), ("--scale", "0")])
def test_an_odd_number_is_answered_in_a_sentence(typed, tmp_path, home, odd):  # noqa: F811
    path = write(tmp_path / "x.tif", full(12.0))
    status, told = typed("import", "raster", path, "--kind", "dem", *SAID, *odd)
    assert (status, told.startswith(f"atlas: {odd[0]} '{odd[1]}'; expected")) == (1, True)
    assert not (home / "rasters").exists()


def test_rasters_are_listed_and_removed(typed, tmp_path, home):  # noqa: F811
    assert typed("rasters") == (0, "chưa nhập raster nào\n")
    classes = np.full((400, 400), 10, "uint8")
    typed("import", "raster", write(tmp_path / "x.tif", classes), "--kind", "landcover", *SAID)
    _, told = typed("rasters", "--language", "en")
    assert told.splitlines()[1] == "  source: Đo thử, 2021-04-22; © Người đo (CC-BY-4.0)"
    assert typed("rasters", "--remove", "landcover-2021-04-22")[0] == 0
    assert find_published(home).about["rasters"] == []
    status, told = typed("rasters", "--remove", "landcover-2021-04-22")
    assert (status, "there is no raster" in told) == (1, True)


def test_a_number_that_is_none_is_told(typed, tmp_path):
    path = write(tmp_path / "x.tif", full(1.0))
    status, told = typed("import", "raster", path, "--kind", "dem", *SAID, "--nodata", "none")
    assert (status, "--nodata 'none'; expected a number" in told) == (1, True)
