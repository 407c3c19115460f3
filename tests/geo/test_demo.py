"""A simulated province of 30 clusters, 200 lots and the periods 2020-H1 to 2023-H1."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas import GeoDataFrame

from geo.crs import geodesic_area_ha
from geo.demo.facts import simulate_facts
from geo.demo.history import Breach, find_breaches, list_periods, simulate_history, write_amount
from geo.demo.land import draw_land
from geo.demo.province import MOST_CLUSTERS, parse_periods, simulate
from geo.demo.series import SERIES, simulate_series
from geo.errors import QueryError
from geo.facts import parse_days, period_end
from geo.fields import FIELDS
from geo.package import Package, checksum, read_package, write_package
from geo.schema import LotStatus, Quality, Status

CLUSTERS, LOTS, YEARS, SEED = 30, 200, (2020, 2023), 7
TINY_HA = 1e-4


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo")
    write_package(simulate(CLUSTERS, LOTS, YEARS, SEED), path)
    return path


@pytest.fixture(scope="module")
def package(folder: Path) -> Package:
    return read_package(folder)


@pytest.fixture(scope="module")
def facts(package: Package) -> pd.DataFrame:
    kinds = package.tables["sources"].set_index("id")["kind"]
    facts = package.tables["facts"]
    return facts.assign(source_kind=facts["source_id"].map(kinds))


@pytest.fixture(scope="module")
def reports(facts: pd.DataFrame) -> pd.DataFrame:
    """What clusters report: a row for each cluster and period, a column for each field."""
    stated = facts[facts["period"].notna()]
    return stated.pivot(index=["cluster_id", "period"], columns="field", values="value_min")


@pytest.fixture(scope="module")
def breaches(package: Package) -> dict[Breach, str]:
    clusters = package.tables["clusters"]
    return {breach: clusters["id"][row] for breach, row in find_breaches(clusters["status"]).items()}


def surveyed(package: Package) -> GeoDataFrame:
    outlines = package.layers["outlines"]
    return outlines[outlines["place_basis"] == "outline"].set_index("id")


def overlaps_ha(shapes: np.ndarray) -> list[float]:
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    shared = shapely.intersection(shapes[one[one < other]], shapes[other[one < other]])
    return [geodesic_area_ha(shape) for shape in shared]


def decided(facts: pd.DataFrame, field: str) -> pd.Series:
    """The number a decision states, by cluster id."""
    rows = facts[(facts["field"] == field) & (facts["source_kind"] == "decision")]
    return rows.set_index("cluster_id")["value_min"]


def test_the_same_seed_gives_the_same_bytes(folder, tmp_path):
    write_package(simulate(CLUSTERS, LOTS, YEARS, SEED), tmp_path)
    assert checksum(tmp_path) == checksum(folder)


def test_another_seed_gives_another_package_on_the_same_island(package):
    other = simulate(CLUSTERS, LOTS, YEARS, SEED + 1)
    assert list(other.tables["clusters"]["id"]) != list(package.tables["clusters"]["id"])
    assert other.about.bbox == package.about.bbox


def test_there_are_as_many_clusters_and_lots_as_asked(package):
    assert len(package.tables["clusters"]) == len(package.layers["outlines"]) == CLUSTERS
    assert len(package.tables["lots"]) == len(package.layers["lot_outlines"]) == LOTS


@pytest.mark.parametrize(
    ("clusters", "lots", "years"),
    [(1, 1, (2020, 2020)), (2, 1, (2000, 2001)), (3, 50, (2099, 2100)), (11, 3, (2020, 2021))],
    ids=["one of each", "fewer lots than clusters", "the last years", "ten breaches"],
)
def test_a_province_of_any_size_is_a_valid_package(clusters, lots, years, tmp_path):
    write_package(simulate(clusters, lots, years, 0), tmp_path)
    read = read_package(tmp_path)
    assert (len(read.tables["clusters"]), len(read.tables["lots"])) == (clusters, lots)


def test_every_file_says_it_is_simulated(folder):
    silent = [path.name for path in folder.iterdir() if "SIMULATED" not in path.read_text(encoding="utf-8")]
    assert silent == []


def test_every_row_and_feature_says_it_is_simulated(package):
    for rows in (*package.tables.values(), *package.layers.values()):
        assert (rows["simulated"] == "SIMULATED").all()


def test_every_source_title_says_it_is_simulated_and_has_no_address(package):
    sources = package.tables["sources"]
    assert sources["title"].str.startswith("MÔ PHỎNG · SIMULATED: ").all()
    assert sources["url"].isna().all()


def test_the_island_lies_in_the_open_gulf_clear_of_bach_long_vi(package):
    west, south, east, north = package.about.bbox
    assert 106.8 < west < east < 107.4
    assert 19.45 < south < north < 20.05
    bach_long_vi = shapely.Point(107.73, 20.13)
    assert draw_land().island.distance(bach_long_vi) > 0.3


@pytest.mark.parametrize("units", ["wards", "districts", "communes"])
def test_units_divide_the_island_without_gaps_or_overlaps(units):
    land = draw_land()
    shapes = getattr(land, units).geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.equals(shapely.coverage_union_all(shapes), land.island)


def test_outlines_of_units_are_written_as_a_partition(package):
    for layer in ("ward_outlines", "district_outlines"):
        assert shapely.coverage_is_valid(package.layers[layer].geometry.to_numpy())


def test_some_wards_lie_in_two_former_districts(package):
    shares = package.tables["admin_wards"]["former_districts"]
    assert 0 < shares.str.contains("|", regex=False).sum() < len(shares)


def test_every_commune_of_2024_is_converted_and_some_are_divided(package):
    conversion = package.tables["admin_conversion"]
    assert set(conversion["old_code"]) == set(package.tables["admin_communes"]["code"])
    assert (conversion.groupby("old_code")["largest_area"].sum() == 1).all()
    assert {"whole", "part", "part_default", "abolished_2025-01-01"} == set(conversion["part"])


def test_unit_names_differ_even_without_accents(package):
    for table in ("admin_wards", "admin_communes", "admin_districts"):
        assert package.tables[table]["name"].is_unique


def test_outlines_are_valid_and_inside_the_island(package):
    drawn = package.layers["outlines"].geometry.dropna()
    assert drawn.is_valid.all()
    assert drawn.within(draw_land().island).all()


def test_clusters_do_not_overlap(package):
    drawn = package.layers["outlines"].geometry.dropna().to_numpy()
    assert overlaps_ha(drawn) == []


def test_every_kind_of_boundary_occurs_with_its_accuracy(package):
    outlines = package.layers["outlines"]
    least_most = {
        Quality.OFFICIAL: (1, 5),
        Quality.DIGITISED: (10, 30),
        Quality.SCHEMATIC: (1000, 1000),
        Quality.MISSING: (200, 200),
    }
    assert set(outlines["boundary_quality"]) == set(least_most)
    for quality, accuracy in outlines.groupby("boundary_quality")["position_accuracy_m"]:
        assert accuracy.dropna().between(*least_most[quality]).all()


def test_a_cluster_known_by_district_only_has_no_geometry_and_no_ward(package):
    nowhere = (package.layers["outlines"]["place_basis"] == "district").to_numpy()
    assert nowhere.any()
    assert package.layers["outlines"].geometry[nowhere].isna().all()
    assert package.tables["clusters"]["ward_codes"][nowhere].isna().all()


def test_outlines_have_five_to_fourteen_corners(package):
    corners = shapely.get_num_coordinates(surveyed(package).geometry.to_numpy()) - 1
    assert ((corners >= 5) & (corners <= 14)).all()


def test_official_outlines_have_the_area_decided_but_for_two(package, facts, breaches):
    outlines = surveyed(package)
    official = outlines[outlines["boundary_quality"] == Quality.OFFICIAL]
    measured = official.geometry.map(geodesic_area_ha)
    off = (measured / decided(facts, "planned_area_ha")[official.index] - 1).abs() > 0.01
    assert set(official.index[off]) == {breaches[Breach.OUTLINE_OFF], breaches[Breach.OUTLINE_OFF_TOO]}


def test_the_units_named_are_those_the_outline_lies_in(package):
    clusters = package.tables["clusters"].set_index("id")
    wards = package.layers["ward_outlines"].set_index("code").geometry
    for cluster_id, shape in surveyed(package).geometry.items():
        codes = clusters.loc[cluster_id, "ward_codes"].split("; ")
        assert shape.difference(shapely.union_all(wards[codes].to_numpy())).area < 0.02 * shape.area


def test_the_district_named_holds_the_centre(package):
    clusters = package.tables["clusters"].set_index("id")
    districts = package.layers["district_outlines"].set_index("code").geometry
    for cluster_id, shape in surveyed(package).geometry.items():
        assert shape.intersects(districts[clusters.loc[cluster_id, "district_code"]])


def test_lots_lie_inside_their_cluster_and_not_on_each_other(package):
    lots, shapes = package.tables["lots"], package.layers["lot_outlines"].geometry
    assert shapes.is_valid.all()
    assert (shapes.geom_type == "Polygon").all()
    owners = surveyed(package).geometry[lots["cluster_id"]].to_numpy()
    assert shapely.covers(owners, shapes.to_numpy()).all()
    assert max(overlaps_ha(shapes.to_numpy()), default=0.0) < TINY_HA


def test_lots_have_the_area_they_state(package):
    measured = package.layers["lot_outlines"].geometry.map(geodesic_area_ha)
    assert np.allclose(measured, package.tables["lots"]["area_ha"], rtol=1e-3)


def test_lots_add_up_to_the_industrial_land(package, facts):
    total = package.tables["lots"].groupby("cluster_id")["area_ha"].sum()
    industrial = decided(facts, "industrial_land_ha")
    both = total.index.intersection(industrial.index)
    assert np.allclose(total[both], industrial[both], rtol=2e-3)


def test_leased_lots_agree_with_the_latest_report_within_a_lot(package, reports, breaches):
    lots = package.tables["lots"]
    latest = reports["leased_area_ha"].dropna().groupby("cluster_id").last()
    for cluster_id, own in lots.groupby("cluster_id"):
        if cluster_id != breaches[Breach.LEASED_BEYOND_INDUSTRIAL]:
            leased = own.loc[own["status"] == LotStatus.LEASED, "area_ha"].sum()
            assert abs(leased - latest.get(cluster_id, 0.0)) <= own["area_ha"].max()


def test_a_lot_says_why_it_is_blocked_and_what_it_costs_where_it_is_offered(package):
    lots = package.tables["lots"]
    assert ((lots["status"] == LotStatus.BLOCKED) == lots["blocked_reason"].notna()).all()
    offered = lots["status"].isin([LotStatus.READY, LotStatus.LATER, LotStatus.OPTIONED])
    assert (offered == lots["price_usd_m2"].notna()).all()
    assert (lots["valid_from"] <= period_end("2023-H1")).all()


def test_land_is_let_within_what_is_serviced_cleared_and_planned(facts, reports, breaches):
    land = reports.reset_index().set_index("cluster_id")
    wrong = (land["period"] == "2023-H1") & (land.index == breaches[Breach.LEASED_BEYOND_INDUSTRIAL])
    land = land[~wrong]
    industrial = decided(facts, "industrial_land_ha").reindex(land.index).fillna(np.inf)
    planned = decided(facts, "planned_area_ha").reindex(land.index).fillna(np.inf)
    leased, committed = land["leased_area_ha"].fillna(0), land["committed_area_ha"].fillna(0)
    serviced, cleared = land["serviced_area_ha"].fillna(0), land["cleared_area_ha"].fillna(0)
    for low, high in (
        (leased, committed),
        (committed, industrial),
        (leased, serviced),
        (serviced, industrial),
        (serviced, cleared),
        (cleared, planned),
    ):
        assert (low <= high).all()


def test_industrial_land_is_part_of_the_planned_area(facts):
    industrial = decided(facts, "industrial_land_ha")
    share = (industrial / decided(facts, "planned_area_ha").reindex(industrial.index)).dropna()
    assert share.between(0.64, 0.76).all()


def test_stocks_never_shrink(reports):
    stocks = ["leased_area_ha", "serviced_area_ha", "cleared_area_ha", "enterprises", "workers"]
    order = reports.index.get_level_values("period").map(period_end)
    in_time = reports[stocks].assign(order=order).sort_values("order").drop(columns="order")
    for _, own in in_time.groupby("cluster_id"):
        honest = own.drop(own.index[-1:])
        assert honest.apply(lambda stock: stock.dropna().is_monotonic_increasing).all()


@pytest.mark.parametrize("flow", ["revenue_bn_vnd", "budget_bn_vnd"])
def test_a_year_brings_more_than_its_first_half(reports, flow):
    halves = reports[flow].dropna().unstack()
    for year in ("2020", "2021", "2022"):
        both = halves[[f"{year}-H1", year]].dropna()
        assert len(both) > 0
        assert (both[year] > both[f"{year}-H1"]).all()


def test_the_last_year_is_half_over(facts):
    assert list_periods(2020, 2022) == ("2020-H1", "2020", "2021-H1", "2021", "2022-H1")
    assert set(facts["period"].dropna()) == set(list_periods(*YEARS))
    assert max(facts["valid_until"].dropna()) <= date(2023, 12, 31)


def test_facts_come_in_units_and_times_their_fields_allow(facts):
    for fact in facts.itertuples():
        allowed = FIELDS[fact.field].units
        assert fact.unit in allowed if allowed else fact.unit is None
        assert (fact.period is None) != (fact.as_of is None)
        until = period_end(fact.period) if fact.period else parse_days(fact.as_of)[1]
        assert fact.valid_until == until


def test_numbers_are_read_and_texts_are_not(facts):
    numeric = facts["field"].map(lambda name: FIELDS[name].kind == "number")
    assert (facts["value_min"].notna() == numeric).all()


def test_ids_of_facts_are_numbered(facts):
    assert list(facts["id"]) == [f"f{number:05d}" for number in range(1, len(facts) + 1)]


def test_some_sources_contradict_decisions_and_state_mere_bounds(facts):
    areas = facts[(facts["field"] == "planned_area_ha") & (facts["source_kind"] == "press")]
    assert len(areas) >= 2
    assert not np.isclose(
        areas["value_min"], decided(facts, "planned_area_ha").reindex(areas["cluster_id"])
    ).any()
    assert {"more_than", "about"} <= set(facts["qualifier"].dropna())


def test_a_statement_about_a_group_is_shared_by_clusters_of_one_district(package, facts):
    districts = package.tables["clusters"].set_index("id")["district_code"]
    groups = facts[facts["scope"] == "group"].groupby("group_id")
    assert len(groups) >= 1
    for _, members in groups:
        assert len(members) >= 2
        assert districts[members["cluster_id"]].nunique() == members["value"].nunique() == 1


def test_some_reports_and_some_figures_are_missing(package, reports):
    active = package.tables["clusters"].query("status == 'active'")["id"]
    due = len(active) * len(list_periods(*YEARS))
    delivered = reports.index.get_level_values("cluster_id").isin(active).sum()
    assert 0.80 * due < delivered < due
    silent = reports["revenue_bn_vnd"].groupby("cluster_id").count()
    assert (silent[active] == 0).any()


def stated(facts: pd.DataFrame, cluster_id: str, field: str) -> list[str]:
    return list(facts[(facts["cluster_id"] == cluster_id) & (facts["field"] == field)]["value"])


def test_one_portal_takes_a_year_for_a_rate(facts, breaches):
    years = facts[(facts["field"] == "fill_rate_pct") & (facts["value"] == "2021")]
    assert list(years["cluster_id"]) == [breaches[Breach.YEAR_AS_RATE]]


def test_one_cluster_reports_more_leased_than_industrial_land(facts, reports, breaches):
    beyond = breaches[Breach.LEASED_BEYOND_INDUSTRIAL]
    assert reports.loc[(beyond, "2023-H1"), "leased_area_ha"] > decided(facts, "industrial_land_ha")[beyond]


def test_one_cluster_has_exactly_seventy_percent_of_industrial_land(facts, breaches):
    share = decided(facts, "industrial_land_ha") / decided(facts, "planned_area_ha")
    assert list(share.index[share.round(6) == 0.7]) == [breaches[Breach.EXACTLY_SEVENTY]]


def test_one_pin_has_latitude_and_longitude_swapped(facts, breaches):
    swapped = facts[(facts["field"] == "lat") & (facts["value_min"] > 90)]
    assert list(swapped["cluster_id"]) == [breaches[Breach.SWAPPED_PIN]]
    assert float(stated(facts, breaches[Breach.SWAPPED_PIN], "lon")[0]) < 90


def test_two_clusters_share_one_investment(facts, breaches):
    one = stated(facts, breaches[Breach.SAME_INVESTMENT], "total_investment_bn_vnd")
    assert one == stated(facts, breaches[Breach.SAME_INVESTMENT_TOO], "total_investment_bn_vnd")


def test_two_clusters_have_unlawful_areas(facts, breaches):
    planned = decided(facts, "planned_area_ha")
    unlawful = planned[~planned.between(5, 75)]
    assert set(unlawful.index) == {breaches[Breach.TOO_LARGE], breaches[Breach.TOO_SMALL]}


@pytest.fixture(scope="module")
def course() -> tuple[pd.DataFrame, pd.DataFrame, object]:
    """Facts, totals and truth of 40 clusters of 20 ha, 14 ha of them industrial; the last is planned."""
    rng = np.random.default_rng(3)
    count = 40
    sites = pd.DataFrame(
        {
            "id": [f"c{number}" for number in range(count)],
            "name": "An Mẫu",
            "status": [Status.ACTIVE] * (count - 1) + [Status.PLANNED],
            "kind": "industrial",
            "place_basis": "outline",
            "lon": 107.0,
            "lat": 19.7,
            "district_code": "901",
            "planned": 2_000,
            "planned_stated": True,
            "industrial": 1_401,
            "rent": 100,
        }
    )
    history = simulate_history(sites, list_periods(2020, 2023), rng)
    return simulate_facts(sites, history, rng), simulate_series(sites, history), history


def as_sum(values: pd.Series) -> Decimal:
    return sum((Decimal(value) for value in values), Decimal(0))


@pytest.mark.parametrize("line", SERIES)
@pytest.mark.parametrize("year", ["2020", "2021", "2022"])
def test_a_total_is_what_was_reported_and_what_was_withheld(course, line, year):
    facts, series, history = course
    field = SERIES[line][0]
    total = Decimal(series.query("field == @line and as_of == @year")["value"].item())
    reported = as_sum(facts[(facts["field"] == field) & (facts["period"] == year)]["value"])
    step = history.periods.index(year)
    withheld = history.amounts[field][history.operating & ~history.reported[:, step], step].sum()
    assert total - reported == Decimal(write_amount(int(withheld), field))
    assert (total == reported) == (year == "2020")


def test_totals_count_the_active_clusters_and_their_hectares(course):
    _, series, _ = course
    city = series[series["area"] == "city"].set_index(["field", "as_of"])["value"]
    assert city["clusters_active", "2021"] == "39"
    assert city["area_ha", "2021"] == "780"


def test_a_year_half_over_has_totals_of_stocks_only(course):
    _, series, _ = course
    half = set(series.query("area == 'city' and as_of == '2023-H1'")["field"])
    assert "workers" in half
    assert "budget_bn_vnd_per_year" not in half


def test_totals_of_a_package_are_never_less_than_what_is_reported(package, reports):
    series = package.tables["city_series"].query("area == 'city'")
    yearly = reports.reset_index().query("period.isin(['2020', '2021', '2022'])")
    active = package.tables["clusters"].query("status == 'active'")["id"]
    yearly = yearly[yearly["cluster_id"].isin(active)]
    for line, (field, _) in SERIES.items():
        totals = series[series["field"] == line].set_index("as_of")["value_min"]
        sums = yearly.groupby("period")[field].sum()
        assert (sums <= totals[sums.index] + 1e-6).all()
        assert sums["2020"] == pytest.approx(totals["2020"])


def test_clusters_of_the_districts_add_up_to_the_city(package):
    series = package.tables["city_series"].query("field == 'clusters_active' and as_of == '2023-H1'")
    parts = series.groupby("area")["value_min"].sum()
    assert parts["city"] == parts["district"] == (package.tables["clusters"]["status"] == Status.ACTIVE).sum()


@pytest.mark.parametrize(
    ("amount", "field", "written"),
    [
        (1250, "leased_area_ha", "12.5"),
        (1200, "leased_area_ha", "12"),
        (7, "leased_area_ha", "0.07"),
        (0, "leased_area_ha", "0"),
        (120, "workers", "120"),
    ],
)
def test_amounts_are_written_without_idle_zeros(amount, field, written):
    assert write_amount(amount, field) == written


def test_periods_are_two_years():
    assert parse_periods("2018..2026") == (2018, 2026)


@pytest.mark.parametrize(
    "text", ["", "2018", "2018-2026", "2018..", "18..26", "2026..2018", "1999..2005", "2018..2101"]
)
def test_periods_that_are_no_such_range_are_refused_with_what_was_got(text):
    with pytest.raises(QueryError, match="expected"):
        parse_periods(text)


@pytest.mark.parametrize(
    ("clusters", "lots", "years", "seed"),
    [
        (0, 10, (2020, 2021), 1),
        (-1, 10, (2020, 2021), 1),
        (MOST_CLUSTERS + 1, 10, (2020, 2021), 1),
        (10, 0, (2020, 2021), 1),
        (10, -5, (2020, 2021), 1),
        (10, 10, (2021, 2020), 1),
        (10, 10, (1999, 2020), 1),
        (10, 10, (2020, 2101), 1),
        (10, 10, (2020, 2021), -1),
    ],
)
def test_impossible_provinces_are_refused(clusters, lots, years, seed):
    with pytest.raises(QueryError, match="expected"):
        simulate(clusters, lots, years, seed)
