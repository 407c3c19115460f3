"""Surfaces: what a cell says can be checked by hand, sums are kept, what is left out is counted.

Four clusters around 105.80 20.98; those with an outline are squares:

    id      outline             fill rate   workers
    whole   1 km, official      0.4         300
    small   200 m, digitised    0.8         40
    silent  200 m, schematic    –           more than 50 (a bound)
    point   a point             0.5         70
"""

import json
import shutil
import subprocess

import numpy as np
import pytest
import rasterio
import shapely
from geopandas import GeoDataFrame
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rio_cogeo.cogeo import cog_validate
from shapely import Point

from geo.crs import OFFERED
from geo.errors import QueryError
from geo.rasters.grid import make_grid, parse_cell
from geo.rasters.kept import keep
from geo.rasters.spread import STRIP, Spread
from geo.schema import number, text
from geo.selection import parse_selection
from geo.snapshot import freeze
from geo.surface_tags import file_name, to_tags
from geo.surfaces import SURFACES, Asked, Kind, find, get_surface, write_surface
from tests.geo.conftest import square

METRES = OFFERED["EPSG:5897"]
COLOURS = ["#fde725", "#a0da39", "#4ac16d", "#1fa187", "#365c8d", "#440154"]
EVERYWHERE = 10**7


def box(west, south, side):
    return shapely.box(west, south, west + side, south + side)


def spread(outlines, values, cell, *, shares=False):
    """Spread values over outlines in metres, on the smallest grid around them."""
    grid = make_grid(tuple(shapely.total_bounds(outlines)), METRES, cell, EVERYWHERE)
    strips = Spread(np.array(outlines), np.array(values, dtype=float), shares).strips(grid)
    return np.vstack([cells for _, cells in strips])


def test_a_square_kilometre_is_divided_up_among_its_cells():
    assert spread([box(580_000, 2_320_000, 1_000)], [300], 100).tolist() == [[3.0] * 10] * 10


def test_a_square_off_the_grid_gives_each_cell_the_part_it_covers():
    cells = spread([box(580_050, 2_320_000, 100)], [40], 100)
    assert cells.tolist() == [[20.0, 20.0]]


def test_a_rate_is_the_same_all_over_and_nothing_elsewhere():
    cells = spread([box(580_050, 2_320_000, 100), box(580_400, 2_320_000, 100)], [0.8, 0.2], 100, shares=True)
    np.testing.assert_allclose(cells, [[0.8, 0.8, np.nan, np.nan, 0.2]])


def test_the_rate_of_a_cell_that_two_share_is_their_mean_by_area():
    # a quarter of the cell at 0.8, three quarters at 0.4
    outlines = [shapely.box(0, 0, 25, 100), shapely.box(25, 0, 100, 100)]
    np.testing.assert_allclose(spread(outlines, [0.8, 0.4], 100, shares=True), [[0.5]], rtol=1e-6)


def test_an_outline_smaller_than_a_cell_leaves_all_it_has_in_that_cell():
    assert spread([box(580_310, 2_320_310, 40)], [7], 1_000)[0, 0] == pytest.approx(7.0)


def test_what_lies_across_two_strips_is_kept_whole():
    tall = shapely.box(0, 0, 10, 10 * (STRIP + 100))
    assert spread([tall], [612.0], 10).sum() == pytest.approx(612.0)


def test_grids_of_one_cell_size_lie_on_each_other():
    one = make_grid((580_013, 2_320_001, 580_400, 2_320_500), METRES, 100, EVERYWHERE)
    other = make_grid((590_099, 2_310_001, 590_400, 2_320_500), METRES, 100, EVERYWHERE)
    assert (one.west % 100, one.north() % 100, other.west % 100) == (0, 0, 0)


def test_too_many_cells_are_refused_with_the_least_cell_that_can_be_had():
    bounds = (0.0, 0.0, 50_000.0, 50_000.0)
    with pytest.raises(QueryError, match="expected at most 1,000,000: cell=51 or larger"):
        make_grid(bounds, METRES, 10, 1_000_000)
    assert make_grid(bounds, METRES, 51, 1_000_000).cells <= 1_000_000


@pytest.mark.parametrize("text", ["9.9", "1001", "nan", "inf", "", "10m", "-100"])
def test_a_cell_that_is_none_is_refused(text):
    with pytest.raises(QueryError, match="expected metres from 10 to 1000"):
        parse_cell(text)


