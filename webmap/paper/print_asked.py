"""What an address says about the paper: size, orientation, and the part of the map that is in view."""

from dataclasses import dataclass

from geo.conditions import AskedError
from geo.crs import is_in_vietnam
from geo.schema import Text
from webmap.params import Args, parse_choice

PAPERS = {"A4": (297.0, 210.0), "A3": (420.0, 297.0)}
"""The long and the short side in millimetres."""

ORIENTATIONS = ("landscape", "portrait")
OWN = ("paper", "orientation")
_A_VIEW = Text(
    "kinh độ,vĩ độ,mức phóng (0 đến 22) bằng số thập phân, ở Việt Nam, ví dụ 105.8,21.0,11",
    "longitude,latitude,zoom (0 to 22) in decimal numbers, in Vietnam, for example 105.8,21.0,11",
)
_LEAST_ZOOM, _MOST_ZOOM = 8.0, 22.0
"""Of smaller zooms this one is printed: the official system is made for one province."""

_MARGIN, _BAND = 10.0, 9.0
_TITLE, _FOOT, _CREDITS = 17.0, 6.0, 9.0
_SIDE, _BELOW, _GAP = 66.0, 70.0, 4.0


@dataclass(frozen=True)
class Paper:
    """A sheet, and how large a map it has room for."""

    size: str
    landscape: bool
    map_width: float
    map_height: float


def parse_paper(args: Args, simulated: bool) -> Paper:
    """Read the size and orientation of the sheet; the band of simulated data takes room as well.

    Raises
    ------
    QueryError
        If one of them is none of those offered.
    """
    size = parse_choice(args, "paper", tuple(PAPERS))
    landscape = parse_choice(args, "orientation", ORIENTATIONS) == ORIENTATIONS[0]
    long, short = PAPERS[size]
    width, height = (long, short) if landscape else (short, long)
    width -= 2 * _MARGIN
    height -= 2 * _MARGIN + _TITLE + _FOOT + _CREDITS + (_BAND if simulated else 0.0)
    if landscape:
        return Paper(size, landscape, width - _SIDE - _GAP, height)
    return Paper(size, landscape, width, height - _BELOW - _GAP)


def parse_view(text: str) -> tuple[float, float, float]:
    """Read the middle of a view and its zoom, no smaller than can be printed.

    Raises
    ------
    AskedError
        If it is no such place.
    """
    try:
        lon, lat, zoom = (float(part) for part in text.split(","))
    except ValueError:
        raise AskedError("view", text, _A_VIEW) from None
    if not (is_in_vietnam(lon, lat) and 0 <= zoom <= _MOST_ZOOM):
        raise AskedError("view", text, _A_VIEW)
    return lon, lat, max(zoom, _LEAST_ZOOM)
