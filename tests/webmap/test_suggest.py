"""The search box: what the service suggests, and a combobox that works by keyboard, finger and without script."""

from pathlib import Path

import pytest
from flask import render_template
from playwright.sync_api import expect

from geo.selection import parse_selection
from tests.geo.test_tabulate import COLUMNS

AXE = (Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()

PUT_INTO_PAGE = """async ([markup, styles]) => {
    document.querySelector("main").innerHTML = markup;
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: styles });
    document.head.append(link);
    await new Promise((done) => link.addEventListener("load", done));
    const { startSearch } = await import("/static/map/search.js");
    const byId = (id) => document.getElementById(id);
    window.chosen = [];
    const form = byId("search-box");
    startSearch(byId("search-words"), byId("search-options"), {
        address: form.dataset.suggest, text: form.dataset, onChoose: (change) => window.chosen.push(change),
    });
}"""


@pytest.fixture
def box(app, visit, server_url):
    """Open a page with the search box alone: `box(language)` is the page."""

    def open_box(language="vi", **options):
        root = "/en" if language == "en" else ""
        with app.test_request_context(f"{root}/about"):
            markup = render_template("_search.html", home_address=f"{root}/")
        page = visit(f"{server_url}{root}/about", **options)
        page.evaluate(PUT_INTO_PAGE, [markup, "/static/css/search.css"])
        return page

    return open_box


def suggestions(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_json()


def test_every_suggestion_says_what_it_is_and_changes_the_address_to_what_it_counts(client, records):
    for words in ("tam hiep", "co khi", "thuong tin", "minh duong", "lien ha"):
        for group in suggestions(client, f"/en/suggest?q={words}")["groups"]:
            for option in group["options"]:
                assert option["title"]
                change = {name: text for name, text in option["change"].items() if name != "cluster"}
                assert parse_selection(change, COLUMNS).texts == change
                if "district_code" in change or "industries" in change:
                    found = client.get("/table.csv", query_string=change).get_data(as_text=True)
                    count = len(found.strip().splitlines()) - 1
                    assert f"{count} cluster" in option["note"]


def test_suggestions_are_said_in_the_language_of_the_page(client):
    english = suggestions(client, "/en/suggest?q=co khi")
    assert english["groups"][0]["title"] == "Industry groups"
    assert english["groups"][0]["options"][0]["title"] == "Mechanical, metal"
    vietnamese = suggestions(client, "/suggest?q=co khi")
    assert vietnamese["groups"][0]["options"][0]["title"] == "Cơ khí, kim khí"
    assert "lang" not in vietnamese["groups"][1]["options"][0]


def test_names_are_marked_as_vietnamese_on_english_pages(client):
    option = suggestions(client, "/en/suggest?q=thuong tin")["groups"][0]["options"][0]
    assert (option["title"], option["lang"]) == ("Xã Thường Tín", "vi")


def test_what_is_only_similar_is_said_to_be(client):
    assert "similar" in suggestions(client, "/en/suggest?q=phucs tho")["said"]
    assert suggestions(client, "/en/suggest?q=zzz") == {"said": "Nothing bears this name.", "groups": []}


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20", "?q=a&q=b", f"?q={'a' * 101}", "?q=%25"])
def test_a_question_without_words_is_refused_as_a_problem(client, query):
    answer = client.get(f"/suggest{query}")
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["status"] == 400


def test_the_arrows_walk_through_the_suggestions_and_enter_takes_one(box):
    page = box("en")
    words = page.locator("#search-words")
    words.press_sequentially("tam hiep")
    expect(page.get_by_role("option")).to_have_count(4)
    expect(words).to_have_attribute("aria-expanded", "true")
    words.press("ArrowDown")
    words.press("ArrowDown")
    expect(words).to_have_attribute("aria-activedescendant", "search-options-1")
    expect(page.locator("#search-options-1")).to_have_attribute("aria-selected", "true")
    words.press("Enter")
    assert page.evaluate("window.chosen") == [{"ward_code": "09772"}]
    expect(words).to_have_value("Xã Tam Hiệp")
    expect(words).to_have_attribute("aria-expanded", "false")
    assert page.evaluate("getSelection().toString()") == "Xã Tam Hiệp"


def test_a_finger_takes_a_suggestion_and_enter_alone_asks_for_the_words(box):
    page = box("vi", viewport={"width": 390, "height": 844}, has_touch=True)
    page.locator("#search-words").press_sequentially("cơ khí")
    option = page.get_by_role("option", name="Cơ khí, kim khí")
    expect(option).to_be_visible()
    assert option.bounding_box()["height"] >= 44
    option.tap()
    page.locator("#search-words").fill("kim")
    page.locator("#search-words").press("Enter")
    assert page.evaluate("window.chosen") == [{"industries": "mechanical"}, {"q": "kim"}]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_escape_closes_the_list_and_then_empties_the_box(box):
    page = box()
    words = page.locator("#search-words")
    words.press_sequentially("ha")
    expect(page.get_by_role("option").first).to_be_visible()
    words.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(words).to_have_value("ha")
    words.press("Escape")
    expect(words).to_have_value("")


def test_an_answer_that_comes_late_is_left_aside(box):
    page = box("en")
    held = []
    page.route("**/suggest?q=tam", lambda route: held.append(route))
    words = page.locator("#search-words")
    words.press_sequentially("tam")
    page.wait_for_timeout(300)
    words.press_sequentially(" hiep")
    expect(page.get_by_role("option")).to_have_count(4)
    held[0].continue_()
    page.wait_for_timeout(200)
    expect(page.get_by_role("option")).to_have_count(4)


def test_a_failure_says_so_and_the_words_can_still_be_asked_for(app, browser, server_url):
    with app.test_request_context("/en/about"):
        markup = render_template("_search.html", home_address="/en/")
    page = browser.new_context().new_page()
    page.goto(f"{server_url}/en/about")
    page.evaluate(PUT_INTO_PAGE, [markup, "/static/css/search.css"])
    page.route("**/suggest?*", lambda route: route.abort())
    page.locator("#search-words").press_sequentially("tam")
    expect(page.get_by_role("status")).to_have_text(
        "No suggestions can be had now; Enter searches the names."
    )
    page.locator("#search-words").press("Enter")
    assert page.evaluate("window.chosen") == [{"q": "tam"}]
    page.context.close()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_open_box_has_no_fault_that_axe_knows(box, language):
    page = box(language)
    page.locator("#search-words").press_sequentially("tam hiep")
    expect(page.get_by_role("option")).to_have_count(4)
    page.locator("#search-words").press("ArrowDown")
    page.evaluate(AXE)
    found = page.evaluate("axe.run('#search-box')")["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def test_without_script_the_words_are_asked_of_the_table(app, client):
    with app.test_request_context("/en/about?q=tam"):
        markup = render_template("_search.html", home_address="/en/")
    assert 'action="/en/table"' in markup
    assert 'name="q"' in markup
    assert 'value="tam"' in markup
    assert client.get("/en/table?q=tam").status_code == 200
