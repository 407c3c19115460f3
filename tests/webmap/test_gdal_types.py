"""GDAL knows the type of every column, also of those the first features leave empty, and alters no value."""

import json
import re
import subprocess
from urllib.request import urlopen

import pyogrio
import pytest

from geo.published import COLLECTIONS
from tests.test_server import serving

TYPES = {"string": "OFTString", "number": "OFTReal", "integer": "OFTInteger", "date": "OFTDate"}
FILLED = [name for name in COLLECTIONS if name not in ("lots", "raster_values", "seen")]


@pytest.fixture(scope="module")
def server_url(published_home):
    """A server in a process of its own: GDAL keeps this one from answering while it waits."""
    with serving(published_home) as (url, _):
        yield url


@pytest.fixture(scope="module", autouse=True)
def _dates_as_the_sources_write_them():
    """Set what the snippets on the data page set."""
    pyogrio.set_gdal_config_options({"OGR_GEOJSON_DATE_AS_STRING": True})
    yield
    pyogrio.set_gdal_config_options({"OGR_GEOJSON_DATE_AS_STRING": None})


def fetch(url):
    with urlopen(url) as answer:
        return json.load(answer)


def expected(server_url, name):
    """Name each column's type as the schema of the collection has it."""
    schema = fetch(f"{server_url}/api/collections/{name}/schema")["properties"]
    return {
        column: TYPES["date" if one.get("format") == "date" else one["type"]]
        for column, one in schema.items()
        if column != "geometry"
    }


@pytest.mark.parametrize("name", FILLED)
def test_pyogrio_has_the_types_of_all_columns(server_url, name):
    info = pyogrio.read_info(f"OAPIF:{server_url}/api/", layer=name)
    assert dict(zip(info["fields"], info["ogr_types"], strict=True)) == expected(server_url, name)


@pytest.mark.parametrize("name", FILLED)
def test_debians_ogrinfo_has_the_types_of_all_columns(server_url, name):
    told = subprocess.run(
        ["ogrinfo", "-ro", "-so", f"OAPIF:{server_url}/api/", name],
        capture_output=True, text=True, timeout=120, check=True,
    ).stdout  # fmt: skip
    found = dict(re.findall(r"^(\w+): (String|Real|Integer|Date) ?\(", told, re.M))
    assert {column: f"OFT{word}" for column, word in found.items()} == expected(server_url, name)


@pytest.mark.parametrize("page", ["1000", "10"])
def test_every_value_arrives_as_it_is_partial_dates_included(server_url, page):
    read = pyogrio.read_dataframe(f"OAPIF:{server_url}/api/", layer="clusters", PAGE_SIZE=page).set_index(
        "id"
    )
    features = fetch(f"{server_url}/api/collections/clusters/items?limit=1000")["features"]
    dates = {value for one in features for key, value in one["properties"].items() if key.endswith("_as_of")}
    assert {"2017-12", "2019", "2017-07-20"} <= dates
    for one in features:
        row = read.loc[one["id"]]
        stated = {key: value for key, value in one["properties"].items() if key != "id"}
        assert {key: None if row[key] != row[key] else row[key] for key in stated} == stated


def test_an_empty_collection_has_its_columns_too(server_url):
    info = pyogrio.read_info(f"OAPIF:{server_url}/api/", layer="lots")
    assert {"status", "area_ha", "valid_from"} <= set(info["fields"])


def test_a_feature_described_as_geojson_has_the_columns_of_the_schema(server_url):
    own = fetch(f"{server_url}/api/collections/clusters/schema/geojson")
    inner = own["properties"]["properties"]
    assert inner["patternProperties"]["^id$"]["type"] == "string"
    assert {"id", *inner["properties"]} == {*expected(server_url, "clusters")}
    assert own["$id"] == f"{server_url}/api/collections/clusters/schema/geojson"
