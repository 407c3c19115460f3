"""Files as they leave the service: names, systems, the document beside each, and what QGIS takes."""

import base64
import gzip
import hashlib
import json
import re
from datetime import date
from xml.etree import ElementTree

import pytest

from geo.formats.offered import FORMATS
from webmap.api.links import FILES
from webmap.api.styles import STYLED

COLLECTION = "/api/collections/clusters"
ITEMS = f"{COLLECTION}/items"
METRES = "http://www.opengis.net/def/crs/EPSG/0/5897"


def path_of(link):
    return re.search(r"<http://localhost([^>]+)>; rel=\"describedby\"", link)[1]


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_named_by_what_it_holds(client, name):
    form = FILES[name]
    for address, called in ((ITEMS, "clusters"), (f"{ITEMS}/di-nau", "clusters-di-nau")):
        response = client.get(f"{address}?f={name}")
        system = "-EPSG-5897" if name == "dxf" else ""
        assert response.headers["Content-Disposition"] == (
            f'attachment; filename="{called}{system}.{form.extension}"'
        )
        assert response.mimetype == form.media_type
    if form.any_crs:
        response = client.get(f"{ITEMS}?f={name}&crs={METRES}")
        assert f"clusters-EPSG-5897.{form.extension}" in response.headers["Content-Disposition"]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("address", [f"{ITEMS}?status=active&limit=7", f"{ITEMS}/di-nau?"])
def test_beside_each_file_stands_what_it_holds_and_its_checksum(client, name, address):
    response = client.get(f"{address}&f={name}", headers={"Accept-Encoding": "identity"})
    told = client.get(path_of(response.headers["Link"])).get_json()
    assert told["sha256"] == hashlib.sha256(response.get_data()).hexdigest()
    assert told["numberReturned"] == (1 if "di-nau" in address else 7)
    assert told["crs"] == response.headers["Content-Crs"].strip("<>")
    assert told["license"] == "CC-BY-4.0"
    assert {"schematic", "missing"} >= told["boundary_quality"].keys() > set()
    assert f"f={name}" in told["question"]


def test_a_file_asked_for_by_accept_is_the_one_asked_for_by_name(client):
    by_name = client.get(f"{ITEMS}?status=active&f=gpkg")
    by_accept = client.get(f"{ITEMS}?status=active", headers={"Accept": "application/geopackage+sqlite3"})
    assert by_name.get_data() == by_accept.get_data()
    swapped = client.get(f"{ITEMS}?f=gpkg&status=active")
    assert (swapped.get_data(), swapped.headers["ETag"]) == (by_name.get_data(), by_name.headers["ETag"])


@pytest.mark.parametrize("name", FILES)
def test_what_one_has_is_not_sent_again_and_a_part_is_sent_alone(client, name):
    whole = client.get(f"{ITEMS}?f={name}", headers={"Accept-Encoding": "identity"})
    had = {"If-None-Match": whole.headers["ETag"], "Accept-Encoding": "identity"}
    assert client.get(f"{ITEMS}?f={name}", headers=had).status_code == 304
    part = client.get(f"{ITEMS}?f={name}", headers={"Range": "bytes=100-199", "Accept-Encoding": "identity"})
    assert (part.status_code, part.get_data()) == (206, whole.get_data()[100:200])
    packed = client.get(f"{ITEMS}?f={name}", headers={"Accept-Encoding": "gzip"})
    assert ("Content-Encoding" in packed.headers) is not FILES[name].is_packed


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (f"{ITEMS}?f=kml&crs={METRES}", "CRS84, the only one of KML"),
        (f"{ITEMS}/di-nau?f=kml&crs={METRES}", "CRS84, the only one of KML"),
        (f"{COLLECTION}/metadata?f=kml&crs={METRES}", "CRS84, the only one of KML"),
        ("/api/collections/observations/items?f=dxf", "has no geometry to draw"),
        (f"{COLLECTION}/metadata?f=geojson", "expected one of csv"),
        (f"{COLLECTION}/style.qml?layer=planned_area_ha", "expected one of stated_fill_rate"),
        (f"{COLLECTION}/clusters.qlr?f=json", "unknown parameter 'f'"),
    ],
)
def test_what_a_format_cannot_hold_is_a_mistake_of_the_question(client, address, said):
    response = client.get(address)
    assert response.status_code == 400
    assert said in response.get_json()["detail"]


