"""What is published of rasters: facts inside surveyed outlines, a range around schematic ones, nothing else."""

from datetime import date

import numpy as np
import pytest

from geo.outlines import schematic_outline
from geo.package import write_package
from geo.publish import is_published, publish
from geo.rasters.classes import parse_classes
from geo.rasters.library import remove_raster
from geo.rasters.values import position_circle
from tests.geo.conftest import make_package, square
from tests.geo.rasters.conftest import full

DAY = date(2026, 11, 22)
NORTH = ("north", "official", 5.0, "outline", square(105.80, 21.10, 447.2136))
MARK = schematic_outline(105.804, 21.112, 20.0)
SOUTH = ("south", "schematic", 200.0, "pin", MARK)
COLUMNS = np.arange(400)[None, :] + np.zeros((400, 1))


@pytest.fixture
def folder(tmp_path):
    outlines = [NORTH, SOUTH, ("west", "missing", None, "district", None)]
    write_package(make_package(outlines=outlines), tmp_path / "package")
    return tmp_path / "package"


@pytest.fixture
def published(folder, home):
    """Publish; the rows by subject, statistic and class, and the clusters by id."""

    def publishing():
        snapshot = publish(folder, home, DAY)
        values = snapshot.collections.get("raster_values")
        rows = values.records() if values else []
        clusters = {row["id"]: row for row in snapshot.collections["clusters"].records()}
        return {
            (row["subject_id"], row["kind"], row["statistic"], row["class"]): row for row in rows
        }, clusters

    return publishing


def test_without_rasters_nothing_is_added_and_all_is_missing(published):
    rows, clusters = published()
    assert rows == {}
    assert {clusters["north"][name] for name in ("height_mean_m", "flood_share", "builtup_share")} == {None}
    assert clusters["north"]["height_mean_m_basis"] == "missing"


def test_a_value_inside_a_surveyed_outline_is_a_fact_with_its_grounds(add, published):
    add((20 + 0.5 * COLUMNS).astype("float32"), said={"licence": "CC-BY-4.0"})
    rows, clusters = published()
    row = rows["north", "dem", "mean", None]
    assert row["flag"] is None
    assert (row["unit"], row["basis"], row["source"], row["date"]) == (
        "m",
        "computed",
        "Đo thử",
        "2021-04-22",
    )
    assert (row["covered_share"], row["method"], row["boundary_quality"]) == (1.0, "exact_cells", "official")
    assert clusters["north"]["height_mean_m"] == row["value"]
    assert clusters["north"]["slope_mean_pct"] == pytest.approx(5.0)
    grounds = [clusters["north"][f"height_mean_m_{one}"] for one in ("basis", "source", "as_of")]
    assert grounds == ["computed", "dem-2021-04-22", "2021-04-22"]
    assert rows["north", "slope", "mean", None]["method"] == "horn1981"


def test_a_schematic_outline_has_a_range_over_its_circle_and_no_fact(add, published):
    add((20 + 0.5 * COLUMNS).astype("float32"))
    rows, clusters = published()
    found = {
        name: row for (subject, kind, name, _), row in rows.items() if (subject, kind) == ("south", "dem")
    }
    assert found.keys() == {"min", "max"}
    # the circle is 400 m wide: 40 columns, and parts of two
    assert found["max"]["value"] - found["min"]["value"] == pytest.approx(20.0, abs=0.51)
    assert {row["flag"] for row in found.values()} == {"position_circle"}
    assert {row["method"] for row in found.values()} == {"position_circle"}
    assert clusters["south"]["height_mean_m"] is None
    assert clusters["south"]["height_mean_m_basis"] == "missing"


def test_a_cluster_without_a_place_has_nothing(add, published):
    add(full(5.0))
    rows, _ = published()
    assert "west" not in {subject for subject, *_ in rows}


def test_what_less_than_half_of_covers_is_marked_and_no_fact(add, published):
    cells = full(5.0)
    cells[:, 112:] = np.nan
    add(cells)
    rows, clusters = published()
    row = rows["north", "dem", "mean", None]
    assert row["covered_share"] < 0.5
    assert row["flag"] == "under_half_covered"
    assert clusters["north"]["height_mean_m"] is None


