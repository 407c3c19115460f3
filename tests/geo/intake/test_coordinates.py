"""A list of coordinates becomes an outline: what is asked, what is told, what is drawn."""

from dataclasses import replace

import pytest
from shapely.geometry import shape

from geo.crs import geodesic_area_ha, transform
from geo.errors import IntakeError
from geo.intake.coordinates import read_coordinates
from geo.intake.reading import Brought
from tests.geo.conftest import make_package, square
from tests.geo.intake.listing import ANSWERS, SOUTH, listed, pasted, rectangle, rules, wards

TEN_HA = rectangle(500, 200)


def read(text, **options):
    return read_coordinates(pasted(text), make_package(), ANSWERS | options)


def said(reading) -> str:
    return "\n".join(one.text.en for one in reading.statements)


def test_a_list_becomes_the_official_outline_with_its_source():
    reading = read(
        listed(rectangle(1000, 400)), accuracy_m="0,5", decision_date="05/06/2020", decision_title="lập cụm"
    )
    (row,), (source,) = reading.rows, reading.sources
    assert not reading.has_errors() and rules(reading) == []
    assert row.table == "outlines"
    assert {name: row.content[name] for name in row.content if name != "geometry"} == {
        "id": "south", "boundary_quality": "official", "position_accuracy_m": 0.5, "place_basis": "outline",
        "source_id": source.key,
    }  # fmt: skip
    assert source.kind == "decision"
    assert source.title == "Quyết định số 12/QĐ-UBND ngày 05/06/2020, lập cụm"
    assert geodesic_area_ha(shape(row.content["geometry"])) == pytest.approx(40, rel=0.001)


def test_the_outline_lies_where_the_numbers_say():
    (row,) = read(listed(rectangle(1000, 400))).rows
    corners = row.content["geometry"]["coordinates"][0]
    back = [transform(*corner, from_epsg=4326, to_epsg=5897) for corner in corners[:-1]]
    assert {(round(x, 1), round(y, 1)) for x, y in back} == set(rectangle(1000, 400))
    decimals = str(row.content["geometry"]["coordinates"][0][0][0]).partition(".")[2]
    assert len(decimals) <= 7


def test_nothing_is_taken_while_something_is_asked():
    reading = read_coordinates(pasted(listed(TEN_HA)), make_package(), {})
    assert [question.name for question in reading.questions] == ["crs", "cluster", "decision_no"]
    assert reading.rows == () and reading.has_errors()


def test_two_systems_that_are_possible_are_asked_about_the_likelier_first():
    reading = read(listed(TEN_HA), crs="")
    (question,) = reading.questions
    assert question.proposed == "EPSG:5897"
    assert {"EPSG:5897", "EPSG:3405"} <= {choice.value for choice in question.choices}
    assert all(choice.why for choice in question.choices)


def test_the_only_system_possible_is_taken_and_said():
    text = "Hệ VN-2000, kinh tuyến trục 105°00', múi chiếu 3°\n" + listed(TEN_HA)
    reading = read(text, crs="")
    assert reading.questions == () and len(reading.rows) == 1
    assert "as the text says" in said(reading)


def test_another_meridian_is_proposed_by_the_place_of_the_cluster():
    corners = [transform(105.80 + dx, 20.95 + dy, from_epsg=4326, to_epsg=9209) for dx, dy in
               ((0, 0), (0, 0.004), (0.004, 0.004), (0.004, 0))]  # fmt: skip
    package = make_package()
    hanoi = replace(package, about=replace(package.about, province_vi="Hà Nội"))
    reading = read_coordinates(pasted(listed(corners)), hanoi, {**ANSWERS, "crs": ""})
    assert "these are 3° zone 105°30'" in said(reading)
    assert len(reading.rows) == 1


def test_an_answer_the_place_speaks_against_is_told_of():
    reading = read(listed(TEN_HA), crs="EPSG:9209")
    (found,) = [one for one in reading.findings if one.rule == "coordinates.crs-far"]
    assert "52 km" in found.message.en and "105°00'" in found.suggestion.en
    assert "coordinates.far-from-place" in rules(reading)


def test_no_system_is_said_to_fit_better_than_itself():
    corners = [(x, y + 20_000) for x, y in TEN_HA]
    reading = read(listed(corners), crs="EPSG:5897")
    assert "coordinates.far-from-place" in rules(reading)
    assert "coordinates.crs-far" not in rules(reading)


