"""“Download what I see”: which rows, in words, and then the form in which the service gives them."""

from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import urljoin

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext

from geo.conditions import AskedError
from geo.cql import parse_filter
from geo.crs import CRS84, OFFERED, VN2000_TM3_105, Offered
from geo.errors import QueryError
from geo.formats.offered import FORMATS, Format
from geo.schema import Column, Text
from webmap.answers import answer
from webmap.pages.frame import page_address
from webmap.pages.table_columns import ALL, choose_columns, companions_of, group_titles
from webmap.pages.wording import amount, when
from webmap.screen.address import write_query
from webmap.screen.chips import say_conditions, say_nowhere
from webmap.screen.question import Question, parse_question
from webmap.screen.shown import Shown, show
from webmap.state import state

FORMAT, SYSTEM, GET, WANTED = "f", "crs", "get", "with"
"""The parameters of the form besides those of the question; `with` holds the columns of the file."""

_FORMATS_FIRST = ("xlsx", "gpkg", "csv", "geojson")
OFFICIAL = OFFERED[f"EPSG:{VN2000_TM3_105}"]


@dataclass(frozen=True)
class Choice:
    """What is chosen for the file."""

    form: Format
    system: Offered
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Offer:
    """One format: what it is called, and what it cannot carry."""

    name: str
    title: str
    note: str


def show_download(language: str) -> Response:
    """Answer with what would be downloaded and the choices; with `get`, lead to the file itself.

    Raises
    ------
    AskedError
        If the address asks for what cannot be.
    """
    snapshot = state().snapshot
    own = (FORMAT, SYSTEM, GET, WANTED)
    question = parse_question(request.args, page_address(language, "download"), snapshot, language, own)
    shown = show(question, snapshot)
    choice = parse_choice(question)
    address = file_address(shown, choice)
    if GET in request.args and address is not None:
        return redirect(address, HTTPStatus.SEE_OTHER)  # type: ignore[return-value]
    most = state().settings.page_limit_max
    page = render_template(
        "download.html",
        lang=language,
        found=amount(len(shown.found)),
        total=amount(shown.total),
        empty=not len(shown.found),
        conditions=say_conditions(shown),
        nowhere=say_nowhere(shown),
        period=question.selection.period and when(question.selection.period),
        collection=question.selection.collection,
        carried=question.address.texts,
        form_address=page_address(language, "download"),
        offers=list_offers(),
        choice=choice,
        systems=list_systems(),
        official=OFFICIAL,
        groups=group_titles(),
        in_table=question.text("columns"),
        filter=question.selection.to_cql2(),
        address=address and urljoin(request.host_url, address),
        for_geopandas=_for_geopandas(shown, choice),
        most=amount(most) if len(shown.found) > most else None,
        map_address=question.address.at(page_address(language, "")),
    )
    return answer(page.encode(), "text/html")


def parse_choice(question: Question) -> Choice:
    """Read format, coordinate system and columns; what is not chosen is the first offered.

    Raises
    ------
    AskedError
        If something else is chosen than what is offered.
    """
    form = request.args.get(FORMAT, _FORMATS_FIRST[0])
    system = request.args.get(SYSTEM, CRS84.name)
    names = [name for text in request.args.getlist(WANTED) for name in text.split(",") if name]
    if not request.args.getlist(WANTED):
        names = [name for name in question.text("columns").split(",") if name]
    _require(FORMAT, form, tuple(FORMATS))
    _require(SYSTEM, system, tuple(OFFERED))
    for name in names:
        _require(WANTED, name, (*group_titles(), *question.columns))
    return Choice(FORMATS[form], OFFERED[system], tuple(dict.fromkeys(names)))


def _require(parameter: str, text: str, offered: tuple[str, ...]) -> None:
    if text not in offered:
        said = ", ".join(offered)
        raise AskedError(parameter, text, Text(f"một trong: {said}", f"one of {said}"))


def file_address(shown: Shown, choice: Choice) -> str | None:
    """Write the address of the service that answers with the file; None where it reads no filter so long."""
    question = shown.question
    written = question.selection.to_cql2()
    try:
        if written:
            parse_filter(written, "cql2-text")
    except QueryError:
        return None
    language = question.language
    asked = {
        "filter": written,
        "sortby": question.text("sort") or f"name_{language}",
        "properties": _properties(choice, question),
        "crs": "" if choice.system == CRS84 or not choice.form.any_crs else choice.system.uri,
        "limit": str(state().settings.page_limit_max),
        "f": choice.form.name,
    }
    address: str = url_for("api.items", collection_id=question.selection.collection)
    return address + write_query({name: text for name, text in asked.items() if text})


def _for_geopandas(shown: Shown, choice: Choice) -> str | None:
    """Write the address GeoPandas reads the same rows, columns and system from, whatever the file is."""
    address = file_address(shown, replace(choice, form=FORMATS["geojson"]))
    return address and urljoin(request.host_url, address)


def _properties(choice: Choice, question: Question) -> str:
    """Name the columns of the file; all of them without naming any."""
    if ALL in choice.columns:
        return ""
    chosen: list[Column] = choose_columns(choice.columns, question.columns, f"name_{question.language}")
    names = [column.name for column in companions_of(chosen, question.columns)]
    of_period = ["cluster_id", "period"] if question.selection.period else []
    return ",".join([*names, *(name for name in of_period if name not in names)])


def list_systems() -> list[Offered]:
    """List the coordinate systems, those most used here first."""
    first = [CRS84, OFFICIAL]
    return [*first, *(one for one in OFFERED.values() if one not in first)]


def list_offers() -> list[Offer]:
    """List the formats, those most used first, each with what it cannot carry."""
    names = dict.fromkeys([*_FORMATS_FIRST, *FORMATS])
    return [Offer(name, FORMATS[name].title, _note(FORMATS[name])) for name in names]


def _note(form: Format) -> str:
    notes = []
    if form.name in ("csv", "xlsx"):
        notes.append(gettext("positions as text (WKT) in a column"))
    if not form.any_crs:
        notes.append(gettext("only WGS 84 longitude and latitude, whatever is chosen below"))
    if form.planar:
        notes.append(gettext("only metres: VN-2000 where degrees are chosen; only clusters with a place"))
    if not form.is_self_describing:
        notes.append(gettext("sources and licence do not fit into the file: they stand at the service"))
    return "; ".join(map(str, notes))
