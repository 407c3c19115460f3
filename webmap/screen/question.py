"""What the address of the screen asks: a selection, how it is coloured, and what it is set against."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from geo.conditions import AskedError
from geo.history import periods_of
from geo.published import COLLECTIONS, SIMULATED
from geo.schema import Column, Text
from geo.selection import PARAMETERS, Selection, parse_selection
from geo.snapshot import Frozen, Snapshot
from webmap.pages.layers import AREAS, LAYERS, MEANS, AreaRule, Categories, Layer, choose
from webmap.params import Args
from webmap.screen.address import Address
from webmap.screen.edges import MOST_CLASSES, parse_edges, write_edges
from webmap.screen.tidy import tidy

VIEWED = (
    "layer", "areas", "mean", "classes", "k", "edges", "versus", "beside", "view", "cluster", "area", "open",
    "sort", "columns", "page", "street", "embed", "chart", "raster", "opacity",
)  # fmt: skip
"""What the address keeps besides the selection."""

RASTER, OPACITY = "raster", "opacity"
_OPAQUE, _USUAL = 100, "70"

METHODS = ("own", "natural", "quantiles", "equal", "fixed")
"""How classes are made; `own` are those of the layer, with the thresholds of the law."""

_CAMPAIGN_MARKS = ("utm_", "fbclid", "gclid", "zarsrc")
_A_PARAMETER = Text(
    "một tham số của bản đồ hoặc tên một cột đã công bố (xem từ điển dữ liệu ở trang Dữ liệu)",
    "a parameter of the map or the name of a published column (see the data dictionary on the page Data)",
)


@dataclass(frozen=True)
class Scheme:
    """How the classes of numbers are made: the method, how many, or the edges where the reader sets them."""

    method: str = METHODS[0]
    count: int = 5
    edges: tuple[float, ...] = ()


@dataclass(frozen=True)
class Question:
    """All that decides what the screen shows; `versus` is a period whose values are subtracted.

    Only numbers are: of words, and where areas count clusters, it is None, whatever the address says.
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


def parse_question(
    args: Args, path: str, snapshot: Snapshot, language: str, own: Collection[str] = ()
) -> Question:
    """Read the address of the screen; `own` are the parameters that the one who asks reads besides.

    Raises
    ------
    AskedError
        If a part of it says what cannot be; names that nobody knows are refused too, except campaign marks.
    """
    columns = columns_of(snapshot, "clusters")
    tidied = tidy(args, columns, language)
    for name, text in tidied.texts.items():
        if name not in (*columns, *PARAMETERS, *VIEWED, *own) and not _is_campaign_mark(name):
            raise AskedError(name, text, _A_PARAMETER)
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
    layer = layers[choose(known.get("layer"), (_usual_layer(snapshot), *layers))]
    _require_beside(known.get("beside", ""), tuple(layers), periods)
    areas = choose(known.get("areas"), AREAS)
    scheme = _parse_scheme(known, layer)
    if scheme.edges:
        known["edges"] = write_edges(scheme.edges)
    return Question(
        address=Address(path, known),
        selection=selection,
        columns=columns_of(snapshot, selection.collection),
        layer=layer,
        areas=areas,
        mean=choose(known.get("mean"), MEANS),
        scheme=scheme,
        versus=None if _is_counted(layer, areas) else versus,
        language=language,
        opacity=_parse_opacity(known.get(OPACITY, _USUAL)),
        problems=tidied.problems,
    )


def _usual_layer(snapshot: Snapshot) -> str:
    """Name the fill rate that more clusters have: the legal one, or the one stated without a definition."""
    columns = snapshot.collections["clusters"].columns
    return min(("stated_fill_rate", "fill_rate"), key=lambda name: int(columns[name].null_count))


def _require_beside(text: str, layers: Collection[str], periods: Collection[str]) -> None:
    layer, _, period = text.partition("@")
    if layer not in ("", *layers) or period not in ("", *periods):
        named = ", ".join(layers), ", ".join(periods) or "–"
        said = Text(
            "lớp@kỳ, có thể bỏ trống một trong hai; lớp: {}; kỳ: {}".format(*named),
            "layer@period, either may be left out; layers: {}; periods: {}".format(*named),
        )
        raise AskedError("beside", text, said)


def _is_counted(layer: Layer, areas: str) -> bool:
    """Tell whether clusters are counted: by words, or in areas by no number of theirs."""
    in_areas = areas != AREAS[0] and layer.areas is AreaRule.COUNT
    return in_areas or isinstance(layer.classes, Categories)


def columns_of(snapshot: Snapshot, collection: str) -> dict[str, Column]:
    """Name every column of a collection of the service."""
    listed = COLLECTIONS[collection].columns
    return {column.name: column for column in ((*listed, SIMULATED) if snapshot.simulated else listed)}


def _is_campaign_mark(name: str) -> bool:
    """Tell whether a parameter was hung on by a mailing or network the link was passed on by."""
    return name.startswith(_CAMPAIGN_MARKS)


def _parse_scheme(texts: Mapping[str, str], layer: Layer) -> Scheme:
    method = texts.get("classes", METHODS[0])
    if method not in METHODS:
        said = ", ".join(METHODS)
        raise AskedError("classes", method, Text(f"một trong: {said}", f"one of {said}"))
    edges = parse_edges(texts.get("edges", ""), share=layer.share)
    return Scheme(method, _parse_count(texts.get("k", "5")), edges)


def _parse_count(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 2 <= int(text) <= MOST_CLASSES):
        raise AskedError("k", text, Text(f"số lớp từ 2 đến {MOST_CLASSES}", f"2 to {MOST_CLASSES} classes"))
    return int(text)


def _parse_opacity(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text[:4]) <= _OPAQUE):
        raise AskedError(OPACITY, text, Text("số nguyên từ 0 đến 100", "a whole number from 0 to 100"))
    return int(text)


def rows_by_id(snapshot: Snapshot) -> Mapping[str, int]:
    """Number the clusters as the service lists them."""
    return _rows_by_id(snapshot.collections["clusters"])


@lru_cache(maxsize=2)
def _rows_by_id(frozen: Frozen) -> Mapping[str, int]:
    return {cluster_id: row for row, cluster_id in enumerate(frozen.columns["id"].to_pylist())}
