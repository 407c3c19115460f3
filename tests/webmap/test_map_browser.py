"""The map page in a real browser: what people see, click and type, and what the page must never do."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from geo.delivered import PACKAGE
from geo.publish import publish

pytestmark = pytest.mark.browser

CALM = {"reduced_motion": "reduce"}
DESK = {"viewport": {"width": 1440, "height": 900}, **CALM}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, **CALM}
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
ACCENTED = re.compile("[À-ÖØ-öø-ỹ]")
OFFICIAL = re.compile(r"Biểu|NĐ|Điều")
"""Names of forms and decrees are the same in both languages."""

ATTACK = '<img src=x onerror="document.title=`attacked`">'


def settle(page):
    """Wait until the panel has its content."""
    page.wait_for_selector("#panel-content:not([aria-busy])", state="attached")


@pytest.fixture
def see(visit):
    """Open a map page and wait until the clusters are on it."""

    def open_map(address, **options):
        page = visit(address, **(options or DESK))
        page.wait_for_selector(".degree", state="attached")
        settle(page)
        return page

    return open_map


def published_copy(tmp_path, replacements):
    """Publish the shipped package with some words of its tables replaced."""
    package = shutil.copytree(PACKAGE, tmp_path / "package", ignore=shutil.ignore_patterns("source"))
    for table, old, new in replacements:
        path = package / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, '"' + new.replace('"', '""') + '"'), encoding="utf-8")
    publish(package, tmp_path / "home", date(2026, 11, 22))
    return tmp_path / "home"


def classes(page):
    """Read the legend: class → count."""
    rows = page.locator(".legend [data-class]").all()
    return {row.get_attribute("data-class"): int(row.locator("b").inner_text()) for row in rows}


def colour_by(page, layer):
    """Choose a layer, and wait until the map shows it."""
    shown = page.locator("#legend-title").inner_text()
    page.locator("#layer").select_option(layer)
    page.wait_for_function(
        "before => document.getElementById('legend-title').innerText !== before", arg=shown
    )


def test_every_cluster_is_in_the_table_and_every_place_is_drawn(see, server_url):
    page = see(f"{server_url}/?open=table")
    assert "113" in page.locator("#table-handle").inner_text()
    assert page.locator("#part-unplaced [data-id]").count() == 12
    drawn = page.eval_on_selector_all("path[data-id]", "paths => new Set(paths.map(p => p.dataset.id)).size")
    assert drawn == 113 - 12


def test_a_schematic_outline_is_dashed(see, server_url):
    page = see(f"{server_url}/?cluster=duc-tu")
    dashes = page.eval_on_selector_all(
        "path[data-id=duc-tu]:not(.mark)", "paths => paths.map(path => path.getAttribute('stroke-dasharray'))"
    )
    assert dashes == ["5 4"]


def test_the_legend_counts_every_cluster_once(see, server_url):
    page = see(f"{server_url}/")
    assert sum(classes(page).values()) == 113
    for layer in page.eval_on_selector_all("#layer option", "options => options.map(one => one.value)"):
        if layer != "stated_fill_rate":
            colour_by(page, layer)
        assert sum(classes(page).values()) == 113, layer


def test_a_statement_about_a_group_is_no_measurement(see, server_url):
    page = see(f"{server_url}/?layer=stated_fill_rate")
    assert classes(page)["group"] == 5
    assert classes(page)["from-0.9"] == 3
    assert "một phát biểu chung về 5 cụm" in page.locator("[data-class=group]").inner_text()
    page.goto(f"{server_url}/?layer=stated_fill_rate&cluster=lien-phuong")
    page.wait_for_selector("#panel h2")
    settle(page)
    assert (
        "một phát biểu chung về 5 cụm, không phải số đo của riêng cụm này"
        in page.locator("#panel").inner_text()
    )


def test_the_layer_lives_in_the_address_and_goes_to_the_other_language(see, server_url):
    page = see(f"{server_url}/")
    colour_by(page, "planned_area_ha")
    assert "layer=planned_area_ha" in page.url
    page.locator(".languages").get_by_text("English").click()
    page.wait_for_selector(".degree")
    assert page.url.startswith(f"{server_url}/en/?")
    assert page.locator("#layer").input_value() == "planned_area_ha"
    assert "missing" in classes(page)


def test_an_unknown_layer_falls_back_to_the_stated_rate(see, server_url):
    page = see(f"{server_url}/?layer=%3Cscript%3E")
    assert page.locator("#layer").input_value() == "stated_fill_rate"
    assert classes(page)["missing"] == 105


def test_a_click_on_the_map_opens_the_panel_with_name_and_source(see, server_url):
    page = see(f"{server_url}/")
    page.locator("path.mark[data-id=duc-tu]").click()
    assert page.locator("#panel h2").inner_text() == "Cụm công nghiệp Dục Tú"
    link = page.locator("#panel .sources a.outside").first
    assert link.get_attribute("href").startswith("http")
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert page.locator("#panel .cite").first.inner_text() == "[1]"
    assert "cluster=duc-tu" in page.url


def test_the_panel_says_what_is_missing_and_what_is_doubtful(see, server_url):
    page = see(f"{server_url}/?cluster=dai-thang")
    panel = page.locator("#panel")
    assert panel.get_by_text("chưa tính được", exact=True).count() == 5
    assert panel.get_by_text("suy ra, có thể khác").count() >= 1
    assert "Ngày khởi công" in panel.locator(".panel-doubt").inner_text()
    assert panel.locator("a[href='/clusters/dai-thang']").count() >= 1
    assert (
        panel.get_by_text("GeoJSON")
        .get_attribute("href")
        .startswith("/api/collections/clusters/items/dai-thang")
    )


def test_a_commune_read_off_the_name_and_a_weak_source_are_flagged(see, server_url):
    page = see(f"{server_url}/")
    answer = page.request.get(f"{server_url}/api/collections/clusters/items?commune_basis=from_name&limit=1")
    page.goto(f"{server_url}/?cluster={answer.json()['features'][0]['id']}")
    page.wait_for_selector("#panel h2")
    settle(page)
    assert page.locator("#panel").get_by_text("đọc từ tên cụm").count() == 1
    page.goto(f"{server_url}/?cluster=duc-tu")
    page.wait_for_selector("#panel h2")
    settle(page)
    assert page.locator("#panel").get_by_text("độ tin cậy thấp").count() > 0
    assert page.locator("#panel").get_by_text("giá chào, chưa VAT").count() == 1


def test_a_value_known_as_a_bound_is_shown_as_one(see, server_url):
    page = see(f"{server_url}/")
    clusters = page.request.get(f"{server_url}/api/collections/clusters/items?limit=1000").json()["features"]
    bounded = next(
        one for one in clusters if "investment_bn_vnd: >1100" in (one["properties"]["bounds"] or "")
    )
    page.goto(f"{server_url}/?cluster={bounded['id']}")
    value = page.locator("#panel dl > div", has_text="> 1.100 tỷ đồng").first
    assert "chỉ biết cận hoặc khoảng" in value.text_content()


def test_a_cluster_without_a_place_opens_the_same_panel(see, server_url):
    page = see(f"{server_url}/")
    page.locator("#unplaced-list summary").click()
    page.locator("#part-unplaced [data-id]").first.click()
    settle(page)
    assert "chỉ biết huyện cũ" in page.locator("#panel").text_content()


def test_the_search_needs_no_accents(see, server_url):
    page = see(f"{server_url}/")
    page.locator("#search-words").fill("dai thang")
    page.locator(".search-option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#panel h2").wait_for()
    assert page.locator("#panel h2").inner_text() == "Cụm công nghiệp làng nghề Đại Thắng"


def test_the_keyboard_alone_chooses_and_comes_back(see, server_url):
    page = see(f"{server_url}/?open=table")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#part-table [data-id] a").first.focus()
    chosen = page.evaluate("document.activeElement.closest('[data-id]').dataset.id")
    page.keyboard.press("Enter")
    page.locator("#panel h2").wait_for()
    settle(page)
    assert page.evaluate("document.activeElement.id") == "panel-title"
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    assert page.evaluate("document.activeElement.closest('[data-id]').dataset.id") == chosen


def test_the_layers_can_be_changed_by_keyboard(see, server_url):
    page = see(f"{server_url}/")
    page.locator("#layer").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**layer=fill_rate*")
    assert page.evaluate("document.activeElement.id") == "layer"


def test_pointing_at_a_cluster_shows_how_far_off_it_may_be(see, server_url):
    page = see(f"{server_url}/?open=table&q=bac+van+dinh")
    assert page.locator("path.accuracy").count() == 0
    page.locator("#part-table [data-id=bac-van-dinh] a").first.focus()
    assert page.locator("path.accuracy").count() == 1


def test_the_view_comes_back_from_the_address(see, server_url):
    page = see(f"{server_url}/?view=105.5000,21.1000,13")
    assert "105,5°" in page.locator(".degree-lon").all_inner_texts()
    assert page.locator(".leaflet-control-scale").inner_text() == "1 km"


def foreign_words(page):
    """List what is written or announced in Vietnamese outside of what is marked as such."""
    return page.evaluate(
        """() => {
          const accented = /[\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u1ef9]/;
          const found = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const marked = node.parentElement.closest("[lang]").lang === "vi" || node.parentElement.closest("script");
            if (!marked && accented.test(node.data)) found.push(node.data);
          }
          for (const element of document.querySelectorAll("[title], [placeholder], body *[aria-label]")) {
            for (const name of ["title", "placeholder", "aria-label"]) {
              const said = element.getAttribute(name) ?? "";
              const ofData = element.closest(".cite, .unplaced, [lang=vi]");
              if (!ofData && accented.test(said)) found.push(said);
            }
          }
          return found;
        }"""
    )


@pytest.mark.parametrize("cluster", ["duc-tu", "dai-thang", "lien-phuong"])
def test_the_english_page_speaks_english(see, server_url, cluster):
    page = see(f"{server_url}/en/?cluster={cluster}&layer=stated_fill_rate")
    page.wait_for_selector("#panel h2")
    found = [words for words in foreign_words(page) if ACCENTED.search(OFFICIAL.sub("", words))]
    assert found == []
    assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("language", ["", "en/"])
def test_nothing_overflows_on_a_phone(see, server_url, language):
    page = see(f"{server_url}/{language}", **PHONE)
    overflow = "document.documentElement.scrollWidth - window.innerWidth"
    assert page.evaluate(overflow) <= 0
    page.locator("path[data-id=duc-tu]").first.tap(force=True)
    page.locator("#panel h2").wait_for()
    settle(page)
    assert page.evaluate(overflow) <= 0


@pytest.mark.parametrize("options", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize(
    "path", ["/", "/en/?layer=stated_fill_rate&cluster=duc-tu", "/?areas=districts&layer=fill_rate&area=277"]
)
def test_axe_finds_no_barrier(see, server_url, path, options):
    page = see(f"{server_url}{path}", **options, bypass_csp=True)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    grave = [breach for breach in found["violations"] if breach["impact"] in ("serious", "critical")]
    assert [(breach["id"], [node["html"] for node in breach["nodes"]]) for breach in grave] == []


def test_markup_in_the_data_stays_text(see, serve, tmp_path):
    home = published_copy(
        tmp_path,
        [
            ("clusters", "Cụm công nghiệp Dục Tú", f"Cụm công nghiệp {ATTACK}"),
            ("sources", "Hà Nội chào đón thêm 5 cụm công nghiệp", f"</script>{ATTACK}"),
        ],
    )
    page = see(f"{serve(home)}/?cluster=duc-tu")
    assert ATTACK in page.locator("#panel h2").inner_text()
    page.locator("path[data-id=duc-tu]").first.hover()
    assert ATTACK in page.locator(".leaflet-tooltip").inner_text()
    page.goto(page.url.split("?")[0] + "?open=table&id=duc-tu")
    assert ATTACK in page.locator("#part-table [data-id=duc-tu]").first.inner_text()
    assert page.locator("img[src=x]").count() == 0
    assert page.title() != "attacked"


@pytest.mark.parametrize("path", ["/", "/en/", "/totals", "/api/?f=html"])
def test_a_simulated_province_says_so_on_every_page(visit, simulated_url, path):
    page = visit(f"{simulated_url}{path}")
    assert page.title().startswith("MÔ PHỎNG · SIMULATED")
    assert page.locator(".simulated").is_visible()


def test_a_simulated_province_shows_its_units_and_bounds(see, simulated_url):
    page = see(f"{simulated_url}/?layer=stated_fill_rate")
    assert sum(classes(page).values()) == 12
    assert page.locator(".leaflet-units-pane path").count() > 10
    assert page.locator("#boundary-credit").is_visible()
