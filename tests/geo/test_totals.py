import pytest

from geo.assemble import layers_of
from geo.totals import LINES, accounts, breakdown, registrations, report
from tests.geo.conftest import CITY, make_package


def published(package):
    return layers_of(package, {})["clusters"].drop(columns="geometry").to_dict("records")


def of_line(found, line):
    return next(account for account in found if account.line == line)


@pytest.fixture
def city(package):
    return [row for row in package.tables["city_series"].to_dict("records") if row["area"] == "city"]


def test_a_city_figure_is_what_active_clusters_report_and_the_rest(package, city):
    account = of_line(accounts(published(package), city, {}), "workers")
    assert (account.city, account.reported.amount, account.not_reported) == (1000, 300, 700)
    assert (account.reported.clusters, account.not_reported_clusters) == (1, 4)
    assert (account.reported.planned_area_ha, account.not_reported_ha) == (20, 80)
    assert account.city == account.reported.amount + account.not_reported


def test_the_clusters_themselves_are_a_line(package, city):
    account = of_line(accounts(published(package), city, {}), "clusters")
    assert (account.city, account.reported.amount, account.not_reported) == (5, 2, 3)
    assert account.reported.planned_area_ha == 60
    assert account.not_reported_ha == 40
    assert account.reported.area_known == account.reported.clusters


def test_a_cluster_whose_area_is_unknown_makes_the_rest_an_upper_bound(package, city):
    clusters = [c | {"status": "active"} for c in published(package)]
    account = of_line(accounts(clusters, city, {}), "clusters")
    assert (account.reported.clusters, account.reported.area_known) == (3, 2)
    assert account.not_reported_ha == 40


def test_clusters_not_known_to_be_active_stand_beside_the_account(package, city):
    clusters = [c | {"status": "established"} if c["id"] == "north" else c for c in published(package)]
    account = of_line(accounts(clusters, city, {}), "workers")
    assert account.reported.amount == 0
    assert account.unconfirmed.amount == 300
    assert account.not_reported == 1000


def test_revenue_has_no_city_total_and_says_so(package, city):
    account = of_line(accounts(published(package), city, {}), "revenue_bn_vnd")
    assert account.city is None
    assert account.not_reported is None
    assert account.reported.amount == 50
    assert "no source" in next(line.remedy.en for line in LINES if line.id == "revenue_bn_vnd")


def test_reports_beyond_the_city_figure_are_said_and_not_negative(package):
    low = [{**CITY[2], "value": "200"}]
    city = make_package(city=low).tables["city_series"].to_dict("records")
    account = of_line(accounts(published(package), city, {}), "workers")
    assert account.exceeded
    assert account.not_reported is None


def test_a_year_with_reports_of_its_own_is_held_against_them(package, city):
    found = accounts(published(package), city, {("workers", "2024"): {"north": 100.0, "south": 50.0}})
    account = of_line(found, "workers")
    assert account.reported.amount == 150
    assert account.not_reported == 850


def test_a_district_figure_is_no_city_figure_but_has_an_account_of_its_own(package):
    made = report(published(package), package.tables["city_series"].to_dict("records"), {})
    assert [a["city"] for a in made["accounts"] if a["line"] == "workers"] == [1000]
    (district,) = made["district_accounts"]
    assert district["district"] == "Đông"
    assert [(a["line"], a["city"], a["not_reported"]) for a in district["accounts"]] == [
        ("workers", 900, 600)
    ]


def test_sums_by_status_say_how_many_clusters_stand_behind_them(package):
    active, planned = breakdown(published(package), "status")
    assert (active["group"], active["clusters"], active["planned_area_ha"], active["planned_area_ha_known"]) == (
        "active", 2, 60, 2,
    )  # fmt: skip
    assert planned["planned_area_ha"] is None
    assert planned["planned_area_ha_known"] == 0
    assert active["workers_known"] == 1


def test_the_report_is_made_of_plain_values(package, city):
    made = report(published(package), city, {})
    assert {"accounts", "district_accounts", "by_status", "by_district", "by_ward"} == made.keys()
    assert [row["group"] for row in made["by_district"]] == ["Đông"]
    assert {row["group"] for row in made["by_ward"]} == {"", "Xã Bắc", "Xã Bắc; Xã Nam"}


def test_a_figure_older_than_what_is_known_or_undated_has_no_rest(package):
    rows = [{**CITY[2], "as_of": "2019"}, {**CITY[2], "as_of": None}]
    city = make_package(city=rows).tables["city_series"].to_dict("records")
    found = [account for account in accounts(published(package), city, {}) if account.line == "workers"]
    assert [(account.city, account.not_reported, account.exceeded) for account in found] == [
        (1000, None, False), (1000, None, False),
    ]  # fmt: skip


def test_households_that_only_registered_are_no_establishments(package, city):
    clusters = [c | {"enterprises": 7.0, "enterprises_unit": "doanh nghiệp"} for c in published(package)]
    clusters[0]["enterprises_unit"] = "hộ đăng ký sản xuất, kinh doanh"
    assert of_line(accounts(clusters, city, {}), "enterprises").reported.amount == 7
    assert registrations(clusters)["active_households"] == 7
