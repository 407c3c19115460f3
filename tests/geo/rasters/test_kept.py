"""What is kept of a raster: the part within the province as a valid COG, and all that is known of it."""

import json

import numpy as np
import pytest
import rasterio
from pyproj import CRS
from rio_cogeo import cog_validate

from geo.crs import transform
from geo.errors import QueryError, SourceError
from geo.rasters.adding import add_raster
from geo.rasters.classes import parse_classes
from geo.rasters.library import digest, find_rasters, raster_path, remove_raster
from geo.rasters.reading import open_kept
from tests.geo.rasters.conftest import PROVINCE, brought, full, write


def test_it_is_a_valid_cog_with_the_cells_as_they_were(add, home):
    noise = np.random.default_rng(1).normal(50, 5, (1_100, 1_300)).astype("float32")
    raster = add(noise)
    valid, errors, _ = cog_validate(raster_path(home, raster.id), strict=True)
    assert (valid, errors) == (True, [])
    with open_kept(home, raster) as dataset:
        assert (dataset.read(1) == noise).all()
        assert dataset.overviews(1)
        assert dataset.crs.to_epsg() == 5897


def test_only_the_part_within_the_province_and_its_margin_is_kept(home, tmp_path):
    path = write(tmp_path / "x.tif", full(5.0, (600, 600)), crs="EPSG:4326", origin=(104.0, 24.0), cell=0.01)
    raster, *_ = add_raster(home, str(path), brought(), PROVINCE)
    # 105.0 to 106.5 and 20.5 to 21.5 with 0.05 around
    assert raster.bounds == pytest.approx((104.95, 20.45, 106.55, 21.55), abs=0.021)
    assert (raster.width, raster.height) == pytest.approx((160, 110), abs=2)


def test_what_the_bringer_said_is_kept(home, tmp_path):
    path = write(tmp_path / "x.tif", full(10, dtype="uint8"))
    said = brought("landcover", licence="CC-BY-4.0", credit="© ESA")
    [raster] = add_raster(home, str(path), said, PROVINCE)
    assert find_rasters(home) == [raster]
    assert (raster.credits, raster.original, raster.cell_m) == ("© ESA (CC-BY-4.0)", "x.tif", (10.0, 10.0))
    assert raster.classes["10"].en == "Trees"


def test_the_same_raster_again_replaces_itself_and_another_stands_beside_it(add, home):
    before = add(full(5.0))
    first = digest(home)
    assert add(full(5.0)).id == before.id
    assert add(full(6.0)).id == f"{before.id}-2"
    assert digest(home) != first


def test_slopes_of_two_terrain_models_stay_apart_even_where_they_are_the_same(add, home):
    for height in (5.0, 6.0):
        add(full(height))
    found = {one.derived_from for one in find_rasters(home) if one.kind == "slope"}
    assert found == {"dem-2021-04-22", "dem-2021-04-22-2"}


def test_removing_a_terrain_model_removes_its_slope(add, home):
    raster = add(full(5.0))
    assert [one.kind for one in find_rasters(home)] == ["dem", "slope"]
    assert [one.kind for one in remove_raster(home, raster.id)] == ["dem", "slope"]
    assert (find_rasters(home), digest(home)) == ([], "")
    with pytest.raises(QueryError, match="there is no raster"):
        remove_raster(home, raster.id)


@pytest.mark.parametrize(
    ("cells", "more", "expected"),
    [
        (full(5, dtype="uint8"), {}, ("uint8", None)),
        (full(5, dtype="uint8"), {"nodata": 255}, ("uint8", 255)),
        (full(5, dtype="int16"), {"nodata": -32768}, ("int16", -32768)),
        (full(5, dtype="uint32"), {}, ("uint32", None)),
        (full(5, dtype="int64"), {}, ("float64", "nan")),
        (full(5.0), {"nodata": -9999.0}, ("float32", "nan")),
        (full(5.0, dtype="float64"), {}, ("float64", "nan")),
    ],
)
def test_cells_keep_their_type_and_say_which_have_no_data(add, home, cells, more, expected):
    raster = add(cells, **more)
    with open_kept(home, raster) as dataset:
        found = dataset.nodata
        assert (dataset.dtypes[0], "nan" if found is not None and np.isnan(found) else found) == expected
        assert dataset.read(1).flat[0] == 5


