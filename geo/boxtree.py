"""A packed R-tree over boxes: built once with the data, kept as plain numbers, asked level by level."""

from dataclasses import dataclass
from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[np.float64]]
Rows = np.ndarray[Any, np.dtype[np.int64]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]

_WIDTH = 16
"""How many boxes one node holds."""


def touching(bounds: Numbers, box: tuple[float, float, float, float]) -> Mask:
    """Tell which of (n, 4) bounds touch a box; those without a place (NaN) touch none."""
    west, south, east, north = box
    mask = (bounds[:, 0] <= east) & (bounds[:, 2] >= west) & (bounds[:, 1] <= north) & (bounds[:, 3] >= south)
    return np.asarray(mask, dtype=bool)


def pack(bounds: Numbers) -> tuple[Rows, Numbers]:
    """Order boxes so that neighbours stand together, and box every sixteen of them, level by level.

    Parameters
    ----------
    bounds : (n, 4) boxes, NaN where a row has no place

    Returns
    -------
    (n,) rows in the order of the tree, those without a place last; (m, 4) boxes of all nodes, the
    lowest level first
    """
    placed = np.flatnonzero(np.isfinite(bounds).all(axis=1))
    order = placed[_tiled(bounds[placed])]
    levels, boxes = [np.empty((0, 4))], bounds[order]
    while len(boxes) > 1 or (len(levels) == 1 and len(boxes)):
        starts = np.arange(0, len(boxes), _WIDTH)
        boxes = np.column_stack(
            [np.minimum.reduceat(boxes[:, :2], starts), np.maximum.reduceat(boxes[:, 2:], starts)]
        )
        levels.append(boxes)
    rest = np.setdiff1d(np.arange(len(bounds)), placed)
    return np.concatenate([order, rest]), np.concatenate(levels)


def _tiled(bounds: Numbers) -> Rows:
    """Sort into columns by longitude, each by latitude (Leutenegger's sort-tile-recursive packing)."""
    column_count = int(np.ceil(np.sqrt(len(bounds) / _WIDTH))) or 1
    along = np.argsort(np.argsort(bounds[:, 0] + bounds[:, 2], kind="stable"), kind="stable")
    columns = along // (-(-len(bounds) // column_count) or 1)
    return np.lexsort((bounds[:, 1] + bounds[:, 3], columns))


@dataclass(frozen=True)
class BoxTree:
    """The tree as it was packed; `placed` of the rows in `order` have a place."""

    order: Rows
    nodes: Numbers
    placed: int

    def near(self, box: tuple[float, float, float, float]) -> Rows:
        """List the rows, in no order, in whose lowest node something may touch a box."""
        sizes = self._sizes()
        starts = np.cumsum([0, *sizes[:-1]])
        found = np.arange(min(self.placed, 1))
        for level in reversed(range(len(sizes))):
            hit = found[touching(self.nodes[starts[level] + found], box)]
            below = sizes[level - 1] if level else self.placed
            found = (hit[:, None] * _WIDTH + np.arange(_WIDTH)).ravel()
            found = found[found < below]
        return self.order[found]

    def _sizes(self) -> list[int]:
        sizes = [-(-self.placed // _WIDTH)]
        while sizes[-1] > 1:
            sizes.append(-(-sizes[-1] // _WIDTH))
        return sizes
