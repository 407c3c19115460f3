"""How rasters are coloured and what their colours mean: the same steps as clusters, words for codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Any

import numpy as np

from geo.rasters.kinds import WORLDCOVER
from geo.rasters.library import Raster, raster_path
from geo.rasters.tiles import Codes, Paint, Steps, TrueColour, count_bands, sample
from geo.schema import Text
from geo.units import unit_text
from webmap.pages.classes import natural_edges
from webmap.pages.colours import LOTS, steps
from webmap.pages.raster_edges import DEPTHS, SHARES, SLOPES
from webmap.pages.wording import amount, percent, when, with_unit

Json = dict[str, Any]

_WORLDCOVER_COLOURS = {
    10: "#006400", 20: "#ffbb22", 30: "#ffff4c", 40: "#f096ff", 50: "#fa0000", 60: "#b4b4b4", 70: "#f0f0f0",
    80: "#0064c8", 90: "#0096a0", 95: "#00cf75", 100: "#fae6a0",
}  # fmt: skip
"""Those that ESA gives its codes, which readers know them by."""

_FIXED: Mapping[str, tuple[float, ...]] = {"slope": SLOPES, "flood": DEPTHS}
_RGB_BANDS = 3
_RED_GREEN_BLUE = ("B04", "B03", "B02")
_STRETCH = (2.0, 98.0)


@dataclass(frozen=True)
class Look:
    """How a raster is drawn; `labels` of the classes in both languages for codes, None for numbers."""

    paint: Paint
    edges: tuple[float, ...] = ()
    colours: tuple[str, ...] = ()
    labels: tuple[Text, ...] = ()
    share: bool = False


def look_of(home: Path, raster: Raster) -> Look:
    """Choose how a raster is drawn: by its codes, in true colour, or in classes of its numbers."""
    told = tuple(sorted((int(code), name) for code, name in raster.classes.items()))
    return _look(raster_path(home, raster.id), raster.checksum, raster.kind, told, raster.bands)


@lru_cache(maxsize=64)
def _look(path: Path, _: str, kind: str, told: tuple[tuple[int, Text], ...], bands: tuple[str, ...]) -> Look:
    if told or kind == "landcover":
        return _of_codes(dict(told) or {int(code): name for code, name in WORLDCOVER.items()})
    if kind == "bands" and count_bands(path) >= _RGB_BANDS:
        return _of_bands(path, bands)
    if kind in _FIXED:
        return of_edges(_FIXED[kind])
    (values,) = sample(path)
    if kind == "builtup" and values.size and values.min() >= 0 and values.max() <= 1:
        return of_edges(SHARES, share=True)
    return of_edges(tuple(natural_edges(values.tolist())) or (0.0, 0.0))


def of_edges(edges: tuple[float, ...], *, share: bool = False) -> Look:
    """Draw numbers in classes, pale to dark as those of clusters."""
    colours = tuple(steps(len(edges) - 1))
    return Look(Steps(edges, [rgb(colour) for colour in colours]), edges, colours, share=share)


def _of_codes(named: Mapping[int, Text]) -> Look:
    spare = list(LOTS.values())
    colours = {
        code: _WORLDCOVER_COLOURS.get(code, spare[turn % len(spare)]) for turn, code in enumerate(named)
    }
    paint = Codes({code: rgb(colour) for code, colour in colours.items()})
    return Look(paint, tuple(map(float, named)), tuple(colours.values()), tuple(named.values()))


def _of_bands(path: Path, names: tuple[str, ...]) -> Look:
    """Red, green and blue by their names at Sentinel-2, else the first three; both ends are cut a little."""
    found = tuple(names.index(name) + 1 for name in _RED_GREEN_BLUE if name in names)
    red, green, blue = found if len(found) == _RGB_BANDS else (1, 2, 3)
    seen = sample(path, (red, green, blue))
    ends = [tuple(np.percentile(band, _STRETCH).tolist()) if band.size else (0.0, 1.0) for band in seen]
    return Look(TrueColour((red, green, blue), tuple((low, high) for low, high in ends)))


def legend(look: Look, unit: str, language: str) -> list[Json]:
    """List the classes with label and colour in a language; none for true colour."""
    if look.labels:
        return [
            {"value": int(code), "label": label.in_language(language), "colour": colour}
            for code, label, colour in zip(look.edges, look.labels, look.colours, strict=True)
        ]
    spans = zip(pairwise(look.edges), look.colours, strict=True) if look.edges else ()
    return [
        {
            "from": low,
            "to": None if high == inf else high,
            "label": _label(low, high, unit, look.share),
            "colour": colour,
        }
        for (low, high), colour in spans
    ]


def _label(low: float, high: float, unit: str, share: bool) -> str:
    least, most = (percent(edge) if share else amount(edge) for edge in (low, min(high, 1e12)))
    return with_unit(f"≥ {least}" if high == inf else f"{least} – {most}", "" if share else unit)


def say_value(look: Look, value: float, unit: str, language: str) -> str:
    """Print a value of the first band: the word of a code, a number with its unit."""
    if look.labels:
        named = dict(zip(look.edges, look.labels, strict=True))
        return named[value].in_language(language) if value in named else amount(value)
    return percent(value) if look.share else with_unit(amount(value), unit)


def unit_of(raster: Raster, language: str) -> str:
    """Say the unit of a raster; codes and shares have none."""
    return "" if raster.unit == "1" else unit_text(raster.unit).in_language(language)


def name_of(raster: Raster, language: str) -> str:
    """Name a raster: what it is about, and of when."""
    return f"{raster.described.title.in_language(language)}, {when(raster.date)}"


def rgb(colour: str) -> tuple[int, int, int]:
    """Read a colour."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
