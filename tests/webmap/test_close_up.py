"""The button that brings what is selected into the part of the map that nothing covers."""

import pytest


def zoom(page):
    page.wait_for_timeout(600)
    return float(page.url.split("view=")[1].split("&")[0].split(",")[2])


@pytest.mark.parametrize("areas", ["clusters", "districts"])
def test_what_is_selected_fills_the_map_on_demand(visit, server_url, areas):
    page = visit(f"{server_url}/en/?district_code=279&areas={areas}&view=105.6,21.0,9")
    page.get_by_role("button", name="Show what is selected").click()
    page.wait_for_function("!location.search.includes('view=105.6,21.0,9')")
    assert zoom(page) > 10


def test_the_map_stays_where_it_is_when_nothing_is_selected(visit, server_url):
    page = visit(f"{server_url}/en/?id=none&view=105.6,21,9")
    page.get_by_role("button", name="Show what is selected").click()
    assert zoom(page) == 9


def test_what_is_said_of_a_copied_link_moves_no_button(visit, server_url):
    page = visit(f"{server_url}/en/?district_code=279&cluster=tien-phong")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.get_by_role("button", name="Copy link")
    before = button.bounding_box()
    button.click()
    page.locator("#copied:not(:empty)").wait_for()
    assert button.bounding_box() == before


def test_the_list_of_districts_stays_scrolled_where_one_was_chosen(visit, server_url):
    page = visit(f"{server_url}/en/")
    page.wait_for_selector(".degree", state="attached")
    page.locator("#filters-place > summary, details:has(#filter-district_code) > summary").first.click()
    page.get_by_label("Thường Tín").first.check()
    page.wait_for_url("**district_code=279**")
    page.wait_for_function("document.querySelector('#boxes-district_code input:checked')?.value === '279'")
    assert page.evaluate("document.getElementById('boxes-district_code').scrollTop") > 0
