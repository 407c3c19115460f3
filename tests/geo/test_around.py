"""What a factsheet asks of the published clusters: those nearby, those the law counts, why a fact won."""

from datetime import date

import pytest
from shapely import Point

from geo.choice import deciding_rule
from geo.eligibility import ask_of_day, count_area
from geo.law import Answer, may_establish, regularisation
from geo.law_rules import AreaUnit
from geo.nearby import find_in_same_district, find_nearest, middle
from geo.package import write_package
from geo.publish import publish
from tests.geo.conftest import cluster, fact, make_package

POINTS = [
    ("here", "missing", 1000.0, "commune", Point(105.8, 21.0)),
    ("north", "missing", 500.0, "commune", Point(105.8, 21.1)),
    ("east", "missing", None, "commune", Point(105.9, 21.0)),
    ("far", "missing", 200.0, "pin", Point(105.8, 20.6)),
    ("nowhere", "missing", None, "district", None),
]
"""0.1° of the meridian at 21° is 11.07 km; 0.1° of the parallel is 10.40 km; 0.4° to the south 44.28 km."""


def frozen(tmp_path, package):
    write_package(package, tmp_path / "package")
    return publish(tmp_path / "package", tmp_path / "home", date(2026, 11, 22)).collections["clusters"]


@pytest.fixture
def points(tmp_path):
    named = [cluster(point[0], "active") for point in POINTS]
    return frozen(
        tmp_path,
        make_package(facts=[fact(1, "here", "workers", "9", "lao động")], clusters=named, outlines=POINTS),
    )


def test_the_nearest_come_first_with_their_geodesic_distance(points):
    found = find_nearest(points, points.get_row("here"), 2)
    assert [points.record(one.row)["id"] for one in found] == ["east", "north"]
    assert [one.distance_m for one in found] == pytest.approx([10_398, 11_073], abs=5)


def test_the_uncertainty_of_a_distance_sums_both_accuracies(points):
    found = {points.record(one.row)["id"]: one for one in find_nearest(points, points.get_row("here"), 5)}
    assert found["north"].uncertainty_m == 1500.0
    assert found["east"].uncertainty_m is None
    assert "nowhere" not in found


def test_a_cluster_without_a_place_has_no_nearest_but_neighbours_in_its_district(points):
    row = points.get_row("nowhere")
    assert middle(points, row) is None
    assert find_nearest(points, row, 5) == []
    assert len(find_in_same_district(points, row)) == 4


def test_the_law_counts_the_established_clusters_of_the_district(tmp_path, package):
    clusters = frozen(tmp_path, package)
    counted = count_area(clusters, clusters.record(0), AreaUnit.DISTRICT, "Đông", "name_en")
    assert [cluster["id"] for cluster in counted.known] == ["north", "south"]
    assert [land.leased_ha for land in counted.area.clusters] == [4.0, 15.0]


def test_the_law_counts_the_ward_and_says_how_many_clusters_have_none_known(tmp_path, package):
    clusters = frozen(tmp_path, package)
    counted = count_area(clusters, clusters.record(0), AreaUnit.COMMUNE, "Xã Bắc", "name_en")
    assert ([cluster["id"] for cluster in counted.known], counted.unplaced) == (["north"], 1)
    assert count_area(clusters, clusters.record(1), AreaUnit.COMMUNE, "", "name_en") is None


def test_no_answer_depends_on_a_cluster_that_only_may_lie_there(tmp_path, package):
    package.tables["clusters"].loc[:, "ward_codes"] = None
    package.tables["clusters"].loc[:, "ward_names"] = None
    package.tables["clusters"].loc[0, ["ward_codes", "ward_names"]] = ["00001", "Xã Bắc"]
    package.tables["clusters"].loc[0, "status"] = "planned"
    clusters = frozen(tmp_path, package)
    counted = count_area(clusters, clusters.record(0), AreaUnit.COMMUNE, "Xã Bắc", "name_en", "unknown")
    assert counted.known == () and counted.unplaced > 0
    on = date(2026, 10, 1)
    assert may_establish(counted.area, on).answer is Answer.NOT_COMPUTABLE
    assert may_establish(counted.area, on, exempt=True).answer is Answer.YES


@pytest.mark.parametrize(
    ("stated", "answer", "vague"),
    [
        ("2005", Answer.YES, False),
        ("2009", Answer.NOT_COMPUTABLE, True),
        ("2009-10", Answer.NOT_COMPUTABLE, True),
        ("2009-10-05", Answer.NO, False),
        ("2017-07", Answer.NO, False),
        ("soon", Answer.NOT_COMPUTABLE, False),
        (None, Answer.NOT_COMPUTABLE, False),
    ],
)
def test_a_vague_day_answers_only_where_its_first_and_last_day_agree(stated, answer, vague):
    verdict, too_vague = ask_of_day(stated, lambda day: regularisation(day, date(2026, 1, 1)))
    assert (verdict.answer, too_vague) == (answer, vague)


FACT = {"id": "f00002", "scope": "cluster", "source_kind": "press", "valid_until": "2020-12-31"}


@pytest.mark.parametrize(
    ("other", "rule"),
    [
        ({"scope": "group", "source_kind": "decision"}, 1),
        ({"source_kind": "commercial_portal", "valid_until": "2025-01-01"}, 2),
        ({"valid_until": None}, 3),
        ({"id": "f00003"}, 4),
        ({}, None),
        ({"source_kind": "decision"}, None),
    ],
    ids=["group", "portal", "undated", "later id", "the same", "ranks higher"],
)
def test_the_rule_that_decided_is_the_first_that_tells_them_apart(other, rule):
    assert deciding_rule(FACT, FACT | other) == rule
