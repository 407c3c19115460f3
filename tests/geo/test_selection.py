"""A question as rows and as a filter in CQL2: both find the same, on the shipped data and on a simulated province."""

from datetime import date

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.conditions import AskedError
from geo.cql import parse_filter
from geo.crs import CRS84
from geo.demo.province import simulate
from geo.filters import Filter, matches
from geo.history import periods_of
from geo.package import write_package
from geo.publish import publish
from geo.published import COLLECTIONS
from geo.selection import parse_selection
from geo.snapshot import open_snapshot

COLUMNS = {name: {one.name: one for one in COLLECTIONS[name].columns} for name in ("clusters", "history")}
RING = "105.6,20.85,105.95,20.85,105.95,21.15,105.6,21.15"
TEXTS = {
    "status": ("active", "active,established", "planned,missing"),
    "planned_area_ha": ("10..75", "10..<20", "10<..20", "..<5,50..", "known", "bound", "missing,0..30", "<12.5"),
    "stated_fill_rate": ("missing", "50%..", "missing,0..0.25", "known"),
    "ready_area_ha": ("known", "missing", "0.5.."),
    "district_code": ("268", "268,276,missing", "001"),
    "industries": ("mechanical", "agrifood,textile", "missing"),
    "developer": ("cong ty", "known", "missing"),
    "contradictions": ("1..", "0..0"),
    "land_rent_usd_m2_min": ("..320", "known"),
    "q": ("dong", "phu thanh", "x_%'"),
    "within": (RING, "105.7,20.9,105.9,20.9,105.8,21.1"),
    "extent": ("105.7,20.9,105.9,21.1",),
    "filter": ("workers > 100 OR status = 'active'", "NOT (planned_area_ha < 20)"),
}  # fmt: skip
QUESTIONS = st.dictionaries(st.sampled_from(sorted(TEXTS)), st.integers(0, 9), max_size=4)


@pytest.fixture(scope="module")
def hanoi(published_home):
    return open_snapshot(published_home / "snapshots")


@pytest.fixture(scope="module")
def simulated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("simulated")
    write_package(simulate(40, 20, (2024, 2026), 1), folder / "package")
    publish(folder / "package", folder / "home", date(2026, 11, 22))
    return open_snapshot(folder / "home" / "snapshots")


def ask(snapshot, **texts):
    """Return the collection a question is put to, its rows, and the rows its CQL2 filter finds."""
    selection = parse_selection(texts, COLUMNS["clusters"], tuple(periods_of(snapshot)))
    frozen, columns = snapshot.collections[selection.collection], COLUMNS[selection.collection]
    rows, written = selection.rows(frozen, columns), selection.to_cql2()
    if not written:
        return frozen, rows.tolist(), list(range(len(frozen)))
    mask = matches(frozen, columns, Filter(parse_filter(written, "cql2-text"), CRS84))
    return frozen, rows.tolist(), np.flatnonzero(mask).tolist()


def values(snapshot, name, **texts):
    frozen, rows, _ = ask(snapshot, **texts)
    column = frozen.columns[name].to_pylist()
    return [column[row] for row in rows]


@pytest.mark.parametrize("province", ["hanoi", "simulated"])
@pytest.mark.parametrize("timed", [False, True])
@settings(max_examples=25)
@given(places=QUESTIONS)
def test_the_filter_of_a_question_finds_the_rows_of_the_question(request, province, timed, places):
    snapshot = request.getfixturevalue(province)
    texts = {name: TEXTS[name][place % len(TEXTS[name])] for name, place in places.items()}
    if timed:
        texts["time"] = periods_of(snapshot)[-1]
    _, rows, filtered = ask(snapshot, **texts)
    assert rows == filtered


def test_alternatives_are_added_to_each_other(hanoi):
    both = values(hanoi, "id", status="active,established")
    assert sorted(both) == sorted(
        values(hanoi, "id", status="active") + values(hanoi, "id", status="established")
    )
    known, unknown = values(hanoi, "id", workers="known"), values(hanoi, "id", workers="missing")
    assert len(values(hanoi, "id", workers="known,missing")) == len(known) + len(unknown)


def test_a_half_open_range_leaves_its_end_out(hanoi):
    areas = values(hanoi, "planned_area_ha", planned_area_ha="10..50")
    assert {10.0, 50.0} <= set(areas)
    assert values(hanoi, "planned_area_ha", planned_area_ha="10<..<50") == [a for a in areas if 10 < a < 50]
    split = [values(hanoi, "id", planned_area_ha=text) for text in ("..<20", "20..<50", "50..")]
    assert sum(map(len, split)) == len(values(hanoi, "id", planned_area_ha="known"))


def test_what_is_drawn_or_in_view_holds_the_clusters_that_touch_it(hanoi):
    frozen, inside, _ = ask(hanoi, within=RING)
    places = frozen.geometries(frozen.rows)
    box = shapely.box(105.6, 20.85, 105.95, 21.15)
    touching = [row for row, place in enumerate(places) if place is not None and box.intersects(place)]
    assert inside == touching
    assert 0 < len(inside) < len(frozen)
    assert ask(hanoi, extent="105.6,20.85,105.95,21.15")[1] == touching


def test_a_question_of_ids_holds_for_a_period_too(simulated):
    ids = values(simulated, "id", status="active")[:3]
    period = periods_of(simulated)[-1]
    assert sorted(values(simulated, "cluster_id", id=",".join(ids), time=period)) == sorted(ids)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("within", "105,21,106"),
        ("within", "105,20,106,21,105,21,106,20"),
        ("within", "a,b,c,d,e,f"),
        ("extent", "1,2,3"),
        ("extent", "105.9,20.9,105.7,21.1"),
        ("extent", "105,21,105,21"),
        ("id", ",".join(map(str, range(2_001)))),
        ("filter", "status ="),
        ("filter", "colour = 'red'"),
        ("time", "1999"),
    ],
)
def test_what_cannot_be_is_refused_in_both_languages(hanoi, name, text):
    with pytest.raises(AskedError) as refused:
        ask(hanoi, **{name: text})
    assert refused.value.name == name
    assert refused.value.expected.vi and refused.value.expected.en
