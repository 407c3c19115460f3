"""The service as a client meets it: a good, a bad and an unknown question for every address."""

import csv
import gzip
import io
import json
import re

import pytest
from geojson_pydantic import Feature, FeatureCollection
from openapi_spec_validator import validate

from geo.published import COLLECTIONS
from webmap import create_app
from webmap.settings import Settings

JSON_PAGES = ["/api/", "/api/conformance", "/api/collections", "/api/collections/clusters"]
STARTED_IN_2022 = {
    "dai-thang",
    "phu-tuc",
    "di-nau",
    "thang-loi",
    "tien-phong-gd2",
    "dan-phuong-gd2",
    "vong-xuyen",
}
ITEMS = "/api/collections/clusters/items"


@pytest.mark.parametrize("path", JSON_PAGES)
def test_every_document_links_to_itself_and_its_other_format(client, path):
    body = client.get(path).get_json()
    links = {link["rel"]: link for link in body["links"]}
    assert links["self"]["type"] == "application/json"
    assert links["alternate"]["type"] == "text/html"
    page = client.get(path, headers={"Accept": "text/html"})
    assert page.mimetype == "text/html"
    assert page.status_code == 200


def test_the_landing_page_leads_to_everything(client):
    links = {link["rel"]: link["href"] for link in client.get("/api/").get_json()["links"]}
    for rel in ("service-desc", "conformance", "data"):
        assert client.get(links[rel]).status_code == 200


def test_every_link_of_the_service_answers(client):
    seen, todo = set(), ["/api/"]
    while todo:
        path = todo.pop()
        if path in seen or not path.startswith(("/api", "http://localhost/api")):
            continue
        seen.add(path)
        response = client.get(path)
        assert response.status_code == 200, path
        if response.mimetype in ("application/json", "application/geo+json"):
            todo += re.findall(r'"href": ?"([^"]+)"', response.get_data(as_text=True))
    assert len(seen) > 30


def test_the_collections_are_there_with_extent_and_count(client):
    collections = client.get("/api/collections").get_json()["collections"]
    assert [collection["id"] for collection in collections] == [
        "clusters", "lots", "observations", "history", "raster_values", "seen", "wards", "districts", "places",
    ]  # fmt: skip
    counts = {collection["id"]: collection["numberOfFeatures"] for collection in collections}
    assert (counts["clusters"], counts["wards"], counts["districts"]) == (113, 126, 30)
    west, south, east, north = collections[0]["extent"]["spatial"]["bbox"][0]
    assert 105 < west < east < 107
    assert 20 < south < north < 22


def test_all_113_clusters_come_as_rfc_7946(client):
    response = client.get(f"{ITEMS}?limit=1000")
    body = response.get_json()
    assert response.mimetype == "application/geo+json"
    assert body["numberMatched"] == body["numberReturned"] == len(body["features"]) == 113
    assert "crs" not in body
    FeatureCollection.model_validate(body)
    assert {feature["id"] for feature in body["features"]} >= STARTED_IN_2022
    assert list(body["features"][0]["properties"]) == [
        column.name for column in COLLECTIONS["clusters"].columns
    ]


def test_a_cluster_comes_alone_and_with_links(client):
    body = client.get(f"{ITEMS}/di-nau").get_json()
    Feature.model_validate(body)
    assert body["properties"]["name_vi"] == "Cụm công nghiệp làng nghề Dị Nậu"
    assert {link["rel"] for link in body["links"]} >= {"self", "alternate", "collection"}


def test_a_cluster_known_only_by_its_district_has_no_geometry(client):
    assert client.get(f"{ITEMS}/dan-phuong-gd2").get_json()["geometry"] is None


def test_pages_follow_each_other_to_the_end_and_keep_every_parameter(client):
    url, ids = f"{ITEMS}?limit=50&kind=craft_village", []
    while url:
        body = client.get(url).get_json()
        ids += [feature["id"] for feature in body["features"]]
        url = next((link["href"] for link in body["links"] if link["rel"] == "next"), None)
        assert url is None or "kind=craft_village" in url
    assert len(ids) == len(set(ids)) == body["numberMatched"]
    assert body["numberMatched"] < 113


def test_a_later_page_leads_back(client):
    links = client.get(f"{ITEMS}?limit=10&offset=5").get_json()["links"]
    before = next(link["href"] for link in links if link["rel"] == "prev")
    assert "offset=0" in before


def test_a_limit_above_the_maximum_is_answered_with_the_maximum(published_home):
    client = create_app(Settings(home=published_home, page_limit_max=20)).test_client()
    for limit in ("99999999", "9" * 400):
        assert client.get(f"{ITEMS}?limit={limit}").get_json()["numberReturned"] == 20


