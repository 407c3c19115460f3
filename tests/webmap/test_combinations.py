"""Parameters beside each other, in every format and system: each pair in the tests, the whole product in the long run."""

from functools import cache
from itertools import combinations, product

import pytest
import shapely
from hypothesis import settings

from geo.crs import OFFERED
from tests.geo.formats.reading_back import READERS
from webmap.api.links import FILES, ITEM_FORMATS

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
    """Pick every question; the language and the words, which touch nothing else, stand beside a few only."""
    alone = {name: choices[name] for name in ("language", "words")}
    for parts in product(*(choices[name] for name in choices if name not in alone)):
        yield {key: value for part in parts for key, value in part.items()}
    yield from pairwise(choices)


WEST_SOUTH_EAST_NORTH = {True: (105.2, 20.5, 106.1, 21.5), False: (200_000, 2_260_000, 800_000, 2_390_000)}
"""Where Hanoi lies, in degrees and in the metres of any system asked here."""


_OF_A_FILE = ("f", "crs", "properties", "lang")
"""What a question says of the file alone: the rows are the same without."""


@pytest.fixture(scope="module")
def rows_of(client):
    """Ask for the rows of a question once, as GeoJSON in longitude and latitude with all properties."""

    @cache
    def ask(*question):
        body = client.get(ITEMS, query_string=dict(question)).get_json()
        rows = [(feature["id"], feature["geometry"] is not None) for feature in body["features"]]
        return body["numberMatched"], body["numberReturned"], rows

    return lambda question: ask(*((key, value) for key, value in question.items() if key not in _OF_A_FILE))


def is_refused(question):
    return question["f"] == "kml" and question.get("crs", URIS["CRS84"]) != URIS["CRS84"]


def answered_in(question):
    """Say in which system an answer comes: a drawing knows metres alone."""
    asked = question.get("crs", URIS["CRS84"])
    degrees = asked in (URIS["CRS84"], URIS["EPSG:4326"])
    return URIS["EPSG:5897"] if question["f"] == "dxf" and degrees else asked


def require_rows(path, question, rows):
    """Read a file back with a program that is not ours: the same rows, in the system that is named."""
    read = READERS[question["f"]](path)
    rows = [(name, has_place) for name, has_place in rows if has_place or question["f"] != "dxf"]
    assert read.ids == [name for name, _ in rows], question
    placed = [shape for shape in read.geometries if shape is not None]
    assert len(placed) == sum(has_place for _, has_place in rows), question
    if placed:
        west, south, east, north = shapely.total_bounds(placed)
        if question["f"] == "jsonl" and answered_in(question) == URIS["EPSG:4326"]:
            west, south, east, north = south, west, north, east
        degrees = answered_in(question) in (URIS["CRS84"], URIS["EPSG:4326"])
        low_x, low_y, high_x, high_y = WEST_SOUTH_EAST_NORTH[degrees]
        assert low_x < west <= east < high_x, question
        assert low_y < south <= north < high_y, question


def require_answer(client, rows_of, question, folder):
    """Ask, and read back what comes: the rows that were asked for, or a refusal where one belongs."""
    response = client.get(ITEMS, query_string=question)
    if is_refused(question):
        assert response.status_code == 400, question
        return
    assert response.status_code == 200, (question, response.get_data(as_text=True)[:500])
    matched, returned, rows = rows_of(question)
    assert response.headers["OGC-NumberMatched"] == str(matched), question
    assert response.headers["OGC-NumberReturned"] == str(returned), question
    if question["f"] != "html":
        assert response.headers["Content-Crs"] == f"<{answered_in(question)}>", question
    if question["f"] in FILES:
        path = folder / f"rows.{FILES[question['f']].extension}"
        path.write_bytes(response.get_data())
        require_rows(path, question, rows)


QUESTIONS = [*pairwise(CHOICES)]


@pytest.mark.soak
@pytest.mark.parametrize("name", ITEM_FORMATS)
def test_every_pair_of_choices_is_answered_with_the_same_rows(client, rows_of, tmp_path, name):
    long_run = settings.get_current_profile_name() == "soak"
    asked = [one for one in (whole_product(CHOICES) if long_run else QUESTIONS) if one["f"] == name]
    for question in asked:
        require_answer(client, rows_of, question, tmp_path)
    assert len(asked) >= (3_840 if long_run else 4)
