import pandas as pd
import pytest
from geopandas import GeoDataFrame
from shapely import Point

from geo.admin import Boundaries
from geo.assemble import layers_of
from geo.chosen import choose_published, find_contradictions, with_source_kind
from geo.errors import CRSError
from geo.published import COLLECTIONS
from tests.geo.conftest import FACTS, fact, make_package, square


def published(package, boundaries=None):
    layer = layers_of(package, boundaries or {})["clusters"].set_index("id")
    return layer.astype(object).where(layer.notna(), None)


def test_every_collection_has_just_the_columns_it_promises(package):
    layers = layers_of(package, {})
    for name, collection in COLLECTIONS.items():
        assert list(layers[name].columns) == [*(column.name for column in collection.columns), "geometry"]


def test_a_value_carries_its_basis_source_and_date(package):
    north = published(package).loc["north"]
    assert (north["planned_area_ha"], north["planned_area_ha_basis"]) == (20, "reported")
    assert (north["planned_area_ha_source"], north["planned_area_ha_as_of"]) == ("decision", "2018-05-01")
    assert (north["workers"], north["workers_as_of"], north["period"]) == (300, "2024", "2024")


def test_what_no_source_states_is_missing_and_never_zero(package):
    west = published(package).loc["west"]
    assert west["planned_area_ha"] is None
    assert west["planned_area_ha_basis"] == "missing"
    assert west["fill_rate"] is None
    assert west["fill_rate_missing"] == "committed_area_ha industrial_area_ha"
    assert west["developer"] == "Công ty Tây"


def test_rates_are_computed_from_reported_numbers_and_name_their_sources(package):
    clusters = published(package)
    assert clusters.loc["north", "fill_rate"] == pytest.approx(0.6)
    assert clusters.loc["north", "fill_rate_statistical"] == pytest.approx(0.4)
    assert clusters.loc["north", "fill_rate_ready_land"] == pytest.approx(0.5)
    assert clusters.loc["north", "fill_rate_cleared_land"] == pytest.approx(4 / 9, abs=1e-6)
    assert clusters.loc["north", "fill_rate_gross"] == pytest.approx(0.2)
    assert clusters.loc["north", "fill_rate_gross_basis"] == "computed"
    assert clusters.loc["north", "fill_rate_gross_source"] == "press; decision"
    assert clusters.loc["north", ["unleased_area_ha", "ready_area_ha"]].tolist() == [6, 4]
    assert clusters.loc["south", "fill_rate_statistical"] == pytest.approx(0.5)
    assert clusters.loc["south", "fill_rate"] is None


def test_half_a_year_of_revenue_never_stands_for_a_year(package):
    assert published(package).loc["north", "revenue_bn_vnd"] == 50
    only_half = make_package(facts=[f for f in FACTS if f["id"] != "f00008"])
    assert published(only_half).loc["north", "revenue_bn_vnd"] is None


def test_bounds_keep_their_bound_and_ranges_their_ends(package):
    south = published(package).loc["south"]
    assert south["investment_bn_vnd"] is None
    assert south["investment_bn_vnd_basis"] == "reported"
    assert south["bounds"] == "investment_bn_vnd: >100"
    assert (south["land_rent_usd_m2_min"], south["land_rent_usd_m2_max"]) == (80, 100)


def test_a_group_statement_stays_one(package):
    south = published(package).loc["south"]
    assert south["stated_fill_rate"] == 0.5
    assert (south["stated_fill_rate_scope"], south["stated_fill_rate_group"]) == ("group", "press-fill")


def test_contradicting_facts_are_paired_with_the_published_one(package):
    facts = with_source_kind(package)
    pairs = find_contradictions(facts, choose_published(facts))
    assert [(fact["value"], other["value"]) for fact, other in pairs] == [("50", "40")]
    assert published(package)["contradictions"].to_dict() == {"north": 0, "south": 1, "west": 0}


def test_figures_of_different_times_do_not_contradict():
    package = make_package(facts=[
        fact(1, "north", "workers", "100", "lao động", as_of="2020"),
        fact(2, "north", "workers", "900", "lao động", as_of="2021"),
        fact(3, "north", "workers", "500", "lao động", as_of="2021"),
        fact(4, "north", "date_groundbreaking", "2021-12", None),
        fact(5, "north", "date_groundbreaking", "2022-05", None),
        fact(6, "north", "lat", "21.0", "deg"),
        fact(7, "north", "lat", "20.0", "deg"),
    ])  # fmt: skip
    facts = with_source_kind(package)
    pairs = find_contradictions(facts, choose_published(facts))
    assert [fact["id"] for fact, _ in pairs] == ["f00003", "f00005"]


def test_a_district_only_cluster_has_no_geometry_and_a_surveyed_one_is_measured(package):
    clusters = published(package)
    assert clusters.loc["west", "geometry"] is None
    assert clusters.loc["west", "place_basis"] == "district"
    assert clusters.loc["north", "geometry_area_ha"] == pytest.approx(20, rel=1e-3)
    assert clusters.loc["south", "geometry_area_ha"] is None


