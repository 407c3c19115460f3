"""The table: every cluster and every column; what is asked stands in the address."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from flask import Response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from geo.conditions import AskedError
from geo.crs import CRS84
from geo.formats.delimited import to_csv
from geo.formats.offered import FORMATS
from geo.ground import known_measured
from geo.history import periods_of
from geo.schema import Column, Text
from geo.selection import TIME
from geo.snapshot import Frozen, Rows
from geo.tabulate import coverage
from webmap.answers import answer
from webmap.api.items import to_extract
from webmap.pages.frame import page_address
from webmap.pages.table_address import PAGE, Asked, parse_asked, salvage, to_service
from webmap.pages.table_cells import Wording
from webmap.pages.table_columns import GROUND, GROUPS, MAIN, companions_of, group_titles
from webmap.pages.table_form import chips, field_groups, main_fields
from webmap.pages.table_grid import columns_of as columns_asked
from webmap.pages.table_grid import count_pages, make_grid, order_in_words, rows_in_order
from webmap.pages.wording import amount, when
from webmap.params import Args
from webmap.screen.question import columns_of
from webmap.screen.tidy import is_untidy, tidy
from webmap.state import state

_FILES = ("xlsx", "gpkg", "geojson")
"""The formats that the service is asked for, besides our own CSV without geometry."""


def show_table(language: str) -> Response:
    """Answer with the rows that are asked for, a page of them."""
    columns = _published()
    try:
        asked = _parse(_args(language), columns)
        if is_untidy(request.args):
            return _redirected(language, asked)
        frozen = _collection(asked)
        rows = rows_in_order(frozen, asked, columns, language)
        _require_page(asked, rows)
    except AskedError as error:
        return _refuse(language, error)
    grid = make_grid(
        frozen, rows, asked, columns, language, lambda id: page_address(language, f"clusters/{id}")
    )
    wording = Wording(columns, {}, language)
    page = render_template(
        "table.html",
        lang=language,
        asked=asked,
        refusal=None,
        grid=grid,
        empty=[wording.titles[column.name] for column in grid.empty],
        with_empty=asked.query(chosen=(MAIN, *(column.name for column in grid.empty))),
        found=len(rows),
        total=len(state().snapshot.collections["clusters"]),
        area=coverage(frozen, rows, "planned_area_ha"),
        period=when(asked.places[TIME]) if TIME in asked.places else "",
        chips=chips(asked, columns, _clusters(), language),
        **_form(language, asked, columns, wording, {}),
        order=order_in_words(asked, columns, language),
        map_address=page_address(language, "") + asked.query(),
        downloads=_downloads(language, asked, columns),
        amount=amount,
    )
    return answer(page.encode(), "text/html")


def _published() -> dict[str, Column]:
    """Name the columns of what is asked: of a period there are fewer."""
    return columns_of(state().snapshot, "history" if request.args.get(TIME, "").strip() else "clusters")


def _parse(args: Args, columns: dict[str, Column]) -> Asked:
    return parse_asked(args, columns, tuple(periods_of(state().snapshot)))


def _args(language: str) -> Args:
    """Return the address, put together where a form made it."""
    return MultiDict(tidy(request.args, _published(), language).texts)


def _clusters() -> Frozen:
    return state().snapshot.collections["clusters"]


def _collection(asked: Asked) -> Frozen:
    return state().snapshot.collections[asked.selection.collection]


def _form(
    language: str, asked: Asked, columns: dict[str, Column], wording: Wording, problems: dict[str, str]
) -> dict[str, Any]:
    """Give the template what the form above the table needs."""
    known, measured = known_measured(_clusters()), GROUPS[GROUND]
    unmeasured = {name for name in measured if name not in known and name not in asked.filters}
    offered = {name: column for name, column in columns.items() if name not in unmeasured}
    without = () if GROUND in asked.chosen or offered.keys() & measured else (GROUND,)
    return {
        "main_fields": main_fields(asked, columns, _clusters(), wording, problems),
        "field_groups": field_groups(asked, offered, wording, problems),
        "group_titles": {name: title for name, title in group_titles().items() if name not in without},
        "singles": {name: wording.titles[name] for name in asked.chosen if name in columns},
    }


def send_table(language: str) -> Response:
    """Answer with the same rows and columns as a CSV file, all pages of them."""
    columns = _published()
    try:
        asked = _parse(_args(language), columns)
        frozen = _collection(asked)
        rows = rows_in_order(frozen, asked, columns, language)
    except AskedError as error:
        return _refuse(language, error)
    extract = to_extract(frozen, rows, _saved(language, asked, columns), CRS84, request.url)
    body = to_csv(extract, with_geometry=False)
    response = answer(body.encode(), "text/csv")
    mark = "SIMULATED-" if state().snapshot.simulated else ""
    response.headers["Content-Disposition"] = f'attachment; filename="{mark}clusters-table.csv"'
    return response


def _require_page(asked: Asked, rows: Rows) -> None:
    last = count_pages(rows)
    if asked.page > last:
        raise AskedError(PAGE, str(asked.page), Text(f"số trang từ 1 đến {last}", f"a page from 1 to {last}"))


def _redirected(language: str, asked: Asked) -> Response:
    """Lead from the address a form makes to the one without its empty fields."""
    return redirect(page_address(language, "table") + asked.query(), HTTPStatus.SEE_OTHER)  # type: ignore[return-value]


def _refuse(language: str, error: AskedError) -> Response:
    """Answer with the form as it was filled in, and with what was expected beside its field."""
    columns = _published()
    asked, errors = salvage(_args(language), columns, tuple(periods_of(state().snapshot)))
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


def _saved(language: str, asked: Asked, columns: dict[str, Column]) -> tuple[str, ...]:
    """Name the columns of the files: those shown, and what no file may go without."""
    return tuple(column.name for column in companions_of(columns_asked(asked, columns, language), columns))


def _downloads(language: str, asked: Asked, columns: dict[str, Column]) -> dict[str, str]:
    """Give the addresses of these rows and columns as files, by the titles of the formats."""
    found = {"CSV": page_address(language, "table.csv") + asked.query()}
    question = to_service(asked, f"name_{language}", _saved(language, asked, columns))
    if question is not None:
        address = url_for("api.items", collection_id=asked.selection.collection)
        asked_of_it = urlencode({**question, "limit": state().settings.page_limit_max})
        found |= {FORMATS[name].title: f"{address}?{asked_of_it}&f={name}" for name in _FILES}
    return found
