"""The map page asks the service for the properties its scripts read, and for no others."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from geo.published import COLLECTIONS

SCRIPTS = Path(__file__).resolve().parents[2] / "webmap" / "static"


@pytest.fixture(scope="module")
def address(client):
    page = client.get("/en/").get_data(as_text=True)
    data = re.search(r'id="page-data"[^>]*>(.*?)</script>', page, re.DOTALL)[1]
    return json.loads(data)["addresses"]["clusters"]


def test_all_that_scripts_read_is_asked_for(address):
    asked = set(parse_qs(urlsplit(address).query)["properties"][0].split(","))
    scripts = "".join(path.read_text() for path in [*SCRIPTS.glob("map/*.js"), SCRIPTS / "atlas.js"])
    read = set(re.findall(r"\bcluster\.([a-z_0-9]+)\b", scripts))
    assert read >= {"id", "status", "boundary_quality", "position_accuracy_m"}
    assert read <= asked
    assert "name_en" in asked
    assert asked <= {column.name for column in COLLECTIONS["clusters"].columns}


def test_the_other_language_asks_for_its_own_names(client):
    assert "name_vi" in client.get("/").get_data(as_text=True)
    assert "properties=id,status,district_code,boundary_quality,position_accuracy_m,name_vi" in client.get(
        "/"
    ).get_data(as_text=True)


def test_a_fifth_of_the_bytes_go_out(client, address):
    whole = client.get("/api/collections/clusters/items?limit=10000&f=geojson").get_json()
    few = client.get(address).get_json()
    assert [one["id"] for one in few["features"]] == [one["id"] for one in whole["features"]]
    assert len(json.dumps(few)) < len(json.dumps(whole)) / 5
