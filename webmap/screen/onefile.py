"""The selection as one file that opens without a network: map, table and short factsheets of its clusters."""

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from flask import Response, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup

from geo.conditions import AskedError, is_number
from geo.schema import Column, Text
from geo.snapshot import Snapshot
from geo.tabulate import is_empty
from geo.text import collation_key
from webmap.answers import answer
from webmap.pages.cluster_facts import Stated, find_contradictions
from webmap.pages.cluster_place import Whereabout, find_whereabouts
from webmap.pages.cluster_rates import Explained, explain_rates
from webmap.pages.cluster_subject import Citations, Record, Subject
from webmap.pages.cluster_values import ACTIVITY, LAND, STATED, TERMS, Value, values_of
from webmap.pages.frame import page_address
from webmap.pages.legend_classes import unit_of as unit_of_layer
from webmap.pages.panel import Unknown, find_unknown
from webmap.pages.table_cells import Cell, Wording, short_name, unit_of
from webmap.pages.table_columns import choose_columns
from webmap.pages.wording import amount, instant, is_vietnamese, percent, when, with_unit
from webmap.pages.words import code_words, flag_words, unit_words
from webmap.screen.chips import say_conditions
from webmap.screen.difference import say_change
from webmap.screen.drawn import title_of
from webmap.screen.legend import list_items
from webmap.screen.question import Question, parse_question
from webmap.screen.shown import Shown, show
from webmap.screen.unplaced import group_unplaced
from webmap.state import state

MOST_CLUSTERS = 5_000
MOST_SHEETS = 300
"""With more clusters the factsheets are left out: the file would grow beyond what a mail carries."""

_STATIC = Path(__file__).parent.parent / "static"
_OUTLINE_DEGREES = 0.0005
"""How far outlines of wards may move when they are simplified: they are a background, some 50 m."""


@dataclass(frozen=True)
class Sheet:
    """What the file says of one cluster."""

    cluster: Record
    name: str
    place: list[Whereabout]
    values: list[Value]
    rates: list[Explained]
    contradictions: list[Stated]
    unknown: list[Unknown]


@dataclass(frozen=True)
class Row:
    """One line of the table: each cell with the number it is sorted by, where it is one."""

    id: str
    name: str
    cells: list[tuple[Cell, float | None]]


def send_onefile(language: str) -> Response:
    """Answer with the file.

    Raises
    ------
    AskedError
        If the address asks for what cannot be, or for more clusters than one file holds.
    """
    snapshot = state().snapshot
    asked = parse_question(request.args, page_address(language, ""), snapshot, language)
    shown = show(replace(asked, areas="clusters"), snapshot)
    if len(shown.found) > MOST_CLUSTERS:
        found = str(len(shown.found))
        expected = Text(
            f"nhiều nhất {MOST_CLUSTERS} cụm trong một tệp; hãy lọc bớt",
            f"at most {MOST_CLUSTERS} clusters in one file; filter for fewer",
        )
        raise AskedError("clusters", found, expected)
    citations = Citations(snapshot.collections["sources"], code_words()["source_kind"])
    sheets = list(_sheets(shown, citations)) if len(shown.found) <= MOST_SHEETS else []
    heads, rows = _table(shown)
    unplaced = sum(map(len, group_unplaced(shown).values()))
    script, style = (
        _inlined("vendor/leaflet/leaflet.js", "single.js"),
        _inlined("vendor/leaflet/leaflet.css", "css/single.css"),
    )
    page = render_template(
        "onefile.html",
        lang=language,
        script=Markup(script),  # our own files, with nothing in them that ends a script
        style=Markup(style),
        policy=_policy(script, style),
        data=_to_data(shown),
        title=title_of(shown.question),
        items=list_items(shown),
        conditions=list(say_conditions(shown).values()),
        found=amount(len(shown.found)),
        total=amount(shown.total),
        unplaced=unplaced and amount(unplaced),
        period=shown.question.selection.period and when(shown.question.selection.period),
        made=instant(snapshot.published),
        revision=snapshot.revision,
        address=url_for(f"pages_{language}.index", _external=True).rstrip("/") + "/",
        query=request.query_string.decode("ascii", "replace"),
        heads=heads,
        rows=rows,
        sheets=sheets,
        most_sheets=amount(MOST_SHEETS),
        citations=citations,
        words=code_words(),
        is_vietnamese=is_vietnamese,
    )
    response = answer(page.encode(), "text/html")
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(shown)}"'
    return response


def _file_name(shown: Shown) -> str:
    mark = "SIMULATED-" if shown.snapshot.simulated else ""
    period = f"-{shown.question.selection.period}" if shown.question.selection.period else ""
    return f"{mark}ccn-atlas-{shown.question.layer.id}{period}-{shown.snapshot.published[:10]}.html"