def test_a_ward_among_several_is_named_but_bears_no_code(package):
    clusters = published(package)
    assert clusters.loc["north", ["ward_code", "ward_basis"]].tolist() == ["00001", "stated"]
    assert clusters.loc["south", ["ward_code", "ward_name"]].tolist() == [None, "Xã Bắc; Xã Nam"]


def wards_layer():
    return Boundaries(
        GeoDataFrame(
            {"code": ["00001", "00002"], "full_name": ["Xã Bắc", "Xã Nam"]},
            geometry=[square(105.7, 21.05, 20_000), square(105.7, 20.85, 20_000)],
            crs=4326,
        ),
        "© test",
    )


def test_where_ward_outlines_are_loaded_the_pin_decides():
    pins = [fact(20, "south", "lat", "20.95", "deg"), fact(21, "south", "lon", "105.8", "deg")]
    package = make_package(
        facts=[*FACTS, *pins],
        outlines=[
            ("north", "official", 5.0, "outline", square(105.80, 21.10, 447.2136)),
            ("south", "missing", 200.0, "pin", Point(105.8, 20.95)),
            ("west", "missing", None, "district", None),
        ],
    )
    clusters = published(package, {"wards": wards_layer()})
    assert clusters.loc["south", ["ward_code", "ward_name", "ward_basis"]].tolist() == [
        "00002",
        "Xã Nam",
        "pin",
    ]
    assert clusters.loc["south", "ward_name_otherwise"] is None
    assert clusters.loc["north", ["ward_code", "ward_basis"]].tolist() == ["00001", "outline"]
    assert clusters.loc["west", "ward_code"] is None


def test_a_ward_that_contradicts_the_table_keeps_what_the_table_says():
    outlines = [
        ("north", "official", 5.0, "outline", square(105.80, 20.95, 447.2136)),
        ("south", "missing", None, "district", None),
        ("west", "missing", None, "district", None),
    ]
    clusters = published(make_package(outlines=outlines), {"wards": wards_layer()})
    assert clusters.loc["north", ["ward_name", "ward_name_otherwise"]].tolist() == ["Xã Nam", "Xã Bắc"]


def test_units_carry_the_figures_of_their_clusters_and_the_credit_of_their_outline(package):
    layers = layers_of(package, {"wards": wards_layer()})
    ward = layers["wards"].set_index("code").loc["00001"]
    assert (ward["clusters"], ward["planned_area_ha"], ward["fill_rate_weighted"]) == (1, 20, 0.6)
    assert ward["boundary_credit"] == "© test"
    assert ward["geometry"].geom_type == "Polygon"
    district = layers["districts"].set_index("code").loc["001"]
    assert (district["clusters"], district["planned_area_ha"], district["planned_area_known"]) == (3, 60, 2)
    assert district["fill_rate_gross_weighted"] == pytest.approx(19 / 60, abs=1e-6)
    assert district["fill_rate_gross_simple"] == pytest.approx((4 / 20 + 15 / 40) / 2, abs=1e-6)
    assert district["boundary_quality"] == "missing"
    assert district["geometry"] == Point(105.8, 21.0)


def test_a_unit_without_mark_or_outline_has_no_geometry(package):
    wards = layers_of(package, {})["wards"].set_index("code")
    assert wards.loc["00001", "geometry"] is None


def test_observations_keep_every_figure_that_changes_with_time(package):
    layer = layers_of(package, {})["observations"].set_index("id")
    assert layer.loc["f00009", ["indicator", "period", "value"]].tolist() == ["revenue_bn_vnd", "2025-H1", 30]
    assert layer.loc["f00016", ["indicator", "value", "unit", "scope"]].tolist() == [
        "stated_fill_rate", 0.5, "1", "group",
    ]  # fmt: skip
    assert str(layer.loc["f00009", "valid_from"]) == "2024-12-15"
    assert str(layer.loc["f00013", "valid_from"]) == "2021-01-01"
    assert pd.isna(layer.loc["f00016", "period"])
    assert "f00001" not in layer.index


def test_a_layer_in_another_crs_stops(package):
    package.layers["outlines"].to_crs(3405, inplace=True)
    with pytest.raises(CRSError):
        layers_of(package, {})


@pytest.mark.parametrize(("field", "value", "unit", "column"), [
    ("fill_rate_pct", "2021", "%", "stated_fill_rate"), ("workers", "-5", "người", "workers"),
])  # fmt: skip
def test_a_number_that_cannot_be_is_kept_as_stated_and_not_published(field, value, unit, column):
    north = published(make_package(facts=[fact(1, "north", field, value, unit)])).loc["north"]
    assert north[column] is None
    assert north["bounds"] == f"{column}: {value}"


def test_a_rent_known_as_a_bound_keeps_its_bound():
    rent = fact(1, "north", "land_rent_usd_m2", "about 100", "USD/m2 per lease term, excl. VAT")
    assert published(make_package(facts=[rent])).loc["north", "bounds"] == "land_rent_usd_m2: about 100"
