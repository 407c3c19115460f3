"""Each conformance class that is declared is shown to hold; one declared without being shown fails."""

import re

import pytest

from geo.crs import CRS84, OFFERED
from webmap import create_app
from webmap.api.documents import CONFORMANCE
from webmap.settings import Settings

API = "/api"
ITEMS = f"{API}/collections/clusters/items"
NAU = "cụm công nghiệp làng nghề dị nậu"
MONTH, OPEN = "INTERVAL('2025-08-01','2025-09-01')", "INTERVAL(valid_from,valid_to)"
FILTERS: dict[str, list[tuple[str, str, int]]] = {
    "basic-cql2": [
        ("clusters", "status = 'active' AND NOT (planned_area_ha <= 20) OR FALSE", 9),
        ("clusters", "planned_area_ha IS NULL", 38),
        ("clusters", "planned_area_ha > 20 OR planned_area_ha <= 20", 75),
        ("wards", "valid_from = DATE('2025-07-01')", 126),
        ("wards", "valid_from < TIMESTAMP('2025-07-02T00:00:00Z')", 126),
    ],
    "advanced-comparison-operators": [
        ("clusters", "name_vi LIKE '%Dị N_u%'", 1),
        ("clusters", "planned_area_ha BETWEEN 10 AND 20", 27),
        ("clusters", "planned_area_ha NOT BETWEEN 10 AND 20", 48),
        ("clusters", "status NOT IN ('active', 'planned')", 71),
    ],
    "case-insensitive-comparison": [
        ("clusters", f"CASEI(name_vi) = CASEI('{NAU.upper()}')", 1),
        ("clusters", "CASEI(status) IN (CASEI('ACTIVE'))", 30),
        ("clusters", "CASEI(name_vi) LIKE CASEI('%DỊ NẬU')", 1),
    ],
    "accent-insensitive-comparison": [
        ("clusters", "ACCENTI(name_vi) LIKE ACCENTI('%Di Nau')", 1),
        ("clusters", "ACCENTI(CASEI(name_vi)) LIKE ACCENTI(CASEI('%DI NAU'))", 1),
    ],
    "basic-spatial-functions": [("clusters", "S_INTERSECTS(geometry, BBOX(105, 20, 107, 22))", 101)],
    "basic-spatial-functions-plus": [
        ("clusters", "S_INTERSECTS(geometry, POLYGON((105 20, 107 20, 107 22, 105 22, 105 20)))", 101),
        ("clusters", "S_INTERSECTS(geometry, MULTIPOINT((105 20), (107 20)))", 0),
    ],
    "spatial-functions": [
        ("clusters", "S_WITHIN(geometry, BBOX(105, 20, 107, 22))", 101),
        ("clusters", "S_DISJOINT(geometry, BBOX(105, 20, 107, 22))", 0),
        ("clusters", "S_OVERLAPS(geometry, BBOX(105, 20, 105.8, 21))", 2),
        ("clusters", "S_CROSSES(geometry, LINESTRING(105 21, 106.5 21))", 1),
        ("clusters", "S_EQUALS(geometry, geometry)", 101),
        ("clusters", "S_CONTAINS(geometry, POINT(105 20)) OR S_TOUCHES(geometry, POINT(105 20))", 0),
    ],
    "temporal-functions": [
        ("wards", "T_AFTER(valid_from, DATE('2025-06-30'))", 126),
        ("wards", "T_BEFORE(valid_from, DATE('2025-07-01'))", 0),
        ("wards", "T_DURING(valid_from, INTERVAL('2025-01-01', '..'))", 126),
        ("wards", "T_EQUALS(valid_from, DATE('2025-07-01'))", 126),
        ("wards", f"T_CONTAINS({OPEN}, {MONTH}) AND T_INTERSECTS({OPEN}, {MONTH})", 126),
        ("wards", f"T_DISJOINT({OPEN}, {MONTH}) OR T_MEETS({OPEN}, {MONTH})", 0),
        ("wards", f"T_METBY({OPEN}, INTERVAL('2025-01-01', '2025-07-01'))", 126),
        ("wards", f"T_STARTEDBY({OPEN}, INTERVAL('2025-07-01', '2025-08-01'))", 126),
        ("wards", f"T_STARTS({OPEN}, {MONTH}) OR T_OVERLAPS({OPEN}, {MONTH})", 0),
        ("wards", f"T_FINISHES({OPEN}, INTERVAL('2024-07-01', '..'))", 126),
        ("wards", f"T_FINISHEDBY({OPEN}, INTERVAL('2026-07-01', '..'))", 126),
        ("wards", f"T_OVERLAPPEDBY({OPEN}, INTERVAL('2024-07-01', '2025-12-01'))", 126),
    ],
    "property-property": [("clusters", "district_name <> ward_name", 101), ("clusters", "name_vi = name_en", 0)],
    "arithmetic": [
        ("clusters", "planned_area_ha * 2 + 1 > 41", 21),
        ("clusters", "planned_area_ha / 2 - 1 > 9", 21),
        ("clusters", "planned_area_ha ^ 2 > 400", 21),
        ("clusters", "planned_area_ha div 2 >= 10", 23),
    ],
}  # fmt: skip
SHOWN_BELOW = {
    "ogcapi-common-1/core": "landing",
    "ogcapi-features-1/core": "core",
    "ogcapi-features-1/oas30": "the description",
    "ogcapi-features-1/html": "pages",
    "ogcapi-features-1/geojson": "core",
    "ogcapi-features-2/crs": "systems",
    "ogcapi-features-3/queryables": "queryables",
    "ogcapi-features-3/queryables-query-parameters": "queryables",
    "ogcapi-features-3/filter": "filters",
    "ogcapi-features-3/features-filter": "filters",
    "cql2/cql2-text": "filters",
    "cql2/cql2-json": "filters as JSON",
}