@lru_cache(maxsize=4)
def _inlined(*names: str) -> str:
    """Read files of ours as one text: no address in it is ever asked for, nothing in it ends the element."""
    text = "\n".join((_STATIC / name).read_text("utf-8") for name in names)
    text = re.sub(r"//# sourceMappingURL=\S+", "", text)
    text = re.sub(r"url\((?!#)[^)]*\)", "none", text) if names[0].endswith(".css") else text
    return re.sub(r"</(script|style)", r"<\\/\1", text, flags=re.IGNORECASE)


def _policy(script: str, style: str) -> str:
    """Allow the file its own script and style, and nothing from anywhere."""
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; base-uri 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _to_data(shown: Shown) -> dict[str, Any]:
    """Put together what the script draws: outlines, the class of each, and what is said when pointed at."""
    drawn, question, snapshot = shown.drawn, shown.question, shown.snapshot
    clusters = snapshot.collections["clusters"]
    rows = np.asarray(shown.rows, dtype=np.int64)
    geometries = shapely.transform(clusters.geometries(rows), lambda at: np.round(at, 5))
    records = clusters.records(rows, ["id", f"name_{question.language}", "boundary_quality"])
    named = zip(records, geometries, drawn.marks, drawn.values, strict=True)
    return {
        "classes": [{"colour": one["colour"], "hollow": bool(one.get("hollow"))} for one in drawn.classes],
        "clusters": [
            {
                "id": record["id"],
                "name": record[f"name_{question.language}"],
                "said": _said(value, drawn.classes[mark]["label"], question),
                "mark": mark,
                "dashed": record["boundary_quality"] == "schematic",
                "at": _to_shape(geometry),
            }
            for record, geometry, mark, value in named
            if geometry is not None
        ],
        "background": _background(snapshot),
        "texts": {
            "title": title_of(question),
            "found": gettext("{shown} of {total} clusters"),
            "zoom_in": gettext("Zoom in"),
            "zoom_out": gettext("Zoom out"),
        },
    }


def _to_shape(geometry: Any) -> Mapping[str, Any]:
    shape: Mapping[str, Any] = shapely.geometry.mapping(geometry)
    return shape


def _said(value: Any, label: str, question: Question) -> str:
    if not isinstance(value, (int, float)):
        return label
    if question.versus:
        return say_change(question.layer, value)
    return percent(value) if question.layer.share else with_unit(amount(value), unit_of_layer(question.layer))


def _background(snapshot: Snapshot) -> dict[str, Any]:
    """Take the names of former districts, and the outlines of wards where there are some."""
    wards, districts = snapshot.collections["wards"], snapshot.collections["districts"]
    outlines = [
        shapely.transform(one.simplify(_OUTLINE_DEGREES), lambda at: np.round(at, 4))
        for one in wards.geometries(wards.rows)
        if one is not None and one.area
    ]
    names = districts.columns["name"].to_pylist()
    places = districts.geometries(districts.rows)
    return {
        "outlines": [_to_shape(one) for one in outlines],
        "names": [
            [name, round(place.centroid.y, 4), round(place.centroid.x, 4)]
            for name, place in zip(names, places, strict=True)
            if place is not None
        ],
    }


def _table(shown: Shown) -> tuple[list[tuple[str, str]], list[Row]]:
    """Make the heads with their units, and the rows; columns without any value are left out."""
    question = shown.question
    name = f"name_{question.language}"
    chosen = choose_columns(
        [one for one in question.text("columns").split(",") if one], question.columns, name
    )
    layer = question.columns.get(question.layer.column)
    columns: list[Column] = list(dict.fromkeys([*chosen[1:2], *([layer] if layer else []), *chosen[1:]]))
    columns = [one for one in columns if not is_empty(shown.frozen, shown.found, one.name)]
    wording = Wording(question.columns, {}, question.language)
    rows = [
        Row(
            record.get("cluster_id") or record["id"],
            short_name(record[name]),
            [(wording.cell(one, record), record[one.name] if is_number(one) else None) for one in columns],
        )
        for record in shown.records
    ]
    rows.sort(key=lambda row: collation_key(row.name))
    return [(wording.titles[one.name], unit_of(one)) for one in columns], rows


def _sheets(shown: Shown, citations: Citations) -> Iterator[Sheet]:
    """Put together the short factsheets: the latest published values, whatever period is shown."""
    words, doubts, units = code_words(), flag_words(), unit_words()
    for row in shown.rows:
        subject = Subject(shown.snapshot, row, shown.question.language, citations, words, doubts, units)
        yield _sheet(subject)


def _sheet(subject: Subject) -> Sheet:
    names: Sequence[str] = (*LAND, STATED, *TERMS, *ACTIVITY)
    return Sheet(
        cluster=subject.record,
        name=subject.name,
        place=[line for line in find_whereabouts(subject) if line.shown is not None],
        values=[value for value in values_of(subject, tuple(names)) if value.shown is not None],
        rates=explain_rates(subject),
        contradictions=find_contradictions(subject),
        unknown=list(find_unknown(subject)),
    )