@pytest.mark.parametrize(
    ("option", "value"),
    [("crs", "EPSG:99"), ("cluster", "nobody"), ("accuracy_m", "ten"), ("declared_area_ha", "-1"), ("decision_date", "31/02/2020")],
)  # fmt: skip
def test_an_option_that_cannot_be_used_is_told_of(option, value):
    reading = read(listed(TEN_HA), **{option: value})
    assert "coordinates.option" in rules(reading) and reading.has_errors()


def test_the_decision_in_the_text_is_proposed_and_its_day_and_title_are_read():
    text = "Quyết định số 1234/QĐ-UBND ngày 5 tháng 6 năm 2020 về việc thành lập cụm\n" + listed(TEN_HA)
    assert read(text, decision_no="").questions[0].proposed == "1234/QĐ-UBND"
    (source,) = read(text, decision_no="1234/QĐ-UBND").sources
    assert source.title == "Quyết định số 1234/QĐ-UBND ngày 05/06/2020, về việc thành lập cụm"


def test_the_cluster_the_text_names_is_proposed():
    text = "Ranh giới cụm công nghiệp South\n" + listed(TEN_HA)
    question = next(one for one in read(text, cluster="").questions if one.name == "cluster")
    assert question.proposed == "south"


def test_x_and_y_are_told_by_the_digits_and_heads_that_differ_are_told_of():
    good, turned = "STT X(m) Y(m)\n" + listed(TEN_HA), "STT X(m) Y(m)\n" + listed(TEN_HA, "east first")
    assert "coordinates.heads" not in rules(read(good))
    assert "coordinates.heads" in rules(read(turned))
    assert read(good).rows[0].content["geometry"] == read(turned).rows[0].content["geometry"]


def test_latitude_under_the_head_of_longitude_is_told_of():
    text = "Kinh độ; Vĩ độ\n20.951; 105.80\n20.952; 105.80\n20.952; 105.81\n"
    assert "coordinates.heads" in rules(read(text, crs="EPSG:4326"))


def test_one_line_with_x_and_y_swapped_is_told_of_at_its_place():
    lines = listed(TEN_HA).splitlines()
    number, north, east = lines[2].split()
    lines[2] = f"{number} {east} {north}"
    (found,) = [one for one in read("\n".join(lines)).findings if one.rule == "coordinates.swapped"]
    assert found.place.line == 3


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("no numbers at all", "coordinates.none", None),
        (listed(TEN_HA) + "\n5 232646.344 588483.929", "coordinates.implausible", 5),
        (listed([*TEN_HA[:2], TEN_HA[1], *TEN_HA[2:]]), "coordinates.repeated", 3),
        (listed([*TEN_HA, TEN_HA[1]]), "coordinates.twice", 5),
        (listed(TEN_HA[:2]), "coordinates.too-few", 2),
        (listed([TEN_HA[0], TEN_HA[2], TEN_HA[3], TEN_HA[1]]), "coordinates.crossing", 1),
        (listed([*TEN_HA, (SOUTH[0] + 90_000, SOUTH[1])]), "coordinates.far", 5),
    ],
)
def test_a_fault_is_told_at_its_line(text, rule, line):
    found = {one.rule: one for one in read(text).findings}
    assert rule in found and found[rule].place.line == line
    assert found[rule].message.vi != found[rule].message.en and found[rule].suggestion.vi


def test_a_crossing_names_both_edges_and_where_they_cross():
    reading = read(listed([TEN_HA[0], TEN_HA[2], TEN_HA[3], TEN_HA[1]]))
    found = next(one for one in reading.findings if one.rule == "coordinates.crossing")
    assert found.message.en == "edge 1–2 crosses edge 3–4 at X 2,317,700.00, Y 583,250.00"
    assert found.message.vi == "cạnh 1–2 cắt cạnh 3–4 tại X 2.317.700,00, Y 583.250,00"
    (problem,) = [one for one in reading.preview["features"] if one["properties"]["role"] == "problem"]
    assert transform(*problem["geometry"]["coordinates"], from_epsg=4326, to_epsg=5897) == pytest.approx(
        (583_250, 2_317_700), abs=0.05
    )


def test_a_hole_is_land_left_out_and_parts_are_kept():
    x, y = SOUTH
    hole, part = rectangle(100, 100, x + 50, y + 50), rectangle(100, 100, x + 600, y)
    reading = read("\n\n".join(listed(ring) for ring in (TEN_HA, hole, part)))
    (row,) = reading.rows
    assert row.content["geometry"]["type"] == "MultiPolygon"
    assert geodesic_area_ha(shape(row.content["geometry"])) == pytest.approx(10 - 1 + 1, rel=0.001)
    assert "Ring 2 lies inside ring 1" in said(reading)


