"""Filters over four features: what each operator finds, what stays unknown, and what is refused.

id        status   area_ha  name           valid_from   valid_to    place
square    active   1.0      Đại Thắng      –            2025-06-30  100 m square at 105.80 21.10
point     planned  –        Thụy Lâm       2025-07-01   –           point at 105.90 21.00
nowhere   active   3.5      Phú Túc        2020-01-01   –           –
big       –        20.0     100%_thử       2024-01-01   2024-12-31  10 km square at 105.75 21.05
"""

import json

import cql2
import numpy as np
import pytest
from geopandas import GeoDataFrame
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from geo.bbox import parse_bbox
from geo.cql import parse_filter
from geo.crs import CRS84, OFFERED, transform
from geo.errors import QueryError
from geo.filters import Filter, matches
from geo.schema import Column, Text, date, number, text
from geo.select import Query, parse_sort, parse_words, select_rows
from geo.snapshot import freeze
from tests.geo.conftest import square

ABOUT = {"credits": [], "simulated": False, "boundary_credits": {}}
COLUMNS = {
    column.name: column
    for column in (
        text("id", "", ""), text("status", "", ""), number("area_ha", "", ""), text("name", "", ""),
        date("valid_from", "", ""), date("valid_to", "", ""), number("empty", "", ""),
        Column("craft", "boolean", Text("", "")),
    )
}  # fmt: skip
IDS = ["square", "point", "nowhere", "big"]


@pytest.fixture(scope="module")
def frozen(tmp_path_factory):
    layer = GeoDataFrame(
        {
            "id": IDS,
            "status": ["active", "planned", "active", None],
            "area_ha": [1.0, None, 3.5, 20.0],
            "name": ["Đại Thắng", "Thụy Lâm", "Phú Túc", "100%_thử"],
            "valid_from": [None, "2025-07-01", "2020-01-01", "2024-01-01"],
            "valid_to": ["2025-06-30", None, None, "2024-12-31"],
            "empty": [None] * 4,
            "craft": [True, False, None, True],
        },
        geometry=[square(105.80, 21.10, 100), Point(105.9, 21.0), None, square(105.75, 21.05, 10_000)],
        crs=4326,
    )
    return freeze(tmp_path_factory.mktemp("home"), {"clusters": layer}, ABOUT, {}, "x").collections[
        "clusters"
    ]


def found(frozen, expression, language="cql2-text", crs=CRS84):
    mask = matches(frozen, COLUMNS, Filter(parse_filter(expression, language), crs))
    return [IDS[row] for row in np.flatnonzero(mask)]


