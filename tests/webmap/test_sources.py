"""The sources: what rests on each, how the list is sorted and filtered, and the way from any figure to them."""

import re
from html import unescape

import pytest

from webmap.pages.wording import title_language
from webmap.state import state


def page_of(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, path
    return unescape(response.get_data(as_text=True))


def listed(page):
    return re.findall(r'<th scope="row"><a href="/(?:en/)?sources/([^"]+)"', page)


def records(client, name):
    with client.application.test_request_context("/"):
        return state().snapshot.collections[name].records()


def test_every_source_is_listed_once(client):
    assert sorted(listed(page_of(client, "/sources"))) == sorted(
        row["id"] for row in records(client, "sources")
    )


def test_the_totals_of_the_list_are_all_facts_figures_and_targets(client):
    foot = re.search(r"<tfoot>(.*?)</tfoot>", page_of(client, "/en/sources"), re.DOTALL)[1]
    sums = re.findall(r'<td class="number">([^<]+)</td>', foot)
    facts = records(client, "facts")
    expected = [len(facts), sum(fact["published"] for fact in facts), None,
                len(records(client, "city_series")), len(records(client, "programme_targets"))]  # fmt: skip
    assert sums == ["–" if number is None else f"{number:,}" for number in expected]


@pytest.mark.parametrize(("sort", "first"), [("facts", "s004"), ("id", "s001"), ("-id", "s100")])
def test_the_list_is_sorted_as_the_address_says(client, sort, first):
    assert listed(page_of(client, f"/sources?sort={sort}"))[0] == first


@pytest.mark.parametrize("text", ["cầu bầu", "cau bau", "CAU BAU ung hoa"])
def test_words_are_found_with_and_without_accents(client, text):
    assert listed(page_of(client, f"/sources?q={text}")) == ["s006"]


def test_a_kind_is_chosen_by_the_address(client):
    found = listed(page_of(client, "/sources?kind=government"))
    assert sorted(found) == sorted(
        row["id"] for row in records(client, "sources") if row["kind"] == "government"
    )


def test_nothing_found_says_so(client):
    assert "No source matches" in page_of(client, "/en/sources?q=zzz")


@pytest.mark.parametrize("query", ["sort=colour", "kind=rumour", "sort=--id"])
def test_an_unknown_order_or_kind_is_refused(client, query):
    assert "expected one of" in page_of(client, f"/sources?{query}", 400)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_source_has_a_page_with_all_that_rests_on_it(client, prefix):
    facts = records(client, "facts")
    for source in records(client, "sources"):
        page = page_of(client, f"{prefix}/sources/{source['id']}")
        own = [fact for fact in facts if fact["source_id"] == source["id"]]
        body = page.split('id="facts"')[1].split("</section>")[0] if own else ""
        assert body.count("<tr>") == (min(len(own), 200) + 1 if own else 0)


def test_a_source_that_is_not_there_is_a_page_not_found(client):
    assert "404" in page_of(client, "/en/sources/nope", 404)


@pytest.mark.parametrize("offset", ["-1", "many"])
def test_an_impossible_part_of_the_facts_is_refused(client, offset):
    page_of(client, f"/sources/s004?offset={offset}", 400)


def test_facts_beyond_the_last_say_how_many_there_are(client):
    assert "There are only" in page_of(client, "/en/sources/s004?offset=100000")


@pytest.mark.parametrize("path", ["/en/clusters/ngoc-liep", "/en/totals", "/en/programmes"])
def test_a_figure_leads_to_its_source_and_from_there_outside(client, path):
    page = page_of(client, path)
    inside = re.findall(r'href="(/en/sources/s\d+)"', page)
    outside = re.findall(r'<a class="outside"[^>]*>', page)
    assert inside and outside
    assert all('target="_blank"' in tag and 'rel="noopener noreferrer"' in tag for tag in outside)
    assert client.get(inside[0]).status_code == 200


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Hà Nội sẽ có thêm 6 cụm công nghiệp", "vi"),
        ("Hà Nội approves establishment of two industrial clusters", None),
        ("ハノイ…工芸村産業クラスターを建設へ (Nam Tiến; via VnEconomy)", "ja"),
        ("Hanoï aura six nouveaux complexes industriels", None),
        (None, None),
    ],
)
def test_the_language_of_a_title_is_told_apart(title, language):
    assert title_language(title) == language
