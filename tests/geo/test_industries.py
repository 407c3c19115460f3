"""Industries are read off the sectors as stated: every phrase is either known or reported as unread."""

import csv

import pytest

from geo.delivered import PACKAGE
from geo.demo.facts import _SECTORS
from geo.industries import INDUSTRIES, OTHER, industries_of, read_sectors

with (PACKAGE / "facts.csv").open(encoding="utf-8") as _file:
    STATED = sorted({row["value"] for row in csv.DictReader(_file) if row["field"] == "sectors"})

UNREAD = {
    "clean and light industries, agro-forestry processing, embroidery, bamboo and rattan, mechanical, "
    "materials": ("materials",),
    "Công nghiệp hỗ trợ; Công nghệ cao; Chế biến - chế tạo hiện đại; Ngành ít ô nhiễm, tiết kiệm năng "
    "lượng": ("Chế biến - chế tạo hiện đại",),
    "hàng tiêu dùng, dệt may, giày, hóa mỹ phẩm; cơ khí, kim khí, điện, điện tử; chế biến; vật liệu xây "
    "dựng": ("chế biến",),
}
"""What nobody can say the industry of, of all that is delivered."""


@pytest.mark.parametrize("text", STATED)
def test_every_delivered_text_is_read_but_for_the_phrases_named_here(text):
    reading = read_sectors(text)
    assert reading.codes
    assert reading.unread == UNREAD.get(text, ())
    assert (OTHER in reading.codes) == bool(reading.unread)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("đồ mộc, cơ kim khí", "mechanical wood"),
        ("rèn, dao kéo", "mechanical"),
        ("chăn, ga, gối, đệm", "textile"),
        ("đa ngành nghề", "many"),
        ("công nghiệp nhẹ", "light"),
        ("dược phẩm và dụng cụ y tế (chủ yếu)", "chemical"),
        ("chế biến nông lâm sản", "agrifood forestry"),
        ("Sản xuất, chế biến gỗ công nghiệp, gỗ dân dụng; Chế biến nông, lâm sản; Đồ gỗ mỹ nghệ; Tiểu thủ công nghiệp",
         "agrifood forestry wood craft"),
        ("chế biến, đóng gói thực phẩm; công nghiệp phụ trợ đóng gói thực phẩm", "supporting paper agrifood"),
        ("phụ gia ngành may, nhựa tái chế, giấy, đồ gỗ, hàn xì, in, cơ khí", "mechanical plastic paper wood textile"),
        ("Điện, điện tử; Vận tải, kho vận; Thuốc thú y; Sản xuất phụ tùng ô tô",
         "electrical supporting chemical logistics"),
        ("Mộc; - Điêu khắc gỗ; - Điêu khắc đá; - Một số ngành nghề khác phù hợp với quy định của pháp luật",
         "wood carving many"),
        ("soundproofing materials, rubber foam, forestry products processing", "plastic building forestry"),
    ],
)  # fmt: skip
def test_a_text_names_these_industries(text, codes):
    assert read_sectors(text).codes == tuple(codes.split())


@pytest.mark.parametrize("text", _SECTORS)
def test_every_simulated_text_is_read_whole(text):
    assert read_sectors(text).unread == ()


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("hoá chất, thuỷ sản", "hóa chất, thủy sản"),
        ("CƠ KHÍ, Dệt May", "cơ khí, dệt may"),
        ("co khi, det may, do go", "cơ khí, dệt may, đồ gỗ"),
    ],
)
def test_spellings_of_the_same_are_read_the_same(text, same):
    assert read_sectors(text).codes == read_sectors(same).codes


@pytest.mark.parametrize("text", ["Hàn Quốc", "phương tiện", "goods in transit", "quê hương Ngọc Sơn"])
def test_a_word_inside_another_matter_is_not_taken_for_an_industry(text):
    assert read_sectors(text).codes == (OTHER,)
    assert read_sectors(text).unread == (text,)


def test_a_cell_lists_its_codes_in_one_order_and_is_missing_where_nothing_is_stated():
    assert industries_of("đồ gỗ; cơ khí") == industries_of("cơ khí; đồ gỗ") == "mechanical;wood"
    assert industries_of(None) is None
    assert industries_of(" , ") is None


def test_no_code_is_part_of_another_so_that_a_filter_finds_the_right_ones():
    assert not [(one, two) for one in INDUSTRIES for two in INDUSTRIES if one != two and one in two]


def test_every_industry_is_named_in_both_languages():
    assert all(one.title.vi and one.title.en and one.title.vi != one.title.en for one in INDUSTRIES.values())


@pytest.mark.parametrize("one", [one for one in INDUSTRIES.values() if one.words], ids=lambda one: one.code)
def test_each_word_of_an_industry_means_it(one):
    for word in one.words.split("|"):
        assert one.code in read_sectors(word.removeprefix("=")).codes, word
