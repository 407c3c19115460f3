"""Reported against seen, by hand: `north` is a square of 447.2136 m (20 ha, 1,788.85 m around), accurate to
5 m, of which 4 of 20 ha (0.2) were let in 2024. With cells of 10 m the tolerance is 1,788.85 x (5 + 5) /
200,000 = 0.0894.
"""

from datetime import date

import numpy as np
import pytest

from geo.formats.offered import export_collection, formats_of
from geo.package import write_package
from geo.publish import publish
from geo.seen import Reported, judge, latest_reported, tolerance_share
from tests.geo.conftest import FACTS, fact, make_package
from tests.geo.rasters.conftest import full
from tests.geo.rasters.test_values import DAY, NORTH, SOUTH


@pytest.fixture
def compared(tmp_path, home):
    """Publish; the comparisons by their ids."""

    def comparing(facts=FACTS, north=NORTH):
        outlines = [north, SOUTH, ("west", "missing", None, "district", None)]
        write_package(make_package(facts, outlines=outlines), tmp_path / "package")
        snapshot = publish(tmp_path / "package", home, DAY)
        return {row["id"]: row for row in snapshot.collections["seen"].records()}

    return comparing


def built(share):
    return full(share)


def said(day):
    return {"date": day}


def test_the_tolerance_is_the_border_times_accuracy_and_half_a_cell_over_the_area():
    assert tolerance_share(10_000.0, 400.0, 5.0, 10.0) == 0.4
    assert tolerance_share(200_000.0, 2_000.0, 1.0, 2.0) == pytest.approx(0.02)
    assert tolerance_share(10_000.0, 400.0, 30.0, 10.0) == 1.0


@pytest.mark.parametrize(
    ("gap", "verdict"),
    [
        (0.1, "agree"),
        (-0.1, "agree"),
        (0.0, "agree"),
        (0.100001, "seen_more"),
        (-0.100001, "reported_more"),
    ],
)
def test_a_gap_of_exactly_the_tolerance_agrees_and_one_beyond_has_a_direction(gap, verdict):
    assert judge(gap, 0.1) == verdict


def test_the_rate_is_that_of_the_latest_period_that_ended_by_the_day():
    told = [Reported(date(year, 12, 31), str(year), share) for year, share in ((2022, 0.1), (2023, 0.2))]
    assert latest_reported(told, date(2023, 12, 30)).period == "2022"
    assert latest_reported(told, date(2023, 12, 31)).period == "2023"
    assert latest_reported(told, date(2022, 12, 30)) is None


def test_a_share_seen_stands_beside_the_rate_reported(add, compared):
    add(built(0.35), "builtup", said("2025-03-31"))
    row = compared()["north.builtup-2025-03-31"]
    assert (row["verdict"], row["seen_share"], row["covered_share"]) == ("seen_more", 0.35, 1.0)
    told = [row[f"reported_{name}"] for name in ("share", "period", "source")]
    assert told == [0.2, "2024", "press; decision"]
    assert (row["gap_share"], row["seen_date"], row["cell_m"]) == (0.15, "2025-03-31", 10.0)
    assert row["tolerance_share"] == pytest.approx(1_788.85 * 10 / 200_000, abs=1e-5)
    assert row["gap_ha"] == pytest.approx(0.15 * 20, abs=2e-3)
    assert row["beyond_ha"] == pytest.approx((0.15 - 0.0894427) * 20, abs=2e-3)
    assert (row["outline_area_ha"], row["boundary_quality"]) == (pytest.approx(20, abs=0.01), "official")


@pytest.mark.parametrize(
    ("share", "verdict"), [(0.25, "agree"), (0.12, "agree"), (0.35, "seen_more"), (0.05, "reported_more")]
)
def test_the_direction_of_a_gap_is_named(add, compared, share, verdict):
    add(built(share), "builtup", said("2025"))
    row = compared()["north.builtup-2025"]
    assert (row["verdict"], row["gap_share"]) == (verdict, pytest.approx(share - 0.2, abs=1e-6))
    assert (row["beyond_ha"] > 0) == (verdict != "agree")


def test_every_date_has_a_comparison_of_its_own_with_the_period_before_it(add, compared):
    more = [fact(30, "north", "leased_area_ha", "8", period="2025")]
    for day in ("2023-06-30", "2025-06-30", "2026-02-01"):
        add(built(0.3 + int(day[3]) / 100), "builtup", said(day))
    rows = compared([*FACTS, *more])
    assert {row["seen_date"]: (row["reported_period"], row["verdict"]) for row in rows.values()} == {
        "2023-06-30": (None, "not_reported"),
        "2025-06-30": ("2024", "seen_more"),
        "2026-02-01": ("2025", "agree"),
    }
    assert rows["north.builtup-2023-06-30"]["gap_share"] is None


def test_a_rate_of_more_than_a_year_before_is_told_and_not_judged(add, compared):
    add(built(0.9), "builtup", said("2026-01-02"))
    row = compared()["north.builtup-2026-01-02"]
    assert (row["verdict"], row["reported_period"], row["gap_share"]) == ("reported_too_old", "2024", None)


def test_what_less_than_half_is_seen_of_is_not_judged(add, compared):
    cells = built(0.9)
    cells[:, 112:] = np.nan
    add(cells, "builtup", said("2025"))
    row = compared()["north.builtup-2025"]
    assert (row["verdict"], row["gap_share"], row["tolerance_share"]) == ("under_half_covered", None, None)
    assert row["covered_share"] < 0.5


def test_an_outline_of_unknown_accuracy_is_not_judged(add, compared):
    add(built(0.9), "builtup", said("2025"))
    rows = compared(north=(*NORTH[:2], None, *NORTH[3:]))
    assert rows["north.builtup-2025"]["verdict"] == "accuracy_unknown"


def test_a_schematic_outline_is_never_compared(add, compared):
    add(built(0.9), "builtup", said("2025"))
    assert {row["cluster_id"] for row in compared().values()} == {"north"}


def test_land_cover_of_worldcover_is_compared_and_terrain_is_not(add, compared):
    add(full(50, dtype="uint8"), "landcover", said("2025"))
    add(full(7.0), "dem", said("2025"))
    rows = compared()
    assert rows.keys() == {"north.landcover-2025"}
    assert rows["north.landcover-2025"]["seen_share"] == 1.0


def test_without_rasters_the_collection_is_there_and_empty(compared, home):
    assert compared() == {}


def test_the_comparisons_come_in_every_format_with_the_credit_of_the_raster(add, compared, home, tmp_path):
    add(built(0.9), "builtup", {"date": "2025", "credit": "© Người đo", "licence": "CC-BY-4.0"})
    compared()
    snapshot = publish(tmp_path / "package", home, DAY)
    for form in formats_of(snapshot.collections["seen"]):
        assert export_collection(snapshot, "seen", form.name)
    assert "© Người đo (CC-BY-4.0)" in export_collection(snapshot, "seen", "geojson").decode()
