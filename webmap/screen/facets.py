"""What each choice would find: counts under everything that is asked, except the choice's own condition."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from geo.schema import Column
from geo.selection import Selection
from geo.snapshot import Frozen, Rows
from geo.tabulate import find_rows

Mask = np.ndarray[Any, np.dtype[np.bool_]]


class Facets:
    """The rows of a selection with one of its conditions left out; each condition is evaluated once."""

    def __init__(self, selection: Selection, frozen: Frozen, columns: Mapping[str, Column]) -> None:
        self._selection, self._frozen, self._columns = selection, frozen, columns

    @cached_property
    def _masks(self) -> dict[str, Mask]:
        asked = self._selection
        rest = Selection({name: text for name, text in asked.texts.items() if name not in asked.conditions})
        rows = {"": rest.rows(self._frozen, self._columns)}
        for name, (column, one) in zip(asked.conditions, asked.by_column.items(), strict=True):
            rows[name] = find_rows(self._frozen, "", {column: one})
        return {name: self._mask(found) for name, found in rows.items()}

    def _mask(self, rows: Rows) -> Mask:
        mask = np.zeros(len(self._frozen), dtype=bool)
        mask[rows] = True
        return mask

    def rows(self, name: str) -> Rows:
        """Find the rows that meet all of the question, whatever it asks of the column `name`."""
        masks = [mask for own, mask in self._masks.items() if own != name]
        return np.flatnonzero(np.logical_and.reduce(masks))

    def counts(self, name: str) -> dict[str | None, int]:
        """Count those rows by what they hold in the column; None counts those that hold nothing."""
        cells = self._frozen.columns[name].take(pa.array(self.rows(name)))
        return {one["values"]: one["counts"] for one in cells.value_counts().to_pylist()}

    def numbers(self, name: str, rows: Rows) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Return the numbers of a column in rows, not-a-number where there is none."""
        cells = self._frozen.columns[name].take(pa.array(rows))
        return np.array([np.nan if one is None else one for one in cells.to_pylist()], dtype=np.float64)

    def texts(self, name: str, rows: Rows) -> list[str]:
        """Return a column of texts that no row lacks, in rows."""
        return self._frozen.columns[name].take(pa.array(rows)).to_pylist()  # type: ignore[no-any-return]
