"""The page of the programmes: nothing delivered is missing, every cell has its source, gaps say so."""

import re
from html import unescape

import pytest

from webmap.pages.charts import Bar, Group, draw_bars


@pytest.fixture(scope="module")
def pages(client):
    return {code: unescape(client.get(path).get_data(as_text=True)) for code, path in
            (("vi", "/programmes"), ("en", "/en/programmes"))}  # fmt: skip


def table_rows(client, name):
    with client.application.test_request_context("/"):
        from webmap.state import state

        return state().snapshot.collections[name].records()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_delivered_row_is_on_the_page_exactly_once(client, pages, language):
    shown = [
        number for found in re.findall(r'data-rows="([^"]+)"', pages[language]) for number in found.split()
    ]
    assert sorted(shown) == sorted(row["id"] for row in table_rows(client, "programme_targets"))


def test_every_statement_links_to_the_page_of_its_source(client, pages):
    linked = set(re.findall(r'href="/sources/([^"]+)"', pages["vi"]))
    assert {row["source_id"] for row in table_rows(client, "programme_targets")} <= linked


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["no result known", "no target known", "300–350", "more than 12", "at least 20", "about 200,000",
                "at most 50", "end of 2024", "each year", "sources contradict each other", "registrations"]),
        ("vi", ["chưa biết kết quả", "chưa biết mục tiêu", "300–350", "trên 12", "ít nhất 20", "khoảng 200.000",
                "tối đa 50", "hết năm 2024", "mỗi năm", "các nguồn mâu thuẫn nhau", "đăng ký thuê"]),
    ],
)  # fmt: skip
def test_qualifiers_gaps_and_doubts_are_words(pages, language, expected):
    assert [words for words in expected if words not in pages[language]] == []


def test_the_english_page_marks_every_vietnamese_word_of_the_data(pages):
    text = re.sub(r'<(a|span)[^>]*lang="vi"[^>]*>.*?</\1>', "", pages["en"], flags=re.DOTALL)
    text = re.sub(r"<footer.*", "", re.sub(r"<[^>]+>", " ", text.split("<main")[1]), flags=re.DOTALL)
    strange = set(re.findall(r"\w*[ăâđơưạảấầẩậắằặẹẻẽếềểệịọỏốồổộớờợụủứừựỳỹ]\w*", text, flags=re.IGNORECASE))
    assert strange <= {"QĐ", "khuyến", "Nội"}, strange  # the last in an English headline


def test_every_chart_has_a_title_and_says_its_figures(pages):
    charts = re.findall(r'<svg class="chart".*?</svg>', pages["en"], flags=re.DOTALL)
    assert len(charts) == pages["en"].count('class="pair"') > 20
    assert all('role="img"' in chart and "<title" in chart and "<desc" in chart for chart in charts)
    assert any("2023: target 10–20, result 3" in chart for chart in charts)


def test_a_chart_begins_at_zero_and_ends_at_the_largest_figure():
    chart = draw_bars(
        [Group("2024", (Bar("target", "10–20", 10, 20), Bar("actual", "5", 5, 5), Bar("gap", "?")))]
    )
    width = chart.right - chart.left
    assert [lane.solid for lane in chart.lanes] == [width / 2, width / 4, 0]
    assert [lane.band for lane in chart.lanes] == [width / 2, 0, 0]
    assert [lane.label for lane in chart.lanes] == ["2024", "", ""]


@pytest.mark.parametrize(
    "groups", [[], [Group("2024", (Bar("actual", "0", 0, 0),))]], ids=["nothing", "zero"]
)
def test_a_chart_of_nothing_or_of_zero_can_be_drawn(groups):
    assert all(lane.solid == 0 for lane in draw_bars(groups).lanes)
