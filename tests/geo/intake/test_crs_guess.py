"""The coordinate system told by the digits and the place; the vectors are those of the domain notes."""

import pyproj
import pytest
from shapely import Point, box

from geo.crs import distance_m, transform
from geo.intake import crs_guess
from geo.intake.crs_guess import (
    TM3,
    Expected,
    Said,
    guess,
    official_of,
    parse_answer,
    said_of,
    system_title,
)
from geo.schema import Text
from geo.text import fold

VECTORS = {
    "Hồ Gươm": (105.8522, 21.0287, 588383.929, 2326366.344),
    "Sơn Tây": (105.5050, 21.1380, 552255.781, 2338313.519),
    "Mỹ Đức": (105.7000, 20.6500, 572745.469, 2284363.714),
    "Nội Bài": (105.8070, 21.2212, 583577.287, 2347654.616),
}
HERE = Text("đây", "here")
HANOI = Expected(box(105.28, 20.56, 106.03, 21.39), 1_000.0, Text("Hà Nội", "Hanoi"))


def around(lon: float, lat: float, tolerance_m: float = 5_000.0) -> Expected:
    return Expected(Point(lon, lat), tolerance_m, HERE)


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)
def test_the_official_system_of_hanoi_comes_first_and_carries_to_the_place(vector):
    lon, lat, east, north = vector
    first = guess([(east, north)], True, HANOI, province="Hà Nội")[0]
    assert first.epsg == 5897 and first.possible
    assert (first.lon, first.lat) == pytest.approx((lon, lat), abs=2e-7)
    assert transform(lon, lat, from_epsg=4326, to_epsg=5897) == pytest.approx((east, north), abs=0.002)


@pytest.mark.parametrize("epsg", sorted(TM3))
def test_the_meridian_is_told_by_the_place(epsg):
    lon, lat = TM3[epsg] + 0.4, 16.0
    listed = transform(lon, lat, from_epsg=4326, to_epsg=epsg)
    ranked = guess([listed], True, around(lon, lat))
    assert ranked[0].epsg == epsg
    assert [one.epsg for one in ranked if one.possible and one.epsg in TM3] == [epsg]


def test_another_meridian_than_the_official_one_is_told_in_so_many_words():
    listed = transform(105.8522, 21.0287, from_epsg=4326, to_epsg=9209)
    first = guess([listed], True, around(105.8522, 21.0287), province="Hà Nội")[0]
    assert first.epsg == 9209
    assert first.why.en.startswith("these are 3° zone 105°30', not 105°00', which would be 52 km off")
    assert "không phải 105°00'" in first.why.vi


def test_the_usual_mistakes_have_the_size_known():
    lon, lat, east, north = VECTORS["Hồ Gươm"]
    by_system = {one.epsg: one for one in guess([(east, north)], True, HANOI)}
    other = by_system[3405]
    assert distance_m(lon, lat, other.lon, other.lat) == pytest.approx(700, abs=10)
    as_vn2000 = transform(lon, lat, from_epsg=4756, to_epsg=4326)
    assert distance_m(lon, lat, *as_vn2000) == pytest.approx(224, abs=2)


def test_a_sharp_place_leaves_one_of_two_systems_700_m_apart():
    lon, lat, east, north = VECTORS["Hồ Gươm"]
    ranked = guess([(east, north)], True, around(lon, lat, 100.0))
    assert [one.epsg for one in ranked if one.possible] == [5897]


def test_degrees_are_wgs84_or_vn2000_and_a_wide_place_leaves_both():
    ranked = guess([(105.85, 21.03)], False, HANOI)
    assert [(one.value, one.possible) for one in ranked] == [("EPSG:4326", True), ("EPSG:4756", True)]
    assert "224 m" in ranked[0].why.en


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Hệ tọa độ VN-2000, kinh tuyến trục 105°00', múi chiếu 3°", Said(None, 105.0, 3, True)),
        ("VN2000 KTT 105-30 múi 3", Said(None, 105.5, 3, True)),
        ("hệ VN 2000 múi 6 độ", Said(None, None, 6, True)),
        ("kinh tuyến trục 107°45'", Said(None, 107.75, None, None)),
        ("WGS 84", Said(None, None, None, False)),
        ("WGS-84 chuyển từ VN-2000", Said(None, None, None, None)),
        ("EPSG:5897", Said(5897, None, None, None)),
        ("diện tích 12 ha", Said()),
    ],
)
def test_the_words_around_say_which_system(words, expected):
    assert said_of(words) == expected


def test_what_the_words_say_leaves_one_where_the_digits_leave_several():
    _, _, east, north = VECTORS["Hồ Gươm"]
    said = said_of("VN-2000, kinh tuyến trục 105°00', múi 3°")
    ranked = guess([(east, north)], True, HANOI, said=said)
    assert [one.epsg for one in ranked if one.possible] == [5897]


def test_words_the_place_speaks_against_decide_nothing():
    listed = transform(105.8522, 21.0287, from_epsg=4326, to_epsg=9209)
    ranked = guess([listed], True, around(105.8522, 21.0287), said=said_of("VN-2000 KTT 105°00' múi 3°"))
    assert ranked[0].epsg == 9209 and not any(one.possible for one in ranked)


@pytest.mark.parametrize(("prefix", "epsg"), [("482", 5897), ("48", 3405)])
def test_a_zone_number_before_the_easting_tells_the_zone(prefix, epsg):
    listed = transform(105.8522, 21.0287, from_epsg=4326, to_epsg=epsg)
    assert guess([listed], True, HANOI, province="Hà Nội", prefix=prefix)[0].epsg == epsg


def test_an_easting_without_its_constant_is_completed_and_said():
    ranked = guess([(88383.929, 2326366.344)], True, around(105.8522, 21.0287), province="Hà Nội")
    assert ranked[0].value == "EPSG:5897+500000"
    assert "500,000 m" in ranked[0].why.en


def test_what_lies_nowhere_near_has_no_candidate():
    assert guess([(588383.929, 950000.0)], True, HANOI) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("EPSG:5897", (5897, 0.0)), ("5897", (5897, 0.0)), ("crs84", (4326, 0.0)),
     ("EPSG:5897+500000", (5897, 500_000.0)), ("EPSG:9999", None), ("", None), ("²", None)],
)  # fmt: skip
def test_answers_name_a_system(text, expected):
    assert parse_answer(text) == expected


def test_provinces_have_the_meridian_of_the_circular():
    assert [official_of(name) for name in ("Hà Nội", "Bắc Ninh", "Quảng Ninh", "Thử")] == [
        5897,
        9209,
        5899,
        None,
    ]
    assert system_title(9209).en == "VN-2000, 3° zone, central meridian 105°30' (EPSG:9209)"


@pytest.mark.parametrize("epsg", [code for code in TM3 if code not in (5896, 5897, 5898)])
def test_the_provinces_of_a_meridian_are_those_of_the_register(epsg):
    named = fold(pyproj.CRS.from_epsg(epsg).area_of_use.name.replace("-", " "))
    for province in crs_guess._PROVINCES[epsg].replace(" - ", " ").split(", "):
        assert province in named
