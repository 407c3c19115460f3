"""Clusters by period, for the three clusters of `conftest`: figures of 2021, 2024 and 2025-H1."""

from datetime import date

import pytest

from geo.assemble import layers_of
from geo.delivered import PACKAGE
from geo.demo.province import simulate
from geo.facts import period_end
from geo.history import in_order_of_time, periods_of, step_of
from geo.package import read_package
from geo.published import COLLECTIONS
from geo.rasters.kinds import MEASURED
from geo.snapshot import freeze
from tests.geo.conftest import FACTS, fact, make_package


def history(package):
    layer = layers_of(package, {})["history"].set_index("id")
    return layer.astype(object).where(layer.notna(), None)


def frozen(tmp_path, package):
    return freeze(tmp_path, layers_of(package, {}), {"simulated": False}, {}, "x")


@pytest.mark.parametrize(
    ("field", "period", "as_of", "step"),
    [
        ("workers", "2024", "2025-03", "2024"),
        ("workers", "2024-H1", None, "2024-H1"),
        ("workers", None, "2024-06-30", "2024-H1"),
        ("workers", None, "2024-03", "2024-H1"),
        ("workers", None, "2024-Q2", "2024-H1"),
        ("workers", None, "2024-07-01", "2024"),
        ("workers", None, "2024-H2", "2024"),
        ("workers", None, "2024 (by Q3)", "2024"),
        ("workers", None, "2024", "2024"),
        ("workers", None, None, None),
        ("workers", None, "recently", None),
        ("revenue_bn_vnd", None, "2024", "2024"),
        ("revenue_bn_vnd", None, "2024-H1", "2024-H1"),
        ("revenue_bn_vnd", None, "2024-03-11", None),
        ("revenue_bn_vnd", None, "2024 (by Q3)", None),
    ],
)
def test_a_figure_belongs_to_its_reporting_period_else_to_that_of_its_date(field, period, as_of, step):
    assert step_of(field, period, as_of) == step


def test_half_a_year_comes_before_its_year():
    assert in_order_of_time(["2025", "2024", "2025-H1", "2024"]) == ["2024", "2025-H1", "2025"]


def test_every_cluster_has_a_row_in_every_period_that_a_figure_is_about(package):
    rows = history(package)
    assert rows.index.tolist() == [
        f"{name}.{period}" for period in ("2021", "2024", "2025-H1") for name in ("north", "south", "west")
    ]
    assert rows.loc["west.2025-H1", ["cluster_id", "period"]].tolist() == ["west", "2025-H1"]
    assert rows.loc["west.2025-H1", ["valid_from", "valid_to"]].tolist() == [
        date(2025, 1, 1),
        date(2025, 6, 30),
    ]
    assert rows.loc["west.2024", ["valid_from", "valid_to"]].tolist() == [
        date(2024, 1, 1),
        date(2024, 12, 31),
    ]


def test_what_varies_is_of_the_very_period_and_never_carried_over(package):
    rows = history(package)
    assert rows["leased_area_ha"].dropna().to_dict() == {"south.2021": 15, "north.2024": 4}
    assert rows["fill_rate"].dropna().to_dict() == {"north.2024": 0.6}
    assert rows["fill_rate_statistical"].dropna().to_dict() == {"south.2021": 0.5, "north.2024": 0.4}
    assert rows.loc["north.2025-H1", "fill_rate_missing"] == "committed_area_ha"
    assert rows.loc["south.2021", ["stated_fill_rate", "stated_fill_rate_scope"]].tolist() == [0.5, "group"]
    assert rows.loc["south.2024", ["stated_fill_rate", "stated_fill_rate_scope"]].tolist() == [None, None]


def test_revenue_of_half_a_year_stands_in_its_half_and_that_of_a_year_in_the_year(package):
    rows = history(package)
    assert rows["revenue_bn_vnd"].dropna().to_dict() == {"north.2024": 50, "north.2025-H1": 30}
    assert rows["revenue_per_ha"].dropna().to_dict() == {"north.2024": 2.5, "north.2025-H1": 1.5}
    assert rows["workers_per_ha"].dropna().to_dict() == {"north.2024": 15}


def test_what_does_not_vary_is_what_was_known_by_the_end_of_the_period():
    later = fact(20, "north", "planned_area_ha", "25", source_id="decision", as_of="2024-12-31")
    rows = history(make_package(facts=[*FACTS, later]))
    planned = rows.loc[rows["cluster_id"] == "north", "planned_area_ha"]
    assert planned.to_dict() == {"north.2021": 20, "north.2024": 25, "north.2025-H1": 25}
    assert rows.loc["north.2024", "workers_per_ha"] == 12
    assert rows["industrial_area_ha"].dropna().groupby(level=0).first()["north.2021"] == 10


def test_contradictions_are_those_of_what_was_known_then(package):
    assert not history(package)["contradictions"].any()
    early = fact(11, "south", "planned_area_ha", "50", source_id="portal", as_of="2022")
    rows = history(make_package(facts=[early if one["id"] == "f00011" else one for one in FACTS]))
    assert rows.loc[rows["contradictions"] > 0].index.tolist() == ["south.2024", "south.2025-H1"]


