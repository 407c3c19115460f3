"""The land finder: asks as an investor does, answers from the same figures as the service, in both languages."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from webmap import create_app
from webmap.settings import Settings

NOI_BAI = "san-bay-quoc-te-noi-bai-vvnb-han"
MECHANICAL = f"ha=3&near={NOI_BAI}&km=30&industries=mechanical"
CHEAP = "rent=<320&wastewater=named"


def words(html):
    """Read the words of a part of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def listed(page):
    """List the ids of the sites found that are shown, in their order; near misses are none of them."""
    return re.findall(r'class="site" id="site-([^"]+)"', page)


def summary(page):
    return words(re.search(r'<p class="summary".*?</p>', page, re.S)[0])


def numbers(text):
    return [int(one) for one in re.findall(r"\d+", text)]


def get(client, question, language="en"):
    path = "/en/find" if language == "en" else "/find"
    answer = client.get(f"{path}?{question}", follow_redirects=True)
    assert answer.status_code == 200
    return answer.text


def test_everything_is_listed_before_anything_is_asked(client, records):
    page = get(client, "")
    assert f"{len(records)} clusters, nothing is asked yet" in summary(page)
    assert len(listed(page)) == 20


@pytest.mark.parametrize("language", ["vi", "en"])
def test_both_languages_find_the_same_sites(client, language):
    page = get(client, MECHANICAL, language)
    assert listed(page) == listed(get(client, MECHANICAL, "en"))
    assert ("Tìm đất" if language == "vi" else "Find land") in page


def test_three_sites_of_low_rent_with_a_named_capacity_are_those_the_service_finds(client):
    where = "land_rent_usd_m2_min < 320 AND wastewater_status IS NOT NULL"
    answer = client.get("/api/collections/clusters/items", query_string={"filter": where, "limit": 100})
    expected = {feature["id"] for feature in answer.get_json()["features"]}
    page = get(client, CHEAP)
    assert numbers(summary(page))[0] == len(expected) >= 3
    assert set(listed(page)[: len(expected)]) == expected


def test_a_capacity_without_more_leaves_open_whether_the_plant_was_built(client):
    page = get(client, "wastewater=built&unknown=no")
    assert summary(page).startswith("0 meet everything asked")
    assert "capacity named; built or planned unknown" in get(client, "wastewater=built")


def test_steps_say_how_many_sites_and_hectares_fall_away(client, records):
    page = get(client, MECHANICAL)
    steps = [words(step) for step in re.findall(r"<li>(.*?)</li>", page.split('class="steps"')[1], re.S)[:4]]
    assert steps[0].startswith(f"{len(records)} clusters planned area 1,459.25 ha, known of 75 of 113")
    small = sum((one["planned_area_ha"] or 9) - (one["leased_area_ha"] or 0) < 3 for one in records)
    assert f"− {small} do not meet it" in steps[1]
    left = [int(re.search(r"→ (\d+)", step)[1]) for step in steps[1:]]
    fallen = [int(re.search(r"− (\d+)", step)[1]) for step in steps[1:]]
    assert [before - gone for before, gone in zip([len(records), *left], fallen, strict=False)] == left


def test_land_nobody_states_is_neither_a_yes_nor_a_no(client):
    page = get(client, MECHANICAL)
    assert summary(page).startswith("0 meet everything asked · 48 may")
    assert "Ready land: no source says how much is ready" in words(page)
    assert listed(get(client, "ha=3&unknown=no")) == []


def test_a_near_miss_says_by_how_much(client):
    page = get(client, "rent=310&unknown=no")
    assert "asking rent of at most 310 USD/m²: one condition away, by 10 USD/m²" in words(page)


def test_distances_are_straight_lines_with_their_uncertainty(client):
    assert re.search(r"Distance 3\.2 km ± 0\.3 km straight line", words(get(client, f"near={NOI_BAI}")))


def test_a_position_is_read_in_either_order_and_kept_as_longitude_latitude(client):
    answer = client.get("/en/find?at=21.2212, 105.807&km=5")
    assert parse_qs(urlsplit(answer.location).query)["at"] == ["105.80700,21.22120"]
    assert listed(client.get(answer.location).text) == listed(get(client, "at=105.80700,21.22120&km=5"))


def test_a_sent_form_leads_to_the_short_address_that_restores_it(client):
    sent = "ha=3&by=&industries=&rent=&near=&at=&km=&district_code=&unknown=no&unknown=yes&w_rent=3&w_land=5"
    answer = client.get(f"/en/find?{sent}")
    assert answer.status_code == 303
    assert urlsplit(answer.location).query == "ha=3&w_land=5"
    assert client.get(answer.location).status_code == 200


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("question", "field", "vi", "en"),
    [
        ("ha=much", "ha", "một số lớn hơn 0", "a number above 0"),
        ("ha=0", "ha", "một số lớn hơn 0", "a number above 0"),
        ("ha=3&by=soon", "by", "một ngày như 2027-06-30", "a day such as 2027-06-30"),
        ("by=2027-06-30", "ha", "thêm diện tích cần", "the hectares wanted as well"),
        ("rent=cheap", "rent", "giá cao nhất", "<320 for less than that"),
        ("ha=-5", "ha", "một số lớn hơn 0", "a number above 0"),
        ("km=30", "near", "một địa điểm", "a place to measure the distance from"),
        ("near=atlantis&km=3", "near", "trong danh sách", "a place of the list"),
        ("at=here&km=3", "at", "kinh độ, vĩ độ", "longitude, latitude"),
        ("industries=magic", "industries", "một trong", "one of mechanical"),
        ("status=sleeping", "status", "một trong", "one of planned"),
    ],
)
def test_what_cannot_be_answered_is_said_beside_its_field(client, language, question, field, vi, en):
    answer = client.get(f"{'/en' if language == 'en' else ''}/find?{question}")
    assert answer.status_code == 400
    beside = re.search(rf'id="problem-{field}"[^>]*>(.*?)</span>', answer.text, re.S)[1]
    assert (vi if language == "vi" else en) in unescape(beside)


