"""Questions a developer or a GIS asks: filters, order, words, properties, coordinate systems, descriptions."""

import csv
import io
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from jsonschema import Draft202012Validator
from rdflib import DCAT, DCTERMS, RDF, Graph
from shapely.geometry import shape

from geo.crs import OFFERED, transform
from geo.published import COLLECTIONS
from tests.geo.test_crs import VECTORS

ITEMS = "/api/collections/clusters/items"
METRES = "http://www.opengis.net/def/crs/EPSG/0/5897"


def ask(client, **question):
    response = client.get(
        ITEMS, query_string={name.replace("_", "-"): value for name, value in question.items()}
    )
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_json()


def ids(body):
    return [feature["id"] for feature in body["features"]]


@pytest.mark.parametrize(
    ("question", "matched"),
    [
        ({"filter": "status = 'active' AND district_name = 'Thường Tín'"}, 6),
        ({"filter": "CASEI(ACCENTI(name_vi)) LIKE '%di nau%'"}, 1),
        ({"filter": "planned_area_ha > 59 AND planned_area_ha < 60"}, 1),
        ({"filter": "geometry IS NULL"}, 12),
        ({"filter": "planned_area_ha IS NULL OR NOT planned_area_ha IS NULL"}, 113),
        ({"filter": "S_INTERSECTS(geometry, BBOX(105,20,107,22))"}, 101),
        (
            {"filter": "S_INTERSECTS(geometry, BBOX(20,105,22,107))", "filter_crs": OFFERED["EPSG:4326"].uri},
            101,
        ),
        ({"filter": '{"op":"=","args":[{"property":"status"},"active"]}', "filter_lang": "cql2-json"}, 30),
        ({"q": "dai thang"}, 1),
        ({"q": "Đại Thắng,di nau"}, 2),
        ({"bbox": "20,105,22,107", "bbox_crs": OFFERED["EPSG:4326"].uri}, 101),
        ({"bbox": "529800,2274900,605900,2365900", "bbox_crs": METRES}, 101),
    ],
)
def test_questions_are_answered_in_every_way_to_ask_them(client, question, matched):
    assert ask(client, **question)["numberMatched"] == matched


def test_words_find_the_cluster_with_its_accents(client):
    assert "Đại Thắng" in ask(client, q="dai thang")["features"][0]["properties"]["name_vi"]


def test_features_come_sorted_the_missing_last_and_pages_keep_the_order(client):
    whole = ask(client, sortby="-planned_area_ha,name_vi", limit=1000)
    areas = [feature["properties"]["planned_area_ha"] for feature in whole["features"]]
    known = [area for area in areas if area is not None]
    assert known == sorted(known, reverse=True)
    assert areas[len(known) :] == [None] * (len(areas) - len(known))
    paged = [name for offset in range(0, 113, 20)
             for name in ids(ask(client, sortby="-planned_area_ha,name_vi", limit=20, offset=offset))]  # fmt: skip
    assert paged == ids(whole)


def test_only_the_properties_asked_for_come_with_the_id(client):
    body = ask(client, properties="status,name_vi", limit=3)
    assert [list(feature["properties"]) for feature in body["features"]] == [["id", "name_vi", "status"]] * 3
    whole = ask(client, limit=3)
    for few, all_ in zip(body["features"], whole["features"], strict=True):
        assert few["geometry"] == all_["geometry"]
        assert few["properties"].items() <= all_["properties"].items()
    text = client.get(f"{ITEMS}?properties=status&f=csv").get_data(as_text=True).removeprefix("\ufeff")
    assert next(csv.reader(io.StringIO(text))) == ["id", "status", "boundary_quality", "WKT"]


