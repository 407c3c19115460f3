"""The ways to the map: by keyboard, on paper, from a shared address, by a search, in forced colours."""

import pytest

pytestmark = pytest.mark.browser

DESK = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "reduced_motion": "reduce",
}
GROUNDS = ("rgb(237, 242, 242)", "rgb(255, 255, 255)")


@pytest.fixture
def see(visit):
    def open_map(address, **options):
        page = visit(address, **(options or DESK))
        page.wait_for_selector(".degree", state="attached")
        page.wait_for_selector("#panel-content:not([aria-busy])", state="attached")
        return page

    return open_map


def is_free(page, selector):
    """Tell whether the map lies bare at the middle of something on it."""
    return page.eval_on_selector(
        selector,
        """shape => {
          const box = shape.getBoundingClientRect();
          const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
          return Boolean(there?.closest(".folium-map"));
        }""",
    )


def stops_between(page, first, last):
    """Go by Tab from one element to another; the ids or classes of what has the focus on the way."""
    page.locator(first).focus()
    stops = []
    while len(stops) < 150:
        page.keyboard.press("Tab")
        if page.evaluate("last => document.activeElement.matches(last)", last):
            return stops
        stops.append(page.evaluate("document.activeElement.id || document.activeElement.className"))
    raise AssertionError(stops)


class TestKeyboard:
    @pytest.mark.parametrize("path", ["/", "/?areas=districts"])
    def test_no_shape_of_the_map_is_a_stop(self, see, server_url, path):
        page = see(f"{server_url}{path}")
        page.locator(".leaflet-control-zoom-in").click()
        page.wait_for_timeout(300)
        tabbed = page.locator("path.leaflet-interactive").evaluate_all(
            "all => all.filter(one => one.tabIndex >= 0 || !one.hasAttribute('tabindex')).length"
        )
        assert tabbed == 0

    def test_the_way_goes_from_search_and_figures_to_filters_map_legend_table_and_panel(
        self, see, server_url
    ):
        page = see(f"{server_url}/?cluster=duc-tu")
        assert stops_between(page, "#search-words", "#part-figures")
        stops_between(page, "#part-figures", "#layer")
        stops_between(page, "#filter-q", "#copy-link")
        stops_between(page, "#copy-link", ".leaflet-control-zoom-in")
        stops_between(page, ".home", "#legend summary")
        stops_between(page, "#show-street", "#table-handle")
        assert len(stops_between(page, "#table-handle", "#panel .close")) <= 2


class TestPaper:
    @pytest.mark.parametrize(
        "path",
        ["/", "/en/?cluster=duc-tu&view=105.8000,21.0000,10", "/?areas=districts&layer=planned_area_ha"],
    )
    def test_the_sheet_shows_what_the_map_showed_and_the_screen_comes_back(self, see, server_url, path):
        page = see(f"{server_url}{path}")
        address, before = page.url, page.locator(".folium-map").bounding_box()
        drawn = "all => all.filter(one => one.getBoundingClientRect().width > 0).length"
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        sheet = page.locator(".folium-map").bounding_box()
        for mark in page.locator("path.leaflet-interactive:visible").all()[:40]:
            box = mark.bounding_box()
            assert sheet["x"] - 40 < box["x"] < sheet["x"] + sheet["width"] + 40
        assert sheet["width"] == pytest.approx(180 / 25.4 * 96, abs=1)
        for hidden in ("#column", "#panel", ".figures", ".menu", "#part-table", ".leaflet-control-zoom"):
            assert page.locator(hidden).is_hidden()
        for shown in ("#legend-title", ".legend .classes", ".bottom", "h1"):
            assert page.locator(shown).is_visible()
        assert page.locator(".legend .classes").bounding_box()["y"] > sheet["y"] + sheet["height"]
        page.emulate_media(media="screen")
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator(".folium-map").bounding_box() == before
        assert page.url == address
        assert page.locator("path.leaflet-interactive").evaluate_all(drawn) > 0


class TestChosen:
    @pytest.mark.parametrize("options", [DESK, PHONE], ids=["desk", "phone"])
    @pytest.mark.parametrize("view", ["", "&view=106.5000,20.5000,12", "&view=105.9300,21.2300,11"])
    def test_a_shared_address_shows_the_cluster_where_nothing_covers_it(self, see, server_url, options, view):
        page = see(f"{server_url}/?cluster=duc-tu{view}", **options)
        assert is_free(page, "path[data-id=duc-tu]")

    def test_a_notice_covers_no_chosen_cluster(self, see, server_url):
        page = see(f"{server_url}/?cluster=duc-tu&layer=zzz&view=105.9000,20.7000,11")
        assert page.locator("#notice").is_visible()
        assert is_free(page, "path[data-id=duc-tu]")

    def test_a_cluster_clicked_near_the_edge_comes_out_from_under_the_panel(self, see, server_url):
        page = see(f"{server_url}/", viewport={"width": 1100, "height": 800}, reduced_motion="reduce")
        page.locator("path.mark[data-id=duc-tu]").click()
        page.wait_for_selector("#panel-content:not([aria-busy])")
        assert is_free(page, "path[data-id=duc-tu]")

    @pytest.mark.parametrize("options", [DESK, PHONE], ids=["desk", "phone"])
    def test_without_a_place_its_former_district_is_ringed(self, see, server_url, options):
        page = see(f"{server_url}/?cluster=van-tu", **options)
        assert is_free(page, "path.district-ring")
        page.keyboard.press("Escape")
        assert page.locator("path.district-ring").count() == 0

    def test_on_a_phone_the_tooltip_goes_when_the_sheet_opens(self, see, server_url):
        page = see(f"{server_url}/", **PHONE)
        page.locator("path.mark[data-id=duc-tu]").tap(force=True)
        page.locator("#panel-content:not([aria-busy])").wait_for()
        page.wait_for_timeout(500)
        assert page.locator(".leaflet-tooltip").count() == 0


