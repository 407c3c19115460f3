"""The clients people really use, against a running server: GDAL's OGC API driver and OWSLib."""

import json
import os
import re
import subprocess
from pathlib import Path

import pyogrio
import pytest
import shapely
from owslib.ogcapi.features import Features

from tests.geo.test_crs import VECTORS
from tests.test_server import serving

READ_IN_QGIS = Path(__file__).parent / "read_in_qgis.py"


@pytest.fixture(scope="module")
def server_url(published_home):
    """A server in a process of its own: GDAL keeps this one from answering while it waits."""
    with serving(published_home) as (url, _):
        yield url


@pytest.fixture(scope="module")
def gdal(server_url):
    """Read a layer as GDAL does."""
    return lambda layer="clusters", **options: pyogrio.read_dataframe(
        f"OAPIF:{server_url}/api/", layer=layer, **options
    )


@pytest.fixture(scope="module")
def whole(gdal):
    return gdal()


def test_gdal_lists_the_collections_and_reads_every_one(server_url, gdal):
    layers = pyogrio.list_layers(f"OAPIF:{server_url}/api/")[:, 0].tolist()
    assert layers == [
        "clusters",
        "lots",
        "observations",
        "history",
        "raster_values",
        "seen",
        "wards",
        "districts",
        "places",
    ]
    counts = {layer: len(gdal(layer)) for layer in layers}
    assert (counts["clusters"], counts["wards"], counts["districts"]) == (113, 126, 30)
    assert counts["observations"] > 20


def test_gdal_reads_text_numbers_days_and_what_is_missing(gdal, whole):
    assert "Cụm công nghiệp làng nghề Dị Nậu" in whole["name_vi"].tolist()
    assert whole["planned_area_ha"].dtype == float
    assert whole["planned_area_ha"].isna().sum() == 38
    assert whole.geometry.isna().sum() == 12
    assert str(gdal("wards")["valid_from"].dtype).startswith("datetime64")


@pytest.mark.parametrize(
    ("where", "matched"),
    [("status = 'active'", 30), ("status = 'active' AND district_name = 'Thường Tín'", 6), ("planned_area_ha > 59.3 AND planned_area_ha < 59.4", 1),
     ("planned_area_ha IS NULL", 38), ("name_vi LIKE '%Dị Nậu%'", 1)],
)  # fmt: skip
def test_gdal_filters_by_attributes(gdal, where, matched):
    assert len(gdal(where=where)) == matched


def test_gdal_pages_to_the_end(gdal, whole):
    assert gdal(PAGE_SIZE="10")["id"].tolist() == whole["id"].tolist()


def test_gdal_filters_by_a_box(gdal, whole):
    box = (105.5, 20.5, 105.8, 21.0)
    assert gdal(bbox=box)["id"].tolist() == whole[whole.intersects(_box(box))]["id"].tolist()


def _box(box):
    return shapely.box(*box)


def test_gdal_reads_vn_2000_in_metres_where_it_belongs(gdal, whole):
    metres = gdal(CRS="EPSG:5897")
    assert metres.crs.to_epsg() == 5897
    held = whole.geometry.notna()
    expected = whole[held].to_crs(5897).geometry
    assert metres[held].geometry.distance(expected).max() < 0.02
    assert metres[held].geometry.area.to_numpy() == pytest.approx(expected.area.to_numpy(), rel=1e-4)


def test_gdal_asks_for_a_box_in_metres(gdal):
    _, _, _, x, y = VECTORS[0]
    box = (x - 20_000, y - 20_000, x + 20_000, y + 20_000)
    metres = gdal(CRS="EPSG:5897")
    asked = gdal(CRS="EPSG:5897", bbox=box)
    assert asked["id"].tolist() == metres[metres.intersects(_box(box))]["id"].tolist()
    assert 0 < len(asked) < 113


def test_gdal_puts_latitude_and_longitude_of_vn_2000_the_right_way_round(gdal):
    degrees = gdal(CRS="EPSG:4756")
    west, south, east, north = degrees.total_bounds
    assert 105 < west < east < 107
    assert 20 < south < north < 22


@pytest.fixture(scope="module")
def ogrinfo(server_url):
    """Count the features that Debian's own GDAL reads, an older one than that of our wheels."""

    def count(*options, layer="clusters"):
        done = subprocess.run(
            ["ogrinfo", "-ro", "-so", *options, f"OAPIF:{server_url}/api/", layer],
            capture_output=True, text=True, timeout=120, check=True,
        )  # fmt: skip
        return int(re.search(r"Feature Count: (\d+)", done.stdout)[1])

    return count


def test_debians_ogrinfo_reads_filters_and_boxes(ogrinfo):
    assert ogrinfo() == 113
    assert ogrinfo(layer="wards") == 126
    assert ogrinfo("-where", "status = 'active'") == 30
    assert ogrinfo("-where", "name_vi = 'Cụm công nghiệp làng nghề Dị Nậu'") == 1
    assert ogrinfo("-spat", "105", "20", "107", "22") == 101


def test_qgis_loads_counts_and_draws_the_clusters(server_url, whole, tmp_path):
    done = subprocess.run(
        ["/usr/bin/python3", str(READ_IN_QGIS), server_url, str(tmp_path / "map.png")],
        env={"PATH": os.environ["PATH"], "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "LANG": "C.UTF-8"},
        capture_output=True, text=True, timeout=180, check=True,
    )  # fmt: skip
    found = json.loads(done.stdout.strip().splitlines()[-1])
    assert (found["valid"], found["count"], found["within"]) == (True, 113, 24)
    assert found["names"] == [min(whole["name_vi"])]
    assert found["colours"] > 1
    assert (found["styled"], found["styled_count"], found["rules"]) == (True, 113, 20)
    assert found["title"].startswith("Industrial clusters: Fill rate as stated")
    assert len(found["style_colours"]) > 5
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")


@pytest.fixture(scope="module")
def owslib(server_url):
    return Features(f"{server_url}/api/")


def test_owslib_finds_what_is_there(owslib):
    assert owslib.feature_collections() == [
        "clusters",
        "lots",
        "observations",
        "history",
        "raster_values",
        "seen",
        "wards",
        "districts",
        "places",
    ]
    assert owslib.api()["openapi"].startswith("3.0")
    assert "planned_area_ha" in owslib.collection_queryables("clusters")["properties"]
    assert "planned_area_ha" in owslib.collection_schema("clusters")["properties"]


def test_owslib_asks_by_box_filter_and_words(owslib):
    assert owslib.collection_items("clusters", bbox=[105, 20, 107, 22])["numberMatched"] == 101
    assert owslib.collection_items("clusters", filter="status = 'active'")["numberMatched"] == 30
    assert owslib.collection_items("clusters", q="dai thang")["numberMatched"] == 1
    assert owslib.collection_item("clusters", "di-nau")["id"] == "di-nau"
