"""Targets and results: which are paired, what is merged, and what can be said of a target."""

import pytest

from geo.delivered import PACKAGE
from geo.package import read_package
from geo.programme_words import BUILDING, DECISIONS, LABELS, PROGRAMMES, Bound, Measure
from geo.programmes import Verdict, parse_period, programmes, summary
from geo.series_words import SERIES_TITLES
from geo.units import UNITS


def row(number, indicator, low, high, kind="target", year="2024", **more):
    """Make one delivered row of a programme nobody knows."""
    return {
        "id": str(number), "programme": "Chương trình A", "decision": None, "year": year, "indicator": indicator,
        "value_low": low, "value_high": high, "unit": "cụm", "kind": kind, "source_id": f"s{number}", **more,
    }  # fmt: skip


def verdict_of(*rows):
    section = programmes(rows, [])[0].sections[0]
    return section.rows[0].verdict(section.rows[0].targets[0])[0]


@pytest.fixture(scope="module")
def hanoi():
    tables = read_package(PACKAGE).tables
    targets = tables["programme_targets"].reset_index(drop=True)
    targets = targets.assign(id=[str(place) for place in targets.index])
    records = targets.astype(object).where(targets.notna(), None).to_dict("records")
    return records, programmes(records, tables["city_series"].to_dict("records"))


def statements(listed):
    return [
        (programme, section, line, said)
        for programme in listed
        for section in programme.sections
        for line in section.rows
        for said in (*line.targets, *line.actuals)
    ]


def section_of(listed, indicator, several_years=False):
    return next(
        section
        for programme in listed
        for section in programme.sections
        if (section.indicator.id, section.several_years) == (indicator, several_years)
    )


def test_every_delivered_row_stands_exactly_once(hanoi):
    records, listed = hanoi
    placed = [number for *_, said in statements(listed) for number in said.rows]
    assert sorted(placed) == sorted(record["id"] for record in records)


def test_every_delivered_word_is_known_in_both_languages(hanoi):
    records, _ = hanoi
    assert {record["indicator"] for record in records} <= set(LABELS)
    assert {record["programme"] for record in records} <= set(PROGRAMMES)
    assert {record["unit"] for record in records} <= set(UNITS)
    assert {record["decision"] for record in records if record["decision"]} <= set(DECISIONS)


def test_every_field_of_the_city_series_has_words_in_both_languages():
    series = read_package(PACKAGE).tables["city_series"]
    assert set(series["field"]) <= set(SERIES_TITLES)
    assert set(series["unit"]) <= set(UNITS)


def test_an_unknown_label_appears_as_it_stands():
    found = programmes([row(1, "chỉ tiêu lạ", 3.0, 3.0, programme="Chương trình lạ", unit="cái")], [])
    section = found[0].sections[0]
    assert (found[0].title.en, section.indicator.title.en) == ("Chương trình lạ", "chỉ tiêu lạ")
    assert section.unit.vi == "cái"
    assert section.rows[0].targets[0].rows == ("1",)


def test_running_totals_never_meet_yearly_targets(hanoi):
    for _, section, line, _ in statements(hanoi[1]):
        if section.indicator.measure is Measure.CUMULATIVE:
            assert line.targets == ()
    started = section_of(hanoi[1], "clusters-started-cumulative")
    assert [line.actuals[0].low for line in started.rows] == [13, 24, 30]
    assert started.whole.low == 43
    completed = section_of(hanoi[1], "clusters-completed")
    assert [line.actuals for line in completed.rows] == [(), (), (), ()]


def test_several_sources_of_one_figure_are_named_together(hanoi):
    firms = section_of(hanoi[1], "supporting-enterprises")
    of_2022 = next(line for line in firms.rows if line.period.stated == "2022")
    assert [(said.low, said.sources) for said in of_2022.targets] == [(920, ("s082", "s014"))]


def test_results_that_contradict_stand_side_by_side(hanoi):
    recognised = section_of(hanoi[1], "products-recognised", several_years=True)
    line = next(line for line in recognised.rows if line.period.stated == "2018-2020")
    assert line.contradicted
    assert [said.low for said in line.actuals] == [117, 121]