def test_parts_that_overlap_are_refused_with_the_area():
    x, y = SOUTH
    reading = read("\n\n".join(listed(ring) for ring in (TEN_HA, rectangle(500, 200, x + 400, y))))
    found = next(one for one in reading.findings if one.rule == "coordinates.parts-overlap")
    assert "2.00 ha" in found.message.en and reading.rows == ()


@pytest.mark.parametrize(
    ("declared", "rule"),
    [("10", None), ("10,04", None), ("10.2", "coordinates.declared-area"), ("100", "coordinates.declared-slip"),
     ("100.000", "coordinates.declared-slip")],
)  # fmt: skip
def test_the_area_is_held_against_the_declared_one(declared, rule):
    found = [one for one in rules(read(listed(TEN_HA), declared_area_ha=declared)) if "planned" not in one]
    # 40 ha are planned for `south`, so ten hectares are a slip against that in any case
    assert found.count("coordinates.declared-slip") == 1 + (rule == "coordinates.declared-slip")
    assert ("coordinates.declared-area" in found) is (rule == "coordinates.declared-area")


def test_the_area_is_told_on_the_ellipsoid_and_in_the_plane():
    assert "Area 10.0004 ha on the ellipsoid, 10.0000 ha in the plane" in said(read(listed(TEN_HA)))


def test_an_area_in_square_metres_in_the_text_is_compared():
    assert "The text states 10.00 ha" in said(read("Diện tích: 100.000 m2\n" + listed(TEN_HA)))


def test_more_than_the_law_allows_is_told():
    assert "coordinates.too-large" in rules(read(listed(rectangle(1000, 760))))
    assert "coordinates.too-large" not in rules(read(listed(rectangle(1000, 740))))


def test_an_outline_over_another_surveyed_one_is_told_with_hectares():
    outlines = [
        ("north", "official", 5.0, "outline", square(105.80, 20.95, 200)),
        ("south", "missing", 1000.0, "commune", square(105.80, 20.95, 1)),
        ("west", "schematic", None, "district", square(105.80, 20.95, 200)),
    ]
    reading = read_coordinates(pasted(listed(TEN_HA)), make_package(outlines=outlines), ANSWERS)
    found = [one for one in reading.findings if one.rule == "coordinates.overlap"]
    assert len(found) == 1 and "North" in found[0].message.en
    assert "by 3.4" in found[0].message.en


def test_an_outline_is_held_against_its_commune():
    def against(x, y):
        text = listed(rectangle(500, 200, x, y))
        return rules(read_coordinates(pasted(text), make_package(), {**ANSWERS, "cluster": "north"}, wards()))

    assert not {"coordinates.outside-commune", "coordinates.not-in-commune"} & set(
        against(582_950, 2_334_000)
    )
    # the south side of the commune, 21.08°, lies at about 2,332,017 m: half of this rectangle is beyond it
    assert "coordinates.outside-commune" in against(582_950, 2_331_917)
    assert "coordinates.not-in-commune" in against(582_950, 2_326_000)


def test_the_preview_shows_what_was_there_the_commune_and_the_neighbours():
    outlines = [
        ("north", "official", 5.0, "outline", square(105.81, 20.95, 200)),
        ("south", "missing", 1000.0, "commune", square(105.80, 20.95, 1)),
        ("west", "missing", None, "district", square(105.90, 20.95, 200)),
    ]
    reading = read_coordinates(pasted(listed(TEN_HA)), make_package(outlines=outlines), ANSWERS, wards())
    assert [one["id"] for one in reading.preview["features"]] == [
        "new-outline", "before-south", "commune-south", "neighbour-north"
    ]  # fmt: skip
    assert all(one["properties"]["title"] for one in reading.preview["features"])


def test_a_list_outside_the_province_is_told():
    text = listed(rectangle(500, 200, 583_000, 1_200_000))
    reading = read(text, crs="")
    assert "coordinates.outside-province" in rules(reading) and reading.rows == ()


def test_what_is_no_text_is_refused():
    with pytest.raises(IntakeError, match="PNG"):
        read_coordinates([Brought("a.png", b"\x89PNG\0\0\0\0")], make_package(), ANSWERS)
