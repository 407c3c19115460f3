"""Reading tables of clusters or lots in anyone's columns: areas, occupancy, labour, revenue, prices."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from geo.fields import FIELDS
from geo.intake.headers import IGNORED, STRUCTURE, target_title
from geo.intake.new_clusters import new_cluster
from geo.intake.numbers import clean, find_decimal_sign
from geo.intake.quantities import Unit, find_heading_unit
from geo.intake.reading import Brought, Finding, Options, Place, Reading, Row, Source, Statement
from geo.intake.sheets import Cell, Sheet, open_sheets
from geo.intake.table_asked import NEW, Asked, column_question
from geo.intake.table_layout import Row as SheetRow
from geo.intake.table_layout import TableColumn, TableOf, cells_of, find_table, section_of
from geo.intake.table_lots import lot_row
from geo.intake.table_says import finding
from geo.intake.table_values import Values, check_totals, fact_value, is_number_column, kept_unit, settle_unit
from geo.intake.words import STATUS_WORDS, find_word
from geo.package import Package
from geo.schema import Status, Text

_ADDITIVE = ("ha", "tỷ đồng", "triệu USD", "lao động", "doanh nghiệp", "dự án", "m2")


@dataclass
class _Table:
    """One table being read."""

    table: TableOf
    asked: Asked
    source: Source | None
    time: dict[str, Any] | None
    values: Values
    rows: list[Row] = field(default_factory=list)
    section: str = ""
    new: dict[str, str] = field(default_factory=dict)


def read_table(files: Sequence[Brought], package: Package, options: Options) -> Reading:
    """Read every table of the files: facts of clusters, new clusters by consent, lots.

    Parameters
    ----------
    options : `source`, `source_kind`, `source_url` of the document; `period` or `as_of` where the table
        does not say; `cluster` for a table of one cluster, `cluster:NAME` (an id, `new` or `-`);
        `column:HEADING` (a field or `-`), `unit:HEADING`; `mapping` as saved before; `new_clusters=yes`

    Raises
    ------
    IntakeError
        If a file is refused as a whole.
    """
    asked = Asked(package, options)
    statements: list[Statement] = []
    findings: list[Finding] = []
    rows: list[Row] = []
    sources: dict[str, Source] = {}
    mapping: dict[str, str] = {}
    for file in files:
        opened = open_sheets(file)
        statements += opened.statements
        findings += opened.findings
        given = asked.mapping(Place(file.name))
        tables = [table for sheet in opened.sheets if (table := _find(sheet, given, statements, file.name))]
        if not tables:
            findings.append(finding("no-header", Place(file.name)))
        for table in tables:
            read = _read(table, asked, Place(file.name, sheet=table.sheet or None))
            rows += read.rows
            findings += read.values.findings
            statements.append(_said(read, file.name))
            sources |= {read.source.key: read.source} if read.source else {}
            mapping |= {column.heading: column.meaning.target or IGNORED for column in table.columns}
    return Reading(
        tuple(statements), (*findings, *asked.findings), tuple(asked.questions.values()),
        tuple(sources.values()), tuple(rows), mapping=mapping or None,
    )  # fmt: skip


def _find(sheet: Sheet, given: dict[str, str], statements: list[Statement], file: str) -> TableOf | None:
    table = find_table(sheet, given)
    if table is None and sheet.rows and sheet.name:
        text = Text(
            f"trang “{sheet.name}” không có bảng, không đọc", f"sheet “{sheet.name}” has no table, not read"
        )
        statements.append(Statement(text, Place(file, sheet=sheet.name)))
    return table


def _said(read: _Table, file: str) -> Statement:
    table = read.table
    told = [column for column in table.columns if column.target]
    vi = "; ".join(f"“{c.heading}” là {target_title(c.target or '').vi}{_unit(read, c)}" for c in told)
    en = "; ".join(f"“{c.heading}” is {target_title(c.target or '').en}{_unit(read, c)}" for c in told)
    place = Place(file, sheet=table.sheet or None)
    return Statement(Text(f"{len(table.rows)} dòng; {vi}", f"{len(table.rows)} rows; {en}"), place)


def _unit(read: _Table, column: TableColumn) -> str:
    unit = read.values.units.get(column.position)
    return f" [{unit.name}]" if unit else ""


def _read(table: TableOf, asked: Asked, place: Place) -> _Table:
    sign = find_decimal_sign(cell.value for row in table.rows for cell in row)
    read = _Table(table, asked, asked.source(place), asked.time(table.above, place), Values(sign))
    _tell_columns(read)
    _settle_units(read)
    if (
        not any(table.column(target) for target in ("cluster", "cluster_id"))
        and "cluster" not in asked.options
    ):
        read.values.findings.append(finding("no-cluster", place))
        return read
    for row in table.rows:
        _read_row(read, row)
    return read


def _tell_columns(read: _Table) -> None:
    """Ask about headings that may mean something, and list those that mean nothing."""
    for column in read.table.columns:
        if column.meaning.target is not None:
            continue
        if column.meaning.proposed:
            titles = {name: target_title(name) for name in column.meaning.proposed}
            read.asked.ask(column_question(column.heading, column.place, titles))
        else:
            read.values.findings.append(finding("column-unknown", column.place, heading=column.heading))


def _settle_units(read: _Table) -> None:
    above = _unit_above(read.table)
    for column in read.table.columns:
        if not is_number_column(column):
            continue
        cells = [row[column.position] for row in read.table.rows if column.position < len(row)]
        given = read.asked.options.get(f"unit:{column.heading}")
        settle_unit(column, cells, read.values, given, above)
        if kept_unit(column.target or "") in _ADDITIVE:
            read.values.findings += check_totals(column, read.table.rows, read.table.totals, read.values)
    for question in read.values.questions:
        read.asked.ask(question)


def _unit_above(table: TableOf) -> Unit | None:
    """Find a unit for the whole table, written above it: `Đơn vị tính: ha`."""
    for cell in table.above:
        _, colon, unit = clean(str(cell.value)).rpartition(":")
        if colon and (found := find_heading_unit(f"({unit})")):
            return found
    return None


def _read_row(read: _Table, row: SheetRow) -> None:
    cells = {column.target: cell for column, cell in cells_of(row, read.table.columns)}
    heading = section_of(row)
    if heading and not ({"cluster_id"} & set(cells)) and _is_section(read, heading):
        return
    cluster = _cluster_of(read, row, cells)
    if cluster is None:
        return
    time = _time_of(read, cells)
    if "lot" in cells or read.table.column("lot"):
        read.rows += lot_row(cluster, cells, read.table, read.values, row[0].place)
        return
    read.rows += _status_rows(read, cluster, cells)
    read.rows += _facts(read, row, cluster, time)


def _is_section(read: _Table, heading: str) -> bool:
    """A line of its own may name the district of the rows below it."""
    bare = heading.partition(". ")[2] if heading.split(". ")[0].isalnum() and ". " in heading else heading
    found = read.asked.districts.find(bare).key or read.asked.wards.find(bare).key
    if found and not read.asked.clusters.find(bare).key:
        read.section = bare
        return True
    return False


def _cluster_of(read: _Table, row: SheetRow, cells: dict[str | None, Cell]) -> str | None:
    named = cells.get("cluster_id") or cells.get("cluster")
    if "cluster" in read.asked.options and named is None:
        said, place = read.asked.options["cluster"], row[0].place
    elif named is None:
        if any(target not in (None, "number", "note") for target in cells):
            read.values.findings.append(finding("no-name", row[0].place))
        return None
    else:
        said, place = clean(str(named.value)), named.place
        if "phase" in cells and "cluster_id" not in cells:
            phase = clean(str(cells["phase"].value)).casefold().removeprefix("giai đoạn").strip()
            said = f"{said} giai đoạn {phase}"
    areas = [clean(str(cells[name].value)) for name in ("district", "commune") if name in cells]
    known = _known_areas(read, areas or ([read.section] if read.section else []))
    if _bears_nothing(cells) and not read.asked.clusters.find(said, known).candidates:
        key = read.asked.clusters.find(said, known).key
    else:
        key = read.asked.cluster(said, known, place)
    return _new(read, said, known, cells, place) if key == NEW else key


def _bears_nothing(cells: dict[str | None, Cell]) -> bool:
    """Tell a heading of a part, or a name below the table, from a row: nothing else is filled in."""
    return not {name for name in cells if name not in (None, "number", "note", "cluster", "cluster_id")}


def _known_areas(read: _Table, areas: list[str]) -> list[str]:
    """Take an address apart: `xã Đại Thắng, huyện Phú Xuyên`; what is no unit of ours tells nothing."""
    parts = [part.strip() for area in areas for part in area.split(",") if part.strip()]
    return [part for part in parts if _is_unit(read.asked, part)]


def _is_unit(asked: Asked, part: str) -> bool:
    found = [names.find(part) for names in (asked.districts, asked.wards, asked.communes)]
    return any(match.key or match.candidates for match in found)


def _new(
    read: _Table, said: str, areas: Sequence[str], cells: dict[str | None, Cell], place: Place
) -> str | None:
    if said not in read.new:
        status = cells["status"].value if "status" in cells else None
        row = new_cluster(said, areas, status, read.asked, place)
        if row is None:
            return None
        read.rows.append(row)
        read.new[said] = str(row.content["id"])
    return read.new[said]


def _time_of(read: _Table, cells: dict[str | None, Cell]) -> dict[str, Any] | None:
    if "period" in cells:
        return read.asked.period(cells["period"].value, cells["period"].place)
    if "as_of" in cells:
        return read.asked.as_of(cells["as_of"].value, cells["as_of"].place)
    return read.time


def _status_rows(read: _Table, cluster: str, cells: dict[str | None, Cell]) -> Iterator[Row]:
    if "status" not in cells or cluster in read.new.values():
        return
    cell = cells["status"]
    word = find_word(STATUS_WORDS, cell.value)
    if word is None:
        known = ", ".join(words[0] for words in STATUS_WORDS.values())
        told = finding("word", cell.place, title=STRUCTURE["status"], got=clean(str(cell.value)), known=known)
        read.values.findings.append(told)
        return
    held = read.asked.package.tables["clusters"].set_index("id")["status"].get(cluster)
    if held != word:
        yield Row("clusters", {"id": cluster, "status": str(Status(word))}, cell.place)


def _facts(read: _Table, row: SheetRow, cluster: str, time: dict[str, Any] | None) -> Iterator[Row]:
    for column, cell in cells_of(row, read.table.columns):
        target = column.target or ""
        if target not in FIELDS or f"unit:{column.heading}" in read.asked.questions:
            continue
        if FIELDS[target].varies and time is None:
            read.asked.ask_time(column.place)
            continue
        value = fact_value(column, cell, read.values)
        if value is None or read.source is None:
            continue
        content = {
            "cluster_id": cluster,
            "field": target,
            **value,
            **(time or {}),
            "source_id": read.source.key,
        }
        yield Row("facts", content | {"confidence": "high", "scope": "cluster"}, cell.place)
