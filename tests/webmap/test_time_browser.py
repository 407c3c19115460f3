"""Periods in a real browser: the slider, play, the difference, and two maps side by side."""

import re

import pytest


@pytest.fixture(params=["/", "/en/"])
def prefix(request):
    return request.param


def shown_period(page):
    return page.locator("#part-time [aria-current]").get_attribute("data-tick")


def test_a_period_is_a_step_that_the_way_back_undoes(visit, simulated_url, prefix):
    page = visit(f"{simulated_url}{prefix}?layer=fill_rate")
    latest = shown_period(page)
    page.locator("#part-time [data-tick]").first.click()
    page.wait_for_url(re.compile("time="))
    page.wait_for_function(
        "was => document.querySelector('#part-time [aria-current]').dataset.tick !== was", arg=latest
    )
    page.go_back()
    page.wait_for_function(
        "was => document.querySelector('#part-time [aria-current]').dataset.tick === was", arg=latest
    )


def test_the_slider_is_moved_by_keys_and_says_the_period(visit, simulated_url, prefix):
    page = visit(f"{simulated_url}{prefix}?layer=fill_rate")
    slider = page.locator("[data-slider][aria-valuetext]")
    slider.wait_for()
    slider.focus()
    page.keyboard.press("Home")
    page.wait_for_url(re.compile("time="))
    first = page.locator("#part-time [data-tick]").first.get_attribute("data-tick")
    page.wait_for_function(
        "first => document.querySelector('[data-slider]').getAttribute('aria-valuetext') === first", arg=first
    )
    assert page.evaluate("document.activeElement.matches('[data-slider]')")


def test_play_goes_through_all_periods_and_stops_at_the_latest(visit, simulated_url):
    page = visit(f"{simulated_url}/en/?layer=fill_rate")
    seen = []
    page.expose_function("note", lambda tick: seen.append(tick))
    page.evaluate("""() => new MutationObserver(() => {
        const now = document.querySelector('#part-time [aria-current]');
        if (now) window.note(now.dataset.tick);
    }).observe(document.getElementById('part-time'), { childList: true })""")
    page.locator("[data-slider][aria-valuetext]").wait_for()
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Stop").wait_for()
    page.get_by_role("button", name="Play").wait_for(timeout=30_000)
    ticks = [one.get_attribute("data-tick") for one in page.locator("#part-time [data-tick]").all()]
    assert list(dict.fromkeys(seen)) == ticks


def test_a_layer_without_periods_has_no_slider(visit, server_url):
    page = visit(f"{server_url}/en/?layer=boundary_quality")
    page.wait_for_function("performance.getEntriesByName('atlas:drawn').length")
    assert page.locator("[data-slider]").count() == 0


def test_two_layers_stand_side_by_side_and_move_together(visit, simulated_url, prefix):
    page = visit(f"{simulated_url}{prefix}?layer=fill_rate&beside=planned_area_ha@")
    second = page.locator(".beside .folium-map")
    second.wait_for()
    page.wait_for_function("document.querySelectorAll('.map-title')[1].textContent")
    titles = page.locator(".map-title").all_inner_texts()
    assert len(set(titles)) == 2
    degrees = "(where) => [...document.querySelectorAll(where + ' .degree')].map((one) => one.textContent)"
    before = page.evaluate(degrees, ".beside")
    page.locator(".canvas > .folium-map .leaflet-control-zoom-in").click()
    page.wait_for_function(
        "before => JSON.stringify([...document.querySelectorAll('.beside .degree')].map((one) => one.textContent)) !== before",
        arg=page.evaluate("(all) => JSON.stringify(all)", before),
    )
    assert page.evaluate(degrees, ".beside")


def test_the_second_map_goes_away_with_its_part_of_the_address(visit, simulated_url):
    page = visit(f"{simulated_url}/en/?layer=fill_rate&beside=planned_area_ha@")
    page.locator(".beside .folium-map").wait_for()
    page.select_option("#beside-layer", "")
    page.locator(".beside").wait_for(state="detached")
    assert "beside" not in page.url


def test_a_difference_says_what_is_taken_from_what(visit, simulated_url):
    page = visit(f"{simulated_url}/en/?layer=fill_rate&time=2025&versus=2024")
    assert "2025 less 2024" in page.locator("#part-legend h2").inner_text()
    labels = page.locator("#part-legend .label").all_inner_texts()
    assert labels[0].startswith("< −")
    assert "no data" in labels[-1] or "not computable" in labels[-1]