def test_a_mask_becomes_a_value_of_no_data(home, tmp_path):
    path = write(tmp_path / "x.tif", full(5, dtype="uint8"))
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(path, "r+") as file:
        file.write_mask(np.arange(400)[None, :] + np.zeros((400, 1)) < 100)
    raster, *_ = add_raster(home, str(path), brought(), PROVINCE)
    with open_kept(home, raster) as dataset:
        assert (dataset.dtypes[0], dataset.nodata) == ("int16", -32768)
        assert (dataset.read(1) == 5).sum() == 100 * 400


def test_infinite_cells_have_no_data(add):
    cells = full(5.0)
    cells[0] = np.inf
    assert add(cells).cells_known == 399 * 400


@pytest.mark.parametrize(
    "system",
    [
        "EPSG:5897",
        "+proj=tmerc +lat_0=0 +lon_0=105 +k=0.9999 +x_0=500000 +ellps=WGS84 +units=m"
        " +towgs84=-191.90441429,-39.30318279,-111.45032835,-0.00928836,0.01975479,-0.00427372,0.252906278",
        'PROJCS["VN_2000_TM3_105",GEOGCS["VN_2000",DATUM["D_Vietnam_2000",SPHEROID["WGS_1984",6378137,298.257223563]],'
        'PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
        'PARAMETER["False_Easting",500000],PARAMETER["False_Northing",0],PARAMETER["Central_Meridian",105],'
        'PARAMETER["Scale_Factor",0.9999],PARAMETER["Latitude_Of_Origin",0],UNIT["Meter",1]]',
    ],
    ids=["by code", "by seven parameters", "as ArcGIS writes it"],
)  # fmt: skip
def test_vn_2000_is_known_in_all_its_spellings(add, system):
    raster = add(full(5.0), crs=CRS.from_user_input(system).to_wkt("WKT1_GDAL"))
    assert raster.crs_name == "EPSG:5897"


def test_another_system_is_kept_in_its_own_words(add):
    x, y = transform(105.8, 21.1, from_epsg=4326, to_epsg=32648)
    other = "+proj=laea +lat_0=21 +lon_0=105.8 +datum=WGS84 +units=m"
    raster = add(full(5.0), crs=other, origin=(-2_000.0, 12_000.0))
    assert "Lambert Azimuthal" in raster.crs
    assert raster.bounds[0] < 105.8 < raster.bounds[2]
    assert add(full(6.0), crs="EPSG:32648", origin=(x, y)).crs_name == "EPSG:32648"


def test_what_the_bringer_says_of_the_system_goes_before_the_file(home, tmp_path):
    path = write(tmp_path / "x.tif", full(5.0), crs=None)
    raster, *_ = add_raster(home, str(path), brought(crs="EPSG:5897"), PROVINCE)
    assert raster.crs_name == "EPSG:5897"


def test_percent_becomes_a_share_by_the_scale_said(add):
    raster = add(full(40, dtype="uint8"), "builtup", said={"scale": 0.01})
    assert (raster.least, raster.most) == pytest.approx((0.4, 0.4))


def test_slopes_in_degrees_become_percent(add):
    raster = add(full(45.0), "slope", said={"unit": "degrees"})
    assert (raster.least, raster.most) == pytest.approx((100.0, 100.0))
    assert add(full(45.0), "slope", units="degree").most == pytest.approx(100.0)


def test_bands_keep_their_names(add, home):
    raster = add(np.stack([full(1.0), full(2.0)]), "bands", names=("B04", "B08"))
    assert raster.bands == ("B04", "B08")
    assert add(np.stack([full(1.0), full(2.0)]), "dem", said={"band": 2}).most == 2.0


def test_classes_are_named_in_one_language_or_both_or_by_a_table(tmp_path):
    said = parse_classes("0=Khô|Dry, 1=Ngập")
    assert [(code, name.vi, name.en) for code, name in said.items()] == [
        ("0", "Khô", "Dry"),
        ("1", "Ngập", "Ngập"),
    ]
    table = tmp_path / "classes.csv"
    table.write_text("code,vi,en\n0,Khô,Dry\n1,Ngập,\n", encoding="utf-8")
    assert parse_classes(str(table)) == said
    with pytest.raises(QueryError, match="each whole number once"):
        parse_classes("1=a,1=b")


def test_a_damaged_library_says_what_to_do(add, home):
    raster = add(full(5.0))
    raster_path(home, raster.id).write_bytes(b"II*\0")
    with pytest.raises(SourceError, match="import the raster again"), open_kept(home, raster):
        pass
    about = raster_path(home, raster.id).with_name("about.json")
    about.write_text(json.dumps({"id": "x"}))
    with pytest.raises(SourceError, match="is damaged"):
        find_rasters(home)
