"""The table: every cluster and every column; what is asked stands in the address."""

from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext

from geo.conditions import AskedError, is_number
from geo.crs import CRS84
from geo.formats.delimited import to_csv
from geo.formats.offered import FORMATS
from geo.schema import Column, Text
from geo.snapshot import Frozen, Rows
from geo.tabulate import coverage, find_rows, is_empty, sort_rows
from webmap.answers import answer
from webmap.api.items import to_extract
from webmap.pages.frame import page_address
from webmap.pages.table_address import (
    PAGE,
    Asked,
    is_tidy,
    parse_asked,
    published_columns,
    salvage,
    to_service,
)
from webmap.pages.table_cells import Cell, Wording, short_name, unit_of
from webmap.pages.table_columns import (
    MAIN,
    choose_columns,
    companions_of,
    find_leading,
    group_titles,
    put_forward,
)
from webmap.pages.table_form import chips, field_groups, main_fields
from webmap.pages.wording import amount
from webmap.state import state

PAGE_ROWS = 100
_FILES = ("xlsx", "gpkg", "geojson")
"""The formats that the service is asked for, besides our own CSV without geometry."""
_DATED_NAMES = ("district_name", "ward_name")
"""Columns whose title says since when, which a narrow head has no room for."""


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
    """One cluster: its name, the way to its factsheet, its cells."""

    name: str
    address: str
    cells: list[Cell]


def show_table(language: str) -> Response:
    """Answer with the rows that are asked for, a page of them."""
    frozen = state().snapshot.collections["clusters"]
    columns = published_columns(state().snapshot.simulated)
    try:
        asked = parse_asked(request.args, columns)
        if not is_tidy(request.args):
            return _redirected(language, asked)
        rows = _rows(frozen, asked, columns, f"name_{language}")
        _require_page(asked, rows)
    except AskedError as error:
        return _refuse(language, error)
    shown, empty = _leave_out_empty(frozen, rows, asked, _columns_of(asked, columns, language))
    wording = Wording(columns, _groups(frozen), language)
    page = render_template(
        "table.html",
        lang=language,
        asked=asked,
        refusal=None,
        empty=[wording.titles[column.name] for column in empty],
        with_empty=asked.query(chosen=(MAIN, *(column.name for column in empty))),
        heads=[_head(column, asked, language) for column in shown],
        rows=_to_rows(frozen.records(_page_of(asked, rows)), shown, wording, language),
        found=len(rows),
        total=len(frozen),
        area=coverage(frozen, rows, "planned_area_ha"),
        chips=chips(asked, columns, wording, frozen),
        **_form(language, asked, columns, wording, {}),
        order=_order_in_words(asked, columns, language),
        pages=_pages(asked, rows),
        downloads=_downloads(language, asked, columns),
        amount=amount,
    )
    return answer(page.encode(), "text/html")


def _form(
    language: str, asked: Asked, columns: dict[str, Column], wording: Wording, problems: dict[str, str]
) -> dict[str, Any]:
    """Give the template what the form above the table needs."""
    frozen = state().snapshot.collections["clusters"]
    return {
        "main_fields": main_fields(asked, columns, frozen, wording, problems),
        "field_groups": field_groups(asked, columns, wording, problems),
        "group_titles": group_titles(),
        "singles": {name: wording.titles[name] for name in asked.chosen if name in columns},
    }


def _columns_of(asked: Asked, columns: dict[str, Column], language: str) -> list[Column]:
    """List the columns that are chosen, those the question is about in front."""
    leading = find_leading(asked.conditions, asked.sorted_by, columns)
    return put_forward(choose_columns(asked.chosen, columns, f"name_{language}"), leading)


def _leave_out_empty(
    frozen: Frozen, rows: Rows, asked: Asked, chosen: list[Column]
) -> tuple[list[Column], list[Column]]:
    """Part the columns into those to show and those empty in every row; a choice is always shown."""
    if asked.chosen or not len(rows):
        return chosen, []
    leading = asked.sorted_by
    empty = [one for one in chosen if one.name != leading and is_empty(frozen, rows, one.name)]
    return [one for one in chosen if one not in empty], empty