CASES = {
    "status = 'active'": ["square", "nowhere"],
    "status <> 'active'": ["point"],
    "NOT status = 'active'": ["point"],
    "area_ha > 1": ["nowhere", "big"],
    "area_ha >= 1 AND area_ha < 20": ["square", "nowhere"],
    "20 >= area_ha": ["square", "nowhere", "big"],
    "area_ha > 100 OR status = 'planned'": ["point"],
    "area_ha < 100 OR status = 'active'": ["square", "nowhere", "big"],
    "NOT (area_ha < 2 OR status = 'planned')": ["nowhere"],
    "area_ha IS NULL": ["point"],
    "area_ha IS NOT NULL": ["square", "nowhere", "big"],
    "empty IS NULL": IDS,
    "empty = 1": [],
    "NOT empty = 1": [],
    "empty = 1 OR status = 'planned'": ["point"],
    "geometry IS NULL": ["nowhere"],
    "area_ha BETWEEN 1 AND 3.5": ["square", "nowhere"],
    "area_ha NOT BETWEEN 1 AND 3.5": ["big"],
    "status IN ('planned','active')": ["square", "point", "nowhere"],
    "status NOT IN ('planned')": ["square", "nowhere"],
    "area_ha IN (1, 20)": ["square", "big"],
    "name LIKE 'Đại%'": ["square"],
    "name LIKE 'Th_y L_m'": ["point"],
    "name LIKE '100\\%\\_%'": ["big"],
    "name LIKE 'đại%'": [],
    "CASEI(name) LIKE CASEI('ĐẠI%')": ["square"],
    "ACCENTI(name) = 'Dai Thang'": ["square"],
    "CASEI(ACCENTI(name)) LIKE CASEI(ACCENTI('%THUY%'))": ["point"],
    "CASEI(name) IN (CASEI('PHÚ TÚC'))": ["nowhere"],
    "name = 'Đa\u0323i Thă\u0301ng'": ["square"],
    "area_ha + 1 = 2": ["square"],
    "area_ha * 2 - 1 > 6": ["big"],
    "area_ha / 0 > 1 OR area_ha = 1": ["square"],
    "7 div 2 = 3 AND area_ha % 2 = 1.5": ["nowhere"],
    "area_ha ^ 2 = 400": ["big"],
    "-area_ha < -3": ["nowhere", "big"],
    "-7 div 2 = -3 AND -7 % 2 = -1": IDS,
    "craft": ["square", "big"],
    "craft = FALSE": ["point"],
    "NOT craft": ["point"],
    "1 = 1": IDS,
    "FALSE": [],
    "name = name": IDS,
    "valid_from = DATE('2025-07-01')": ["point"],
    "valid_from >= '2024-01-01'": ["point", "big"],
    "valid_from < valid_to": ["big"],
    "T_AFTER(valid_from, DATE('2024-01-01'))": ["point"],
    "T_BEFORE(valid_from, TIMESTAMP('2024-01-01T00:00:00Z'))": ["nowhere"],
    "T_DURING(valid_from, INTERVAL('2023-06-01','2024-06-01'))": ["big"],
    "T_INTERSECTS(INTERVAL(valid_from, valid_to), DATE('2025-06-30'))": ["square", "nowhere"],
    "T_INTERSECTS(INTERVAL(valid_from, valid_to), INTERVAL('2024-06-01','..'))": IDS,
    "T_DISJOINT(INTERVAL(valid_from, valid_to), INTERVAL('2025-01-01','..'))": ["big"],
    "T_CONTAINS(INTERVAL(valid_from, valid_to), INTERVAL('2024-06-01','2024-07-01'))": ["square", "nowhere", "big"],
    "T_EQUALS(INTERVAL(valid_from, valid_to), INTERVAL('2024-01-01','2024-12-31'))": ["big"],
    "T_STARTS(INTERVAL(valid_from, valid_to), INTERVAL('2024-01-01','2025-12-31'))": ["big"],
    "T_STARTEDBY(INTERVAL(valid_from, valid_to), INTERVAL('2024-01-01','2024-02-01'))": ["big"],
    "T_FINISHES(INTERVAL(valid_from, valid_to), INTERVAL('..','2024-12-31'))": ["big"],
    "T_FINISHEDBY(INTERVAL(valid_from, valid_to), INTERVAL('2024-02-01','2024-12-31'))": ["big"],
    "T_MEETS(INTERVAL(valid_from, valid_to), INTERVAL('2024-12-31','..'))": ["big"],
    "T_METBY(INTERVAL(valid_from, valid_to), INTERVAL('..','2020-01-01'))": ["nowhere"],
    "T_OVERLAPS(INTERVAL(valid_from, valid_to), INTERVAL('2024-06-01','2025-01-31'))": ["big"],
    "T_OVERLAPPEDBY(INTERVAL(valid_from, valid_to), INTERVAL('2023-06-01','2024-02-01'))": ["big"],
    "S_INTERSECTS(geometry, POINT(105.9 21.0))": ["point"],
    "S_INTERSECTS(geometry, BBOX(105.7,20.9,106.0,21.2))": ["square", "point", "big"],
    "S_INTERSECTS(BBOX(105.7,20.9,106.0,21.2), geometry)": ["square", "point", "big"],
    "S_WITHIN(geometry, BBOX(105.79,21.09,105.81,21.11))": ["square"],
    "S_CONTAINS(geometry, POINT(105.8001 21.1001))": ["square", "big"],
    "S_WITHIN(POINT(105.8001 21.1001), geometry)": ["square", "big"],
    "S_DISJOINT(geometry, POINT(105.8001 21.1001))": ["point"],
    "NOT S_INTERSECTS(geometry, POINT(105.8001 21.1001))": ["point"],
    "S_TOUCHES(geometry, POINT(105.80 21.10))": ["square"],
    "S_CROSSES(geometry, LINESTRING(105.7 21.1, 105.8 21.1005))": ["big"],
    "S_OVERLAPS(geometry, BBOX(105.7,21.0,105.8005,21.2))": ["square", "big"],
    "S_EQUALS(geometry, POINT(105.9 21.0))": ["point"],
    "S_INTERSECTS(geometry, geometry)": ["square", "point", "big"],
    "S_INTERSECTS(POINT(1 1), BBOX(0,0,2,2)) AND status = 'planned'": ["point"],
    "S_INTERSECTS(geometry, POINT(0 0))": [],
}  # fmt: skip


@pytest.mark.parametrize(("expression", "expected"), CASES.items(), ids=list(CASES))
def test_a_filter_finds_what_it_says_in_text_and_in_json(frozen, expression, expected):
    assert found(frozen, expression) == expected
    tree = cql2.parse_text(expression).to_json()
    assert found(frozen, json.dumps(tree), "cql2-json") == expected


