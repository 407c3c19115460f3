"""Industries are said in the language of the page, beside the sectors as the source states them."""

import re
from html import unescape

import pytest

from geo.industries import INDUSTRIES, OTHER, read_sectors


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.get_data(as_text=True))


def test_every_published_cluster_has_the_industries_of_its_sectors(records):
    for record in records:
        said = (record["industries"] or "").split(";") if record["industries"] else []
        assert said == list(read_sectors(record["sectors"]).codes if record["sectors"] else ())


@pytest.mark.parametrize("code", INDUSTRIES)
def test_the_table_and_the_service_find_the_same_clusters_of_an_industry(client, records, code):
    expected = sorted(one["id"] for one in records if code in (one["industries"] or "").split(";"))
    rows = client.get(f"/table.csv?industries={code}&columns=id").get_data(as_text=True)
    assert sorted(re.findall(r"^([a-z0-9-]+)", rows.removeprefix("\ufeff"), re.M)[1:]) == expected
    asked = f"/api/collections/clusters/items?limit=1000&filter=industries LIKE '%25{code}%25'"
    assert sorted(one["id"] for one in client.get(asked).get_json()["features"]) == expected


def test_one_of_several_industries_is_enough(client, records):
    expected = {
        one["id"] for one in records if {"wood", "leather"} & set((one["industries"] or "").split(";"))
    }
    assert f"{len(expected)} of 113 clusters" in page(client, "/en/table?industries=wood,leather")


def test_an_industry_nobody_knows_is_refused_with_the_list(client):
    answer = client.get("/en/table?industries=mining")
    assert answer.status_code == 400
    assert "mechanical" in answer.get_data(as_text=True)


@pytest.mark.parametrize("part", ["", "/panel"])
def test_a_factsheet_says_industries_in_english_and_the_source_in_its_language(client, part):
    said = page(client, f"/en/clusters/nam-tien{part}")
    assert "Mechanical, metal · Wood, furniture" in said
    assert 'as stated: <span lang="vi">mộc dân dụng, cơ khí</span>' in said


def test_a_phrase_nobody_knows_is_quoted_and_not_dropped(client):
    said = page(client, "/en/clusters/ninh-hiep")
    assert f'{INDUSTRIES[OTHER].title.en}: “<span lang="vi">chế biến</span>”' in said


def test_the_table_says_industries_in_words_of_the_page(client):
    assert "Mechanical, metal; Wood, furniture" in page(client, "/en/table?q=nam+tien&columns=industries")
    assert "Cơ khí, kim khí; Mộc, đồ gỗ, nội thất" in page(client, "/table?q=nam+tien&columns=industries")


def test_a_phase_is_said_in_english(client):
    assert "· phase 1 ·" in page(client, "/en/clusters/thach-xa-gd1")
    assert "phase 2" in page(client, "/en/table?columns=phase&phase=known")
