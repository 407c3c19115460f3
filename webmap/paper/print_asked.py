"""What an address says about the paper: size, orientation, and the part of the map that is in view."""

import math
from dataclasses import dataclass

from geo.conditions import AskedError
from geo.schema import Text
from webmap.params import Args, parse_choice

PAPERS = {"A4": (297.0, 210.0), "A3": (420.0, 297.0)}
"""The long and the short side in millimetres."""

ORIENTATIONS = ("landscape", "portrait")
OWN = ("paper", "orientation")
_A_VIEW = Text(
    "kinh độ,vĩ độ,mức phóng (0 đến 22) bằng số thập phân, ví dụ 105.8,21.0,11",
    "longitude,latitude,zoom (0 to 22) in decimal numbers, for example 105.8,21.0,11",
)
_MARGIN, _BAND = 10.0, 9.0
_TITLE, _FOOT = 17.0, 6.0
_SIDE, _BELOW, _GAP = 66.0, 76.0, 4.0


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
    height -= 2 * _MARGIN + _TITLE + _FOOT + (_BAND if simulated else 0.0)
    if landscape:
        return Paper(size, landscape, width - _SIDE - _GAP, height)
    return Paper(size, landscape, width, height - _BELOW - _GAP)


def parse_view(text: str) -> tuple[float, float, float]:
    """Read the middle of a view and its zoom.

    Raises
    ------
    AskedError
        If it is no such place.
    """
    try:
        lon, lat, zoom = (float(part) for part in text.split(","))
    except ValueError:
        raise AskedError("view", text, _A_VIEW) from None
    if not (all(map(math.isfinite, (lon, lat, zoom))) and -180 <= lon <= 180 and -85 <= lat <= 85):
        raise AskedError("view", text, _A_VIEW)
    if not 0 <= zoom <= 22:
        raise AskedError("view", text, _A_VIEW)
    return lon, lat, zoom
