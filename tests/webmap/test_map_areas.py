"""Former districts and wards on the map, in a real browser."""

import math
from datetime import date

import pytest

from geo.demo.province import simulate
from geo.package import write_package
from geo.publish import publish

pytestmark = pytest.mark.browser

DESK = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "reduced_motion": "reduce",
}


@pytest.fixture
def see(visit):
    def open_map(address, **options):
        page = visit(address, **(options or DESK))
        page.wait_for_selector(".degree", state="attached")
        return page

    return open_map


@pytest.fixture(scope="module")
def simulated_url(serve, tmp_path_factory):
    """A province of forty clusters with outlined wards."""
    folder = tmp_path_factory.mktemp("outlined")
    write_package(simulate(40, 60, (2024, 2026), 2), folder / "package")
    publish(folder / "package", folder / "home", date(2026, 11, 22))
    return serve(folder / "home")


def counts(page):
    rows = page.locator(".legend [data-class]").all()
    return {one.get_attribute("data-class"): int(one.locator("b").inner_text()) for one in rows}


def colour_by(page, layer):
    """Choose a layer, and wait until the map shows it."""
    before = page.evaluate("performance.getEntriesByName('atlas:shown').length")
    page.locator("#layer").select_option(layer)
    page.wait_for_function("many => performance.getEntriesByName('atlas:shown').length > many", arg=before)


def districts(page, url):
    answer = page.request.get(f"{url}/api/collections/districts/items?limit=1000").json()
    return {one["id"]: one["properties"] for one in answer["features"]}


def test_former_districts_are_circles_whose_area_is_in_proportion(see, server_url):
    page = see(f"{server_url}/en/?areas=districts&layer=planned_area_ha")
    known = {
        id: one["planned_area_ha"]
        for id, one in districts(page, server_url).items()
        if one["planned_area_ha"]
    }
    drawn = page.eval_on_selector_all(
        "path[data-area]", "all => all.map(one => [one.dataset.area, one.getBBox().width])"
    )
    widths = {id: width for id, width in drawn if known.get(id, 0) > 20}
    most = max(known, key=known.get)
    assert len(widths) > 5
    for id, width in widths.items():  # Leaflet draws circles of whole pixels
        assert width == pytest.approx(widths[most] * math.sqrt(known[id] / known[most]), abs=1.5)
    assert "never put together from today's wards, for 51 of 126" in page.locator("#part-legend").inner_text()


@pytest.mark.parametrize(("areas", "units"), [("districts", 30), ("wards", 126)])
def test_the_legend_counts_every_area_once_in_every_layer(see, server_url, areas, units):
    page = see(f"{server_url}/?areas={areas}")
    for layer in page.eval_on_selector_all("#layer option", "options => options.map(one => one.value)"):
        if layer != "stated_fill_rate":
            colour_by(page, layer)
        assert sum(counts(page).values()) == units, layer


def test_an_area_tells_its_mean_and_coverage_and_a_choice_of_the_mean_colours(see, simulated_url):
    page = see(f"{simulated_url}/en/?areas=districts&layer=fill_rate_gross")
    page.locator("path[data-area]").first.hover(force=True)
    assert "known of" in page.locator(".leaflet-tooltip").inner_text()
    page.get_by_label("simple", exact=True).check()
    page.wait_for_url("**mean=simple*")
    assert "simple" in page.locator("#legend-title").inner_text()
    colour_by(page, "planned_area_ha")
    assert page.locator("#part-choices [name=mean]").count() == 0


def test_an_area_is_chosen_and_then_one_of_its_clusters(see, server_url):
    page = see(f"{server_url}/en/?areas=districts&layer=planned_area_ha&view=105.8000,20.9000,10")
    page.locator("path[data-area='279']").click()
    page.locator("#panel h2").wait_for()
    page.wait_for_selector("#panel-content:not([aria-busy])")
    assert page.locator("#panel h2").inner_text() == "Huyện Thường Tín"
    assert page.evaluate("document.activeElement.id") == "panel-title"
    assert "area=279" in page.url
    page.locator("#panel .area-steps a").first.press("Enter")
    page.wait_for_url("**cluster=*")
    page.wait_for_function("() => document.querySelector('[name=areas][value=clusters]').checked")
    assert "areas=" not in page.url
    assert "area=" not in page.url


def test_the_panel_of_an_area_lists_the_clusters_that_are_selected(see, server_url):
    page = see(f"{server_url}/en/?areas=districts&layer=planned_area_ha")
    district = next(one for one in districts(page, server_url).values() if one["name"] == "Thường Tín")
    page.goto(f"{server_url}/en/?areas=districts&area={district['code']}")
    page.locator("#panel .area-steps").wait_for()
    assert page.locator("#panel .area-steps li").count() == district["clusters"]
    page.locator("#part-filters").get_by_label("active").first.check()
    page.get_by_text(f"of its {district['clusters']} clusters are selected").wait_for()
    assert page.locator("#panel .area-steps li").count() < district["clusters"]


def test_wards_with_outlines_are_filled_and_credited(see, simulated_url):
    page = see(f"{simulated_url}/?areas=wards&layer=planned_area_ha")
    assert page.locator("path[data-area]").count() > 10
    assert page.locator("#boundary-credit").is_visible()
    page.locator("#legend > summary").click()
    assert page.locator("#boundary-credit").is_visible()


def test_wards_without_outlines_are_said_to_be_points(see, server_url):
    page = see(f"{server_url}/en/?areas=wards")
    assert "No outlines of wards are imported" in page.locator("#part-legend").inner_text()
    assert "not known which: 15 clusters" in page.locator("#part-legend").inner_text()


def test_clusters_come_back_as_they_were(see, server_url):
    page = see(f"{server_url}/")
    page.locator("#areas-districts").check()
    page.locator("path[data-area]").first.wait_for()
    assert page.locator("path.mark").first.is_hidden()
    page.locator("#areas-clusters").check()
    page.locator("path.mark").first.wait_for()
    assert page.locator("path[data-area]").count() == 0


@pytest.mark.parametrize("areas", ["districts", "wards"])
def test_nothing_overflows_on_a_phone(see, simulated_url, areas):
    page = see(f"{simulated_url}/?areas={areas}&layer=fill_rate", **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert page.locator("#boundary-credit").is_visible()
    page.locator("path[data-area]").first.tap(force=True)
    page.locator("#panel h2").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_the_panel_of_a_cluster_comes_from_the_server(see, server_url):
    page = see(f"{server_url}/")
    page.route(
        "**/clusters/di-nau/panel",
        lambda route: route.fulfill(status=200, body="<h2 id=panel-title>late</h2>"),
    )
    page.locator("path[data-id=di-nau]").click()
    page.get_by_text("late").wait_for()
    assert page.locator("#panel-content").get_attribute("aria-busy") is None


def test_an_answer_that_comes_late_is_left_aside(see, server_url):
    page = see(f"{server_url}/?open=table&id=di-nau,duc-tu")
    held = []
    page.route("**/clusters/di-nau/panel", lambda route: held.append(route))
    page.locator("#part-table [data-id=di-nau] a").first.click()
    page.get_by_text("Đang tải…").wait_for()
    page.locator("#part-table [data-id=duc-tu] a").first.click()
    page.locator("#panel h2", has_text="Dục Tú").wait_for()
    page.wait_for_selector("#panel-content:not([aria-busy])")
    held[0].fulfill(status=200, body="<h2 id=panel-title>late</h2>")
    page.wait_for_timeout(200)
    assert page.locator("#panel h2").inner_text() == "Cụm công nghiệp Dục Tú"
