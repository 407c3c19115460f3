"""The map's screen in a real browser: one question in the address, and map, figures, legend and table that answer it."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
DESK = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "reduced_motion": "reduce",
}


def wait_until_shown(page):
    page.wait_for_selector(".degree", state="attached")
    page.wait_for_selector("body:not([aria-busy])")
    page.wait_for_selector("#panel-content:not([aria-busy])", state="attached")


@pytest.fixture
def see(visit):
    """Open the screen and wait until it is at work."""

    def open_screen(address, **options):
        page = visit(address, **(options or DESK))
        wait_until_shown(page)
        return page

    return open_screen


def answered(page, act):
    """Do something that asks the server, and wait until the answer is shown."""
    before = page.evaluate("performance.getEntriesByName('atlas:shown').length")
    act()
    page.wait_for_function(
        "before => performance.getEntriesByName('atlas:shown').length > before", arg=before
    )


def drawn(page):
    """List the clusters on the map."""
    return set(page.eval_on_selector_all("path[data-id]", "all => all.map(one => one.dataset.id)"))


def served(page, root, question):
    """Ask the service for the same."""
    answer = page.request.get(f"{root}/api/collections/clusters/items?limit=1000&{question}").json()
    return {one["id"]: one for one in answer["features"]}


def test_a_filter_is_the_same_on_map_chips_figures_table_and_service(see, server_url):
    page = see(f"{server_url}/en/?status=active&open=table")
    expected = served(page, server_url, "status=active")
    assert drawn(page) == {id for id, one in expected.items() if one["geometry"]}
    assert f"{len(expected)} of 113 clusters" in page.locator("#part-chips").inner_text()
    assert page.locator("#part-figures b").first.inner_text() == str(len(expected))
    assert page.locator("#part-table tbody tr").count() == len(expected)


def test_a_box_a_class_and_a_chip_are_steps_without_reload(see, server_url):
    page = see(f"{server_url}/en/?layer=status")
    page.evaluate("window.sameDocument = true")
    answered(
        page, lambda: page.locator("#filters-status, #part-filters").get_by_label("active").first.check()
    )
    assert "status=active" in page.url
    active = served(page, server_url, "status=active")
    assert drawn(page) == {id for id, one in active.items() if one["geometry"]}
    answered(page, lambda: page.locator("#part-legend a[data-step]").first.click())
    assert "status=active,planned" in page.url or "status=planned,active" in page.url
    answered(page, lambda: page.locator(".chips a").first.click())
    assert "status" not in page.url.replace("layer=status", "")
    assert len(drawn(page)) == 101
    assert page.evaluate("window.sameDocument")


def test_back_and_forward_restore_everything(see, server_url):
    page = see(f"{server_url}/en/")
    answered(page, lambda: page.locator("#layer").select_option("status"))
    page.locator("path[data-id=duc-tu]").first.click()
    wait_until_shown(page)
    answered(page, lambda: page.locator("#table-handle").click())
    assert page.locator("#part-table tbody tr").count() > 0
    answered(page, page.go_back)
    assert page.locator("#part-table tbody tr").count() == 0
    assert page.locator("#panel h2").is_visible()
    page.go_back()
    page.locator("#panel").wait_for(state="hidden")
    answered(page, page.go_back)
    assert page.locator("#layer").input_value() == "stated_fill_rate"
    answered(page, page.go_forward)
    assert page.locator("#layer").input_value() == "status"
    page.go_forward()
    page.locator("#panel h2").wait_for()


def test_what_is_chosen_stays_when_the_question_changes(see, server_url):
    page = see(f"{server_url}/en/?view=105.9000,21.1000,12")
    page.locator("path[data-id=duc-tu]").first.click()
    wait_until_shown(page)
    answered(page, lambda: page.locator("#layer").select_option("status"))
    assert "cluster=duc-tu" in page.url
    assert "view=105." in page.url
    assert page.locator("#panel h2").inner_text() == "Duc Tu Industrial Cluster"


def test_a_cluster_that_a_filter_leaves_out_still_shows_where_it_is_chosen(see, server_url):
    page = see(f"{server_url}/?status=planned&cluster=duc-tu")
    assert "duc-tu" in drawn(page)
    page.keyboard.press("Escape")
    assert "duc-tu" not in drawn(page)


def test_a_row_of_the_table_points_at_its_cluster_and_chooses_it(see, server_url):
    page = see(f"{server_url}/?open=table&q=duc+tu")
    row = page.locator("#part-table [data-id=duc-tu]").first
    row.hover()
    assert page.locator("path.accuracy").count() == 1
    row.locator("a, td").first.click()
    page.locator("#panel h2").wait_for()
    assert "cluster=duc-tu" in page.url


def test_a_drawn_shape_selects_and_goes_with_its_sign(see, server_url):
    page = see(f"{server_url}/en/")
    page.locator("#draw-shape").click()
    box = page.locator(".folium-map").bounding_box()
    right, middle = box["x"] + box["width"] - 120, box["y"] + box["height"] / 2
    for x, y in ((right - 300, middle - 150), (right, middle - 150), (right, middle + 150)):
        page.mouse.click(x, y)
        page.wait_for_timeout(320)
    answered(page, lambda: page.keyboard.press("Enter"))
    assert page.url.count("within=") == 1
    inside = len(drawn(page))
    assert 0 < inside < 101
    assert "inside the drawn shape" in page.locator("#part-chips").inner_text()
    answered(page, lambda: page.locator(".shape-close").click())
    assert "within" not in page.url
    assert len(drawn(page)) == 101


def test_escape_gives_up_a_shape(see, server_url):
    page = see(f"{server_url}/en/")
    page.locator("#draw-shape").click()
    page.locator(".folium-map").click(position={"x": 700, "y": 300})
    page.keyboard.press("Escape")
    assert page.locator("#draw-shape").get_attribute("aria-pressed") == "false"
    assert "within" not in page.url


def test_only_what_is_in_view_follows_the_map(see, server_url):
    page = see(f"{server_url}/en/")
    answered(page, lambda: page.locator("#in-view").check())
    assert "extent=" in page.url
    answered(page, lambda: page.locator(".leaflet-control-zoom-in").click())
    page.wait_for_timeout(600)
    assert "in the visible extent" in page.locator("#part-chips").inner_text()
    assert len(drawn(page)) < 101
    answered(page, lambda: page.locator("#in-view").uncheck())
    assert len(drawn(page)) == 101


def test_a_panel_that_did_not_come_can_be_asked_for_again(browser, server_url):
    context = browser.new_context(**DESK)
    page = context.new_page()
    page.route("**/panel", lambda route: route.abort())
    page.goto(f"{server_url}/en/?cluster=phu-thi")
    again = page.locator("#panel").get_by_role("button", name="Try again")
    again.wait_for()
    page.unroute("**/panel")
    again.click()
    page.locator("#panel").get_by_text("20.22 ha").first.wait_for()
    context.close()


def test_where_the_service_cannot_be_reached_the_page_says_so_and_keeps_what_it_shows(browser, server_url):
    context = browser.new_context(**DESK)
    page = context.new_page()
    page.goto(f"{server_url}/en/")
    wait_until_shown(page)
    page.route("**/selection?*", lambda route: route.abort())
    page.locator("#layer").select_option("status")
    page.locator("#offline").wait_for()
    assert "cannot be reached" in page.locator("#offline").inner_text()
    assert len(drawn(page)) == 101
    page.unroute("**/selection?*")
    answered(page, lambda: page.locator("#retry").click())
    assert page.locator("#offline").is_hidden()
    assert "layer=status" in page.url
    context.close()


def test_an_answer_out_of_date_is_left_aside(see, server_url):
    page = see(f"{server_url}/en/")
    held = []
    page.route("**/selection?*layer=planned_area_ha*", lambda route: held.append(route))
    page.locator("#layer").select_option("planned_area_ha")
    page.wait_for_timeout(200)
    answered(page, lambda: page.locator("#layer").select_option("status"))
    assert page.locator("#legend-title").inner_text() == "Status"
    assert len(held) == 1


def test_a_field_that_cannot_be_read_says_so_and_leaves_the_rest(see, server_url):
    page = see(f"{server_url}/en/?status=active")
    page.locator("#part-filters details").evaluate_all("all => all.forEach(one => (one.open = true))")
    field = page.locator("#part-filters input[name='planned_area_ha.least']")
    field.fill("many")
    answered(page, lambda: field.press("Enter"))
    field = page.locator("#part-filters input[name='planned_area_ha.least']")
    assert field.get_attribute("aria-invalid") == "true"
    assert "30 of 113" in page.locator("#part-chips").inner_text()


def test_a_bad_address_is_said_and_the_rest_of_it_applies(browser, server_url):
    context = browser.new_context(**DESK)
    page = context.new_page()
    assert page.goto(f"{server_url}/en/?status=active&planned_area_ha=many").status == 400
    wait_until_shown(page)
    assert "“planned_area_ha=many” cannot be answered" in page.locator("#notice").inner_text()
    assert "30 of 113" in page.locator("#part-chips").inner_text()
    assert "many" not in page.url
    context.close()


def test_what_a_form_sends_without_script_becomes_a_tidy_address(client):
    answer = client.get("/en/?status=active&status=planned&q=&cluster=duc-tu")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/en/?status=active,planned&cluster=duc-tu"


def test_without_script_everything_but_the_map_is_there(browser, server_url):
    context = browser.new_context(java_script_enabled=False, **DESK)
    page = context.new_page()
    page.goto(f"{server_url}/en/?status=active")
    assert page.locator("#part-figures b").first.inner_text() == "30"
    page.locator(".chips a").first.click()
    assert page.url == f"{server_url}/en/"
    page.locator("#table-handle").click()
    assert page.locator("#part-table tbody tr").count() > 20
    assert page.locator("noscript a").get_attribute("href") == "/en/table?open=table"
    context.close()


def test_a_frame_may_hold_the_embedded_page_and_no_other(client):
    framed = client.get("/en/?embed=1&status=active")
    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed.headers
    assert client.get("/en/").headers["X-Frame-Options"] == "DENY"


def test_the_embedded_page_has_map_legend_and_the_way_out(see, server_url):
    page = see(f"{server_url}/en/?embed=1&status=active")
    assert page.locator("header.top, #column, #part-table, #part-figures").count() == 0
    assert page.locator("#part-legend").is_visible()
    way = page.get_by_role("link", name="Open in CCN Atlas")
    assert way.get_attribute("target") == "_blank"
    assert "embed" not in way.get_attribute("href")
    assert "status=active" in way.get_attribute("href")


def test_links_to_files_carry_the_question_that_is_shown(see, server_url):
    page = see(f"{server_url}/en/")
    answered(page, lambda: page.locator("#layer").select_option("status"))
    for name in ("download", "print.pdf", "selection.html"):
        links = page.locator(f"#sharing a[href^='/en/{name}']").all()
        assert links and all("layer=status" in link.get_attribute("href") for link in links)


@pytest.mark.parametrize("language", ["", "en/"])
def test_on_a_phone_filters_legend_and_table_are_sheets(see, server_url, language):
    page = see(f"{server_url}/{language}", **PHONE)
    for name in ("column", "legend", "sharing"):
        button = page.locator(f"[data-open={name}]")
        assert button.bounding_box()["height"] >= 44
        button.tap()
        assert page.locator(f"#{name}").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.evaluate(f"document.getElementById('{name}').contains(document.activeElement)")
        page.keyboard.press("Escape")
        assert page.locator(f"#{name}").is_hidden()
        assert page.evaluate("document.activeElement.dataset.open") == name
    answered(page, lambda: page.locator(".sheets a[data-step]").tap())
    assert page.locator("#part-table tbody tr").first.is_visible()
    answered(page, lambda: page.locator("#table-handle").tap())
    assert page.locator("#part-table").is_hidden()


def test_a_change_is_announced_in_words(see, server_url):
    page = see(f"{server_url}/en/")
    answered(page, lambda: page.locator("#part-filters").get_by_label("active").first.check())
    assert page.locator("#live").inner_text() == "30 of 113 clusters"


def test_the_focus_stays_where_it_was_when_a_part_changes(see, server_url):
    page = see(f"{server_url}/en/?layer=status")
    link = page.locator("#part-legend a[data-step]").first
    link.focus()
    answered(page, lambda: page.keyboard.press("Enter"))
    assert page.evaluate("document.activeElement.closest('#part-legend') !== null")


def test_the_address_holds_everything_for_someone_else(see, server_url):
    page = see(
        f"{server_url}/en/?layer=planned_area_ha&status=established&open=table&cluster=duc-tu&view=105.8,21.1,11"
    )
    assert page.locator("#layer").input_value() == "planned_area_ha"
    assert page.locator("#panel h2").is_visible()
    assert page.locator("#part-table tbody tr").count() > 10
    assert re.search(r"view=105\.\d+,21\.\d+,11", page.url)


@pytest.mark.parametrize("options", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize(
    "path", ["/?status=active&open=table", "/en/?areas=districts&area=277", "/en/?embed=1"]
)
def test_axe_finds_no_barrier(see, server_url, path, options):
    page = see(f"{server_url}{path}", **options, bypass_csp=True)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    grave = [breach for breach in found["violations"] if breach["impact"] in ("serious", "critical")]
    assert [(breach["id"], [node["html"][:200] for node in breach["nodes"]]) for breach in grave] == []
