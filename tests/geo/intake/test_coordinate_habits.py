"""Lists of corners with the words that decisions and drawings really have around them."""

import pytest

from geo.delivered import PACKAGE
from geo.intake.coordinates import read_coordinates
from geo.intake.decision import area_in
from geo.intake.whereabouts import clusters_near
from geo.package import read_package
from tests.geo.conftest import make_package
from tests.geo.intake.listing import ANSWERS, listed, pasted, rectangle


@pytest.mark.parametrize(
    "title", ["Diện tích: 20,5 ha", "Tọa độ CCN Nam, DT 20,5 ha", "Diện tích 205.000 m2"]
)
def test_the_area_beside_the_corners_is_held_against_them(title):
    reading = read_coordinates(pasted(f"{title}\n{listed(rectangle(400, 500))}"), make_package(), ANSWERS)
    assert any("20,50 ha" in statement.text.vi for statement in reading.statements)
    assert any("20,00 ha, văn bản ghi 20,50 ha" in found.message.vi for found in reading.findings)


def test_a_decimal_comma_in_words_stays_though_the_corners_have_points():
    assert area_in("Diện tích: 20,5 ha") == area_in("DT 20,5ha") == 20.5


def test_a_district_of_the_same_name_does_not_name_a_cluster():
    hanoi = read_package(PACKAGE)
    words = "Cụm công nghiệp làng nghề Đại Thắng, huyện Phú Xuyên"
    assert [one.value for one, named in clusters_near(hanoi, 105.85, 20.76, words) if named] == ["dai-thang"]
    own = "Cụm công nghiệp Phú Xuyên, huyện Phú Xuyên"
    assert [one.value for one, named in clusters_near(hanoi, 105.85, 20.76, own) if named] == ["phu-xuyen"]