def test_shares_of_land_cover_and_what_is_built_up(add, published):
    board = np.where((np.indices((400, 400)).sum(axis=0) % 2) == 0, 50, 40).astype("uint8")
    add(board, "landcover")
    rows, clusters = published()
    assert rows["north", "landcover", "share", "50"]["value"] == pytest.approx(0.5, abs=2e-3)
    assert clusters["north"]["builtup_share"] == rows["north", "landcover", "share", "50"]["value"]
    assert rows["south", "landcover", "present", "40"]["flag"] == "position_circle"
    assert not [key for key in rows if key[0] == "south" and key[2] == "share"]


def test_a_class_50_of_somebody_elses_is_not_taken_for_built_up(add, published):
    add(full(50, dtype="uint8"), "landcover", said={"classes": parse_classes("50=Rừng|Forest")})
    _, clusters = published()
    assert clusters["north"]["builtup_share"] is None


def test_depth_of_floods_gives_depth_and_the_share_that_is_wet(add, published):
    depth = np.where(np.indices((400, 400))[1] % 2 == 0, 0.0, 1.5).astype("float32")
    add(depth, "flood")
    rows, clusters = published()
    assert clusters["north"]["flood_depth_max_m"] == 1.5
    assert clusters["north"]["flood_share"] == pytest.approx(0.5, abs=0.02)
    assert rows["north", "flood", "share", "flooded"]["unit"] == "1"


def test_classes_of_floods_give_the_share_that_is_not_dry(add, published):
    depth = (np.indices((400, 400))[1] % 4).astype("uint8")
    add(depth, "flood", said={"classes": parse_classes("0=Khô|Dry,1=Nông|Shallow,2=Vừa|Medium,3=Sâu|Deep")})
    _, clusters = published()
    assert clusters["north"]["flood_share"] == pytest.approx(0.75, abs=0.02)
    assert clusters["north"]["flood_depth_max_m"] is None


def test_the_newest_raster_that_covers_a_cluster_is_taken(add, published):
    add(full(5.0), said={"date": "2020"})
    add(full(9.0), said={"date": "2022"})
    half = full(11.0)
    half[:, 112:] = np.nan
    add(half, said={"date": "2024"})
    _, clusters = published()
    assert (clusters["north"]["height_mean_m"], clusters["north"]["height_mean_m_as_of"]) == (9.0, "2022")


def test_a_slope_somebody_brought_goes_before_one_that_was_made(add, published):
    add(full(5.0), said={"date": "2024"})
    add(full(7.0), "slope", said={"unit": "percent", "date": "2020"})
    _, clusters = published()
    assert clusters["north"]["slope_mean_pct"] == 7.0


def test_the_revision_follows_the_rasters(add, published, folder, home):
    before = publish(folder, home, DAY).revision
    raster = add(full(5.0), "lights")
    assert not is_published(folder, home)
    assert publish(folder, home, DAY).revision != before
    assert is_published(folder, home)
    remove_raster(home, raster.id)
    assert publish(folder, home, DAY).revision == before


def test_nothing_is_measured_twice(add, published, home, monkeypatch):
    add(full(5.0))
    first, _ = published()
    monkeypatch.setattr(
        "geo.rasters.remembered.zonal_statistics", lambda *_, **__: pytest.fail("measured again")
    )
    again, _ = published()
    assert again == first


def test_an_outline_that_changed_is_measured_anew(add, published, folder):
    add((20 + 0.5 * COLUMNS).astype("float32"))
    before, _ = published()
    moved = (*NORTH[:4], square(105.801, 21.10, 447.2136))
    write_package(make_package(outlines=[moved, SOUTH, ("west", "missing", None, "district", None)]), folder)
    after, _ = published()
    mean = ("north", "dem", "mean", None)
    assert after[mean]["value"] - before[mean]["value"] == pytest.approx(0.05 * 104, abs=0.1)


def test_the_circle_of_a_position_has_its_radius():
    circle = position_circle(MARK, 200.0)
    assert circle.contains(MARK.centroid)
    assert len(circle.exterior.coords) == 73
