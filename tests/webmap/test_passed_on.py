"""What leaves the screen: links without the street map, paper and files that refuse what cannot be."""

import pytest

from webmap.screen import onefile


@pytest.mark.parametrize(("language", "word"), [("", "một trong"), ("en/", "one of")])
@pytest.mark.parametrize(("query", "named"), [("layer=foo", "planned_area_ha"), ("paper=A9", "A4, A3")])
def test_paper_refuses_what_there_is_none_of_and_names_what_there_is(client, language, word, query, named):
    answer = client.get(f"/{language}print.pdf?{query}")
    assert answer.status_code == 400
    assert word in answer.text and named in answer.text


@pytest.mark.parametrize(("language", "said"), [("", "hãy lọc bớt"), ("en/", "filter for fewer")])
def test_too_many_clusters_for_one_file_are_refused_in_the_readers_language(
    client, monkeypatch, language, said
):
    monkeypatch.setattr(onefile, "MOST_CLUSTERS", 2)
    answer = client.get(f"/{language}selection.html")
    assert answer.status_code == 400
    assert said in answer.text


@pytest.mark.parametrize("text", ["foo@bar", "foo", "@1999", "planned_area_ha@1999"])
def test_a_second_map_that_cannot_be_is_refused_rather_than_left_out(client, text):
    answer = client.get("/en/selection", query_string={"beside": text})
    assert answer.status_code == 400
    assert answer.json["parameter"] == "beside" and "planned_area_ha" in answer.json["expected"]


def test_a_long_list_of_clusters_is_said_by_its_first_ones(client):
    ids = [one["id"] for one in client.get("/api/collections/clusters/items?f=json&limit=9").json["features"]]
    page = client.get("/en/", query_string={"id": ",".join(ids)}).text
    assert f"Id: {', '.join(ids[:3])} and 6 more" in page


@pytest.mark.parametrize("opener", ["copy-link", "share"])
def test_what_is_passed_on_does_not_load_the_street_map(visit, server_url, opener):
    page = visit(f"{server_url}/en/?layer=planned_area_ha")
    page.evaluate("history.replaceState(null, '', location.href + '&street=1')")
    page.evaluate(
        "navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }"
    )
    if opener == "copy-link":
        page.locator("#copy-link").click()
        given = page.evaluate("window.copied")
    else:
        page.locator("[data-opens-share]").click()
        given = page.locator("#share-code").input_value()
    assert "layer=planned_area_ha" in given
    assert "street" not in given