@pytest.mark.parametrize(
    ("query", "matched"),
    [
        ("status=active", 30),
        ("status=active&district_name=Thường Tín", 6),
        ("bbox=105,20,107,22", 101),
        ("bbox=105,20,0,107,22,100", 101),
        ("bbox=0,0,1,1", 0),
        ("bbox=107,20,105,22", 0),
        ("planned_area_ha=59.32", 1),
        ("offset=500", 113),
        ("id=di-nau", 1),
    ],
)
def test_questions_are_answered(client, query, matched):
    assert client.get(f"{ITEMS}?{query}").get_json()["numberMatched"] == matched


@pytest.mark.parametrize(
    ("day", "matched"), [("2025-06-30", 0), ("2025-07-01", 126), ("../2020-01-01", 0), ("2030-01-01/..", 126)]
)
def test_valid_time_tells_the_two_vintages_apart(client, day, matched):
    assert client.get(f"/api/collections/wards/items?datetime={day}").get_json()["numberMatched"] == matched


BAD = [
    "bbox=nan,1,2,3", "bbox=inf,1,2,3", "bbox=1,2,3", "bbox=105,22,107,20", "bbox=500,0,501,1", "bbox=x", "bbox=",
    "limit=0", "limit=-1", "limit=1.5", "limit=x", "limit=", "limit=%20", "offset=-1", "offset=1e3",
    "limit=1&limit=2", "nonsense=1", "f=shp2", "datetime=yesterday", "datetime=..%2F..", "status=asleep",
    "planned_area_ha=many", "planned_area_ha=5_0", "contradictions=0.5", "lang=fr", "BBOX=1,2,3,4",
    "crs=http://www.opengis.net/def/crs/EPSG/0/4269", "bbox-crs=x", "filter-crs=", "filter=a=1", "filter=", "filter=a%20=",
    "filter-lang=sql", "filter={", "sortby=", "sortby=moon", "sortby=id,-id", "properties=", "properties=moon", "q=", "q=%20,",
]  # fmt: skip


@pytest.mark.parametrize("query", BAD)
def test_a_bad_question_gets_400_with_what_was_got_and_expected(client, query):
    response = client.get(f"{ITEMS}?{query}")
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    problem = response.get_json()
    assert problem["status"] == 400
    assert query.split("=")[0] in problem["detail"] or "crosses" in problem["detail"]
    assert "expected" in problem["detail"] or "open at both ends" in problem["detail"]


@pytest.mark.parametrize(("day", "status"), [("2025-07-01", 200), ("20250701", 400), ("2025-13-01", 400)])
def test_a_property_that_is_a_day_takes_a_day(client, day, status):
    assert client.get(f"/api/collections/wards/items?valid_from={day}").status_code == status


@pytest.mark.parametrize(
    "path",
    ["/api/nonsense", "/api/collections/moon", "/api/collections/moon/items", f"{ITEMS}/atlantis",
     f"{ITEMS}/..%2F..%2Fetc", "/api/collections/facts/items", "/api/collections/sources"],
)  # fmt: skip
def test_what_is_not_there_gets_404(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"


@pytest.mark.parametrize("path", [*JSON_PAGES, f"{ITEMS}/di-nau", "/api/openapi.json"])
def test_documents_refuse_parameters_they_do_not_read(client, path):
    assert client.get(f"{path}?limit=1").status_code == 400


def test_what_cannot_be_accepted_gets_406_and_another_method_405(client):
    assert client.get(ITEMS, headers={"Accept": "image/png"}).status_code == 406
    response = client.post(ITEMS)
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/geo+json"),
        ("application/geo+json", "application/geo+json"),
        ("application/json", "application/json"),
        ("text/csv", "text/csv"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
    ],
)
def test_the_format_follows_accept_unless_f_says_otherwise(client, accept, media_type):
    assert client.get(ITEMS, headers={"Accept": accept}).mimetype == media_type
    assert client.get(f"{ITEMS}?f=geojson", headers={"Accept": accept}).mimetype == "application/geo+json"


def test_csv_has_the_same_rows_and_columns(client):
    response = client.get(f"{ITEMS}?status=active&f=csv")
    rows = list(csv.DictReader(io.StringIO(response.get_data(as_text=True).removeprefix("\ufeff"))))
    features = client.get(f"{ITEMS}?status=active").get_json()["features"]
    assert [row["id"] for row in rows] == [feature["id"] for feature in features]
    assert list(rows[0])[:-1] == list(features[0]["properties"])
    assert rows[0]["name_vi"] == features[0]["properties"]["name_vi"]
    assert "clusters.csv" in response.headers["Content-Disposition"]


