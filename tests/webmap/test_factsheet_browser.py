"""The factsheet in a real browser: the small map, the form, print, width and barriers."""

from pathlib import Path

import pytest

from geo.publish import SNAPSHOTS
from geo.snapshot import open_snapshot

pytestmark = pytest.mark.browser

CALM = {"reduced_motion": "reduce"}
DESK = {"viewport": {"width": 1440, "height": 900}, **CALM}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, **CALM}
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def test_the_map_shows_the_cluster_its_doubt_and_its_neighbours(visit, server_url):
    page = visit(f"{server_url}/clusters/ngoc-liep", **DESK)
    own = page.locator(".locator path[data-id=ngoc-liep]")
    own.wait_for()
    assert own.get_attribute("stroke-dasharray") == "5 4"
    assert page.locator(".locator path.accuracy").count() == 1
    assert page.locator(".locator path[data-id]").count() > 1
    assert page.locator(".locator .name").count() > 0


def test_a_click_on_a_neighbour_leads_to_its_factsheet(visit, server_url):
    page = visit(f"{server_url}/en/clusters/ngoc-liep", **DESK)
    page.locator(".locator path[data-id=ngoc-my-thach-than]").click()
    page.wait_for_url(f"{server_url}/en/clusters/ngoc-my-thach-than")


def test_a_cluster_without_a_place_has_words_and_no_map(visit, server_url):
    page = visit(f"{server_url}/clusters/quat-dong", **DESK)
    assert page.locator(".locator").count() == 0
    assert "Chỉ biết huyện cũ nên chưa thể vẽ" in page.locator("#place").inner_text()


def test_the_form_keeps_what_was_asked_in_the_address_and_works_by_keyboard(visit, server_url):
    page = visit(f"{server_url}/en/clusters/thanh-oai", **DESK)
    page.get_by_label("Hectares to add").focus()
    page.keyboard.type("20")
    page.keyboard.press("Tab")
    page.keyboard.type("y")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**add=20**")
    assert "add=20&exempt=yes" in page.url
    assert page.get_by_label("Hectares to add").input_value() == "20"
    assert "79.32 ha" in page.locator("#law").inner_text()


def test_without_scripts_everything_but_the_map_is_there(browser, server_url):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server_url}/en/clusters/ngoc-liep?on=2026-01-01")
    assert page.locator(".finding").count() == 5
    assert "needs JavaScript" in page.locator("noscript").inner_text()
    context.close()


@pytest.mark.parametrize(
    "path", ["/clusters/ngoc-liep", "/en/clusters/quat-dong", "/en/clusters/thanh-van-tan-uoc"]
)
def test_nothing_overflows_on_a_phone(visit, server_url, path):
    page = visit(f"{server_url}{path}", **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_paper_has_every_section_the_addresses_of_sources_and_open_details(visit, server_url):
    page = visit(f"{server_url}/clusters/ngoc-liep?on=2026-01-01", **DESK)
    page.locator(".locator path[data-id=ngoc-liep]").wait_for()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 980})
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    printed = "getComputedStyle(document.querySelector('.sources a.outside'), '::after').content"
    assert "http" in page.evaluate(printed)
    assert page.locator(".counted a").first.bounding_box()["height"] > 0
    assert page.locator("form.fields").is_hidden()
    assert page.locator(".locator path[data-id=ngoc-liep]").is_visible()


@pytest.mark.parametrize("options", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("path", ["/clusters/ngoc-liep?on=2026-01-01&add=40", "/en/clusters/quat-dong"])
def test_axe_finds_no_barrier(visit, server_url, path, options):
    page = visit(f"{server_url}{path}", **options, bypass_csp=True)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    grave = [breach for breach in found["violations"] if breach["impact"] in ("serious", "critical")]
    assert [(breach["id"], [node["html"] for node in breach["nodes"]]) for breach in grave] == []


def test_a_simulated_cluster_says_so(visit, simulated_home, simulated_url):
    cluster_id = open_snapshot(simulated_home / SNAPSHOTS).collections["clusters"].record(0)["id"]
    page = visit(f"{simulated_url}/en/clusters/{cluster_id}", **DESK)
    assert page.locator(".simulated").is_visible()
    assert page.locator("#facts tbody tr").count() > 5
