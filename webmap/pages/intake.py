"""Bringing files in: choose what they are, hand them over, and see what they would do."""

import json
import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, NamedTuple

from flask import Response, request, url_for
from flask_babel import gettext

from geo.intake.form_files import empty_form
from geo.intake.form_lines import FORMS
from geo.intake.guard import INPUT_MB
from geo.intake.offered import KINDS
from geo.intake.reading import Brought
from geo.records.proposals import Status, list_proposals, submit
from geo.records.store import Records
from geo.tables import SOURCE_KINDS
from geo.text import fold
from webmap.editing.desk import Visitor, draw, go, has_users
from webmap.pages.frame import page_address
from webmap.pages.wording import instant
from webmap.pages.words import code_words
from webmap.state import state

MOST_BYTES = INPUT_MB * 1_000_000
_MOST_FILES = 200
_LONGEST_NAME = 120
_LONGEST_ANSWER = 20_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Kind(NamedTuple):
    """A kind of files, in words: what is read, and which endings a browser offers."""

    title: str
    about: str
    endings: str


class Field(NamedTuple):
    """An answer that may be given along with the files."""

    name: str
    title: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


def kinds() -> dict[str, Kind]:
    """Say what can be brought."""
    return {
        "forms": Kind(
            gettext("Official report forms"),
            gettext(
                "Biểu 01–04 of Circular 14/2024/TT-BCT, several at once: XLSX, XLS, ODS, DOCX or CSV."
                " Period and cluster are read from the heading, or asked for."
            ),
            ".xlsx,.xls,.ods,.docx,.csv",
        ),
        "table": Kind(
            gettext("A table of figures"),
            gettext(
                "Clusters or lots in your own columns: areas, occupancy, labour, revenue. Headings are"
                " recognised in Vietnamese or English; what is not certain is asked."
            ),
            ".xlsx,.xls,.ods,.docx,.csv,.txt",
        ),
        "coordinates": Kind(
            gettext("Coordinates of a boundary"),
            gettext(
                "The list of boundary points of a decision or drawing, pasted or as a file. The system"
                " is proposed from the digits and the place, and the outline is drawn before anything is"
                " stored."
            ),
            ".xlsx,.xls,.ods,.docx,.csv,.txt",
        ),
        "gis": Kind(
            gettext("A GIS file"),
            gettext(
                "Outlines of clusters or lots: GeoJSON, GeoPackage, Shapefile (zip), KML/KMZ, DXF,"
                " FlatGeobuf, GeoParquet."
            ),
            ".geojson,.json,.gpkg,.zip,.kml,.kmz,.dxf,.fgb,.parquet",
        ),
    }  # fmt: skip


def show_intake(visitor: Visitor, problem: str = "", status: int = HTTPStatus.OK) -> Response:
    """Answer with the form of one kind of files; who is not signed in reads how to get there."""
    kind = request.values.get("kind", "forms")
    kind = kind if kind in KINDS else "forms"
    return draw(
        visitor, "intake.html", status, problem=problem, kind=kind, kinds=kinds(),
        fields=_fields(visitor, kind), typed=request.form, can_sign_in=has_users(visitor.records),
        most_mb=INPUT_MB, forms=FORMS, own=_own(visitor), instant=instant,
    )  # fmt: skip


def bring(visitor: Visitor) -> Response:
    """Keep what was brought as a draft, and show what it would do."""
    kind = request.form.get("kind", "")
    if kind not in KINDS:
        return show_intake(visitor, gettext("Choose what the files are."), HTTPStatus.UNPROCESSABLE_ENTITY)
    files = list(_brought(kind))
    if problem := _problem(files):
        return show_intake(visitor, problem, HTTPStatus.UNPROCESSABLE_ENTITY)
    records = visitor.record
    answers = {field.name: request.form.get(field.name, "").strip() for field in _fields(visitor, kind)}
    options = {name: answer[:_LONGEST_ANSWER] for name, answer in answers.items() if answer}
    draft = submit(records, kind, options, files, visitor.name, records.head().number, Status.DRAFT)
    return go(page_address(visitor.language, f"review/{draft.id}"))