REFUSED = {
    "moon = 1": "no property 'moon'",
    "area = 1": "one such as area_ha",
    "area_ha = 'x'": "a number stands beside a text",
    "area_ha > TRUE": "is a boolean",
    "name LIKE 3": "3 is a number",
    "name LIKE name": "the pattern is a property",
    "name = NULL": "IS NULL",
    "area_ha": "expected a condition",
    "name AND craft": "name is a text",
    "name + 1 = 2": "name is a text",
    "casei(area_ha) = 'x'": "area_ha is a number",
    "foo(name) = 'x'": "no operator 'foo'",
    "A_OVERLAPS(name, ('x','y'))": "no operator",
    "name IN (1)": "a text stands beside a number",
    "area_ha = 1e999": "has no value",
    "valid_from = 'yesterday'": "'yesterday' is no day",
    "T_AFTER(name, DATE('2024-01-01'))": "name is a text",
    "T_AFTER(valid_from, DATE('2024-13-01'))": "'2024-13-01' is no day",
    "T_AFTER(valid_from, INTERVAL('2024-02-01','2024-01-01'))": "ends before it begins",
    "T_AFTER(INTERVAL(area_ha,'..'), DATE('2024-01-01'))": "an end is a number",
    "S_INTERSECTS(geometry, name)": "geometry, text",
    "S_INTERSECTS(geometry, POINT(105.8))": "no operator 'POINT'",
    "S_INTERSECTS(geometry, POINT(500 21))": "outside the world",
    "S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 1 0, 0 1, 0 0)))": "Self-intersection",
    "S_INTERSECTS(geometry, POLYGON((0 0, 1 1)))": "no geometry",
    "S_INTERSECTS(geometry, BBOX(3,2,1,4))": "larger corner first",
    "S_INTERSECTS(geometry, BBOX(1,2,3))": "a box of 3 numbers",
    "geometry = geometry": "is a geometry",
    "a = ": "character 5",
    "a = 1)": "character",
    "": "no cql2-text",
    "a = 'x": "no cql2-text",
    "(" * 300 + "a = 1" + ")" * 300: "brackets inside each other",
    "NOT " * 600 + "a = 1": "operators",
    "-" * 7_000 + "1 = 1": "operators",
    "^".join(["2"] * 200) + " = 1": "levels deep",
    "NOT " * 100 + "craft": "levels deep",
    "a" * 9_000 + " = 1": "9004 characters",
}


@pytest.mark.parametrize(("expression", "message"), REFUSED.items(), ids=[key[:40] for key in REFUSED])
def test_a_filter_that_makes_no_sense_is_refused_where_it_makes_none(frozen, expression, message):
    with pytest.raises(QueryError, match=message):
        found(frozen, expression)


REFUSED_JSON = {
    "{": "no cql2-json", "[]": "has no value", "null": "has no value", "1": "expected a condition", "{}": "has no value|no cql2-json",
    '{"op":"=","args":[{"property":"area_ha"}]}': "1 arguments",
    '{"op":"and","args":[true]}': "1 arguments",
    '{"op":"="}': "cql2-json|no arguments",
    '{"op":"=","args":5}': "cql2-json|no arguments",
    '{"op":"in","args":[{"property":"name"},[]]}': "no list",
    '{"op":"in","args":[{"property":"name"},"x"]}': "no list",
    '{"op":"t_after","args":[{"property":"valid_from"},{"interval":["2024-01-01"]}]}': "two ends",
    '{"op":"s_within","args":[{"property":"geometry"},{"type":"Polygon","coordinates":[[[0,0]]]}]}': "no geometry",
    '{"op":"s_within","args":[{"property":"geometry"},{"type":"Moon","coordinates":[0,0]}]}': "no geometry|cql2-json",
    '{"op":"s_within","args":[{"property":"geometry"},{"type":"Polygon","coordinates":[]}]}': "it is empty",
    '{"op":"not","args":[' * 200 + "true" + "]}" * 200: "brackets",
}  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "message"), REFUSED_JSON.items(), ids=[key[:40] for key in REFUSED_JSON]
)
def test_json_that_is_no_filter_is_refused(frozen, expression, message):
    with pytest.raises(QueryError, match=message):
        found(frozen, expression, "cql2-json")


@given(st.text(alphabet=" '\"()[]{}+-*/%^=<>.,aAND_oRNTinlke0129éĐ:\\\n", max_size=60))
def test_no_text_makes_the_parser_fail_otherwise(text):
    for language in ("cql2-text", "cql2-json"):
        try:
            parse_filter(text, language)
        except QueryError:
            continue