def test_cells_of_degrees_and_of_web_mercator_are_measured_on_the_ellipsoid():
    degrees = make_grid((105.8, 20.9, 105.9, 21.0), OFFERED["EPSG:4326"], 1_000, EVERYWHERE)
    mercator = make_grid(
        (11_777_000, 2_380_000, 11_787_000, 2_390_000), OFFERED["EPSG:3857"], 1_000, EVERYWHERE
    )
    assert degrees.cell_km2(0, 1)[0] == pytest.approx(np.cos(np.radians(21)), rel=0.01)
    assert mercator.cell_km2(0, 1)[0] == pytest.approx(np.cos(np.radians(20.9)) ** 2, rel=0.01)
    assert make_grid((0, 0, 1, 1), METRES, 1_000, 9).cell_km2(0, 1).tolist() == [1.0]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    names = ["whole", "small", "silent", "point"]
    columns = {
        "id": names,
        "boundary_quality": ["official", "digitised", "schematic", "missing"],
        "bounds": [None, None, "workers: >50", None],
        **{surface.column: [0.4, 0.8, None, 0.5] for surface in SURFACES.values()},
        "workers": [300, 40, 51, 70],
    }
    grounds = {
        f"{surface.column}_{ground}": [said] * 4
        for surface in SURFACES.values()
        for ground, said in (("source", "press; portal"), ("as_of", "2024"))
    }
    place = [
        square(105.8, 20.98, 1_000),
        square(105.82, 20.98, 200),
        square(105.83, 20.98, 200),
        Point(105.84, 20.98),
    ]
    clusters = GeoDataFrame({**columns, **grounds}, geometry=place, crs=4326)
    told = {"id": ["press", "portal"], "title": ["Báo", "Cổng"], "url": [None, "https://example.org"]}
    sources = GeoDataFrame(told, geometry=[None, None], crs=4326)
    about = {"credits": ["thử"], "simulated": False, "boundary_credits": {}}
    return freeze(
        tmp_path_factory.mktemp("frozen"), {"clusters": clusters, "sources": sources}, about, {}, "x"
    )


def asked(name, cell=100.0, crs="EPSG:5897", *, classes=False, **texts):
    columns = {
        c.name: c for c in (text("id", "", ""), text("boundary_quality", "", ""), number("workers", "", ""))
    }
    return Asked(get_surface(name), parse_selection(texts, columns), cell, OFFERED[crs], classes)


def written(snapshot, folder, question):
    found = find(snapshot, question)
    grid = found.grid()
    write_surface(folder / "surface.tif", found, to_tags(found, grid, COLOURS, "?"), COLOURS)
    return found, grid, rasterio.open(folder / "surface.tif")


def total(surface, raster, grid):
    """Add up what the file says, as its tags tell a reader to."""
    cells = raster.read(1, masked=True).astype(float)
    per_cell = grid.cell_km2(0, grid.height)[:, np.newaxis] if surface.kind is Kind.DENSITY else 1.0
    return float((cells * per_cell).sum())


@pytest.mark.parametrize("crs", ["EPSG:5897", "EPSG:3405", "EPSG:4326", "EPSG:4756", "EPSG:3857"])
@pytest.mark.parametrize("name", ["unleased_area_ha", "workers_per_km2", "revenue_per_km2"])
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cell=st.floats(10, 1_000))
def test_the_cells_come_to_the_sum_of_the_clusters(snapshot, tmp_path_factory, crs, name, cell):
    found, grid, raster = written(snapshot, tmp_path_factory.mktemp("cog"), asked(name, cell, crs))
    with raster:
        assert total(found.asked.surface, raster, grid) == pytest.approx(found.total, rel=1e-4)


def test_the_file_says_how_much_it_comes_to_and_what_is_left_out(snapshot, tmp_path):
    _, _, raster = written(snapshot, tmp_path, asked("workers_per_km2"))
    tags = raster.tags()
    assert (tags["TOTAL"], tags["UNIT"], tags["BASIS"]) == ("340 workers", "1/km2", "computed")
    counts = {name: tags[name] for name in tags if name.startswith(("CLUSTERS", "LEFT"))}
    # a bound is no value: `silent` is left out for it, `point` for want of an outline though its value is known
    assert counts == {
        "CLUSTERS_SELECTED": "4", "CLUSTERS_SPREAD": "2", "LEFT_OUT_WITHOUT_VALUE": "1",
        "LEFT_OUT_WITHOUT_OUTLINE": "1", "LEFT_OUT_WITHOUT_OUTLINE_BUT_WITH_VALUE": "1",
    }  # fmt: skip
    assert tags["SOURCES"] == "press: Báo <–>; portal: Cổng <https://example.org>"
    assert (tags["PERIOD"], tags["AS_OF"], tags["REVISION"]) == (
        "the latest published values",
        "2024",
        snapshot.revision,
    )
    assert raster.units == ("1/km2",) and raster.descriptions == ("Workers per km²",)