def _brought(kind: str) -> Iterator[Brought]:
    for upload in request.files.getlist("files"):
        if upload.filename:
            yield Brought(plain_name(upload.filename), upload.stream.read())
    pasted = request.form.get("pasted", "").strip() if kind == "coordinates" else ""
    if pasted:
        yield Brought(gettext("pasted text") + ".txt", pasted.encode())


def plain_name(name: str) -> str:
    """Keep the last part of a name a browser states, without signs that are not printed."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(sign for sign in last if sign.isprintable()).strip()[-_LONGEST_NAME:] or "?"


def _problem(files: list[Brought]) -> str:
    if not files:
        return str(gettext("Choose at least one file, or paste the text."))
    if len(files) > _MOST_FILES:
        return str(gettext("{count} files; at most {most} at once.")).format(
            count=len(files), most=_MOST_FILES
        )
    names = [file.name for file in files]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        said = gettext(
            "Two files have the same name ({name}): rename one, so that every problem can be told by"
            " its file."
        )
        return str(said).format(name=twice[0])
    return ""


def _fields(visitor: Visitor, kind: str) -> list[Field]:
    """List the answers that may be given at once; what is missing is asked for afterwards."""
    period = Field(
        "period",
        gettext("Reporting period"),
        gettext("2026-H1 (half a year) or 2026; only where the files do not say"),
    )
    if kind == "forms":
        return [period]
    if kind == "table":
        words = code_words()["source_kind"]
        return [
            Field("source", gettext("Title of the source document")),
            Field(
                "source_kind",
                gettext("Kind of the source"),
                "",
                tuple((one, words[one]) for one in SOURCE_KINDS),
            ),
            period,
            Field(
                "mapping",
                gettext("Columns as in"),
                gettext("a table brought before"),
                _mappings(visitor.records),
            ),
        ]
    if kind == "coordinates":
        return [
            Field("cluster", gettext("Cluster"), "", _clusters(visitor.language)),
            Field("declared_area_ha", gettext("Area stated (ha)")),
            Field("decision_no", gettext("Number of the decision")),
            Field("decision_date", gettext("Date of the decision"), gettext("for example 05/12/2017")),
            *_drawing(),
        ]
    things = (("clusters", gettext("clusters")), ("lots", gettext("lots")))
    return [
        Field("layer", gettext("What is drawn"), "", things),
        Field("decision_no", gettext("Number of the decision"), gettext("for an official outline")),
        Field(
            "source_title",
            gettext("Source"),
            gettext("where there is no decision: the outline is a digitised one"),
        ),
        *_drawing(),
    ]


def _drawing() -> list[Field]:
    return [Field("accuracy_m", gettext("Accuracy (m)"), gettext("if the drawing states it"))]


def _clusters(language: str) -> tuple[tuple[str, str], ...]:
    found = (
        (one["id"], one[f"name_{language}"]) for one in state().snapshot.collections["clusters"].records()
    )
    return tuple(sorted(found, key=lambda one: fold(one[1])))


def _mappings(records: Records | None) -> tuple[tuple[str, str], ...]:
    """List the columns of tables that were brought before, each once."""
    found: dict[str, str] = {}
    for proposal in list_proposals(records) if records else ():
        mapping = proposal.options.get("mapping")
        if proposal.kind == "table" and mapping and mapping not in found and proposal.files:
            found[mapping] = f"{proposal.files[0].name} ({instant(proposal.submitted_at)})"
    return tuple(found.items())


def _own(visitor: Visitor) -> list[Any]:
    """List the drafts of who is signed in."""
    if visitor.session is None or visitor.records is None:
        return []
    return [one for one in list_proposals(visitor.records, Status.DRAFT) if one.submitted_by == visitor.name]


def send_empty_form(visitor: Visitor, number: str) -> Response:
    """Answer with an empty official form."""
    if number not in FORMS:
        return go(url_for(f"pages_{visitor.language}.intake"))
    name = f"Bieu-{number}-TT14-2024.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(empty_form(number), mimetype=_XLSX, headers=headers)


def mapping_text(mapping: dict[str, str]) -> str:
    """Write columns down as the option `mapping` takes them."""
    return json.dumps(mapping, ensure_ascii=False)
