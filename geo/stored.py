"""How one collection lies on disk: features, columns, index, and the packed body of a small one."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from geopandas import GeoDataFrame
from pyarrow import ipc

from geo.boxtree import pack
from geo.geojson import DECIMALS, dumps, to_geometry_texts, to_plain_value
from geo.packing import Check, deflate
from geo.text import fold

FEATURES, COLUMNS, TREE, PACKED = "features", "arrow", "tree", "deflate"
"""The ends of the file names."""

OFFSET, LENGTH = "_offset", "_length"
"""Where a feature stands among the features."""

HEAD, BODY = "_geometry_at", "_properties_at"
"""Where, inside a feature, its geometry and its properties begin."""

BOUNDS = ("_minx", "_miny", "_maxx", "_maxy")
GEOMETRY, SEARCHED, BY_ID, TREE_ORDER = "_wkb", "_searched", "_by_id", "_tree_order"

PROPERTIES = b',"properties":'
BETWEEN, END = b",", b"]}"
_SMALL = 64_000_000
"""Features of at most this many bytes are packed beforehand as a whole."""

_SEARCHED = (
    "id", "cluster_id", "code", "name", "full_name", "name_vi", "name_en", "communes_pre2025", "ward_name",
    "district_name", "developer",
)  # fmt: skip
"""The columns a search by words looks into."""


def write_collection(folder: Path, name: str, layer: GeoDataFrame) -> dict[str, Any]:
    """Write the files of one collection; return what is to be known of it without opening them."""
    columns = {column: _plain(layer[column]) for column in layer.columns if column != layer.geometry.name}
    geometries = layer.geometry.to_numpy()
    bounds = shapely.bounds(geometries).reshape(-1, 4)
    order, nodes = pack(bounds)
    features, places = _serialised(columns, geometries)
    private = {
        **places,
        **dict(zip(BOUNDS, bounds.T, strict=True)),
        GEOMETRY: pa.array(shapely.to_wkb(geometries).tolist(), pa.binary()),
        SEARCHED: pa.array(_searched(columns, len(layer)), pa.string()),
        BY_ID: np.array(sorted(range(len(layer)), key=columns["id"].__getitem__), dtype=np.int64),
        TREE_ORDER: order,
    }
    (folder / f"{name}.{FEATURES}").write_bytes(features)
    _write_arrow(folder / f"{name}.{COLUMNS}", {**columns, **private})
    _write_arrow(folder / f"{name}.{TREE}", dict(zip(BOUNDS, nodes.T, strict=True)))
    return {
        "count": len(layer),
        "placed": int(np.isfinite(bounds).all(axis=1).sum()),
        "extent": _extent(bounds),
        "packed": _write_packed(folder / f"{name}.{PACKED}", features),
    }


def _plain(cells: Any) -> list[Any]:
    return [to_plain_value(value) for value in cells.tolist()]


def _serialised(columns: dict[str, list[Any]], geometries: Any) -> tuple[bytes, dict[str, Any]]:
    """Serialise every feature once, one after the other with a comma between."""
    heads = [b'{"type":"Feature","id":%b,"geometry":' % dumps(feature_id) for feature_id in columns["id"]]
    shapes = [text + PROPERTIES for text in to_geometry_texts(geometries, DECIMALS)]
    bodies = [
        dumps(dict(zip(columns, row, strict=True))) + b"}" for row in zip(*columns.values(), strict=True)
    ]
    parts = list(zip(heads, shapes, bodies, strict=True))
    lengths = np.array([sum(map(len, part)) for part in parts], dtype=np.int64)
    offsets = np.cumsum(np.concatenate([[0], lengths + len(BETWEEN)]))[:-1] if len(parts) else lengths
    heads_end = np.array(list(map(len, heads)), dtype=np.int64)
    places = {
        OFFSET: offsets,
        LENGTH: lengths,
        HEAD: heads_end,
        BODY: heads_end + np.array(list(map(len, shapes)), dtype=np.int64),
    }
    return BETWEEN.join(b"".join(part) for part in parts), places


def _searched(columns: dict[str, list[Any]], count: int) -> Iterable[str]:
    """Put the words of each row together, folded, a line a column."""
    held = [columns[name] for name in _SEARCHED if name in columns]
    rows = zip(*held, strict=True) if held else [()] * count
    return ["\n".join(fold(str(value)) for value in row if value is not None) for row in rows]


def _extent(bounds: Any) -> list[float] | None:
    held = bounds[np.isfinite(bounds).all(axis=1)]
    if not len(held):
        return None
    return [float(number) for number in (*held[:, :2].min(axis=0), *held[:, 2:].max(axis=0))]


def _write_arrow(path: Path, columns: dict[str, Any]) -> None:
    table = pa.table({name: pa.array(values) for name, values in columns.items()})
    with ipc.new_file(str(path), table.schema) as writer:
        writer.write_table(table)


def _write_packed(path: Path, features: bytes) -> dict[str, Any] | None:
    body = features + END
    if len(body) > _SMALL:
        return None
    path.write_bytes(deflate(body))
    return asdict(Check.of(body))
