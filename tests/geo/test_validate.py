from datetime import date

import pytest
from shapely import Point, Polygon

from geo.publish import check
from geo.validate import RULES, Level
from tests.geo.conftest import CITY, FACTS, cluster, fact, make_package, square

TODAY = date(2026, 11, 22)
AREA, INVESTMENT = "planned_area_ha", "total_investment_bn_vnd"


def breaches(package):
    return check(package, TODAY)


def found(package, rule):
    return [breach for breach in breaches(package) if breach.rule == rule]


def with_facts(*facts):
    return make_package(facts=[*FACTS, *facts])


def one_outline(geometry, quality="official"):
    return make_package(
        outlines=[
            ("north", quality, 5.0, "outline", geometry),
            ("south", "missing", None, "district", None),
            ("west", "missing", None, "district", None),
        ]
    )


def test_the_three_clusters_break_only_the_warnings_their_facts_deserve(package):
    assert {breach.rule for breach in breaches(package)} == {
        "contradiction", "group-statement", "undated",
    }  # fmt: skip
    assert all(breach.level is Level.WARNING for breach in breaches(package))


def test_rule_ids_are_unique_and_every_rule_speaks_both_languages():
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(rule.title.vi and rule.title.en for rule in RULES)


BOWTIE = Polygon([(105.8, 21.1), (105.81, 21.11), (105.81, 21.1), (105.8, 21.11)])


