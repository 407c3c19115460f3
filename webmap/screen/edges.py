"""The edges of classes as people type them: 30; 60; 80 or 12,5; 50 or 0.3,0.6, shares in percent or parts."""

import re
from itertools import pairwise

from geo.conditions import AskedError
from geo.intake.numbers import plain
from geo.schema import Text

MOST_CLASSES = 8
_MOST_EDGES = MOST_CLASSES - 1
"""What lies beyond the edges on either side are classes too."""

_LARGEST = 1e15
_MOST_SHARE = 2.0
"""A share above this was typed in percent."""

_SEPARATOR = re.compile(r"[;\s]+")
_EXPECTED = Text(
    f"từ 2 đến {_MOST_EDGES} số tăng dần, cách nhau bằng dấu chấm phẩy",
    f"2 to {_MOST_EDGES} ascending numbers with semicolons between them",
)


def parse_edges(text: str, *, share: bool) -> tuple[float, ...]:
    """Read edges; commas separate them only where nothing else does, else they stand before decimals.

    Raises
    ------
    AskedError
        If they are no ascending numbers, too few or too many.
    """
    if not text:
        return ()
    bare = re.sub(r",\s+", ",", text.replace("%", " ").strip(" ;,"))
    parts = _SEPARATOR.split(bare.replace(",", ".")) if _SEPARATOR.search(bare) else bare.split(",")
    try:
        edges = tuple(float(part) for part in parts)
    except ValueError:
        raise AskedError("edges", text, _EXPECTED) from None
    ascending = all(low < high for low, high in pairwise(edges))
    if not ascending or max(map(abs, edges)) > _LARGEST or not 2 <= len(edges) <= _MOST_EDGES:
        raise AskedError("edges", text, _EXPECTED)
    in_percent = share and ("%" in text or edges[-1] > _MOST_SHARE)
    return tuple(round(edge / 100, 9) for edge in edges) if in_percent else edges


def write_edges(edges: tuple[float, ...]) -> str:
    """Write edges as the address keeps them."""
    return ",".join(map(plain, edges))


def say_edges(edges: tuple[float, ...], language: str, *, share: bool) -> str:
    """Write edges as a reader of a language types them: shares in percent."""
    said = "; ".join(plain(round(edge * 100, 7) if share else edge) for edge in edges)
    return said.replace(".", ",") if language == "vi" else said