def test_no_answer_leads_to_a_format_that_cannot_hold_it(client):
    def offered(address):
        return {
            link["type"] for link in client.get(address).get_json()["links"] if link["rel"] == "alternate"
        }

    every = {form.media_type for form in FORMATS.values()} - {"application/geo+json"} | {"text/html"}
    assert offered(ITEMS) == every
    assert offered(f"{ITEMS}?crs={METRES}") == every - {FORMATS["kml"].media_type}
    assert offered("/api/collections/observations/items") == every - {FORMATS["dxf"].media_type}


@pytest.mark.parametrize("address", [f"{ITEMS}?status=active&properties=name_vi", f"{ITEMS}/di-nau?lang=en"])
def test_geojson_says_inside_where_it_comes_from(client, address):
    told = client.get(address).get_json()
    assert (told["license"], len(told["revision"])) == ("CC-BY-4.0", 16)
    assert date.fromisoformat(told["date"]).year >= 2026
    assert "IIPMap" in told["attribution"]
    asked = next(link["href"] for link in told["links"] if link["rel"] == "self")
    assert asked == f"http://localhost{address}"


def test_a_whole_collection_goes_out_as_it_was_packed_at_publish(client):
    plain = client.get(f"{ITEMS}?limit=1000", headers={"Accept-Encoding": "identity"})
    packed = client.get(f"{ITEMS}?limit=1000", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.get_data()) == plain.get_data()
    assert json.loads(plain.get_data())["numberReturned"] == 113


@pytest.mark.parametrize("layer", STYLED)
def test_qgis_gets_the_classes_of_the_map_for_every_fill_rate(client, layer):
    style = client.get(f"{COLLECTION}/style.qml?layer={layer}&lang=en")
    assert style.headers["Content-Disposition"] == f'attachment; filename="clusters-{layer}.qml"'
    rules = ElementTree.fromstring(style.get_data()).findall(".//rules/rule/rule")
    assert len(rules) >= 14
    assert all(f'"{layer}' in rule.get("filter") for rule in rules)
    body = client.get(f"{COLLECTION}/clusters.qlr?layer={layer}&lang=en").get_data(as_text=True)
    assert "url='http://localhost/api/'" in body
    assert "Industrial clusters: " in body


def test_the_style_is_that_of_the_first_layer_of_the_map_unless_another_is_asked_for(client):
    own = client.get(f"{COLLECTION}/style.qml")
    assert own.get_data() == client.get(f"{COLLECTION}/style.qml?layer=stated_fill_rate").get_data()
    assert "chưa có số liệu" in own.get_data(as_text=True)


def test_the_collection_leads_to_style_and_layer(client):
    links = {link["rel"]: link["href"] for link in client.get(COLLECTION).get_json()["links"]}
    assert client.get(links["stylesheet"]).mimetype == "application/x-qgis-layer-settings"
    assert client.get(links["related"]).mimetype == "application/x-qgis-layer-definition"
    links = {link["rel"]: link["href"] for link in client.get("/api/?lang=en").get_json()["links"]}
    assert links["service-doc"] == "http://localhost/en/data"


@pytest.mark.parametrize("form", ["geojson", "csv"])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_checksum_of_any_answer_can_be_asked_for(client, form, coding):
    asked = {"Want-Repr-Digest": "sha-256=1", "Accept-Encoding": coding}
    for _ in range(2):
        answer = client.get(f"/api/collections/clusters/items?f={form}", headers=asked)
        expected = base64.b64encode(hashlib.sha256(answer.data).digest()).decode()
        assert answer.headers["Repr-Digest"] == f"sha-256=:{expected}:"


def test_geojson_is_saved_under_a_name(client):
    shown = client.get("/api/collections/clusters/items/di-nau").headers["Content-Disposition"]
    assert shown == 'inline; filename="clusters-di-nau.geojson"'
