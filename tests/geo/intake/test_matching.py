"""Names are taken where exactly one fits, and asked about where two do or none quite."""

import pytest

from geo.delivered import PACKAGE
from geo.intake.matching import (
    Named,
    Names,
    cluster_names,
    commune_names,
    district_names,
    match_question,
    name_key,
    unit_key,
    ward_names,
)
from geo.intake.reading import Place
from geo.package import read_package


@pytest.fixture(scope="module")
def hanoi():
    return read_package(PACKAGE)


@pytest.fixture(scope="module")
def clusters(hanoi):
    return cluster_names(hanoi)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("dai-thang", "dai-thang"),
        ("Cụm công nghiệp làng nghề Đại Thắng", "dai-thang"),
        ("CCN Đại Thắng", "dai-thang"),
        ("DAI THANG", "dai-thang"),
        ("Dai Thang Craft-village Industrial Cluster", "dai-thang"),
        ("CCN Bình Phú I – giai đoạn II", "binh-phu-1-gd2"),
        ("Bình Phú 1", "binh-phu-1"),
        ("Đan Phượng (GĐ2)", "dan-phuong-gd2"),
        ("Tiền Phong giai đoạn một", "tien-phong"),
        ("Liên Hà (Đông Anh)", "lien-ha-dong-anh"),
        ("CCN Liên Hà, huyện Đông Anh", "lien-ha-dong-anh"),
        ("Thanh Thuỳ", "thanh-thuy"),
        ("Cụm công nghiệp Liên Hà, xã Thư Lâm", "lien-ha-dong-anh"),
    ],
)
def test_a_name_that_fits_one_cluster_is_that_cluster(clusters, said, key):
    assert clusters.find(said).key == key


def test_namesakes_are_told_apart_by_their_place_or_asked_about(clusters):
    assert clusters.find("Liên Hà", ["Đan Phượng"]).key == "lien-ha-dan-phuong"
    asked = clusters.find("Liên Hà")
    assert asked.key is None
    assert {entry.key for entry in asked.candidates} == {"lien-ha-dan-phuong", "lien-ha-dong-anh"}
    assert match_question("cluster", Place("a.xlsx"), asked).proposed is None


@pytest.mark.parametrize("said", ["Đại Thẳng", "Đại Thăng", "Đai Thắngg"])
def test_a_near_name_is_proposed_and_never_taken(clusters, said):
    found = clusters.find(said)
    assert found.key is None
    assert found.candidates[0].key == "dai-thang"


def test_a_name_whose_place_contradicts_is_asked_about(clusters):
    found = clusters.find("Đại Thắng", ["Sóc Sơn"])
    assert found.key is None
    assert [entry.key for entry in found.candidates] == ["dai-thang"]


def test_nothing_like_it_is_asked_without_choices(clusters):
    question = match_question("cluster", Place("a.xlsx"), clusters.find("Khu công nghệ cao Hòa Lạc"))
    assert question.choices == ()


def test_every_cluster_is_found_by_its_own_names(hanoi, clusters):
    for cluster in hanoi.tables["clusters"].to_dict("records"):
        for name in (cluster["name_vi"], cluster["name_en"], cluster["name_vi"].upper()):
            found = clusters.find(name, [cluster["district_name"]])
            assert found.key == cluster["id"], name


@pytest.mark.parametrize("said", ["Xã Phượng Dực", "phượng dực", "X. Phuong Duc", "X.Phượng Dực"])
def test_a_ward_is_found_with_or_without_its_type(hanoi, said):
    (code,) = hanoi.tables["admin_wards"].query("name == 'Phượng Dực'")["code"]
    assert ward_names(hanoi).find(said).key == code


def test_every_unit_is_found_by_its_full_name(hanoi):
    for names, table in ((ward_names(hanoi), "admin_wards"), (district_names(hanoi), "admin_districts")):
        for unit in hanoi.tables[table].to_dict("records"):
            assert names.find(unit["full_name"]).key == unit["code"]


def test_a_commune_of_two_districts_is_asked_about_until_the_district_is_known(hanoi):
    names = commune_names(hanoi)
    asked = names.find("xã Liên Hà")
    assert asked.key is None
    assert len(asked.candidates) == 2
    assert names.find("Liên Hà", ["huyện Đông Anh"]).key is not None


def test_two_of_the_same_name_in_one_place_are_asked_about():
    names = Names(
        [Named("a", "Phú Minh", ("Phú Minh",), ("Đông",)), Named("b", "Phú Minh", ("Phú Minh",), ("Đông",))]
    )
    assert names.find("Phú Minh", ["Đông"]).key is None


def test_a_name_is_reduced_to_what_is_compared():
    assert name_key("Điểm/Cụm công nghiệp làng nghề Đa Sỹ") == "da sy"
    assert name_key("Cụm công nghiệp") == "cum cong nghiep"
    assert unit_key("Thị trấn Phùng") == ("thi tran", "phung")
    assert unit_key("Dai Thang commune") == ("xa", "dai thang")


def test_a_commune_whose_name_begins_like_the_word_for_ward_is_no_ward():
    assert unit_key("Phượng Dực") == (None, "phuong duc")
    assert unit_key("Phường Dực") == ("phuong", "duc")
    assert unit_key("P.Dực") == ("phuong", "duc")
    named = [Named("a", "Đại Thắng", ("Đại Thắng",), ("Phú Xuyên", "Xã Phượng Dực"))]
    for area in ("Phượng Dực", "xã Phượng Dực", "Phuong Duc"):
        assert Names(named).find("Đại Thắng", [area]).key == "a"