@pytest.mark.parametrize("name", OFFERED)
def test_geometries_of_a_filter_are_read_in_the_axis_order_of_their_system(frozen, name):
    system = OFFERED[name]
    x, y = transform(105.9, 21.0, from_epsg=4326, to_epsg=system.epsg)
    side = 1e-4 if system.crs.is_geographic else 10
    first, second = (y, x) if system.latitude_first else (x, y)
    box = f"BBOX({first - side},{second - side},{first + side},{second + side})"
    assert found(frozen, f"S_INTERSECTS(geometry, {box})", crs=system) == ["point"]


def test_coordinates_in_the_wrong_order_are_refused(frozen):
    with pytest.raises(QueryError, match="outside the world of EPSG:4326"):
        found(frozen, "S_INTERSECTS(geometry, POINT(105.9 21.0))", crs=OFFERED["EPSG:4326"])
    with pytest.raises(QueryError, match="EPSG:5897"):
        found(frozen, "S_INTERSECTS(geometry, POINT(99999999999999999999 21.0))", crs=OFFERED["EPSG:5897"])


def ids(frozen, query):
    return [IDS[row] for row in select_rows(frozen, query, COLUMNS)]


@pytest.mark.parametrize("name", OFFERED)
def test_a_box_in_any_system_finds_the_same(frozen, name):
    system = OFFERED[name]
    west, south = transform(105.85, 20.95, from_epsg=4326, to_epsg=system.epsg)
    east, north = transform(105.95, 21.02, from_epsg=4326, to_epsg=system.epsg)
    numbers = (south, west, north, east) if system.latitude_first else (west, south, east, north)
    assert ids(frozen, Query(parse_bbox(",".join(map(str, numbers)), system))) == ["point"]


def test_a_box_larger_than_its_system_still_finds(frozen):
    box = parse_bbox("-1e9,-1e9,1e9,1e9", OFFERED["EPSG:5897"])
    assert ids(frozen, Query(box)) == ["square", "point", "big"]


@pytest.mark.parametrize("text", ["1,2,0,4", "1,2,3", "x", "nan,1,2,3"])
def test_a_box_that_is_none_is_refused_in_the_words_of_its_system(text):
    with pytest.raises(QueryError, match="expected west,south,east,north in the units of EPSG:5897"):
        parse_bbox(text, OFFERED["EPSG:5897"])


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("area_ha", ["square", "nowhere", "big", "point"]),
        ("-area_ha", ["big", "nowhere", "square", "point"]),
        ("+name", ["big", "square", "nowhere", "point"]),
        (" -name", None),
        ("status,-area_ha", ["nowhere", "square", "point", "big"]),
        ("-status", ["point", "square", "nowhere", "big"]),
        ("empty", IDS),
        ("-craft", ["square", "big", "point", "nowhere"]),
        ("valid_from", ["nowhere", "big", "point", "square"]),
    ],
)
def test_rows_sort_by_several_columns_missing_ones_last(frozen, asked, expected):
    if expected is None:
        with pytest.raises(QueryError, match="sortby"):
            parse_sort(asked, COLUMNS)
        return
    assert ids(frozen, Query(sort=parse_sort(asked, COLUMNS))) == expected


def test_names_sort_by_the_vietnamese_alphabet(tmp_path):
    names = ["Ấp", "Ăn", "An", "Đông", "Dương", "Ơn", "Ông", "On", "Êm", "Em", "Ái"]
    layer = GeoDataFrame({"id": names, "name": names}, geometry=[None] * len(names), crs=4326)
    frozen = freeze(tmp_path, {"clusters": layer}, ABOUT, {}, "x").collections["clusters"]
    rows = select_rows(frozen, Query(sort=parse_sort("name", COLUMNS)), COLUMNS)
    assert [names[row] for row in rows] == [
        "Ái",
        "An",
        "Ăn",
        "Ấp",
        "Dương",
        "Đông",
        "Em",
        "Êm",
        "On",
        "Ông",
        "Ơn",
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [("dai thang", ["square"]), ("THẮNG đại", ["square"]), ("thuy, phu tuc", ["point", "nowhere"]),
     ("dai phu", []), ("square", ["square"]), ("100%", ["big"])],
)  # fmt: skip
def test_words_are_found_without_regard_for_accents_and_order(frozen, words, expected):
    assert ids(frozen, Query(words=parse_words(words))) == expected


def test_everything_asked_at_once_holds_at_once(frozen):
    query = Query(
        bbox=parse_bbox("105,20,107,22", CRS84),
        equal={"status": "active"},
        filter=Filter(parse_filter("area_ha < 2", "cql2-text"), CRS84),
        words=parse_words("dai"),
        sort=parse_sort("-id", COLUMNS),
    )
    assert ids(frozen, query) == ["square"]
