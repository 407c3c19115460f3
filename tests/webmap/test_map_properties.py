"""The map page asks the service for the properties its scripts read, and for no others."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from geo.published import COLLECTIONS, INDICATORS
from webmap.pages.layers import LAYERS

SCRIPTS = Path(__file__).resolve().parents[2] / "webmap" / "static"


@pytest.fixture(scope="module")
def address(client):
    page = client.get("/en/").get_data(as_text=True)
    data = re.search(r'id="page-data"[^>]*>(.*?)</script>', page, re.DOTALL)[1]
    return json.loads(data)["addresses"]["clusters"]


def test_all_that_layers_and_scripts_read_is_asked_for(address):
    asked = set(parse_qs(urlsplit(address).query)["properties"][0].split(","))
    scripts = "".join(path.read_text() for path in [*SCRIPTS.glob("map/*.js"), SCRIPTS / "atlas.js"])
    read = set(re.findall(r"\bcluster\.([a-z_0-9]+)\b", scripts)) | {f"{name}_basis" for name in INDICATORS}
    read |= {name for layer in LAYERS for name in (layer.column, *(layer.quotient or ())) if name}
    assert len(read) > 40
    assert read <= asked | {"stated_fill_rate_scope", "stated_fill_rate_group"}
    assert {"stated_fill_rate_scope", "stated_fill_rate_group", "name_vi", "name_en", "ward_code"} <= asked
    assert asked <= {column.name for column in COLLECTIONS["clusters"].columns}


def test_less_than_half_of_the_bytes_go_out(client, address):
    whole = client.get("/api/collections/clusters/items?limit=10000&f=geojson").get_json()
    few = client.get(address).get_json()
    assert [one["id"] for one in few["features"]] == [one["id"] for one in whole["features"]]
    assert len(json.dumps(few)) < len(json.dumps(whole)) / 2