def test_a_bound_counts_as_known(package):
    rows = history(package)
    # planned and industrial area; of 2024 also four areas, workers and revenue
    assert rows.loc[["north.2021", "north.2024", "north.2025-H1"], "known_indicators"].tolist() == [2, 8, 3]
    # both areas, rent as a range, investment as a bound; of 2021 also leased land and a group's rate
    assert rows.loc[["south.2021", "south.2024"], "known_indicators"].tolist() == [6, 4]
    assert rows.loc["south.2024", "bounds"] == "investment_bn_vnd: >100"


@pytest.mark.parametrize(
    ("established", "periods"),
    [
        ("2024-09-01", ["2024", "2025-H1"]),
        ("2025", ["2025-H1"]),
        ("2024", ["2024", "2025-H1"]),
        ("2021", ["2021", "2024", "2025-H1"]),
    ],
)
def test_a_cluster_has_no_row_before_it_was_established(established, periods):
    rows = history(make_package(facts=[*FACTS, fact(20, "west", "date_established", established, None)]))
    assert rows.loc[rows["cluster_id"] == "west", "period"].tolist() == periods


def test_what_was_counted_before_a_cluster_was_established_is_kept():
    rows = history(make_package(facts=[*FACTS, fact(20, "south", "date_established", "2023-05-02", None)]))
    assert rows.loc["south.2021", "leased_area_ha"] == 15


def test_a_chosen_figure_holds_in_its_own_period_only():
    told = [
        fact(1, "north", "workers", "100", "lao động", period="2023"),
        fact(2, "north", "workers", "120", "lao động", period="2023", source_id="decision"),
        fact(3, "north", "workers", "90", "lao động", as_of="2022-12-01"),
    ]
    rows = history(make_package(facts=told))
    assert rows["workers"].dropna().to_dict() == {"north.2022": 90, "north.2023": 120}
    assert rows["contradictions"].to_dict()["north.2023"] == 1


def test_place_and_status_are_those_of_the_cluster(package):
    layers = layers_of(package, {})
    clusters = layers["clusters"].set_index("id")
    for row in layers["history"].to_dict("records"):
        cluster = clusters.loc[row["cluster_id"]]
        assert (row["geometry"], row["ward_name"], row["boundary_quality"], row["status"]) == (
            cluster["geometry"], cluster["ward_name"], cluster["boundary_quality"], cluster["status"],
        )  # fmt: skip


def test_its_columns_are_those_of_a_cluster_without_grounds():
    cluster = {column.name: column for column in COLLECTIONS["clusters"].columns}
    own = {column.name: column for column in COLLECTIONS["history"].columns}
    assert own.keys() - cluster.keys() == {"cluster_id", "valid_from", "valid_to"}
    kept = {"ward_basis", "commune_basis", "place_basis", "boundary_source", "as_of"}
    grounds = ("_basis", "_source", "_as_of")
    measured = {column.name for column in MEASURED}
    assert all(name.endswith(grounds) or name in measured for name in cluster.keys() - own.keys())
    assert kept <= own.keys()
    same = own.keys() & cluster.keys() - {"id", "period", "status"}
    assert all(own[name] == cluster[name] for name in same)


def test_without_a_dated_figure_the_collection_is_there_and_empty(tmp_path):
    still = [one for one in FACTS if one["field"] in ("planned_area_ha", "developer")]
    snapshot = frozen(tmp_path, make_package(facts=still))
    assert len(snapshot.collections["history"]) == 0
    assert periods_of(snapshot) == []


def test_the_periods_of_a_snapshot_come_in_order_of_time(tmp_path, package):
    assert periods_of(frozen(tmp_path, package)) == ["2021", "2024", "2025-H1"]


def test_hanoi_has_the_steps_its_sources_speak_of():
    rows = history(read_package(PACKAGE))
    assert list(dict.fromkeys(rows["period"])) == ["2020-H1", "2022-H1", "2025-H1", "2025"]
    assert rows["enterprises"].dropna().to_dict() == {"thuy-hoi.2020-H1": 172, "tien-phong.2022-H1": 90}
    said = rows["stated_fill_rate"].dropna()
    assert len(said[said.index.str.endswith(".2025")]) == 5
    assert rows["period"].eq("2025").sum() == 113


def test_a_simulated_province_has_what_each_cluster_reported():
    package = simulate(12, 40, (2024, 2025), 7)
    rows = history(package)
    facts = package.tables["facts"]
    workers = facts[(facts["field"] == "workers") & (facts["qualifier"] == "exact") & facts["period"].notna()]
    told = {f"{one['cluster_id']}.{one['period']}": one["value_min"] for one in workers.to_dict("records")}
    shown = rows["workers"].dropna().to_dict()
    assert shown.items() <= told.items()
    assert len(shown) > 20
    assert all(period_end(period) <= date(2025, 12, 14) for period in rows["period"])