@pytest.fixture(scope="module")
def client(published_home):
    return create_app(Settings(home=published_home)).test_client()


def matched(client, collection, **question):
    body = client.get(f"{API}/collections/{collection}/items", query_string=question | {"limit": 1})
    return body.get_json().get("numberMatched", body.get_json())


def test_every_class_that_is_declared_is_shown():
    declared = {
        re.sub(r".*/spec/(.+)/1\.0/conf/(.+)", r"\1/\2", uri).replace("/1.0", "") for uri in CONFORMANCE
    }
    assert declared == {*SHOWN_BELOW, *(f"cql2/{name}" for name in FILTERS)}


@pytest.mark.parametrize(
    ("collection", "asked", "expected"),
    [case for cases in FILTERS.values() for case in cases],
    ids=[f"{name}: {asked}" for name, cases in FILTERS.items() for _, asked, _ in cases],
)
def test_a_filter_of_each_class_selects_what_it_says(client, collection, asked, expected):
    assert matched(client, collection, filter=asked) == expected


def test_a_filter_as_json_selects_the_same(client):
    asked = (
        '{"op":"and","args":[{"op":"like","args":[{"op":"casei","args":[{"property":"name_vi"}]},'
        '{"op":"casei","args":["%DỊ NẬU"]}]},{"op":"isNull","args":[{"property":"phase"}]}]}'
    )
    assert matched(client, "clusters", **{"filter": asked, "filter-lang": "cql2-json"}) == 1


def collections(client):
    return client.get(f"{API}/collections").get_json()["collections"]


def test_the_landing_page_and_the_collections_lead_where_the_standard_asks(client):
    rels = {link["rel"] for link in client.get(f"{API}/").get_json()["links"]}
    assert {"self", "alternate", "service-desc", "service-doc", "conformance", "data"} <= rels
    assert client.get(f"{API}/openapi.json").mimetype == "application/vnd.oai.openapi+json"
    for listed in collections(client):
        alone = client.get(f"{API}/collections/{listed['id']}").get_json()
        assert {k: v for k, v in alone.items() if k != "links"} == {
            k: v for k, v in listed.items() if k != "links"
        }
        types = {link["type"] for link in listed["links"] if link["rel"] == "items"}
        assert {"application/geo+json", "text/html"} <= types


def test_every_collection_names_its_systems_and_answers_in_the_first_by_default(client):
    for listed in collections(client):
        assert listed["crs"][0] == listed["storageCrs"] == CRS84.uri
        assert listed["crs"] == [offered.uri for offered in OFFERED.values()]
        answer = client.get(f"{API}/collections/{listed['id']}/items")
        assert answer.headers["Content-Crs"] == f"<{CRS84.uri}>"
        assert {"self", "alternate"} <= {link["rel"] for link in answer.get_json()["links"]}


@pytest.mark.parametrize(
    "question",
    ["foo=1", "limit=0", "limit=x", "bbox=1,2,3", "bbox=1,2,3,x", "datetime=x", "crs=x", "bbox=0,0,1,1&bbox-crs=x", "filter=(",
     "filter=nope=1", "filter=id='x'&filter-crs=x", "filter=id='x'&filter-lang=x"],
)  # fmt: skip
def test_what_is_unknown_or_invalid_is_400_in_every_collection(client, question):
    for listed in collections(client):
        answer = client.get(f"{API}/collections/{listed['id']}/items?{question}")
        assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


@pytest.mark.parametrize(
    "question",
    ["datetime=2025-07-01", "datetime=2025-07-01T12:00:00%2B07:00", "datetime=../2025-07-01T00:00:00Z", "datetime=2025-07-01/",
     "datetime=/2025-07-01", "bbox=105,20,0,107,22,100", "bbox=170,20,-170,22", "limit=100000"],
)  # fmt: skip
def test_what_the_standard_allows_is_answered_in_every_collection(client, question):
    for listed in collections(client):
        assert client.get(f"{API}/collections/{listed['id']}/items?{question}").status_code == 200


def test_queryables_are_a_schema_and_each_is_a_parameter(client):
    paths = client.get(f"{API}/openapi.json").get_json()["paths"]
    for listed in collections(client):
        address = f"{API}/collections/{listed['id']}/queryables"
        answer = client.get(address)
        schema = answer.get_json()
        assert answer.mimetype == "application/schema+json"
        assert (schema["type"], schema["$id"]) == ("object", f"http://localhost{address}")
        taken = {one.get("name") for one in paths[f"/collections/{listed['id']}/items"]["get"]["parameters"]}
        assert set(schema["properties"]) - {"geometry"} <= taken


def test_the_time_a_collection_spans_holds_that_of_its_features(client):
    spans = {one["id"]: one.get("extent", {}).get("temporal") for one in collections(client)}
    assert spans["wards"]["interval"] == [["2025-07-01T00:00:00Z", None]]
    assert spans["districts"]["interval"] == [[None, "2025-06-30T23:59:59Z"]]
    assert spans["clusters"] is None