def send_table(language: str) -> Response:
    """Answer with the same rows and columns as a CSV file, all pages of them."""
    snapshot = state().snapshot
    frozen = snapshot.collections["clusters"]
    columns = published_columns(snapshot.simulated)
    try:
        asked = parse_asked(request.args, columns)
        rows = _rows(frozen, asked, columns, f"name_{language}")
    except AskedError as error:
        return _refuse(language, error)
    extract = to_extract(frozen, rows, _saved(language, asked, columns), CRS84, request.url)
    body = to_csv(extract, with_geometry=False)
    response = answer(body.encode(), "text/csv")
    mark = "SIMULATED-" if snapshot.simulated else ""
    response.headers["Content-Disposition"] = f'attachment; filename="{mark}clusters-table.csv"'
    return response


def _rows(frozen: Frozen, asked: Asked, columns: dict[str, Column], first: str) -> Rows:
    rows = find_rows(frozen, asked.words, asked.conditions)
    by = columns[asked.sorted_by or first]
    return sort_rows(frozen, rows, by, descending=asked.descending)


def _require_page(asked: Asked, rows: Rows) -> None:
    last = max(1, -(-len(rows) // PAGE_ROWS))
    if asked.page > last:
        raise AskedError(PAGE, str(asked.page), Text(f"số trang từ 1 đến {last}", f"a page from 1 to {last}"))


def _page_of(asked: Asked, rows: Rows) -> Rows:
    return rows[(asked.page - 1) * PAGE_ROWS : asked.page * PAGE_ROWS]


def _redirected(language: str, asked: Asked) -> Response:
    """Lead from the address a form makes to the one without its empty fields."""
    return redirect(page_address(language, "table") + asked.query(), HTTPStatus.SEE_OTHER)  # type: ignore[return-value]


def _refuse(language: str, error: AskedError) -> Response:
    """Answer with the form as it was filled in, and with what was expected beside its field."""
    snapshot = state().snapshot
    columns = published_columns(snapshot.simulated)
    asked, errors = salvage(request.args, columns)
    errors = errors or {error.name: error}
    expected = {name: one.expected.in_language(language) for name, one in errors.items()}
    wording = Wording(columns, {}, language)
    page = render_template(
        "table.html",
        lang=language,
        asked=asked,
        refusal=[(one.name, one.got, expected[one.name]) for one in errors.values()],
        kept=replace(asked, filters={name: asked.filters[name] for name in asked.conditions}).query(),
        found=0,
        total=0,
        **_form(language, asked, columns, wording, expected),
    )
    return Response(page, status=HTTPStatus.BAD_REQUEST)


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


def _to_rows(
    records: list[dict[str, Any]], shown: list[Column], wording: Wording, language: str
) -> list[Row]:
    name = f"name_{language}"
    return [
        Row(
            short_name(record[name]),
            page_address(language, f"clusters/{record['id']}"),
            [_linked(wording.cell(column, record), record) for column in shown[1:]],
        )
        for record in records
    ]


def _linked(cell: Cell, record: dict[str, Any]) -> Cell:
    """Lead from the name of a unit to the rows of that unit, where its code is known."""
    code = record[cell.filters] if cell.filters else None
    return (
        Cell(cell.text, note=cell.note, link=f"?{cell.filters}={code}#rows", vietnamese=True)
        if code
        else cell
    )


def _order_in_words(asked: Asked, columns: dict[str, Column], language: str) -> str:
    column = columns[asked.sorted_by or f"name_{language}"]
    title = column.title.in_language(language)
    if is_number(column):
        said = gettext("{column}, largest first") if asked.descending else gettext("{column}, smallest first")
    else:
        said = gettext("{column}, backwards") if asked.descending else "{column}"
    return str(said).format(column=title)


def _pages(asked: Asked, rows: Rows) -> list[tuple[int, str]]:
    last = -(-len(rows) // PAGE_ROWS)
    return [(page, asked.query(page=page)) for page in range(1, last + 1)] if last > 1 else []


def _saved(language: str, asked: Asked, columns: dict[str, Column]) -> tuple[str, ...]:
    """Name the columns of the files: those shown, and what no file may go without."""
    return tuple(column.name for column in companions_of(_columns_of(asked, columns, language), columns))


def _downloads(language: str, asked: Asked, columns: dict[str, Column]) -> dict[str, str]:
    """Give the addresses of these rows and columns as files, by the titles of the formats."""
    found = {"CSV": page_address(language, "table.csv") + asked.query()}
    question = to_service(asked, f"name_{language}", _saved(language, asked, columns))
    if question is not None:
        address = url_for("api.items", collection_id="clusters")
        asked_of_it = urlencode({**question, "limit": state().settings.page_limit_max})
        found |= {FORMATS[name].title: f"{address}?{asked_of_it}&f={name}" for name in _FILES}
    return found
