"""What the address of the screen asks: a selection, how it is coloured, and what it is set against."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from geo.conditions import AskedError
from geo.history import periods_of
from geo.published import COLLECTIONS, SIMULATED
from geo.schema import Column, Text
from geo.selection import PARAMETERS, Selection, parse_selection
from geo.snapshot import Frozen, Snapshot
from webmap.pages.layers import AREAS, LAYERS, MEANS, Layer, choose
from webmap.params import Args
from webmap.screen.address import Address
from webmap.screen.tidy import tidy

VIEWED = (
    "layer", "areas", "mean", "classes", "k", "edges", "versus", "beside", "view", "cluster", "area", "open",
    "sort", "columns", "page", "street", "embed", "tab", "chart", "raster", "opacity",
)  # fmt: skip
"""What the address keeps besides the selection."""

RASTER, OPACITY = "raster", "opacity"
_OPAQUE, _USUAL = 100, "70"

METHODS = ("own", "natural", "quantiles", "equal", "fixed")
"""How classes are made; `own` are those of the layer, with the thresholds of the law."""

_MOST_CLASSES = 8


@dataclass(frozen=True)
class Scheme:
    """How the classes of numbers are made: the method, how many, or the edges where the reader sets them."""

    method: str = METHODS[0]
    count: int = 5
    edges: tuple[float, ...] = ()


@dataclass(frozen=True)
class Question:
    """All that decides what the screen shows; `versus` is a period whose values are subtracted.

    `problems` are the fields of a form that could not be read: what they ask is not in the rest.
    """

    address: Address
    selection: Selection
    columns: Mapping[str, Column]
    layer: Layer
    areas: str
    mean: str
    scheme: Scheme
    versus: str | None
    language: str
    opacity: int = int(_USUAL)
    problems: Mapping[str, AskedError] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a parameter of the address as it was written."""
        return self.address.texts.get(name, "")


def parse_question(args: Args, path: str, snapshot: Snapshot, language: str) -> Question:
    """Read the address of the screen.

    Raises
    ------
    AskedError
        If a part of it says what cannot be; names that nobody knows are refused too, except campaign marks.
    """
    columns = columns_of(snapshot, "clusters")
    tidied = tidy(args, columns, language)
    known = {
        name: text for name, text in tidied.texts.items() if name in columns or name in (*PARAMETERS, *VIEWED)
    }
    periods = tuple(periods_of(snapshot))
    selection = parse_selection(known, columns, periods)
    versus = known.get("versus")
    if versus is not None and versus not in periods:
        raise AskedError(
            "versus", versus, Text(f"một trong {', '.join(periods)}", f"one of {', '.join(periods)}")
        )
    layers = {layer.id: layer for layer in LAYERS}
    return Question(
        address=Address(path, known),
        selection=selection,
        columns=columns_of(snapshot, selection.collection),
        layer=layers[choose(known.get("layer"), tuple(layers))],
        areas=choose(known.get("areas"), AREAS),
        mean=choose(known.get("mean"), MEANS),
        scheme=_parse_scheme(known),
        versus=versus,
        language=language,
        opacity=_parse_opacity(known.get(OPACITY, _USUAL)),
        problems=tidied.problems,
    )


def columns_of(snapshot: Snapshot, collection: str) -> dict[str, Column]:
    """Name every column of a collection of the service."""
    listed = COLLECTIONS[collection].columns
    return {column.name: column for column in ((*listed, SIMULATED) if snapshot.simulated else listed)}


def _parse_scheme(texts: Mapping[str, str]) -> Scheme:
    method = texts.get("classes", METHODS[0])
    if method not in METHODS:
        said = ", ".join(METHODS)
        raise AskedError("classes", method, Text(f"một trong: {said}", f"one of {said}"))
    return Scheme(method, _parse_count(texts.get("k", "5")), _parse_edges(texts.get("edges", "")))


def _parse_count(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 2 <= int(text) <= _MOST_CLASSES):
        raise AskedError("k", text, Text(f"số lớp từ 2 đến {_MOST_CLASSES}", f"2 to {_MOST_CLASSES} classes"))
    return int(text)


def _parse_opacity(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text[:4]) <= _OPAQUE):
        raise AskedError(OPACITY, text, Text("số nguyên từ 0 đến 100", "a whole number from 0 to 100"))
    return int(text)


def _parse_edges(text: str) -> tuple[float, ...]:
    said = Text(
        f"từ 2 đến {_MOST_CLASSES + 1} số tăng dần, cách nhau bằng dấu phẩy",
        f"2 to {_MOST_CLASSES + 1} ascending numbers with commas between them",
    )
    if not text:
        return ()
    try:
        edges = tuple(float(part) for part in text.split(","))
    except ValueError:
        raise AskedError("edges", text, said) from None
    ascending = all(low < high for low, high in pairwise(edges))
    if not ascending or not 2 <= len(edges) <= _MOST_CLASSES + 1:
        raise AskedError("edges", text, said)
    return edges


def rows_by_id(snapshot: Snapshot) -> Mapping[str, int]:
    """Number the clusters as the service lists them."""
    return _rows_by_id(snapshot.folder, snapshot.collections["clusters"])


@lru_cache(maxsize=4)
def _rows_by_id(_: Path, frozen: Frozen) -> Mapping[str, int]:
    return {cluster_id: row for row, cluster_id in enumerate(frozen.columns["id"].to_pylist())}
