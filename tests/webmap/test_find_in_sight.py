"""The land finder keeps in sight what its answer stands on: points, what is unknown, what is ticked, the place."""

import re

import pytest
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
NOI_BAI = "san-bay-quoc-te-noi-bai-vvnb-han"
ASKED = f"ha=3&near={NOI_BAI}&km=30&industries=mechanical"


def test_places_stand_by_how_much_of_what_is_asked_is_unknown(client):
    page = client.get(f"/en/find?{ASKED}").text
    heads = re.findall(r"not known: (\d) of 3 asked <span class=\"count\">(\d+)", page)
    assert [int(unknown) for unknown, _ in heads] == sorted({int(unknown) for unknown, _ in heads})
    first, second = page.split('<h2 class="may">')[1:3]
    assert {card.count('<li class="unknown">') for card in first.split('<li class="site')[1:]} == {1}
    assert second.split('<li class="site')[1].count('<li class="unknown">') == 2


@pytest.mark.parametrize(
    ("language", "words"), [("", ("điểm trên 100", "chưa rõ")), ("en/", ("points of 100", "not known"))]
)
def test_every_score_says_without_a_click_what_it_is_made_of(client, language, words):
    page = client.get(f"/{language}find?rent=319").text
    basis = re.findall(r'<p class="basis">(.*?)</p>', page)
    assert len(basis) == 20
    assert words[0] in page and words[1] in basis[0]


def test_the_list_says_how_many_have_no_place_on_the_map(client):
    assert "12 of those listed have no known position" in client.get("/en/find").text
    assert "12 cụm trong danh sách chưa rõ vị trí" in client.get("/find").text


def test_coordinate_systems_of_the_download_bear_names(client):
    page = client.get("/en/find").text
    assert re.search(r">EPSG:5897 · VN-2000[^<]*official plans of Hanoi<", page)


@pytest.mark.parametrize("words", ["bat trang", "Bát Tràng"])
def test_the_land_of_one_cluster_is_found_by_its_name(client, words):
    page = client.get("/en/find/vacancies", query_string={"q": words}).text
    assert "<strong>1 of 113 clusters</strong>" in page
    assert "/en/clusters/bat-trang" in page


@pytest.mark.parametrize("options", [{}, PHONE], ids=["wide", "phone"])
def test_what_is_ticked_far_below_is_compared_without_going_back(visit, server_url, options):
    page = visit(f"{server_url}/en/find?rent=319", **options)
    for nth in (7, 9):
        box = page.locator(".site [name=compare]").nth(nth)
        box.scroll_into_view_if_needed()
        before = box.bounding_box()["y"]
        box.check()
        expect(page.locator(".tray")).to_contain_text(f"{1 if nth == 7 else 2} of 5 to compare")
        assert abs(box.bounding_box()["y"] - before) < 4
    page.get_by_role("button", name="Compare the ticked places").click()
    expect(page.locator("#compare")).to_be_in_viewport()
    expect(page.locator(".compared thead th")).to_have_count(2)


def test_a_full_comparison_says_why_no_other_box_can_be_ticked(visit, server_url):
    page = visit(f"{server_url}/en/find?rent=319")
    for nth in range(5):
        page.locator(".site [name=compare]").nth(nth).check()
    expect(page.locator(".tray")).to_contain_text("Take one out to choose another.")
    page.locator(".tray .out").first.click()
    expect(page.locator(".tray")).to_contain_text("4 of 5 to compare")
    expect(page.locator(".site [name=compare]").nth(6)).to_be_enabled()


def test_the_map_says_where_distances_are_measured_from_and_lets_go_of_it(visit, server_url):
    page = visit(f"{server_url}/en/find")
    expect(page.locator("#measured")).to_contain_text("Click the map")
    page.locator(".locator-map").click(position={"x": 90, "y": 300})
    expect(page.locator("#measured")).to_contain_text("Distances from the position 10")
    page.locator("#measured a").click()
    expect(page).to_have_url(f"{server_url}/en/find")
    assert page.get_by_label("or at longitude, latitude").input_value() == ""


def test_on_a_phone_the_count_stays_in_sight_while_one_asks(visit, server_url):
    page = visit(f"{server_url}/find", **PHONE)
    page.get_by_label("Giá thuê tối đa").fill("319")
    expect(page.locator("#tally")).to_contain_text("cụm đạt")
    expect(page.locator("#tally")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_where_no_place_is_left_it_is_said_at_which_condition_and_what_would_help(client):
    page = client.get(f"/en/find?{ASKED}&unknown=no&rent=350").text
    callout = re.search(r'<p class="callout">.*?</p>', page, re.DOTALL)[0]
    assert "Most fall away at “3 ha of ready land”: 3 do not meet it, 110 do not say." in callout
    href = re.search(r'href="([^"]+)">Include', callout)[1].replace("&amp;", "&")
    assert "unknown" not in href
    assert "46</b> left" in client.get(href).text
    assert "Near misses" not in callout


def test_a_dot_whose_place_is_on_another_page_opens_its_factsheet(visit, server_url):
    page = visit(f"{server_url}/en/find")
    page.locator(".locator-map path.leaflet-interactive").last.dispatch_event("click")
    expect(page).to_have_url(re.compile(r"/en/clusters/[a-z0-9-]+$"))


def test_the_factsheet_offers_its_paper_before_the_figures(client):
    page = client.get("/clusters/huong-ngai-gd1").text
    assert page.index("huong-ngai-gd1.pdf") < page.index("cards key")


@pytest.mark.parametrize(("language", "said"), [("", "ít nhất 1,9 ha"), ("en/", "by at least 1.9 ha")])
def test_a_miss_judged_by_the_whole_cluster_is_said_to_be_at_least_so_much(client, language, said):
    page = client.get(f"/{language}find?ha=10&near={NOI_BAI}&km=30&industries=mechanical&unknown=no").text
    assert said in page