@pytest.mark.parametrize("name", [name for name in OFFERED if name != "CRS84"])
def test_every_system_is_served_by_its_uri_in_its_axis_order(client, name):
    system = OFFERED[name]
    response = client.get(ITEMS, query_string={"crs": system.uri, "limit": "1000"})
    assert response.headers["Content-Crs"] == f"<{system.uri}>"
    body = response.get_json()
    assert body["crs"] == {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{system.epsg}"}}
    stored = {feature["id"]: feature for feature in ask(client, limit=1000)["features"]}
    checked = 0
    for feature in body["features"]:
        before = stored[feature["id"]]
        assert feature["properties"] == before["properties"]
        if before["geometry"] is None:
            assert feature["geometry"] is None
            continue
        x, y = first_position(feature["geometry"])[:: -1 if system.latitude_first else 1]
        expected = transform(*first_position(before["geometry"]), from_epsg=4326, to_epsg=system.epsg)
        assert (x, y) == pytest.approx(expected, abs=2e-7 if system.crs.is_geographic else 0.02)
        checked += 1
    assert checked == 101


def first_position(geometry):
    position = geometry["coordinates"]
    while isinstance(position[0], list):
        position = position[0]
    return position


def test_in_longitude_and_latitude_no_crs_member_stands(client):
    response = client.get(f"{ITEMS}?limit=1")
    assert "crs" not in response.get_json()
    assert response.headers["Content-Crs"] == "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"


def test_the_box_of_an_answer_holds_it_in_its_own_system(client):
    body = ask(client, crs=METRES, limit=1000)
    minx, miny, maxx, maxy = body["bbox"]
    assert 529_800 < minx < maxx < 605_900
    assert 2_274_900 < miny < maxy < 2_365_900
    bounds = [shape(feature["geometry"]).bounds for feature in body["features"] if feature["geometry"]]
    assert min(bound[0] for bound in bounds) == minx
    assert max(bound[3] for bound in bounds) == maxy


def test_one_feature_and_csv_come_in_metres_too(client):
    feature = client.get(f"{ITEMS}/di-nau", query_string={"crs": METRES})
    assert feature.headers["Content-Crs"] == f"<{METRES}>"
    x, y = first_position(feature.get_json()["geometry"])
    assert 529_800 < x < 605_900 < y
    rows = client.get(ITEMS, query_string={"crs": METRES, "f": "csv", "id": "di-nau"}).get_data(as_text=True)
    assert f"{x:.0f}"[:5] in rows.split("WKT")[1]


def test_the_vectors_hold_through_a_filter_in_metres(client):
    for _, lon, lat, x, y in VECTORS:
        near = f"S_INTERSECTS(geometry, BBOX({x - 5000},{y - 5000},{x + 5000},{y + 5000}))"
        here = ask(client, filter=near, filter_crs=METRES)
        west, south = transform(x - 5000, y - 5000, from_epsg=5897, to_epsg=4326)
        east, north = transform(x + 5000, y + 5000, from_epsg=5897, to_epsg=4326)
        there = ask(client, bbox=f"{west},{south},{east},{north}")
        assert abs(here["numberMatched"] - there["numberMatched"]) <= 1
        assert west < lon < east
        assert south < lat < north


def test_next_and_previous_keep_the_whole_question(client):
    question = {"filter": "planned_area_ha > 5 AND name_vi LIKE 'Cụm%'", "sortby": "-planned_area_ha", "crs": METRES,
                "properties": "name_vi", "limit": "5", "offset": "5", "q": "cum"}  # fmt: skip
    response = client.get(ITEMS, query_string=question)
    links = {link["rel"]: link["href"] for link in response.get_json()["links"]}
    for rel, offset in (("next", "10"), ("prev", "0")):
        asked = {name: values[0] for name, values in parse_qs(urlsplit(links[rel]).query).items()}
        assert asked == question | {"offset": offset}
        assert f'<{links[rel]}>; rel="{rel}"' in "".join(response.headers.getlist("Link"))
    assert response.headers["OGC-NumberMatched"] == str(response.get_json()["numberMatched"])
    assert response.headers["OGC-NumberReturned"] == "5"


@pytest.mark.parametrize(
    ("question", "where"),
    [
        ({"filter": "planned_area > 5"}, "planned_area_ha"),
        ({"filter": "planned_area_ha > 'x'"}, "a number stands beside a text"),
        ({"filter": "planned_area_ha >"}, "line 1, character 18"),
        ({"filter": "S_INTERSECTS(geometry, POINT(21 105))"}, "outside the world of CRS84"),
        ({"filter": "(" * 1000}, "brackets"),
        ({"filter": "x" * 9000}, "characters"),
        ({"filter": "{", "filter-lang": "cql2-json"}, "cql2-json"),
        ({"sortby": "name_vi,moon"}, "'moon'"),
        ({"properties": "moon"}, "'moon'"),
        ({"bbox": "1,2,3,4,5", "bbox-crs": METRES}, "EPSG:5897"),
        ({"bbox": "105,20,107,22", "bbox-crs": OFFERED["EPSG:4326"].uri}, "latitude"),
    ],
)
def test_a_question_that_makes_no_sense_says_where(client, question, where):
    response = client.get(ITEMS, query_string=question)
    assert response.status_code == 400
    assert where in response.get_json()["detail"]


@pytest.mark.parametrize("name", COLLECTIONS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_a_collection_holds_is_described_as_json_schema(client, name, language):
    described = client.get(f"/api/collections/{name}/schema?lang={language}")
    assert described.mimetype == "application/schema+json"
    schema = described.get_json()
    Draft202012Validator.check_schema(schema)
    column = COLLECTIONS[name].columns[1]
    assert schema["properties"][column.name]["title"] == column.title.in_language(language)
    assert schema["properties"][column.name]["description"] == f"{column.title.vi} / {column.title.en}"
    assert schema["properties"]["id"]["x-ogc-role"] == "id"
    queryables = client.get(f"/api/collections/{name}/queryables?lang={language}").get_json()
    assert list(queryables["properties"]) == list(schema["properties"])
    assert queryables["$id"].endswith(f"/collections/{name}/queryables?lang={language}")


def test_features_are_what_the_schema_says(client):
    for name in COLLECTIONS:
        schema = client.get(f"/api/collections/{name}/schema").get_json()
        schema["properties"] = {
            key: {**value, "type": [value["type"], "null"], "enum": [*value["enum"], None]}
            if "enum" in value else {**value, "type": [value.get("type", "object"), "null"]}
            for key, value in schema["properties"].items()
        }  # fmt: skip
        checker = Draft202012Validator(schema)
        for feature in client.get(f"/api/collections/{name}/items?limit=500").get_json()["features"]:
            checker.validate(feature["properties"])


def test_units_are_named_in_the_schema(client):
    properties = client.get("/api/collections/clusters/schema").get_json()["properties"]
    assert properties["planned_area_ha"]["x-ogc-unit"] == "har"
    assert properties["land_rent_usd_m2_min"]["x-ogc-unit"] == "USD/m2"
    assert properties["geometry"]["x-ogc-role"] == "primary-geometry"


def test_a_collection_names_its_systems_and_its_descriptions(client):
    body = client.get("/api/collections/clusters").get_json()
    assert body["crs"] == [system.uri for system in OFFERED.values()]
    assert body["storageCrs"] == body["crs"][0]
    rels = {link["rel"].rsplit("/", 1)[-1] for link in body["links"]}
    assert {"queryables", "schema", "items", "license"} <= rels


def test_every_queryable_can_be_asked_for(client):
    for name in client.get("/api/collections/clusters/queryables").get_json()["properties"]:
        assert ask(client, filter=f"{name} IS NULL")["numberMatched"] <= 113


@pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
)  # rdflib's own parser uses it
def test_the_catalogue_record_is_read_by_a_parser_of_json_ld(client):
    response = client.get("/api/catalog.jsonld")
    assert response.mimetype == "application/ld+json"
    graph = Graph().parse(data=response.get_data(), format="json-ld")
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    datasets = list(graph.objects(catalogue, DCAT.dataset))
    assert len(datasets) == len(COLLECTIONS)
    for dataset in datasets:
        assert {title.language for title in graph.objects(dataset, DCTERMS.title)} == {"vi", "en"}
        assert str(graph.value(dataset, DCTERMS.license)).startswith("https://creativecommons.org/")
        assert graph.value(dataset, DCTERMS.modified).toPython().year >= 2026
        files = list(graph.objects(dataset, DCAT.distribution))
        assert len(files) >= 3
        for file in files:
            address = urlsplit(str(graph.value(file, DCAT.accessURL)))
            assert client.get(f"{address.path}?{address.query}").status_code == 200
    placed = [dataset for dataset in datasets if graph.value(dataset, DCTERMS.spatial)]
    assert len(placed) == sum("spatial" in collection.get("extent", {}) for collection in collections(client))


def collections(client):
    return client.get("/api/collections").get_json()["collections"]


def test_a_selection_and_a_sorted_page_are_still_valid_json_without_rows(client):
    body = json.loads(client.get(f"{ITEMS}?properties=name_vi&sortby=name_vi&id=nothing").get_data())
    assert body["features"] == []