def test_qualifiers_of_the_labels_are_kept(hanoi):
    bounds = {said.bound for *_, said in statements(hanoi[1])}
    assert bounds == set(Bound)


def test_a_figure_of_the_city_series_joins_its_programme_only_where_there_is_one():
    figure = {
        "area": "city",
        "field": "target_2021_new_low",
        "value_min": 10.0,
        "unit": "cụm",
        "source_id": "s1",
    }
    high = figure | {"field": "target_2021_new_high", "value_min": 15.0}
    assert programmes([], [figure, high]) == []
    listed = programmes([row(1, "cụm thành lập", 1.0, 1.0, programme=BUILDING)], [figure, high])
    assert [(t.low, t.high) for t in listed[0].sections[0].rows[0].targets] == [(10, 15)]


@pytest.mark.parametrize(
    ("text", "first", "month", "last", "remarks"),
    [
        ("2020", None, None, 2020, 0),
        ("2016-2020", 2016, None, 2020, 0),
        ("06/2023", None, 6, 2023, 0),
        ("2018-10/2022", 2018, 10, 2022, 0),
        ("mỗi năm", None, None, None, 0),
        ("2018-2020 (đến 09/2020)", 2018, None, 2020, 1),
        ('2024 (nguồn ghi "trong năm 2023")', None, None, 2024, 1),
        ("2024 (điều chưa biết)", None, None, 2024, 1),
    ],
)
def test_periods_are_read_with_their_remarks(text, first, month, last, remarks):
    period, found = parse_period(text)
    assert (period.first, period.month, period.last, len(found)) == (first, month, last, remarks)


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        (("cụm khởi công", 10.0, 20.0), ("cụm khởi công", 10.0, 10.0), Verdict.MET),
        (("cụm khởi công", 10.0, 20.0), ("cụm khởi công", 9.0, 9.0), Verdict.NOT_MET),
        (("sản phẩm được công nhận (trên)", 9.0, None), ("sản phẩm được công nhận (trên)", 9.0, 9.0), Verdict.MET),
        (("cụm khởi công", 12.0, 12.0), ("cụm khởi công", 5.0, 12.0), Verdict.UNDECIDED),
        (("lạ", None, 12.0), ("lạ", 5.0, 20.0), Verdict.UNDECIDED),
        (("lạ", None, 12.0), ("lạ", 20.0, None), Verdict.NOT_MET),
        (("kim ngạch xuất khẩu (xấp xỉ)", 5.0, 5.0), ("kim ngạch xuất khẩu (xấp xỉ)", 9.0, 9.0), Verdict.UNDECIDED),
        (("lạ", 9.0, 9.0), ("lạ", 5.0, None), Verdict.UNDECIDED),
        (("lạ", None, 9.0), ("lạ", 5.0, 5.0), Verdict.MET),
        (("lạ", None, 9.0), ("lạ", 10.0, 10.0), Verdict.NOT_MET),
    ],
    ids=["lower end", "below", "more than", "perhaps", "perhaps at most", "above any", "approximate", "only a bound", "at most", "above the most"],
)  # fmt: skip
def test_the_lower_end_of_a_target_decides(target, actual, expected):
    assert verdict_of(row(1, *target), row(2, *actual, kind="actual")) is expected


def test_a_target_without_a_result_is_not_judged():
    assert verdict_of(row(1, "cụm khởi công", 1.0, 1.0)) is Verdict.NO_RESULT


def test_a_doubtful_year_and_results_that_disagree_leave_it_open():
    target = row(1, "lạ", 5.0, 5.0)
    both = [row(2, "lạ", 4.0, 4.0, kind="actual"), row(3, "lạ", 6.0, 6.0, kind="actual")]
    assert verdict_of(target, *both) is Verdict.UNDECIDED
    doubtful = target | {"year": '2024 (nguồn ghi "trong năm 2023")'}
    assert verdict_of(doubtful, both[1]) is Verdict.UNDECIDED


def test_the_summary_counts_each_target_once(hanoi):
    counts = summary(hanoi[1])
    targets = [said for *_, said in statements(hanoi[1]) if said.kind == "target"]
    assert counts.targets == len(targets)
    assert counts.with_result == counts.met + counts.not_met + counts.undecided