class TestUnknown:
    @pytest.mark.parametrize("name", ["cluster", "layer", "area"])
    def test_a_value_nobody_knows_is_said_and_leaves_the_address(self, see, server_url, name):
        page = see(f"{server_url}/en/?{name}=zzz")
        page.wait_for_function("() => !location.search.includes('zzz')")
        assert f"There is no {name} “zzz”" in page.locator("#notice").inner_text()
        assert "zzz" not in page.url
        page.locator("[data-close=notice]").click()
        assert page.locator("#notice").is_hidden()

    def test_what_is_known_raises_no_notice(self, see, server_url):
        page = see(f"{server_url}/en/?cluster=duc-tu&layer=fill_rate")
        assert page.locator("#notice").is_hidden()


class TestNames:
    def test_no_district_is_named_on_the_circle_of_another(self, see, server_url):
        page = see(f"{server_url}/?areas=districts&layer=planned_area_ha&view=105.8800,21.0300,9.5")
        circle = page.locator("path[data-area='018']").bounding_box()
        middle = circle["x"] + circle["width"] / 2, circle["y"] + circle["height"] / 2
        for name in page.locator(".name-district span").all():
            box = name.bounding_box()
            over = all(
                box[axis] < at < box[axis] + box[size]
                for axis, size, at in zip("xy", ("width", "height"), middle, strict=True)
            )
            assert not over or name.inner_text() == "Gia Lâm"

    def test_the_airport_has_a_sign_and_is_named_in_the_language_of_the_page(self, see, server_url):
        page = see(f"{server_url}/en/")
        assert "Nội Bài International Airport" in page.locator(".name-airport").all_inner_texts()
        assert page.locator(".plane").first.is_visible()
        page.goto(f"{server_url}/")
        page.wait_for_selector(".name-airport")
        assert "Sân bay quốc tế Nội Bài" in page.locator(".name-airport").all_inner_texts()


def test_an_area_known_of_few_clusters_is_pale_and_dashed_and_counted(see, server_url):
    page = see(f"{server_url}/en/?areas=districts&layer=planned_area_ha")
    answer = page.request.get(f"{server_url}/api/collections/districts/items?limit=100").json()
    areas = [one["properties"] for one in answer["features"]]
    few = {one["code"] for one in areas if 0 < 2 * one["planned_area_known"] < one["clusters"]}
    drawn = page.eval_on_selector_all(
        "path[data-area][stroke-dasharray]", "all => all.map(one => one.dataset.area)"
    )
    assert set(drawn) == few != set()
    row = page.locator(".classes .pale").inner_text()
    assert "known of fewer than half of its clusters" in row
    assert row.split()[-1] == str(len(few))
    page.locator("#layer").select_option("status")
    page.locator(".classes .pale").wait_for(state="detached")


class TestShell:
    @pytest.mark.parametrize("language", ["", "en/"])
    def test_without_a_script_the_way_leads_to_the_table(self, client, language):
        page = client.get(f"/{language}").get_data(as_text=True)
        assert f'<a href="/{language}table">' in page[page.index("<noscript>") : page.index("</noscript>")]

    def test_the_page_has_one_heading_of_its_own_outside_the_sheets(self, see, server_url):
        page = see(f"{server_url}/en/", **PHONE)
        assert page.locator("h1").count() == 1
        assert page.get_by_role("heading", level=1).inner_text() == "Industrial clusters of Hanoi"


class TestSearch:
    @pytest.mark.parametrize("words", ["thuong tin", "vinadic", "van dinh"])
    def test_it_suggests_districts_communes_and_developers_without_accents(self, see, server_url, words):
        page = see(f"{server_url}/")
        page.locator("#search-words").fill(words)
        page.locator(".search-option").first.wait_for()

    def test_what_is_searched_lives_in_the_address_and_goes_to_the_other_language(self, see, server_url):
        page = see(f"{server_url}/?open=table")
        page.locator("#search-words").fill("thuong tin")
        page.keyboard.press("Enter")
        page.wait_for_url("**q=thuong*")
        page.wait_for_selector(".chips")
        rows = "all => all.map(one => one.dataset.id)"
        found = page.locator("#part-table tr[data-id]").evaluate_all(rows)
        page.get_by_role("link", name="English").click()
        page.wait_for_url("**/en/?*q=thuong*")
        page.wait_for_selector(".degree")
        assert set(page.locator("#part-table tr[data-id]").evaluate_all(rows)) == set(found)


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_forced_colours_leave_the_map_and_its_signs_their_own(see, server_url, scheme):
    page = see(f"{server_url}/?cluster=duc-tu", forced_colors="active", color_scheme=scheme, **DESK)
    for selector in (".folium-map", ".classes .swatch", "#signs svg"):
        part = page.locator(selector).first
        assert part.evaluate("one => getComputedStyle(one).forcedColorAdjust") == "none"
        assert part.evaluate("one => getComputedStyle(one).backgroundColor") in GROUNDS
    ink = page.locator("path.accuracy").evaluate("one => getComputedStyle(one).stroke")
    assert ink == "rgb(38, 50, 56)"