def test_only_a_surface_on_schematic_outlines_says_so(snapshot, tmp_path):
    found, _, raster = written(snapshot, tmp_path, asked("fill_rate"))
    assert "CAUTION" not in raster.tags() and "SCHEMATIC" not in file_name(found)


def test_a_surface_on_schematic_outlines_says_so_in_name_and_tags(tmp_path):
    layer = GeoDataFrame(
        {"id": ["a"], "boundary_quality": ["schematic"], "fill_rate": [0.5], "bounds": [None],
         "fill_rate_source": ["x"], "fill_rate_as_of": ["2024"]},
        geometry=[square(105.8, 21.0, 300)], crs=4326,
    )  # fmt: skip
    sources = GeoDataFrame({"id": ["x"], "title": ["X"], "url": [None]}, geometry=[None], crs=4326)
    about = {"credits": [], "simulated": True, "boundary_credits": {}}
    simulated = freeze(tmp_path / "home", {"clusters": layer, "sources": sources}, about, {}, "x")
    found, _, raster = written(simulated, tmp_path, asked("fill_rate"))
    assert file_name(found) == "SIMULATED-fill_rate-SCHEMATIC-100m-EPSG-5897.tif"
    assert "schematic outlines" in raster.tags()["TITLE"] and "CAUTION" in raster.tags()["CAUTION"]
    assert raster.tags()["SIMULATED"] == "YES"


def test_a_filter_chooses_the_clusters_that_are_spread(snapshot, tmp_path):
    found, _, _ = written(
        snapshot, tmp_path, asked("workers_per_km2", filter="boundary_quality = 'digitised'")
    )
    assert (found.total, int(found.used.sum())) == (40.0, 1)


def test_nothing_to_spread_is_said_with_its_reason(snapshot):
    with pytest.raises(QueryError, match="of 1 clusters selected 1 have the value, 0 an outline, none both"):
        find(snapshot, asked("fill_rate", id="point")).grid()


def test_a_surface_of_classes_has_a_colour_table(snapshot, tmp_path):
    _, _, raster = written(snapshot, tmp_path, asked("fill_rate", classes=True))
    cells, colours = raster.read(1), raster.colormap(1)
    classes = json.loads(raster.tags()["CLASSES"])
    # 0.4 is in the second class, 0.25 to 0.5; 0.8 in the fifth, 0.75 to 0.9; 0 is no value
    assert set(np.unique(cells)) == {0, 2, 5} and raster.nodata == 0
    assert [(one["from"], one["to"]) for one in classes if one["class"] in (2, 5)] == [
        (0.25, 0.5),
        (0.75, 0.9),
    ]
    assert colours[2] == (0xA0, 0xDA, 0x39, 255) and raster.units == ("class",)


@pytest.mark.parametrize("classes", [False, True])
def test_the_file_is_a_sound_cog_with_overviews(snapshot, tmp_path, classes):
    _, grid, raster = written(snapshot, tmp_path, asked("fill_rate", 10, classes=classes))
    sound, errors, warnings = cog_validate(tmp_path / "surface.tif", strict=True)
    assert (sound, errors, warnings) == (True, [], [])
    assert raster.overviews(1) == [2] and raster.shape == (grid.height, grid.width)
    assert raster.crs.to_epsg() == 5897


def test_gdalinfo_reads_unit_nodata_and_tags(snapshot, tmp_path):
    written(snapshot, tmp_path, asked("workers_per_km2"))
    told = subprocess.run(
        [shutil.which("gdalinfo"), "-json", tmp_path / "surface.tif"],
        capture_output=True,
        check=True,
        text=True,
    )
    (band,) = json.loads(told.stdout)["bands"]
    assert (band["noDataValue"], band["unit"], band["type"]) == (-9999.0, "1/km2", "Float32")
    assert json.loads(told.stdout)["metadata"][""]["TOTAL"] == "340 workers"


def test_the_same_question_gives_the_same_bytes(snapshot, tmp_path):
    found, grid, _ = written(snapshot, tmp_path, asked("fill_rate"))
    write_surface(tmp_path / "again.tif", found, to_tags(found, grid, COLOURS, "?"), COLOURS)
    assert (tmp_path / "again.tif").read_bytes() == (tmp_path / "surface.tif").read_bytes()


def test_a_kept_file_is_made_once(tmp_path):
    made = []
    for _ in range(2):
        keep(tmp_path, "one.tif", lambda path: made.append(path.write_bytes(b"x")))
    assert len(made) == 1


def test_the_longest_unused_files_make_room(tmp_path, monkeypatch):
    monkeypatch.setattr("geo.rasters.kept.MOST_BYTES", 2)
    for name in ("a.tif", "b.tif", "c.tif"):
        keep(tmp_path, name, lambda path: path.write_bytes(b"x"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tif", "c.tif"]
