"""What an address says about the paper: size, orientation, and the part of the map that is in view."""

from dataclasses import dataclass

from geo.conditions import AskedError
from geo.crs import is_in_vietnam
from geo.schema import Text
from webmap.pages.layers import LAYERS
from webmap.params import Args

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
    AskedError
        If one of them is none of those offered.
    """
    size = _choose(args, "paper", tuple(PAPERS))
    landscape = _choose(args, "orientation", ORIENTATIONS) == ORIENTATIONS[0]
    long, short = PAPERS[size]
    width, height = (long, short) if landscape else (short, long)
    width -= 2 * _MARGIN
    height -= 2 * _MARGIN + _TITLE + _FOOT + _CREDITS + (_BAND if simulated else 0.0)
    if landscape:
        return Paper(size, landscape, width - _SIDE - _GAP, height)
    return Paper(size, landscape, width, height - _BELOW - _GAP)


def require_layer(args: Args) -> None:
    """Refuse a layer there is none of: paper cannot be recoloured by whoever holds it.

    Raises
    ------
    AskedError
        With the layers there are.
    """
    _choose(args, "layer", tuple(layer.id for layer in LAYERS))


def _choose(args: Args, name: str, offered: tuple[str, ...]) -> str:
    chosen = args.get(name) or offered[0]
    if chosen not in offered:
        listed = ", ".join(offered)
        raise AskedError(name, chosen, Text(f"một trong {listed}", f"one of {listed}"))
    return chosen


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
