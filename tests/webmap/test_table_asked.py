"""How the table answers a question: its form, its columns, its place on the page, what it refuses."""

import re
from html import unescape

import pytest
from playwright.sync_api import expect

from tests.webmap.test_table import file_rows, grid


def page_of(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return unescape(response.get_data(as_text=True))


def test_one_may_filter_by_columns_that_are_not_shown(client):
    page = page_of(client, "/en/table?columns=identity")
    for name in ("ready_area_ha", "land_rent_usd_m2_max", "workers"):
        assert f'name="{name}.typed"' in page
    for name in ("wastewater_status", "developer"):
        assert f'name="{name}"' in page
    assert "<legend>Land</legend>" in page


@pytest.mark.parametrize("query", ["?sort=-workers", "?workers=10..", "?workers=known&columns=identity"])
def test_the_column_a_question_is_about_stands_behind_name_and_status(client, query):
    heads = grid(client, f"/en/table{query}").heads
    assert "Workers" in heads[1 if "columns" in query else 2]
    assert "workers" in file_rows(client, f"/en/table.csv{query}")[0]


def test_columns_without_any_value_are_named_and_left_out_unless_chosen(client):
    query = "/en/table?status=planned&workers=missing"
    assert not any("Workers" in head for head in grid(client, query).heads)
    page = page_of(client, query)
    assert re.search(r"Left out, because empty for all of these clusters: [^<]*Workers", page)
    with_empty = re.search(r'href="([^"]+)#rows">Show these columns too', page)[1]
    assert any("Workers" in head for head in grid(client, with_empty).heads)
    assert any("Workers" in head for head in grid(client, f"{query}&columns=production").heads)


def test_a_bad_filter_keeps_the_form_and_says_beside_the_field_what_is_expected(client):
    page = page_of(client, "/en/table?workers.typed=many&status=active&q=dong", 400)
    field = page[page.index('name="workers.typed"') :]
    assert field.startswith('name="workers.typed" value="many"') and 'aria-invalid="true"' in field[:300]
    assert 'id="problem-workers.typed"' in field[:400]
    assert 'value="dong"' in page and '<option value="active" selected>' in page
    assert 'href="/en/table?q=dong&status=active#rows"' in page


def test_a_rent_says_its_term_and_tax(client):
    heads = grid(client, "/en/table?land_rent_usd_m2_max=known").heads
    assert any("whole lease term, VAT not included" in head for head in heads)
    assert "cho cả thời hạn thuê, chưa gồm thuế GTGT" in page_of(client, "/table")


def test_a_name_stands_before_longer_names_in_both_languages(client):
    for path in ("/table?q=binh+minh", "/en/table?q=binh+minh"):
        names = [row[0] for row in grid(client, path).rows if "Bình Minh" in row[0] or "Binh Minh" in row[0]]
        assert len(names) > 1
        assert names == sorted(names, key=len)


def test_the_answer_comes_back_at_its_rows_and_their_head_stays_in_sight(visit, server_url):
    page = visit(f"{server_url}/en/table")
    page.get_by_role("columnheader", name="Planned area").get_by_role("link").click()
    page.wait_for_url("**sort=-planned_area_ha#rows")
    expect(page.locator("#rows")).to_be_in_viewport()
    expect(page.get_by_role("columnheader", name="Planned area")).to_be_in_viewport()
    page.mouse.wheel(0, 1500)
    page.wait_for_function("scrollY > 1000")
    expect(page.get_by_role("columnheader", name="Planned area")).to_be_in_viewport()
    assert page.locator(".grid").evaluate("box => box.scrollHeight - box.clientHeight") <= 1


def test_several_choices_are_said_in_words_in_their_field(client):
    page = page_of(client, "/en/table?status=active,planned&district_code=268,276")
    assert '<option value="active,planned" selected>active, planned</option>' in page
    assert re.search(r'<option value="268,276" selected>[^<0-9]+, [^<0-9]+</option>', page)
