"""The selection as one file: whole without a network, small, and with the figures of the service."""

import re

import pytest

from webmap import create_app
from webmap.settings import Settings

MOST_BYTES = 3_000_000


@pytest.fixture(scope="module")
def saved(client, tmp_path_factory):
    """The whole of Hanoi as a file, in both languages: language → path."""
    folder = tmp_path_factory.mktemp("saved")
    paths = {}
    for language, prefix in (("vi", ""), ("en", "/en")):
        paths[language] = folder / f"{language}.html"
        paths[language].write_bytes(client.get(f"{prefix}/selection.html").data)
    return paths


@pytest.fixture
def opened(visit, saved):
    """Open the file of a language in a browser that has no network."""
    return lambda language, **options: visit(f"file://{saved[language]}", offline=True, **options)


def test_hanoi_fits_into_three_megabytes(saved):
    assert all(100_000 < path.stat().st_size < MOST_BYTES for path in saved.values())


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_opens_from_the_disk_without_any_request(opened, language, records):
    page = opened(language)
    page.wait_for_selector("#map path.leaflet-interactive")
    assert page.locator("#table tbody tr").count() == len(records)
    assert page.evaluate("performance.getEntriesByType('resource').length") == 0


def test_the_table_is_searched_without_accents_and_sorted(opened):
    page = opened("vi")
    page.fill("#words", "dai thang")
    assert page.locator("#table tbody tr:visible").count() == 1
    page.fill("#words", "")
    page.get_by_role("button", name="Diện tích theo quy hoạch").click()
    sorted_by = "[...document.querySelectorAll('#table thead th')].findIndex((head) => head.ariaSort)"
    cells = (
        f"[...document.querySelectorAll('#table tbody tr')].map((row) => row.cells[{sorted_by}].dataset.n)"
    )
    areas = [float(area) for area in page.evaluate(cells) if area is not None]
    assert len(areas) > 50 and areas == sorted(areas)


def test_a_click_on_the_map_leads_to_the_factsheet(opened):
    page = opened("en")
    page.locator("#map path.leaflet-interactive").last.dispatch_event("click")
    page.wait_for_function("location.hash.startsWith('#c-')")
    assert page.locator("article:target h3").is_visible()


def test_table_and_factsheets_are_there_without_javascript(opened, records):
    page = opened("en", java_script_enabled=False)
    assert page.locator("article").count() == len(records)
    assert "The map needs JavaScript" in page.locator("#map").inner_html()


def test_it_fits_a_phone_and_reads_without_a_mouse(opened):
    page = opened("vi", viewport={"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_every_source_that_is_cited_is_listed_once(saved):
    text = saved["en"].read_text()
    cited = {int(number) for number in re.findall(r'href="#s-(\d+)"', text)}
    listed = [int(number) for number in re.findall(r'id="s-(\d+)"', text)]
    assert cited and cited <= set(listed) and len(listed) == len(set(listed))


def test_it_says_what_is_selected_and_when_it_was_made(client, records):
    answer = client.get("/en/selection.html?status=active&layer=status")
    text, active = answer.get_data(as_text=True), sum(one["status"] == "active" for one in records)
    assert f"<b>{active} of {len(records)} clusters</b>" in text
    assert '<span class="chip">Status: active</span>' in text
    assert text.count("<article") == active
    assert re.search(
        r'filename="ccn-atlas-status-\d{4}-\d\d-\d\d.html"', answer.headers["Content-Disposition"]
    )


def test_a_simulated_province_is_marked_as_one(simulated_home):
    answer = create_app(Settings(home=simulated_home)).test_client().get("/selection.html?time=2025")
    text = answer.get_data(as_text=True)
    assert "SIMULATED-" in answer.headers["Content-Disposition"]
    assert "MÔ PHỎNG" in text.split("<main>")[0]


def test_nothing_in_the_data_ends_the_script(client):
    text = client.get("/selection.html?q=%3C/script%3E").get_data(as_text=True)
    assert text.count("</script>") == 2


def test_a_mistake_is_refused(client):
    assert client.get("/selection.html?planned_area_ha=many").status_code == 400
