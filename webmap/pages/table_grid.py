"""The grid of the table: heads that sort, rows of cells, and the pages they fill."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from flask_babel import gettext

from geo.conditions import is_number
from geo.schema import Column
from geo.snapshot import Frozen, Rows
from geo.tabulate import is_empty, sort_rows
from webmap.pages.table_address import Asked
from webmap.pages.table_cells import Cell, Wording, short_name, unit_of
from webmap.pages.table_columns import choose_columns, find_leading, put_forward

PAGE_ROWS = 100
_DATED_NAMES = ("district_name", "ward_name")
"""Columns whose title says since when, which a narrow head has no room for."""

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Head:
    """The head of a column: what it is, and the way to the rows in its order."""

    title: str
    unit: str
    numeric: bool
    address: str
    order: str | None


@dataclass(frozen=True)
class Row:
    """One cluster: its id, its name, the way to more about it, its cells."""

    id: str
    name: str
    address: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Grid:
    """One page of the rows that are asked for; `empty` are the columns left out as empty in all of them.

    `pages` are the numbers of the pages and their addresses; none where one page holds everything.
    """

    heads: Sequence[Head]
    rows: Sequence[Row]
    empty: Sequence[Column]
    pages: Sequence[tuple[int, str]]
    page: int


def rows_in_order(frozen: Frozen, asked: Asked, columns: Mapping[str, Column], language: str) -> Rows:
    """Find all rows that are asked for, in their order.

    Raises
    ------
    AskedError
        If the filter of the address asks for what the collection does not have.
    """
    found = asked.selection.rows(frozen, columns)
    by = columns[asked.sorted_by or f"name_{language}"]
    return sort_rows(frozen, found, by, descending=asked.descending)


def count_pages(rows: Rows) -> int:
    """Count the pages that rows fill."""
    return max(1, -(-len(rows) // PAGE_ROWS))


def columns_of(asked: Asked, columns: Mapping[str, Column], language: str) -> list[Column]:
    """List the columns that are chosen, those the question is about in front."""
    leading = find_leading(asked.conditions, asked.sorted_by, columns)
    return put_forward(choose_columns(asked.chosen, columns, f"name_{language}"), leading)


def make_grid(
    frozen: Frozen,
    rows: Rows,
    asked: Asked,
    columns: Mapping[str, Column],
    language: str,
    to_cluster: Callable[[str], str],
) -> Grid:
    """Lay out the page that is asked for, of rows in their order.

    Parameters
    ----------
    to_cluster : makes the address that the name of a cluster leads to, of its id
    """
    shown, empty = _leave_out_empty(frozen, rows, asked, columns_of(asked, columns, language))
    wording = Wording(columns, _groups(frozen), language)
    last = count_pages(rows)
    records = frozen.records(rows[(asked.page - 1) * PAGE_ROWS : asked.page * PAGE_ROWS])
    return Grid(
        [_head(column, asked, language) for column in shown],
        [_row(record, shown, wording, asked, language, to_cluster) for record in records],
        empty,
        [(page, asked.query(page=page)) for page in range(1, last + 1)] if last > 1 else [],
        asked.page,
    )


def _leave_out_empty(
    frozen: Frozen, rows: Rows, asked: Asked, chosen: list[Column]
) -> tuple[list[Column], list[Column]]:
    """Part the columns into those to show and those empty in every row; a choice is always shown."""
    if asked.chosen or not len(rows):
        return chosen, []
    leading = asked.sorted_by
    empty = [one for one in chosen if one.name != leading and is_empty(frozen, rows, one.name)]
    return [one for one in chosen if one not in empty], empty


@lru_cache(maxsize=2)
def _groups(frozen: Frozen) -> Counter[str]:
    """Count the clusters behind each statement about a group."""
    return Counter(frozen.columns["stated_fill_rate_group"].to_pylist())


def _head(column: Column, asked: Asked, language: str) -> Head:
    title = column.title.in_language(language)
    own = column.name == (asked.sorted_by or f"name_{language}")
    first, other = (f"-{column.name}", column.name) if is_number(column) else (column.name, f"-{column.name}")
    return Head(
        title=title.split(" (")[0] if column.name in _DATED_NAMES else title,
        unit=unit_of(column),
        numeric=is_number(column),
        address=asked.query(sort=other if own and asked.descending == (first[0] == "-") else first),
        order=None if not own else "descending" if asked.descending else "ascending",
    )


def _row(
    record: Record,
    shown: Sequence[Column],
    wording: Wording,
    asked: Asked,
    language: str,
    to_cluster: Callable[[str], str],
) -> Row:
    cluster_id = record.get("cluster_id", record["id"])
    cells = [_linked(wording.cell(column, record), record, asked) for column in shown[1:]]
    return Row(cluster_id, short_name(record[f"name_{language}"]), to_cluster(cluster_id), cells)


def _linked(cell: Cell, record: Record, asked: Asked) -> Cell:
    """Lead from the name of a unit to the rows of that unit, where its code is known."""
    code = record[cell.filters] if cell.filters else None
    if not code:
        return replace(cell, filters="")
    return replace(cell, filters=asked.query(filters={**asked.filters, cell.filters: code}), vietnamese=True)


def order_in_words(asked: Asked, columns: Mapping[str, Column], language: str) -> str:
    """Say by what the rows are ordered."""
    column = columns[asked.sorted_by or f"name_{language}"]
    title = column.title.in_language(language)
    if is_number(column):
        said = gettext("{column}, largest first") if asked.descending else gettext("{column}, smallest first")
    else:
        said = gettext("{column}, backwards") if asked.descending else "{column}"
    return str(said).format(column=title)
