"""What hindered a GIS officer: classes in percent, shapes that find no place, codes."""

import re

import geopandas
import pytest

from geo.conditions import AskedError
from tests.webmap.test_download import file_of
from tests.webmap.test_screen_parts import parts
from webmap.screen.edges import parse_edges, say_edges, write_edges

EVERYWHERE = "within=105,20,107,20,107,22,105,22"


@pytest.mark.parametrize(
    ("typed", "share", "expected"),
    [
        ("30; 60; 80", True, "0.3,0.6,0.8"),
        ("30 60 80", True, "0.3,0.6,0.8"),
        ("30,60,80", True, "0.3,0.6,0.8"),
        ("0.5%; 62,5%", True, "0.005,0.625"),
        ("0.3, 0.6, 0.8", True, "0.3,0.6,0.8"),
        ("12,5; 50", False, "12.5,50"),
        ("5,10,75", False, "5,10,75"),
    ],
)
def test_edges_are_read_as_they_are_typed(typed, share, expected):
    assert write_edges(parse_edges(typed, share=share)) == expected


@pytest.mark.parametrize("typed", ["60; 30", "50", "a; b", "1;2;3;4;5;6;7;8", "nan;1"])
def test_edges_that_cannot_be_are_refused(typed):
    with pytest.raises(AskedError, match="semicolons"):
        parse_edges(typed, share=True)


def test_edges_are_shown_as_a_reader_types_them():
    assert say_edges((0.125, 0.5), "vi", share=True) == "12,5; 50"
    assert say_edges((0.125, 0.5), "en", share=False) == "0.125; 0.5"


def test_the_address_keeps_edges_as_numbers(client):
    answer = client.get("/en/selection?layer=fill_rate&classes=fixed&edges=30 60 80").get_json()
    assert "edges=0.3,0.6,0.8" in answer["address"]
    assert 'value="30; 60; 80"' in answer["parts"]["choices"]


def test_a_shape_says_how_many_clusters_it_cannot_find(client, records):
    unplaced = parts(client)["unplaced"].count("data-id")
    assert unplaced
    said = f"{unplaced} more clusters may lie there: their places are not known"
    assert said in parts(client, EVERYWHERE)["chips"]
    assert said in client.get(f"/en/download?{EVERYWHERE}").get_data(as_text=True)
    assert "may lie there" not in parts(client, "status=active")["chips"]


def test_a_ward_is_said_by_its_name(client, records):
    ward = next(record for record in records if record["ward_code"])
    chips = parts(client, f"ward_code={ward['ward_code']}")["chips"]
    assert f"Commune or ward now: {ward['ward_name']} ({ward['ward_code']})" in chips


def test_a_period_stays_in_sight_where_the_layer_does_not_change_with_time(client):
    timeline = parts(client, "layer=boundary_quality&time=2025")["time"]
    assert re.search(r'aria-current="true"[^>]*>2025', timeline)


def test_the_line_for_geopandas_reads_the_selection(client, tmp_path):
    page = client.get("/en/download?status=active&f=xlsx&crs=EPSG:5897").get_data(as_text=True)
    address = re.search(r"read_file\(&#34;(.+?)&#34;\)|read_file\(&quot;(.+?)&quot;\)", page)
    assert address
    file = tmp_path / "read.geojson"
    file.write_bytes(client.get(next(filter(None, address.groups())).replace("&amp;", "&")).data)
    read = geopandas.read_file(file)
    assert read.crs.to_epsg() == 5897
    assert len(read) == client.get(file_of(client, "status=active&f=csv")).data.count(b"\n") - 1
