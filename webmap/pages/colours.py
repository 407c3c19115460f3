"""The colours of the map, chosen so that neighbours stay apart for colour-blind eyes."""

from geo.schema import LotStatus, Quality, Status

INK = "#263238"
"""The outline of everything drawn; it carries the contrast where a fill is pale."""

FAINT_INK = "#6b7a83"
NO_DATA = "#c9d1d6"
NOTHING = "#ffffff"
BOUNDS = "#7a5195"
GROUP = "#440154"
_VIRIDIS = ("#fde725", "#a0da39", "#4ac16d", "#1fa187", "#277f8e", "#365c8d", "#46327e", "#440154")

_FALLING, _RISING = ("#b35806", "#f1a340", "#fee0b6"), ("#d8daeb", "#998ec3", "#542788")
_LEVEL = "#f7f7f7"
"""PuOr of ColorBrewer, which colour-blind eyes tell apart: less and more."""

STATUSES: dict[str, str] = {
    Status.PLANNED: "#cc79a7",
    Status.ESTABLISHED: "#f0e442",
    Status.UNDER_CONSTRUCTION: "#e69f00",
    Status.INFRASTRUCTURE_COMPLETE: "#56b4e9",
    Status.ACTIVE: "#005f8f",
}
QUALITIES: dict[str, str] = {
    Quality.OFFICIAL: "#005f8f",
    Quality.DIGITISED: "#56b4e9",
    Quality.SCHEMATIC: "#e69f00",
    Quality.MISSING: NO_DATA,
}
LOTS: dict[str, str] = {
    LotStatus.READY: "#009e73",
    LotStatus.LATER: "#56b4e9",
    LotStatus.OPTIONED: "#f0e442",
    LotStatus.COMMITTED: "#e69f00",
    LotStatus.LEASED: "#0072b2",
    LotStatus.PUBLIC: NOTHING,
    LotStatus.BLOCKED: "#d55e00",
    LotStatus.UNKNOWN: NO_DATA,
}
"""Okabe–Ito, as the layers of the DXF file have them."""


def steps(count: int) -> list[str]:
    """Pick colours for ascending classes, pale to dark, as far apart as their number allows."""
    last = len(_VIRIDIS) - 1
    return [_VIRIDIS[round(turn * last / max(count - 1, 1))] for turn in range(count)]


def diverging(count: int) -> list[str]:
    """Pick colours for up to seven classes, an odd number, the one in the middle for hardly any change."""
    half = count // 2
    return [*_FALLING[:half], _LEVEL, *_RISING[-half:]]
