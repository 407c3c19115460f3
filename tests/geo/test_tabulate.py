"""Conditions on columns and the order of rows, on a frozen layer of five small clusters."""

import numpy as np
import pytest
from geopandas import GeoDataFrame

from geo.conditions import AskedError, Containing, Exactly, Presence, Span, parse_condition
from geo.published import COLLECTIONS
from geo.snapshot import freeze
from geo.tabulate import coverage, find_rows, sort_rows
from geo.text import bare_name, collation_key

COLUMNS = {column.name: column for column in COLLECTIONS["clusters"].columns}


@pytest.fixture
def frozen(tmp_path):
    layer = GeoDataFrame(
        {
            "id": ["duc", "dong", "dan", "an", "ba"],
            "name_vi": ["Đức Thắng", "Đông 10", "Dân Hòa", "Đông 2", "Ba Vì"],
            "name_en": ["Duc Thang", "Dong 10", "Dan Hoa", "Dong 2", "Ba Vi"],
            "status": ["active", "planned", "active", "established", "planned"],
            "district_code": ["268", "268", "001", "001", "2681"],
            "developer": ["Công ty Mẫu", None, "Hợp tác xã", None, "CÔNG TY MỘT"],
            "planned_area_ha": [30.0, None, 75.0, None, 10.0],
            "serviced_area_ha": [None] * 5,
            "stated_fill_rate": [0.5, None, 1.0, None, None],
            "land_rent_usd_m2_min": [None, 80.0, 90.0, None, None],
            "bounds": [None, "workers: >9; land_rent_usd_m2: >80", None, "planned_area_ha: >20", None],
        },
        geometry=[None] * 5,
        crs=4326,
    )
    return freeze(tmp_path, {"clusters": layer}, {"simulated": False}, {}, "x").collections["clusters"]


def found(frozen, words="", **asked):
    conditions = {name: parse_condition(COLUMNS[name], text) for name, text in asked.items()}
    return [frozen.columns["id"].to_pylist()[row] for row in find_rows(frozen, words, conditions)]


def ordered(frozen, name, **options):
    rows = sort_rows(frozen, np.arange(len(frozen)), COLUMNS[name], **options)
    return [frozen.columns["id"].to_pylist()[row] for row in rows]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"planned_area_ha": "10..75"}, ["duc", "dan", "ba"]),
        ({"planned_area_ha": "10.5.."}, ["duc", "dan"]),
        ({"planned_area_ha": "..30"}, ["duc", "ba"]),
        ({"planned_area_ha": "75"}, ["dan"]),
        ({"planned_area_ha": ">30"}, ["dan"]),
        ({"planned_area_ha": "<30"}, ["ba"]),
        ({"planned_area_ha": "known"}, ["duc", "dan", "ba"]),
        ({"planned_area_ha": "bound"}, ["an"]),
        ({"planned_area_ha": "missing"}, ["dong"]),
        ({"serviced_area_ha": "1.."}, []),
        ({"serviced_area_ha": "missing"}, ["duc", "dong", "dan", "an", "ba"]),
        ({"stated_fill_rate": "50%..99%"}, ["duc"]),
        ({"stated_fill_rate": "0.9..1"}, ["dan"]),
        ({"land_rent_usd_m2_min": "10.."}, ["dan"]),
        ({"status": "active"}, ["duc", "dan"]),
        ({"district_code": "268"}, ["duc", "dong"]),
        ({"developer": "cong ty m"}, ["duc", "ba"]),
        ({"developer": "missing"}, ["dong", "an"]),
        ({"status": "active", "planned_area_ha": "50.."}, ["dan"]),
    ],
    ids=str,
)
def test_a_condition_selects_the_rows_that_meet_it(frozen, asked, expected):
    assert found(frozen, **asked) == expected