@pytest.mark.parametrize(
    "question", ["compare=nobody", "page=99", "w_rent=9", "colour=red", "compare=a,b,c,d,e,f", "within=1,2"]
)
def test_other_bad_input_is_refused_with_what_was_expected(client, question):
    answer = client.get(f"/en/find?{question}")
    assert answer.status_code == 400
    assert "Expected:" in answer.text


def test_what_other_pages_select_narrows_the_sites_beforehand(client, records):
    page = get(client, "planned_area_ha=50..75")
    expected = sum(50 <= (one["planned_area_ha"] or 0) <= 75 for one in records)
    assert f"{expected} clusters, nothing is asked yet" in summary(page)
    assert "planned_area_ha=50..75" in page


def test_up_to_five_stand_side_by_side_with_their_sources(client):
    page = get(client, f"{CHEAP}&compare=mai-dinh,cn2-soc-son")
    table = page.split('class="compared"')[1].split("</table>")[0]
    assert [words(head) for head in re.findall(r'<th scope="col">(.*?)</th>', table, re.S)] == [
        "Mai Dinh Sóc Sơn take out ×",
        "CN2 (Soc Son) Sóc Sơn take out ×",
    ]
    assert "Công ty TNHH Phát triển và Hạ tầng KCN ASG" in table
    assert 'class="cite"' in table


def test_moving_a_weight_changes_the_order_and_the_reason_is_shown(client):
    near, cheap = (
        get(client, f"near={NOI_BAI}&w_{other}=0&w_known=0&w_land=0") for other in ("rent", "distance")
    )
    assert listed(near)[0] == "cn2-soc-son"
    assert listed(cheap)[0] == "thanh-van-tan-uoc"
    assert "280 to 300 USD/m²" in words(cheap)


def test_the_list_is_had_as_a_file_of_the_service(client):
    page = get(client, f"{CHEAP}&compare=mai-dinh,cn2-soc-son")
    service = re.search(r'<input type="hidden" name="filter" value="([^"]+)">', page)[1]
    answer = client.get(
        "/api/collections/clusters/items", query_string={"filter": unescape(service), "f": "geojson"}
    )
    assert {feature["id"] for feature in answer.get_json()["features"]} == {"mai-dinh", "cn2-soc-son"}
    assert "?id=mai-dinh,cn2-soc-son" in page


@pytest.mark.parametrize("address", ["/find.pdf", "/en/find.pdf"])
def test_a_proposal_is_printed(client, address):
    answer = client.get(f"{address}?{MECHANICAL}&compare=mai-dinh,cn2-soc-son")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")


def test_a_proposal_of_nonsense_is_refused(client):
    assert client.get("/en/find.pdf?ha=much").status_code == 400


@pytest.mark.parametrize("language", ["", "/en"])
def test_vacancies_name_every_cluster_and_who_has_to_publish_it(client, records, language):
    pages = [client.get(f"{language}/find/vacancies?page={page}").text for page in (1, 2)]
    rows = [row for page in pages for row in re.findall(r'<tr><th scope="row">(.*?)</tr>', page, re.S)]
    assert len(rows) == len(records)
    assert all("Biểu" in row for row in rows)
    named = sum(one["developer"] is not None for one in records)
    assert sum('class="flag"' not in row for row in rows) == named


def test_vacancies_have_no_page_beyond_the_last(client):
    assert client.get("/en/find/vacancies?page=3").status_code == 400


def test_land_of_simulated_lots_is_found_and_marked_simulated(simulated_home):
    page = get(create_app(Settings(home=simulated_home)).test_client(), "ha=0.5&piece=one&unknown=no")
    assert "SIMULATED" in page
    assert "0.5 ha in one piece" in words(page)


@pytest.mark.parametrize("position", ["0,0", "-75,-12", "179,-89"])
def test_a_place_beyond_the_country_is_measured_from_but_not_drawn(client, position):
    answer = client.get(f"/en/find.pdf?at={position}")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")


def test_a_rent_is_read_with_its_sign_and_unit(client):
    written = get(client, "rent=≤320 USD/m²&wastewater=named")
    plain = get(client, "rent=320&wastewater=named")
    assert 'value="320"' in written
    assert written.count('class="site') == plain.count('class="site') > 0
