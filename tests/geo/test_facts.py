from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.facts import (
    NO_NUMBER,
    Value,
    choose,
    contradicts,
    dates_contradict,
    parse_days,
    parse_value,
    period_days,
    period_end,
)
from geo.schema import Qualifier


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12.5", (12.5, 12.5, Qualifier.EXACT)),
        ("70%", (70.0, 70.0, Qualifier.EXACT)),
        ("280 - 300", (280.0, 300.0, Qualifier.RANGE)),
        ("3000-4000", (3000.0, 4000.0, Qualifier.RANGE)),
        (">2.8", (2.8, None, Qualifier.MORE_THAN)),
        ("nearly 21", (21.0, 21.0, Qualifier.ABOUT)),
        ("hầu hết 100", (100.0, 100.0, Qualifier.ABOUT)),
        ("-5", (-5.0, -5.0, Qualifier.EXACT)),
        ("dệt may", NO_NUMBER),
        ("12.5 ha", NO_NUMBER),
        ("", NO_NUMBER),
    ],
)
def test_a_value_is_read_as_its_source_writes_it(text, expected):
    assert parse_value(text) == expected


def test_only_an_exact_value_is_a_number():
    assert parse_value("5").exact == 5
    assert parse_value(">5").exact is None
    assert parse_value("5-6").exact is None


@given(st.floats(0, 1e9).map(lambda number: round(number, 3)))
def test_a_number_written_plainly_reads_back_exactly(number):
    assert parse_value(f"{number:.3f}").exact == number


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2017", (2017, 1, 1), (2017, 12, 31)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2017-12-05", (2017, 12, 5), (2017, 12, 5)),
        ("2024-H1", (2024, 1, 1), (2024, 6, 30)),
        ("2024-H2", (2024, 7, 1), (2024, 12, 31)),
        ("2022-Q3", (2022, 7, 1), (2022, 9, 30)),
        ("2022 (by Q3)", (2022, 1, 1), (2022, 9, 30)),
    ],
)
def test_a_time_runs_from_its_first_to_its_last_day(text, first, last):
    assert parse_days(text) == (date(*first), date(*last))


@pytest.mark.parametrize("text", ["04-11 (year not given)", "2017-13", "2017-02-30", "sớm", ""])
def test_a_time_without_a_year_or_day_that_exists_is_none(text):
    assert parse_days(text) is None


def test_reporting_periods_end_in_the_middle_of_june_and_december():
    assert period_days("2024-H1") == (date(2023, 12, 15), date(2024, 6, 14))
    assert period_end("2024") == date(2024, 12, 14)


def facts(*changes):
    base = {"cluster_id": "a", "field": "x", "scope": "cluster", "source_kind": "press", "valid_until": None}
    return pd.DataFrame([{**base, "id": f"f{n}", **change} for n, change in enumerate(changes)])


@pytest.mark.parametrize(
    ("changes", "winner"),
    [
        ([{"scope": "group", "source_kind": "decision"}, {"source_kind": "commercial_portal"}], 1),
        ([{"source_kind": "press"}, {"source_kind": "government"}], 1),
        ([{"source_kind": "commercial_portal"}, {"source_kind": "press"}], 1),
        ([{"source_kind": "report"}, {"source_kind": "press"}], 0),
        ([{"valid_until": date(2020, 1, 1)}, {"valid_until": date(2021, 1, 1)}], 1),
        ([{"valid_until": None}, {"valid_until": date(1990, 1, 1)}], 1),
        ([{"source_kind": "decision", "valid_until": date(2010, 1, 1)},
          {"source_kind": "government", "valid_until": date(2025, 1, 1)}], 0),
        ([{"source_kind": "decision", "valid_until": date(2010, 1, 1)},
          {"source_kind": "decision", "valid_until": date(2012, 1, 1)}], 1),
        ([{}, {}], 0),
    ],
    ids=["cluster before group", "government before press", "press before portal", "report before press",
         "later before earlier", "undated last", "only a decision replaces a decision", "later decision",
         "as delivered"],
)  # fmt: skip
def test_the_published_fact_is_chosen_by_the_rule_table(changes, winner):
    assert choose(facts(*changes))["id"].tolist() == [f"f{winner}"]


def test_every_cluster_and_field_keeps_one_fact_and_none_of_an_empty_table():
    rows = facts({"field": "x"}, {"field": "y"}, {"cluster_id": "b"}, {"field": "x"})
    assert choose(rows)["id"].tolist() == ["f0", "f1", "f2"]
    assert choose(rows.iloc[:0]).empty


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("100", "100.9", False),
        ("100", "102", True),
        (">50", "60", False),
        (">50", "40", True),
        ("280 - 300", "290", False),
        ("280 - 300", "310", True),
        ("x", "5", False),
    ],
)
def test_numbers_contradict_beyond_one_percent_and_outside_their_bounds(one, other, expected):
    assert contradicts(parse_value(one), parse_value(other)) is expected
    assert contradicts(parse_value(other), parse_value(one)) is expected


def test_a_missing_value_contradicts_nothing():
    assert not contradicts(Value(None, None, None), parse_value("3"))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2021-12", "2022 (by Q3)", True),
        ("2022", "2022-05-18", False),
        ("04-11 (year not given)", "2022", False),
    ],
)
def test_dates_contradict_when_they_cannot_be_the_same_day(one, other, expected):
    assert dates_contradict(one, other) is expected
    assert dates_contradict(other, one) is expected