def test_a_search_needs_neither_accents_nor_order(frozen):
    assert found(frozen, "thang duc") == ["duc"]
    assert found(frozen, "đông") == ["dong", "an"]
    assert found(frozen, "dong", district_code="001") == ["an"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("planned_area_ha", "1.000..", Span(1.0, None)),
        ("planned_area_ha", " 10 .. 75 ", Span(10.0, 75.0)),
        ("stated_fill_rate", "60%..", Span(0.6, None)),
        ("planned_area_ha", "5-10", Span(5.0, 10.0)),
        ("planned_area_ha", "5 – 10", Span(5.0, 10.0)),
        ("planned_area_ha", "≥5", Span(5.0, None)),
        ("planned_area_ha", ">=5", Span(5.0, None)),
        ("planned_area_ha", "<= 10", Span(None, 10.0)),
        ("planned_area_ha", ">5", Span(5.0, None, above=True)),
        ("stated_fill_rate", "<90%", Span(None, 0.9, below=True)),
        ("status", "missing", Presence.MISSING),
        ("ward_code", "10003", Exactly("10003")),
        ("ward_name", "Tây", Containing("Tây")),
        ("developer", "bound", Containing("bound")),
    ],
)
def test_a_condition_is_read_by_the_kind_of_its_column(name, text, expected):
    assert parse_condition(COLUMNS[name], text) == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("planned_area_ha", "12,5"),
        ("planned_area_ha", "75..10"),
        ("planned_area_ha", ".."),
        ("planned_area_ha", "50%"),
        ("planned_area_ha", "nan"),
        ("planned_area_ha", "9" * 20),
        ("stated_fill_rate", "50..90"),
        ("stated_fill_rate", "90%..10%"),
        ("status", "closed"),
        ("status", "bound"),
    ],
)
def test_what_a_column_cannot_meet_is_refused_and_explained_in_both_languages(name, text):
    with pytest.raises(AskedError, match=name) as refused:
        parse_condition(COLUMNS[name], text)
    assert refused.value.got == text
    assert refused.value.expected.vi != refused.value.expected.en


def test_rows_without_a_value_come_last_in_both_directions_bounds_before_nothing(frozen):
    assert ordered(frozen, "planned_area_ha") == ["ba", "duc", "dan", "an", "dong"]
    assert ordered(frozen, "planned_area_ha", descending=True) == ["dan", "duc", "ba", "an", "dong"]
    assert ordered(frozen, "serviced_area_ha") == ["duc", "dong", "dan", "an", "ba"]


def test_choices_are_ordered_by_their_list_and_equal_rows_keep_their_order(frozen):
    assert ordered(frozen, "status") == ["dong", "ba", "an", "duc", "dan"]
    assert ordered(frozen, "status", descending=True) == ["duc", "dan", "an", "dong", "ba"]


def test_names_are_ordered_by_the_vietnamese_alphabet(frozen):
    assert ordered(frozen, "name_vi") == ["ba", "dan", "an", "dong", "duc"]
    words = [
        "ma",
        "mà",
        "mả",
        "mã",
        "má",
        "mạ",
        "măng",
        "mân",
        "mo",
        "mô",
        "mơ",
        "nữ",
        "đa",
        "dạ",
        "Phú 2",
        "Phú 10",
    ]
    assert sorted(set(words), key=collation_key) == [
        "dạ", "đa", "ma", "mà", "mả", "mã", "má", "mạ", "măng", "mân", "mo", "mô", "mơ", "nữ", "Phú 2", "Phú 10",
    ]  # fmt: skip


def test_a_name_stands_before_the_names_that_begin_with_it():
    names = ["Bình Minh - Cao Viên Industrial Cluster", "Bình Minh Industrial Cluster", "Bích Hòa"]
    ordered_names = sorted(names, key=lambda name: collation_key(bare_name(name)))
    assert ordered_names == [names[2], names[1], names[0]]


def test_tones_count_only_where_all_letters_are_the_same_as_in_the_lists_of_the_map():
    names = ["Đồng Giai", "Đông La", "Đồng La", "Đông Sơn"]
    assert sorted(names, key=collation_key) == names


def test_a_sum_says_of_how_many_rows_and_counts_no_bound(frozen):
    rows = np.arange(len(frozen))
    assert coverage(frozen, rows, "planned_area_ha").amount == 115.0
    assert coverage(frozen, rows, "planned_area_ha").known == 3
    assert coverage(frozen, rows, "land_rent_usd_m2_min").known == 1
    assert coverage(frozen, rows, "serviced_area_ha").known == 0
    assert coverage(frozen, rows[:0], "planned_area_ha").amount == 0.0