@pytest.mark.parametrize(
    ("rule", "package", "row", "column"),
    [
        ("geometry-invalid", one_outline(BOWTIE), 1, "geometry"),
        ("geometry-outside", one_outline(square(110.0, 21.0, 447)), 1, "geometry"),
        ("outline-area", one_outline(square(105.8, 21.1, 460)), 1, "geometry"),
        ("leased-beyond-industrial", with_facts(fact(20, "north", "leased_area_ha", "11", period="2025")), 19, "value"),
        ("leased-beyond-planned", with_facts(fact(20, "north", "leased_area_ha", "21", period="2025")), 19, "value"),
        ("leased-beyond-serviced", with_facts(fact(20, "north", "leased_area_ha", "9", period="2025")), 19, "value"),
        ("committed-beyond-industrial",
         with_facts(fact(20, "north", "committed_area_ha", "10.5", period="2025")), 19, "value"),
        ("industrial-beyond-planned", with_facts(fact(20, "north", "industrial_land_ha", "20.5", as_of="2025")), 19, "value"),
        ("year-as-rate", with_facts(fact(20, "north", "fill_rate_pct", "2021", "%")), 19, "value"),
        ("rate-beyond-whole", with_facts(fact(20, "north", "fill_rate_pct", "101", "%")), 19, "value"),
        ("swapped-coordinates", with_facts(fact(20, "north", "lat", "105.8", "deg")), 19, "value"),
        ("swapped-coordinates", with_facts(fact(20, "north", "lon", "21.0", "deg")), 19, "value"),
        ("unit-missing", with_facts(fact(20, "north", "workers", "5", None)), 19, "unit"),
        ("unit-unknown", with_facts(fact(20, "north", "workers", "5", "ha")), 19, "unit"),
        ("value-misread", with_facts(fact(20, "north", "workers", "năm", "người")), 19, "value"),
        ("value-misread", with_facts({**fact(20, "north", "workers", "50", "người"), "value_min": 5.0}), 19, "value"),
        ("value-misread", with_facts({**fact(20, "north", "workers", ">50", "người"), "qualifier": "exact"}), 19, "value"),
        ("negative", with_facts(fact(20, "north", "workers", "-5", "người")), 19, "value"),
        ("pin-outside", with_facts(fact(20, "north", "lon", "120.0", "deg")), 19, "value"),
        ("leased-beyond-committed", with_facts(fact(20, "north", "leased_area_ha", "7", period="2025")), 19, "value"),
        ("lawful-size", with_facts(fact(20, "south", AREA, "76", source_id="decision")), 19, "value"),
        ("lawful-size", with_facts(fact(20, "south", AREA, "4.9", source_id="decision")), 19, "value"),
        ("industrial-default", with_facts(fact(20, "north", "industrial_land_ha", "14", as_of="2025")), 19, "value"),
        ("zero-for-unknown", with_facts(fact(20, "north", "fill_rate_pct", "0", "%")), 19, "value"),
        ("rate-before-operation", with_facts(fact(20, "west", "fill_rate_pct", "100", "%")), 19, "value"),
        ("same-investment",
         with_facts(fact(20, "north", INVESTMENT, "240", "tỷ đồng"), fact(21, "west", INVESTMENT, "240", "tỷ đồng")),
         20, "value"),
        ("month-of-report", with_facts(fact(20, "north", "date_established", "2017-07", None, as_of="2017-07-16")), 19, "value"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_breach_is_found_at_its_row_and_column(rule, package, row, column):
    breach = found(package, rule)[0]
    assert (breach.row, breach.column) == (row, column)
    assert breach.detail


@pytest.mark.parametrize(
    ("rule", "package"),
    [
        ("outline-area", one_outline(square(105.8, 21.1, 456))),
        ("outline-area", one_outline(square(105.8, 21.1, 500), quality="schematic")),
        ("leased-beyond-industrial", with_facts(fact(20, "north", "leased_area_ha", "8", period="2025"))),
        ("lawful-size", with_facts(fact(20, "south", AREA, "75", source_id="decision"))),
        ("lawful-size", with_facts(fact(20, "south", AREA, "5", source_id="decision"))),
        ("industrial-default", with_facts(fact(20, "north", "industrial_land_ha", "14.1", as_of="2025"))),
        ("rate-beyond-whole", with_facts(fact(20, "north", "fill_rate_pct", "100", "%"))),
        ("unit-missing", with_facts(fact(20, "north", "building_density_max", "70%", None))),
        ("zero-for-unknown", with_facts(fact(20, "west", "fill_rate_pct", "0", "%"))),
        ("same-investment", with_facts(
            fact(20, "north", INVESTMENT, "240", "tỷ đồng"),
            fact(21, "west", INVESTMENT, "240", "tỷ đồng", source_id="portal"))),
        ("month-of-report", with_facts(fact(20, "north", "date_established", "2017-06", None, as_of="2017-07"))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_just_holds_is_no_breach(rule, package):
    assert found(package, rule) == []


def test_two_surveyed_outlines_that_share_ground_overlap_and_neighbours_do_not():
    def pair(lon):
        return make_package(
            outlines=[
                ("north", "official", 5.0, "outline", square(105.8, 21.1, 447.2136)),
                ("south", "digitised", 10.0, "outline", square(lon, 21.1, 632.4555)),
                ("west", "missing", None, "district", None),
            ]
        )

    assert "north ∩ south" in found(pair(105.801), "outline-overlap")[0].detail
    assert found(pair(105.81), "outline-overlap") == []


def test_a_pin_that_was_not_used_is_reported(package):
    package.layers["outlines"]["pin_problem"] = [None, "lies outside the province", None]
    assert found(package, "pin-unused")[0].detail == "south: lies outside the province"


def test_a_group_statement_is_reported_once_for_all_its_clusters():
    package = with_facts(fact(20, "north", "fill_rate_pct", "50", "%", scope="group", group_id="press-fill"))
    assert [breach.detail for breach in found(package, "group-statement")] == [
        "press-fill: 1 × 2 (south, north)"
    ]


def test_a_rent_that_most_clusters_share_is_a_list_price():
    rent = "USD/m2 per lease term, excl. VAT"
    facts = [
        fact(20 + n, name, "land_rent_usd_m2", "300", rent)
        for n, name in enumerate(("north", "south", "west"))
    ]
    assert "300 USD/m2 × 3 / 3" in found(make_package(facts=facts), "list-price")[0].detail
    assert found(make_package(facts=facts[:2]), "list-price") == []


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"name_vi": "Cụm công nghiệp Quất Động 2"}, {"name_vi": "Cụm công nghiệp Quất Động mở rộng"}, True),
        ({"name_vi": "Cụm công nghiệp Quất Động 2"}, {"name_vi": "Cụm công nghiệp Bình Minh"}, False),
        ({"name_vi": "CCN Đông Anh", "communes_pre2025": "Nguyên Khê", "commune_basis": "stated", "status": "active"},
         {"name_vi": "CCN Nguyên Khê", "communes_pre2025": "Nguyên Khê", "commune_basis": "stated", "status": "active"},
         True),
        ({"name_vi": "CCN Đông Anh", "communes_pre2025": "Nguyên Khê", "commune_basis": "from_name", "status": "active"},
         {"name_vi": "CCN Nguyên Khê", "communes_pre2025": "Nguyên Khê", "commune_basis": "stated", "status": "active"},
         False),
    ],
    ids=["one name, one area", "other names", "one commune, both active", "a commune read off the name"],
)  # fmt: skip
def test_likely_duplicates_share_name_and_area_or_commune_and_status(first, second, expected):
    pair = [cluster("one", "established") | first, cluster("two", "established") | second]
    facts = [fact(1, "one", AREA, "43.46"), fact(2, "two", "area_ha_reported", "43")]
    outlines = [("one", "missing", None, "district", None), ("two", "missing", None, "district", None)]
    package = make_package(facts=facts, clusters=pair, outlines=outlines)
    assert bool(found(package, "likely-duplicate")) is expected


def city(*rows):
    return make_package(city=[{"area": "city", **row} for row in rows])


def test_a_city_figure_repeated_over_three_dates_is_reported():
    rows = [{"field": "workers", "value": "60000", "as_of": str(year)} for year in (2020, 2021, 2022)]
    assert "60000: 2020, 2021, 2022" in found(city(*rows), "figure-repeated")[0].detail
    assert found(city(*rows[:2]), "figure-repeated") == []


def test_a_jump_while_the_number_of_clusters_stays_is_reported():
    counts = [{"field": "clusters_active", "value": "70", "as_of": year} for year in ("2019", "2020")]
    areas = [
        {"field": "area_ha", "value": value, "as_of": year}
        for value, year in (("1337", "2019"), ("1686", "2020"))
    ]
    assert "1337 (2019) → 1686 (2020)" in found(city(*counts, *areas), "figure-jump")[0].detail
    counts[1]["value"] = "90"
    assert found(city(*counts, *areas), "figure-jump") == []


def test_one_number_with_two_meanings_is_reported():
    rows = [
        {"field": "clusters_to_be_started", "value": "43", "as_of": "2022"},
        {"field": "clusters_established_2018_2020", "value": "43", "as_of": "2024"},
    ]
    assert "= 43" in found(city(*rows), "count-two-meanings")[0].detail


def test_nearly_full_clusters_that_were_only_started_are_reported():
    package = city({"field": "clusters_started_2022_q3_fill", "value": "hầu hết 100", "as_of": "2022"})
    assert found(package, "rate-before-operation")[0].file == "city_series.csv"


def test_an_empty_package_breaks_nothing():
    assert breaches(make_package(facts=[FACTS[0]], city=[CITY[0]], clusters=[cluster("north", "active")],
                                 outlines=[("north", "missing", 9.0, "pin", Point(105.8, 21))])) == []  # fmt: skip
