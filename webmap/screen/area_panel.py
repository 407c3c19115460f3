"""The panel of a former district or a ward: figures of what is selected there beside those of all of it."""

from dataclasses import dataclass, replace
from itertools import zip_longest

import numpy as np
import pyarrow.compute as pc
from flask import Response, abort, render_template, request

from geo.errors import ClusterNotFoundError
from geo.selection import Selection
from geo.snapshot import Frozen
from geo.text import collation_key
from webmap.answers import answer
from webmap.pages.frame import page_address
from webmap.pages.table_cells import short_name
from webmap.pages.wording import amount, when
from webmap.screen.areas import CODES
from webmap.screen.figures import Figure, list_figures
from webmap.screen.question import Question, parse_question
from webmap.screen.shown import Shown, show
from webmap.state import state


@dataclass(frozen=True)
class Member:
    """A cluster of the area: the address that chooses it on the map, and whether it is in the selection."""

    name: str
    address: str
    colour: str
    hollow: bool
    label: str


@dataclass(frozen=True)
class Row:
    """One figure, of the selection and of the whole area; `whole` is None where both are the same."""

    selected: Figure
    whole: Figure | None


def show_area_panel(language: str, kind: str, code: str) -> Response:
    """Answer with the panel of an area, without a page around it; the address says what is selected.

    Raises
    ------
    ClusterNotFoundError
        If there is no such area.
    AskedError
        If the address asks for what cannot be.
    """
    if kind not in CODES:
        abort(404)
    snapshot = state().snapshot
    area = _find_area(snapshot.collections[kind], code)
    question = parse_question(request.args, page_address(language, ""), snapshot, language)
    selected = _within(show(question, snapshot), kind, code)
    everything = (
        None if question.selection.is_open else _within(show(_opened(question), snapshot), kind, code)
    )
    fragment = render_template(
        "screen/_area_panel.html",
        lang=language,
        kind=kind,
        area=area,
        period=question.selection.period,
        count=len(selected.found),
        rows=_rows(selected, everything),
        filtered=everything is not None,
        members=_members(selected),
        left_out=0 if everything is None else len(everything.found) - len(selected.found),
        filter_address=question.address.but({CODES[kind]: code, "areas": None, "area": None, "page": None}),
        table_address=_table_address(question, kind, code),
        amount=amount,
        when=when,
    )
    return answer(fragment.encode(), "text/html")


def _find_area(frozen: Frozen, code: str) -> dict[str, object]:
    codes = frozen.columns["code"].to_pylist()
    if code not in codes:
        raise ClusterNotFoundError(f"{frozen.name} has no area {code!r}")
    return frozen.record(codes.index(code))


def _within(shown: Shown, kind: str, code: str) -> Shown:
    """Keep of what is selected what lies in the area."""
    inside = pc.equal(shown.frozen.columns[CODES[kind]], code).fill_null(False).to_numpy()
    kept = np.asarray(inside, dtype=bool)[shown.found]
    question = replace(shown.question, areas="clusters", versus=None)
    rows = [row for row, keep in zip(shown.rows, kept, strict=True) if keep]
    return Shown(question, shown.snapshot, shown.found[kept], rows)


def _opened(question: Question) -> Question:
    """Ask for everything, in the same period."""
    period = question.selection.period
    return replace(question, selection=Selection({"time": period} if period else {}))


def _rows(selected: Shown, everything: Shown | None) -> list[Row]:
    wholes = list_figures(everything) if everything else []
    return [Row(figure, whole) for figure, whole in zip_longest(list_figures(selected), wholes)]


def _members(shown: Shown) -> list[Member]:
    """List the clusters selected, each with its class on the map."""
    question, drawn = shown.question, shown.drawn
    clusters: Frozen = shown.snapshot.collections["clusters"]
    name = f"name_{question.language}"
    records = clusters.records(np.asarray(shown.rows, dtype=np.int64), ["id", name])
    members = [
        Member(
            short_name(record[name]),
            question.address.but(cluster=record["id"], area=None, areas=None),
            drawn.classes[mark]["colour"],
            bool(drawn.classes[mark].get("hollow")),
            drawn.classes[mark]["label"],
        )
        for record, mark in zip(records, drawn.marks, strict=True)
    ]
    return sorted(members, key=lambda member: collation_key(member.name))


def _table_address(question: Question, kind: str, code: str) -> str:
    """Lead to the rows of the selection in the area; what only the map reads is left out."""
    of_the_map = {name: None for name in question.address.texts if name not in question.selection.texts}
    return question.address.at(page_address(question.language, "table"), **{**of_the_map, CODES[kind]: code})
