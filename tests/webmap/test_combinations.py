"""Parameters beside each other, in every format and system: each pair in the tests, the whole product in the long run."""

from itertools import combinations, product

import pytest
from hypothesis import settings

from geo.crs import OFFERED
from webmap import create_app
from webmap.api.links import ITEM_FORMATS
from webmap.settings import Settings

ITEMS = "/api/collections/clusters/items"
URIS = {name: OFFERED[name].uri for name in ("CRS84", "EPSG:4326", "EPSG:5897", "EPSG:3405")}
CHOICES: dict[str, list[dict[str, str]]] = {
    "format": [{"f": name} for name in ITEM_FORMATS],
    "crs": [{}, *({"crs": uri} for uri in URIS.values())],
    "bbox": [{}, {"bbox": "105,20,107,22"}, {"bbox": "529800,2274900,605900,2365900", "bbox-crs": URIS["EPSG:5897"]},
             {"bbox": "20,105,22,107", "bbox-crs": URIS["EPSG:4326"]}],
    "filter": [{}, {"filter": "status = 'active'"}, {"filter": "S_INTERSECTS(geometry, BBOX(20,105,22,107))", "filter-crs": URIS["EPSG:4326"]},
               {"filter": '{"op":">","args":[{"property":"planned_area_ha"},10]}', "filter-lang": "cql2-json"}],
    "equal": [{}, {"kind": "craft_village"}],
    "words": [{}, {"q": "cum cong nghiep"}, {"q": "khong co gi"}],
    "sort": [{}, {"sortby": "-planned_area_ha,name_vi"}],
    "properties": [{}, {"properties": "name_vi,planned_area_ha"}],
    "page": [{}, {"limit": "7"}, {"limit": "7", "offset": "5"}],
    "time": [{}, {"datetime": "2025-07-01/.."}],
    "language": [{}, {"lang": "en"}],
}  # fmt: skip


def pairwise(choices):
    """Pick questions until every two choices of different parameters stood beside each other once."""
    names = list(choices)
    open_pairs = {
        ((one, i), (other, j))
        for one, other in combinations(names, 2)
        for i in range(len(choices[one]))
        for j in range(len(choices[other]))
    }
    while open_pairs:
        picked = dict(min(open_pairs))
        for name in names:
            if name not in picked:
                picked[name] = max(
                    range(len(choices[name])), key=lambda number: _gain(picked, name, number, open_pairs)
                )
        open_pairs -= set(combinations([(name, picked[name]) for name in names], 2))
        yield {key: value for name, number in picked.items() for key, value in choices[name][number].items()}


def _gain(picked, name, number, open_pairs):
    mine = (name, number)
    return sum((other, mine) in open_pairs or (mine, other) in open_pairs for other in picked.items())


def whole_product(choices):
    for parts in product(*choices.values()):
        yield {key: value for part in parts for key, value in part.items()}


@pytest.fixture(scope="module")
def client(published_home):
    return create_app(Settings(home=published_home)).test_client()


def matched(client, question):
    """What decides how many match: the rest may not change it."""
    kept = {
        name: value
        for name, value in question.items()
        if name not in ("f", "crs", "sortby", "properties", "limit", "offset", "lang")
    }
    return client.get(ITEMS, query_string=kept | {"limit": "1"}).headers["OGC-NumberMatched"]


def test_every_pair_of_choices_is_answered_with_the_same_rows(client):
    long_run = settings.get_current_profile_name() == "soak"
    asked = 0
    for question in whole_product(CHOICES) if long_run else pairwise(CHOICES):
        response = client.get(ITEMS, query_string=question)
        assert response.status_code == 200, (question, response.get_data(as_text=True)[:500])
        assert response.headers["OGC-NumberMatched"] == matched(client, question), question
        assert int(response.headers["OGC-NumberReturned"]) <= int(question.get("limit", "100")), question
        if "html" not in question["f"]:
            assert response.headers["Content-Crs"] == f"<{question.get('crs', URIS['CRS84'])}>", question
        asked += 1
    assert asked >= 20
