"""What hindered a GIS officer at the screen: files that opened, clicks that were lost, the way back, the keyboard."""

import pytest

from tests.webmap.test_screen_browser import answered, see

pytestmark = pytest.mark.browser

__all__ = ["see"]


def test_what_a_browser_could_show_is_saved_too(visit, server_url):
    page = visit(f"{server_url}/en/download?status=active")
    page.locator("input[value=geojson]").check()
    with page.expect_download() as saved:
        page.locator("button[name=get]").click()
    assert saved.value.suggested_filename == "clusters.geojson"
    assert page.url.endswith("/en/download?status=active")


def test_a_corner_may_be_set_under_the_words_of_help(see, server_url):
    page = see(f"{server_url}/en/")
    page.locator("#draw-shape").click()
    box = page.locator("#shape-help").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert page.locator(".leaflet-shape-pane circle, .leaflet-shape-pane path").count() >= 1


def test_the_way_back_leads_to_the_view_too(see, server_url):
    page = see(f"{server_url}/en/?view=105.8,21,11")
    answered(page, lambda: page.locator("#layer").select_option("status"))
    page.locator(".leaflet-control-zoom-in").click()
    page.wait_for_function("() => new URLSearchParams(location.search).get('view').endsWith(',12')")
    answered(page, page.go_back)
    lon, lat, zoom = page.evaluate("new URLSearchParams(location.search).get('view').split(',').map(Number)")
    assert (zoom, lon, lat) == (11, pytest.approx(105.8, abs=0.002), pytest.approx(21, abs=0.03))


def test_the_map_is_one_key_away(see, server_url):
    page = see(f"{server_url}/en/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "copy-link"