@pytest.mark.parametrize("name", COLLECTIONS)
@pytest.mark.parametrize("file_format", ["geojson", "json", "csv", "html"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_collection_comes_in_every_format(client, name, file_format, language):
    response = client.get(f"/api/collections/{name}/items?f={file_format}&lang={language}&limit=5")
    assert response.status_code == 200
    if file_format == "html":
        assert f'lang="{language}"' in response.get_data(as_text=True)


@pytest.mark.parametrize(
    "name", [name for name in COLLECTIONS if name not in ("lots", "raster_values", "seen")]
)
@pytest.mark.parametrize("file_format", ["geojson", "html"])
def test_one_feature_of_every_collection_comes_alone(client, name, file_format):
    first = client.get(f"/api/collections/{name}/items?limit=1").get_json()["features"][0]
    assert client.get(f"/api/collections/{name}/items/{first['id']}?f={file_format}").status_code == 200


def test_etags_are_strong_differ_by_address_and_coding_and_answer_304(client):
    plain = client.get(ITEMS, headers={"Accept-Encoding": "identity"})
    packed = client.get(ITEMS, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    etags = {plain.headers["ETag"], packed.headers["ETag"], client.get(f"{ITEMS}?limit=5").headers["ETag"]}
    assert len(etags) == 3
    assert not any(etag.startswith("W/") for etag in etags)
    again = client.get(ITEMS, headers={"If-None-Match": plain.headers["ETag"], "Accept-Encoding": "identity"})
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == plain.headers["ETag"]


def test_the_order_of_parameters_does_not_change_the_etag(client):
    one = client.get(f"{ITEMS}?limit=5&status=active").headers["ETag"]
    assert client.get(f"{ITEMS}?status=active&limit=5").headers["ETag"] == one


def test_the_openapi_description_is_valid_and_says_just_what_is_there(client, app):
    document = client.get("/api/openapi.json").get_json()
    validate(document)
    described = set(document["paths"])
    for path in described:
        concrete = re.sub(r"\{[a-zA-Z]+\}", "0", path)
        assert client.get(f"/api{concrete}").status_code in (200, 404)
    rules = {of_any(rule.rule) for rule in app.url_map.iter_rules() if rule.rule.startswith("/api")}
    assert {of_any(f"/api{path}") for path in described} == rules


def of_any(path):
    """Name an address of one collection as that of any."""
    return re.sub(
        r"[{<][^}>]+[}>]", "*", re.sub(r"/collections/([a-z_]+|<collection_id>)", "/collections/*", path)
    )


def test_every_described_parameter_of_items_is_taken(client):
    document = client.get("/api/openapi.json").get_json()
    shared = document["components"]["parameters"]
    samples = {"bbox": "105,20,107,22", "datetime": "2024-01-01", "f": "geojson", "q": "dai thang",
               "filter": "planned_area_ha>1", "sortby": "-planned_area_ha", "properties": "name_vi"}  # fmt: skip
    for parameter in document["paths"]["/collections/clusters/items"]["get"]["parameters"]:
        resolved = shared[parameter["$ref"].split("/")[-1]] if "$ref" in parameter else parameter
        schema = resolved["schema"]
        value = samples.get(resolved["name"]) or schema.get("enum", ["1"])[0]
        assert client.get(f"{ITEMS}?{resolved['name']}={value}").status_code == 200, resolved["name"]


def test_reading_is_open_to_other_sites_and_pages_are_not_framed(client):
    response = client.get("/api/")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_conformance_names_only_what_holds(client):
    classes = client.get("/api/conformance").get_json()["conformsTo"]
    names = {name.split("/spec/")[1] for name in classes}
    assert {"ogcapi-features-1/1.0/conf/core", "ogcapi-features-2/1.0/conf/crs",
            "ogcapi-features-3/1.0/conf/filter", "cql2/1.0/conf/basic-cql2"} <= names  # fmt: skip
    assert not any("array" in name or name.endswith("/functions") for name in names)


def test_the_language_of_titles_is_vietnamese_unless_asked(client):
    assert client.get("/api/collections/clusters").get_json()["title"] == "Cụm công nghiệp"
    assert client.get("/api/collections/clusters?lang=en").get_json()["title"] == "Industrial clusters"


def test_no_debug_mode_and_no_secret(app):
    assert app.debug is False
    assert app.secret_key is None


def test_text_of_the_data_is_escaped_in_pages(client):
    page = client.get("/api/collections/observations/items?f=html&limit=1000").get_data(as_text=True)
    assert "<script" not in page.replace("<script src=", "")
    problem = client.get("/api/collections/<script>").get_data(as_text=True)
    assert json.loads(problem)["status"] == 404
