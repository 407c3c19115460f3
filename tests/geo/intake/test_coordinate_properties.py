"""Whatever ring, system, order and way of writing: the same polygon comes back, its system proposed first."""

import json
import math

from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon
from shapely.geometry import shape

from geo.crs import transform
from geo.errors import IntakeError
from geo.intake import guard
from geo.intake.coordinates import read_coordinates
from geo.intake.crs_guess import TM3
from geo.intake.gis import read_gis
from geo.intake.reading import Brought, Reading
from tests.geo.conftest import make_package
from tests.geo.intake.listing import pasted

PACKAGE = make_package()
LON, LAT = 105.80, 20.95
"""The place of `south`."""

NEAR = sorted(epsg for epsg, meridian in TM3.items() if abs(meridian - LON) < 2.5)
UTM_TEXT = "Hệ tọa độ VN-2000, múi 6°\n"
LOCAL_TEXT = "Hệ tọa độ VN-2000\n"
STYLES = [("", "."), ("", ","), (".", ","), (",", "."), ("'", ".")]
SEPARATORS = ["\t", ";", " ", "  "]


@st.composite
def rings(draw):
    """Draw a star-shaped ring of 100 m to 500 m about the place, as distances in metres."""
    count = draw(st.integers(3, 12))
    turns = sorted(draw(st.lists(st.floats(0.15, 1.0), min_size=count, max_size=count)))
    angles = [math.tau * (number + turn / 2) / count for number, turn in enumerate(turns)]
    reach = draw(st.lists(st.floats(100, 500), min_size=count, max_size=count))
    return [(r * math.cos(angle), r * math.sin(angle)) for angle, r in zip(angles, reach, strict=True)]


def number(value: float, thousands: str, decimal: str) -> str:
    return f"{value:,.3f}".replace(",", "\0").replace(".", decimal).replace("\0", thousands)


def sexagesimal(value: float, decimal: str) -> str:
    degrees, rest = divmod(round(value * 3_600, 6), 3_600)
    minutes, seconds = divmod(rest, 60)
    return f"{int(degrees)}°{int(minutes):02d}'{seconds:08.5f}\"".replace(".", decimal)


@st.composite
def lists(draw):
    """Write a random ring in a random way; the text, the system it is in, and the polygon it means."""
    x, y = transform(LON, LAT, from_epsg=4326, to_epsg=5897)
    corners = [(x + dx, y + dy) for dx, dy in draw(rings())]
    here = [transform(*corner, from_epsg=5897, to_epsg=4326) for corner in corners]
    epsg = draw(st.sampled_from([*NEAR, 3405, 4326, 4756]))
    own = [transform(*corner, from_epsg=4326, to_epsg=epsg) if epsg != 4326 else corner for corner in here]
    if epsg in (4326, 4756) and draw(st.booleans()):
        decimal = draw(st.sampled_from(",."))
        texts = [(sexagesimal(east, decimal), sexagesimal(north, decimal)) for east, north in own]
    elif epsg in (4326, 4756):
        decimal = draw(st.sampled_from(",."))
        texts = [tuple(f"{one:.9f}".replace(".", decimal) for one in corner) for corner in own]
    else:
        style = draw(st.sampled_from(STYLES))
        texts = [tuple(number(one, *style) for one in corner) for corner in own]
    if draw(st.booleans()):
        texts.append(texts[0])
    separator, north_first = draw(st.sampled_from(SEPARATORS)), draw(st.booleans())
    named = draw(st.sampled_from(["", "{}", "M{}", "Điểm {}"]))
    lines = [
        separator.join([*([named.format(place)] if named else []), *(pair[::-1] if north_first else pair)])
        for place, pair in enumerate(texts, start=1)
    ]
    head = {3405: UTM_TEXT, 4756: LOCAL_TEXT}.get(epsg, "")
    return head + "\n".join(lines), epsg, Polygon(corners)


@given(lists())
def test_a_ring_is_read_back_as_it_was_and_its_system_comes_first(written):
    text, epsg, polygon = written
    answers = {"cluster": "south", "decision_no": "12/QĐ-UBND"}
    asked = read_coordinates(pasted(text), PACKAGE, answers)
    proposed = [question.proposed for question in asked.questions if question.name == "crs"]
    taken = [one.text.en for one in asked.statements if one.text.en.startswith("Coordinate system")]
    assert proposed == [f"EPSG:{epsg}"] or (not proposed and f"EPSG:{epsg})" in taken[0])
    reading = read_coordinates(pasted(text), PACKAGE, {**answers, "crs": f"EPSG:{epsg}"})
    assert [row.table for row in reading.rows] == ["outlines"], reading.findings
    drawn = shape(reading.rows[0].content["geometry"])
    back = [transform(*corner, from_epsg=4326, to_epsg=5897) for corner in drawn.exterior.coords[:-1]]
    assert len(back) == len(polygon.exterior.coords) - 1
    for corner in polygon.exterior.coords:
        assert min(math.dist(corner, one) for one in back) < 0.02


@given(lists(), st.data())
def test_damaged_text_raises_nothing_but_what_intake_refuses(written, data):
    content = bytearray(written[0].encode())
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    read_or_refuse(bytes(content))


@given(st.text(alphabet="0123456789.,;°'\"- \n\tXYNEBĐ", max_size=400))
def test_any_text_of_such_signs_is_read_or_refused(text):
    read_or_refuse(text.encode())


def read_or_refuse(content: bytes) -> None:
    try:
        reading = read_coordinates([Brought("pasted.txt", content)], PACKAGE, {"cluster": "south"})
    except IntakeError:
        return
    assert not reading.rows and all(found.message.vi for found in reading.findings)


COORDINATE = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True),
    st.floats(105.7, 105.9),
    st.floats(20.9, 21.0),
    st.none(),
    st.text(),
)
POSITION = st.lists(COORDINATE, max_size=4)
GEOMETRY = st.fixed_dictionaries(
    {"type": st.sampled_from(["Polygon", "MultiPolygon", "Point", "LineString", "GeometryCollection", "?"])},
    optional={
        "coordinates": st.one_of(
            POSITION, st.lists(POSITION, max_size=5), st.lists(st.lists(POSITION, max_size=6), max_size=2)
        )
    },
)
FEATURES = st.lists(
    st.fixed_dictionaries(
        {"type": st.just("Feature"), "geometry": st.one_of(st.none(), GEOMETRY)},
        optional={
            "properties": st.one_of(st.none(), st.dictionaries(st.sampled_from(["id", "ten"]), st.text()))
        },
    ),
    max_size=3,
)


@given(FEATURES)
def test_any_geojson_is_read_or_refused(features):
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    guard.inside = True
    try:
        reading = read_gis([Brought("a.geojson", content)], PACKAGE, {"decision_no": "1/QĐ-UBND"})
    except IntakeError:
        return
    finally:
        guard.inside = False
    assert isinstance(reading, Reading)
