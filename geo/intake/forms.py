"""Reading the official forms, Biểu 01–04, out of whatever files they come in."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from geo.errors import RefusedError
from geo.intake import guard
from geo.intake.days import parse_day
from geo.intake.form_about import (
    check_province,
    find_form_cluster,
    find_form_project,
    find_form_unit,
    find_period,
)
from geo.intake.form_asked import Asked
from geo.intake.form_checks import check, read_shares
from geo.intake.form_entries import Entries, read_entries
from geo.intake.form_kind import find_form
from geo.intake.form_layout import Block, find_blocks
from geo.intake.form_lines import Form
from geo.intake.form_rows import Filled, rows_of, source_of, statement_of
from geo.intake.form_says import finding
from geo.intake.form_subject import Directory, level_of
from geo.intake.form_sums import sum_projects
from geo.intake.numbers import DecimalSign, find_decimal_sign, said
from geo.intake.reading import Brought, Finding, Level, Options, Place, Question, Reading, Statement
from geo.intake.sheets import open_sheets
from geo.package import Package
from geo.schema import Text

MOST_FORMS = 200
"""Twice the communes of a province; a file with more tables of this kind is no report."""
_AT_ONCE, _SMALL = 24, 2_000_000


class _Part(NamedTuple):
    """What one form, or one file, adds to the reading."""

    filled: Filled | None
    statements: Sequence[Statement] = ()
    findings: Sequence[Finding] = ()
    questions: Sequence[Question] = ()


def read_forms(files: Sequence[Brought], package: Package, options: Options) -> Reading:
    """Read all forms of the files: facts of clusters (02), rows of reports (01, 03, 04), sums of forms 01.

    Parameters
    ----------
    options : `period`, `cluster`, `unit`, `project`, `form` where headings do not say; for one file as
        `period:NAME`, for one of its forms as `period:NAME#2`; `today` as a day, today's if absent

    """
    today = parse_day(options.get("today")) or date.today()
    alone, directory = len(files) == 1, Directory(package)
    parts = [
        part
        for file, found in zip(files, _find(files), strict=True)
        for part in _read_file(file, found, alone, directory, options, today)
    ]
    forms, twice = _without_repeats([part.filled for part in parts if part.filled])
    known = [filled for filled in forms if filled.is_known]
    sums = sum_projects(known, package)
    return Reading(
        (*(one for part in parts for one in part.statements), *sums.statements),
        (*(one for part in parts for one in part.findings), *twice, *sums.findings),
        tuple(one for part in parts for one in part.questions),
        (*(source_of(filled) for filled in known), *sums.sources),
        (*(row for filled in known for row in rows_of(filled)), *sums.rows),
    )


class Found(NamedTuple):
    """The tables of a file that look like forms, and what is to be said about how it was read."""

    blocks: list[Block]
    statements: tuple[Statement, ...]
    findings: tuple[Finding, ...]


def _find(files: Sequence[Brought]) -> Iterator[Found]:
    """Find the forms of each file, small ones by the dozen in one guarded process: it takes long to start."""
    for first in range(0, len(files), _AT_ONCE):
        some = tuple(files[first : first + _AT_ONCE])
        small = sum(len(file.content) for file in some) <= _SMALL
        yield from (
            _find_guarded(some) if small else [found for file in some for found in _find_guarded((file,))]
        )


def _find_guarded(files: Sequence[Brought]) -> list[Found]:
    """Find the forms of files in one guarded process; one that is refused stops no other."""
    try:
        return guard.run(find_forms, files)
    except RefusedError as error:
        if len(files) == 1:
            return [Found([], (), (_refused(error),))]
        if error.rule in _OF_THE_PROCESS:
            return [found for file in files for found in _find_guarded((file,))]
        others = [file for file in files if file.name != error.file]
        rest = iter(_find_guarded(others) if others else [])
        told = Found([], (), (_refused(error),))
        return [told if file.name == error.file else next(rest) for file in files]


_OF_THE_PROCESS = ("file.time", "file.memory", "file.unreadable")
"""What ends a process without telling which of its files was the reason."""


def _refused(error: RefusedError) -> Finding:
    return Finding(Level.ERROR, error.rule, Place(error.file), error.message, error.suggestion)


def find_forms(files: Sequence[Brought]) -> list[Found]:
    """Find the forms of each file, inside the guard."""
    found = []
    for file in files:
        opened = open_sheets(file)
        blocks = [block for sheet in opened.sheets for block in find_blocks(sheet)]
        findings = opened.findings
        if len(blocks) > MOST_FORMS:
            told = {"got": str(len(blocks)), "most": str(MOST_FORMS)}
            findings += (finding("many-forms", Place(file.name), **told),)
        found.append(Found(blocks[:MOST_FORMS], opened.statements, findings))
    return found


def _read_file(
    file: Brought, found: Found, alone: bool, directory: Directory, options: Options, today: date
) -> Iterator[_Part]:
    blocks = found.blocks
    yield _Part(None, found.statements, found.findings)
    if not blocks and not found.findings:
        yield _Part(None, findings=[finding("no-form", Place(file.name))])
    cells = (cell.value for block in blocks for row in block.rows for cell in row.results)
    sign = find_decimal_sign(cells)
    for number, block in enumerate(blocks, start=1):
        name = file.name if len(blocks) == 1 else f"{file.name}#{number}"
        asked = Asked(block, name, alone and len(blocks) == 1, options, today)
        filled = _read_block(asked, file.name, directory, sign)
        yield _Part(filled, asked.statements, asked.findings, asked.questions)


def _read_block(asked: Asked, file: str, directory: Directory, sign: DecimalSign) -> Filled | None:
    form = find_form(asked)
    if form is None:
        return None
    entries = _entries(form, asked.block, sign)
    if not entries.by_line:
        asked.findings.append(finding("no-lines", asked.place, form=form.number))
    check_province(asked, directory.package)
    filled = _filled(asked, form, entries, file, directory)
    asked.findings += entries.findings
    asked.statements += [statement_of(filled), *_by_context(entries, sign, asked.place)]
    return filled


def _entries(form: Form, block: Block, sign: DecimalSign) -> Entries:
    entries = read_entries(form, block.rows, sign)
    read_shares(form, entries)
    entries.findings.extend(check(form, entries))
    return entries


def _filled(asked: Asked, form: Form, entries: Entries, file: str, directory: Directory) -> Filled:
    period = find_period(asked, form)
    if form.number in ("01", "02"):
        cluster = find_form_cluster(asked, directory)
        project = find_form_project(asked) if form.number == "01" else None
        return Filled(form, entries, asked.place, file, period, cluster, project)
    if form.number == "04":
        return Filled(form, entries, asked.place, file, period, level="province")
    unit = find_form_unit(asked, directory, period)
    level = level_of(unit.key, directory) if unit else None
    return Filled(form, entries, asked.place, file, period, unit, level=level)


def _by_context(entries: Entries, sign: DecimalSign, place: Place) -> list[Statement]:
    if not entries.by_context:
        return []
    told = [
        (f"“{written}” = {said(value).vi}", f"“{written}” = {said(value).en}")
        for written, value in entries.by_context
    ]
    vi, en = (", ".join(texts) for texts in zip(*told, strict=True))
    return [
        Statement(
            Text(f"theo “{sign.example}” trong tệp, đọc {vi}", f"as the file has “{sign.example}”, {en}"),
            place,
        )
    ]


def _without_repeats(forms: Sequence[Filled]) -> tuple[list[Filled], list[Finding]]:
    """Keep the first of the forms of one kind, subject and period; a second one is an error."""
    kept: dict[str, Filled] = {}
    twice = []
    for filled in forms:
        first = kept.setdefault(filled.key if filled.is_known else f"?{len(kept)}", filled)
        if first is not filled:
            twice.append(finding("form-twice", filled.place, first=first.place.text()))
    return list(kept.values()), twice
