"""The land finder in a browser: it answers while one asks, by mouse, by keyboard, on a phone, without a script."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

AXE = (Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
NOI_BAI = "san-bay-quoc-te-noi-bai-vvnb-han"
MECHANICAL = f"ha=3&near={NOI_BAI}&km=30&industries=mechanical"


def test_mechanical_engineering_within_thirty_kilometres_is_asked_without_a_reload(visit, server_url):
    page = visit(f"{server_url}/en/find")
    page.evaluate("window.unreloaded = true")
    page.get_by_label("Hectares wanted").fill("3")
    page.get_by_label("Industry").select_option("mechanical")
    page.get_by_label("Distance from").select_option(label="Nội Bài International Airport")
    page.get_by_label("At most (km)").fill("30")
    expect(page.locator(".summary")).to_contain_text("48 may")
    expect(page).to_have_url(re.compile("km=30"))
    assert page.evaluate("window.unreloaded")
    page.goto(page.url)
    expect(page.locator(".summary")).to_contain_text("48 may")
    assert page.get_by_label("Hectares wanted").input_value() == "3"


def test_a_click_on_the_map_chooses_a_position(visit, server_url):
    page = visit(f"{server_url}/en/find?near={NOI_BAI}")
    expect(page.locator(".spot-mark")).to_be_visible()
    page.locator(".locator-map").click(position={"x": 60, "y": 330})
    expect(page).to_have_url(re.compile(r"at=10\d\.\d+,2\d\.\d+"))
    assert page.get_by_label("Distance from").input_value() == ""
    expect(page.locator(".figures dt", has_text="Distance").first).to_be_visible()


@pytest.fixture
def tolerant(browser):
    """A page whose browser may complain, as it does of every answer that is no 200."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_a_word_where_a_number_is_wanted_is_told_beside_the_field(tolerant, server_url):
    page = tolerant
    page.goto(f"{server_url}/en/find")
    box = page.get_by_label("Hectares wanted")
    with page.expect_response(lambda answer: answer.status == 400):
        box.fill("many")
    expect(page.locator("#problem-ha")).to_contain_text("a number above 0")
    expect(box).to_have_attribute("aria-invalid", "true")
    box.fill("3")
    expect(page.locator("#problem-ha")).to_be_empty()


def test_without_the_service_the_last_answer_stays_and_the_page_says_so(tolerant, server_url):
    page = tolerant
    page.goto(f"{server_url}/en/find?rent=319")
    said = page.locator(".summary").inner_text()
    page.context.set_offline(True)
    page.get_by_label("Highest rent").fill("300")
    expect(page.locator("#find-failed")).to_be_visible()
    assert page.locator(".summary").inner_text() == said


def test_places_are_ticked_and_compared_by_keyboard(visit, server_url):
    page = visit(f"{server_url}/en/find?rent=319&wastewater=named")
    for name in ("Thanh Van", "CN2"):
        box = page.get_by_role("checkbox", name=re.compile(f"compare {name}"))
        box.focus()
        page.keyboard.press("Space")
        expect(page.locator(".compared thead th", has_text=name)).to_be_visible()
        expect(box).to_be_focused()
    page.get_by_role("link", name=re.compile("Take CN2")).press("Enter")
    expect(page.locator(".compared thead th")).to_have_count(1)


def test_a_slider_moves_the_order(visit, server_url):
    page = visit(f"{server_url}/en/find?near={NOI_BAI}")
    first = page.locator(".site h3").first
    expect(first).to_contain_text("CN2")
    slider = page.get_by_label("Shorter distance")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("w_distance=0"))
    expect(first).not_to_contain_text("CN2")


def test_going_back_restores_the_question(visit, server_url):
    page = visit(f"{server_url}/en/find")
    page.get_by_label("Highest rent").fill("310")
    expect(page).to_have_url(re.compile("rent=310"))
    page.go_back()
    expect(page.locator(".summary")).to_contain_text("nothing is asked yet")
    assert page.get_by_label("Highest rent").input_value() == ""


def test_it_works_without_a_script(visit, server_url):
    page = visit(f"{server_url}/en/find", java_script_enabled=False)
    page.get_by_label("Hectares wanted").fill("3")
    page.get_by_label("include them").uncheck()
    page.get_by_role("button", name="Find", exact=True).click()
    assert page.url.endswith("/en/find?ha=3&unknown=no#found")
    expect(page.locator(".summary")).to_contain_text("0 meet everything asked")


def test_on_a_phone_the_form_folds_and_nothing_sticks_out(visit, server_url):
    page = visit(f"{server_url}/find?{MECHANICAL}&compare=mai-dinh,cn2-soc-son", **PHONE)
    expect(page.get_by_label("Diện tích cần (ha)")).to_be_hidden()
    page.locator(".question summary").click()
    box = page.get_by_label("Diện tích cần (ha)")
    expect(box).to_be_visible()
    assert box.bounding_box()["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("options", [{}, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize(
    "address", [f"/find?{MECHANICAL}&compare=mai-dinh,cn2-soc-son", "/en/find?ha=many", "/en/find/vacancies"]
)
def test_no_barrier_is_found(browser, server_url, address, options):
    context = browser.new_context(**options)
    try:
        page = context.new_page()
        page.goto(server_url + address)
        page.wait_for_load_state("networkidle")
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []
    finally:
        context.close()
