"""Maps on paper: true to scale and to north, every class told apart by its looks, names where there is room."""

from xml.etree import ElementTree

import pytest
import shapely

from geo.bbox import BBox
from geo.crs import distance_m
from webmap.paper.drawn import Drawn, MapClass, Shape
from webmap.paper.frame import frame_around, frame_of, frame_of_view
from webmap.paper.labels import Label, Room, write_labels
from webmap.paper.signs import bar_length_m
from webmap.paper.svg_map import count_seen, draw_map
from webmap.state import state

HANOI = BBox(105.3, 20.6, 106.0, 21.4)
CLASSES = (
    MapClass("from-0", "few", "#fde725"),
    MapClass("group", "of a group", "#440154", hollow=True),
    MapClass("missing", "no data", "#c9d1d6"),
)


def elements(svg, name):
    return [one for one in ElementTree.fromstring(svg).iter() if one.tag.endswith(f"}}{name}")]


def drawn_map(app, *shapes):
    with app.test_request_context("/en/"):
        frame = frame_around(105.8, 21.0, 4_000, 100, 80)
        return draw_map(Drawn(shapes, CLASSES), frame, state().snapshot, "en")


def square(lon=105.8, lat=21.0, half=0.005):
    return shapely.box(lon - half, lat - half, lon + half, lat + half)


def test_a_length_on_paper_is_the_length_on_the_ground():
    frame = frame_of(HANOI, 190, 230)
    (x, y), (other_x, other_y) = frame.point(105.5, 20.9), frame.point(105.8, 21.1)
    on_paper = ((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5 * frame.metres_per_mm
    assert on_paper == pytest.approx(distance_m(105.5, 20.9, 105.8, 21.1), rel=2e-4)


def test_north_leans_as_the_meridians_do_east_of_the_central_one():
    assert frame_of(HANOI, 190, 230).convergence == pytest.approx(-0.235, abs=0.02)


def test_all_that_is_asked_for_lies_on_the_paper():
    frame = frame_of(HANOI, 150, 150)
    for lon, lat in ((105.3, 20.6), (106.0, 21.4), (105.3, 21.4), (106.0, 20.6)):
        x, y = frame.point(lon, lat)
        assert 0 < x < 150 and 0 < y < 150


def test_a_view_is_in_the_middle_and_one_zoom_step_is_twice_as_large():
    near, far = frame_of_view(105.8, 21.0, 12, 200, 150), frame_of_view(105.8, 21.0, 11, 200, 150)
    assert near.point(105.8, 21.0) == pytest.approx((100, 75))
    assert far.metres_per_mm == pytest.approx(2 * near.metres_per_mm)


@pytest.mark.parametrize(("step", "most", "length"), [(100, 50, 5_000), (100, 49, 2_000), (7, 50, 200)])
def test_a_scale_bar_has_a_round_length(step, most, length):
    assert bar_length_m(step, most) == length


def test_hollow_hatched_and_dashed_differ_without_colour(app):
    svg = drawn_map(
        app,
        Shape(square(), "from-0", schematic=True),
        Shape(square(105.82), "group", colour="#277f8e"),
        Shape(square(105.78), "missing"),
    )
    shown = [one.attrib for one in elements(svg, "path") if one.get("stroke-width") in ("0.25", "0.6")]
    missing, solid, hollow = shown
    assert missing["fill"] == "url(#missing)"
    assert solid["fill"] == "#fde725" and "stroke-dasharray" in solid
    assert hollow["fill"] == "#fff" and hollow["stroke"] == "#277f8e"


def test_how_far_off_a_place_may_be_is_drawn_to_scale(app):
    svg = drawn_map(app, Shape(square(), "from-0", accuracy_m=2_000))
    circle = next(one for one in elements(svg, "circle") if "stroke-dasharray" in one.attrib)
    assert float(circle.get("r")) == pytest.approx(2_000 / (8_000 / 80), rel=0.01)


def test_a_cluster_too_small_to_be_seen_is_a_mark(app):
    svg = drawn_map(app, Shape(square(half=0.0005), "from-0"))
    assert [one.get("fill") for one in elements(svg, "circle")] == ["#fde725"]


def test_words_are_escaped(app):
    svg = drawn_map(app, Shape(square(), "from-0", name='</text><script>"&\x00'))
    assert '</text><script>"&' in [one.text for one in elements(svg, "text")]
    assert elements(svg, "script") == []


def test_what_lies_outside_is_not_counted_as_seen():
    drawn = Drawn([Shape(square(), "from-0"), Shape(square(107.0), "from-0")], CLASSES)
    assert count_seen(drawn, frame_around(105.8, 21.0, 4_000, 100, 80)) == 1


def test_of_two_names_at_one_place_the_more_important_stands_there():
    labels = [Label("ward", "Ward", 50, 40), *[Label("district", f"District {n}", 50, 40) for n in range(9)]]
    written = [one.text for one in write_labels(labels, Room(100, 80), 100_000)]
    assert written[0] == "District 0"
    assert len(written) < len(labels)
