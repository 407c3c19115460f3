"""What is told about reading a list of coordinates: how it was understood, and which lines are at fault."""

from collections import Counter
from collections.abc import Iterator, Sequence

from geo.intake.coordinate_text import Coordinates
from geo.intake.crs_guess import Candidate, Expected, Said, kilometres, system_title
from geo.intake.drawing_words import finding, statement
from geo.intake.reading import Finding, Place, Question, Statement
from geo.schema import Text

_MOST_CHOICES = 6
_NORTH, _EAST = (
    Text("tọa độ Bắc (7 chữ số)", "northings (7 digits)"),
    Text("tọa độ Đông (6 chữ số)", "eastings (6 digits)"),
)
_LAT, _LON = Text("vĩ độ", "latitudes"), Text("kinh độ", "longitudes")
_HEADS = {"x": Text("X", "X"), "y": Text("Y", "Y"), "latitude": _LAT, "longitude": _LON}


def about_reading(found: Coordinates, place: Place) -> Iterator[Statement]:
    """Say how many points were read, in which order, and what was taken from their numbers."""
    if not found.listings:
        return
    count = len(found.points)
    yield statement(
        "{count} điểm; số vòng: {rings}",
        "{count} points; rings: {rings}",
        place,
        count=count,
        rings=len(found.listings),
    )
    first = (_NORTH if found.metres else _LAT) if _north_first(found) else (_EAST if found.metres else _LON)
    yield statement(
        "Số đứng trước là {first}: nhận ra theo chữ số",
        "The first number of each is of the {first}, told by the digits",
        first=first,
    )
    prefixes = Counter(point.prefix for point in found.points if point.prefix)
    for prefix, _ in prefixes.most_common():
        yield statement(
            "Số múi {prefix} đứng trước tọa độ Đông đã được bỏ",
            "Zone number {prefix} before the eastings was taken off",
            prefix=prefix,
        )


def _north_first(found: Coordinates) -> bool:
    return sum(point.north_first for point in found.points) * 2 >= len(found.points)


def about_lines(found: Coordinates) -> Iterator[Finding]:
    """Tell of every line at fault, and of numbers that stand against the others or their heads."""
    for fault in found.faults:
        yield finding(f"coordinates.{fault.kind}", fault.place, text=fault.text[:80])
    if not found.listings:
        return
    usual = _north_first(found)
    for point in found.points:
        if point.north_first is not usual:
            yield finding("coordinates.swapped", point.place)
    if found.heads:
        yield from _about_heads(found, usual)


def _about_heads(found: Coordinates, north_first: bool) -> Iterator[Finding]:
    """Papers head northings with X; a head of longitude must stand over longitudes."""
    north_heads = ("x", "latitude")
    first = found.heads[0]
    if (first in north_heads) is not north_first:
        north, east = (_NORTH, _EAST) if found.metres else (_LAT, _LON)
        yield finding(
            "coordinates.heads",
            found.points[0].place,
            head=_HEADS[first],
            holds=north if north_first else east,
        )


def ask_system(ranked: Sequence[Candidate], place: Place) -> Question:
    """Ask which of the systems possible is right; where none is, which of those nearest."""
    offered = [one for one in ranked if one.possible] or list(ranked)
    text = Text("Tọa độ này thuộc hệ nào?", "In which coordinate system are these?")
    choices = tuple(one.choice() for one in offered[:_MOST_CHOICES])
    return Question("crs", place, text, choices, choices[0].value if choices else None)


def about_answer(
    taken: Candidate, better: Candidate, said: Said, expected: Expected, place: Place
) -> Iterator[Finding]:
    """Tell of an answer that digits, place or words speak against."""
    if taken.miss_m > expected.tolerance_m:
        if taken == better:
            return  # no system fits better: that the outline lies elsewhere is told by itself
        length = Text(*kilometres(taken.miss_m))
        yield finding(
            "coordinates.crs-far", place, crs=system_title(taken.epsg), where=expected.title, length=length,
            better=system_title(better.epsg),
        )  # fmt: skip
    elif said.anything and not said.allows(taken.epsg):
        yield finding("coordinates.crs-said", place, crs=system_title(taken.epsg))
