"""SpreadsheetML: plain sheets with typed cells, written straight as text.

A library makes an object of every cell, which takes five times as long as all the rest; what is needed of
the format is what stands here (ECMA-376 part 1, 18.3).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from geo.formats.archive import to_zip
from geo.formats.extract import printable

MOST_ROWS = 1_048_575
MOST_CHARACTERS = 32_767
"""What a sheet holds beside its head, and what a cell holds; longer texts would be cut without a word."""

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"

_TITLE, _DAY, _LITERAL = 1, 2, 3
"""The looks a cell can have, by their place in `_STYLES`; the first one is none."""

_STYLES = f"""{_HEAD}<styleSheet xmlns="{_MAIN}">\
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>\
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>\
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">\
<alignment vertical="top" wrapText="1"/></xf>\
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""

_FORMULA = ("=", "+", "-", "@")
_DAY_ZERO, _FIRST_DAY = date(1899, 12, 30), date(1900, 3, 1)
"""Spreadsheets count days from the one; before the other they count a day that never was."""

_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What a spreadsheet would read as the number of a character: `_x000B_`."""

_SPECIAL = re.compile("[\x00-\x08\x0b-\x1f&<>\ufffe\uffff]|_x")
"""What few texts hold, so that the others need no further look."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: its head stays in view, its columns are so wide, and its `count` rows can be filtered."""

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[Any]]
    widths: Sequence[int]
    count: int | None = None


def to_workbook(sheets: Sequence[Sheet], day: date, creator: str) -> bytes:
    """Write a workbook, dated the day given, so that the same cells give the same bytes."""
    numbered = {f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(sheets, start=1)}
    types = {
        "xl/workbook.xml": f"{_KIND}.sheet.main+xml",
        "xl/styles.xml": f"{_KIND}.styles+xml",
        "docProps/core.xml": _CORE,
        **dict.fromkeys(numbered, f"{_KIND}.worksheet+xml"),
    }
    parts = {
        "[Content_Types].xml": _types(types),
        "_rels/.rels": _relations(
            (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _core(day, creator),
        "xl/workbook.xml": _book(sheets),
        "xl/_rels/workbook.xml.rels": _relations(
            *((f"{_OFFICE}/worksheet", path.removeprefix("xl/")) for path in numbered),
            (f"{_OFFICE}/styles", "styles.xml"),
        ),
        "xl/styles.xml": _STYLES,
    }
    whole = {name: text.encode() for name, text in parts.items()}
    return to_zip({**whole, **{path: _sheet(sheet) for path, sheet in numbered.items()}}, day)


def _types(types: Mapping[str, str]) -> str:
    listed = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types.items())
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{rels}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _core(day: date, creator: str) -> str:
    stamp = f'xsi:type="dcterms:W3CDTF">{day}T00:00:00Z'
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:creator>{escape(creator)}</dc:creator><dcterms:created {stamp}</dcterms:created>"
        f"<dcterms:modified {stamp}</dcterms:modified></cp:coreProperties>"
    )


def _book(sheets: Sequence[Sheet]) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, start=1)
    )
    ranges = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{number}" hidden="1">'
        f"'{escape(sheet.name)}'!$A$1:${letters(len(sheet.head))}${sheet.count + 1}</definedName>"
        for number, sheet in enumerate(sheets)
        if sheet.count is not None
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets>'
        f"<definedNames>{ranges}</definedNames></workbook>"
    )


def letters(number: int) -> str:
    """Name a column as spreadsheets do: 1 is A, 27 is AA."""
    named = ""
    while number:
        number, rest = divmod(number - 1, 26)
        named = chr(65 + rest) + named
    return named


def _sheet(sheet: Sheet) -> Iterator[bytes]:
    columns = [letters(number) for number in range(1, len(sheet.head) + 1)]
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(sheet.widths, start=1)
    )
    head = (_text(f"{column}1", name, _TITLE) for column, name in zip(columns, sheet.head, strict=True))
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols>{widths}</cols><sheetData><row r="1">{"".join(head)}</row>'
    ).encode()
    for number, row in enumerate(sheet.rows, start=2):
        yield _row(number, columns, row).encode()
    filtered = "" if sheet.count is None else f'<autoFilter ref="A1:{columns[-1]}{sheet.count + 1}"/>'
    yield f"</sheetData>{filtered}</worksheet>".encode()


def _row(number: int, columns: Sequence[str], row: Sequence[Any]) -> str:
    cells = [
        _cell(f"{column}{number}", value)
        for column, value in zip(columns, row, strict=True)
        if value is not None
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, value: Any) -> str:
    """Keep numbers, days and truth values; a text is a text, even one that looks like a formula."""
    if isinstance(value, str):
        return _text(place, value, _LITERAL if value.startswith(_FORMULA) else 0)
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{value:d}</v></c>'
    if isinstance(value, date):
        if value < _FIRST_DAY:
            return _text(place, value.isoformat())
        return f'<c r="{place}" s="{_DAY}"><v>{(value - _DAY_ZERO).days}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def _text(place: str, text: str, style: int = 0) -> str:
    look = f' s="{style}"' if style else ""
    return f'<c r="{place}" t="inlineStr"{look}><is><t xml:space="preserve">{_shown(text)}</t></is></c>'


def _shown(text: str) -> str:
    kept = text[:MOST_CHARACTERS]
    if not _SPECIAL.search(kept):
        return kept
    return escape(_ESCAPE.sub("_x005F_", printable(text))[:MOST_CHARACTERS], {"\r": "&#13;"})
