"""The official forms as files: empty ones to fill in, and filled ones."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.xml.functions import register_namespace

from geo.facts import period_days
from geo.intake.form_lines import FORMS, Form, Line
from geo.intake.form_period import period_text
from geo.intake.numbers import said

Value = float | str | date | None
Written = float | str | date | None

HEAD = ("TT", "Chỉ tiêu", "Đơn vị tính", "Kết quả", "Ghi chú")
_NUMBERING = ("(1)", "(2)", "(3)", "(4)", "(5)")
_WIDTHS = (8, 62, 24, 18, 30)
_SAVED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_NEVER = rb"\g<1>1980-01-01T00:00:00Z"
_PRINTED_UNITS = {
    "tỷ đồng": "Tỷ đồng", "ha": "ha", "người": "Người", "dự án": "Dự án", "cụm": "Cụm", "%": "%", "0/1": "1/0",
    "triệu đồng/người/tháng": "Triệu đồng/người/tháng",
}  # fmt: skip
_RECEIVERS = {
    "01": ("Chủ đầu tư hạ tầng kỹ thuật; Ủy ban nhân dân cấp huyện", "Chủ đầu tư hạ tầng kỹ thuật; Ủy ban nhân dân cấp xã"),
    "02": ("Ủy ban nhân dân cấp huyện", "Ủy ban nhân dân cấp xã"),
    "03": ("Sở Công Thương", "Sở Công Thương"),
    "04": ("Bộ Công Thương (Cục Công Thương địa phương)",
           "Bộ Công Thương (Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công)"),
}  # fmt: skip


@dataclass(frozen=True)
class FormFile:
    """What is to be written: `values` by line; texts are written as they are, numbers as numbers.

    `unit` names the commune, district or province that reports. `old` gives the wordings of before
    July 2025. Where `wording` is above 0 the lines have that variant of their wordings, where they have one.
    """

    number: str
    period: str | None = None
    cluster: str = ""
    project: str = ""
    unit: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    old: bool = False
    wording: int = 0
    numbers_as_text: bool = False


def to_rows(form: FormFile) -> list[list[Written]]:
    """Lay a form out in rows of five columns, heading and head included."""
    official = FORMS[form.number]
    rows: list[list[Written]] = [[text] for text in _heading(form, official)]
    return [*rows, [], list(HEAD), list(_NUMBERING), *(_row(form, line) for line in official.lines)]


def _heading(form: FormFile, official: Form) -> list[str]:
    law = "Thông tư số 14/2024/TT-BCT ngày 15 tháng 8 năm 2024 của Bộ trưởng Bộ Công Thương"
    title = official.title.vi.upper()
    if form.old:
        title = title.replace("CẤP XÃ", "CẤP HUYỆN")
    sender = [f"ỦY BAN NHÂN DÂN {form.unit.upper()}"] if form.number == "03" and form.unit else []
    sender += [f"SỞ CÔNG THƯƠNG {form.unit.upper()}"] if form.number == "04" and form.unit else []
    about = {"Tên cụm công nghiệp": form.cluster, "Tên dự án": form.project}
    wanted = {"01": ("Tên cụm công nghiệp", "Tên dự án"), "02": ("Tên cụm công nghiệp",)}.get(form.number, ())
    return [
        *sender,
        f"Biểu số {form.number}",
        f"(Ban hành kèm theo {law})",
        title,
        f"Kỳ báo cáo: {_period_words(form.period)}",
        *(f"{label}: {about[label] or '…'}" for label in wanted),
        f"Kính gửi: {_RECEIVERS[form.number][0 if form.old else 1]}",
    ]


def _period_words(period: str | None) -> str:
    if period is None:
        return "…"
    first, last = period_days(period)
    days = f"từ {first.day}/{first.month}/{first.year} đến {last.day}/{last.month}/{last.year}"
    return f"{period_text(period).vi} ({days})"


def _row(form: FormFile, line: Line) -> list[Written]:
    value = form.values.get(line.number)
    if form.numbers_as_text and isinstance(value, int | float):
        value = said(value).vi
    wordings = (line.title.vi, *line.wordings)
    label = wordings[min(form.wording, len(wordings) - 1)]
    return [line.number, label, _PRINTED_UNITS[line.unit], value, form.notes.get(line.number)]


def write_xlsx(sheets: Mapping[str, Sequence[Sequence[Written]]]) -> bytes:
    """Write rows as a workbook, a sheet each; line numbers stay text, and the table is ruled for printing."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for letter, width in zip("ABCDE", _WIDTHS, strict=True):
            sheet.column_dimensions[letter].width = width
        head = next((number for number, row in enumerate(rows) if list(row) == list(HEAD)), len(rows))
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                cell = sheet.cell(number + 1, column + 1, value)
                cell.data_type = "s" if isinstance(value, str) else cell.data_type
                if number >= head:
                    cell.border = Border(*(Side("thin"),) * 4)
                    cell.alignment = Alignment(wrap_text=column == 1, vertical="center")
                    cell.font = Font(bold=number == head)
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    """Save without the time of day, so that the same form always gives the same bytes."""
    saved = io.BytesIO()
    # another library of the process may have given this vocabulary another prefix, for all who write XML
    register_namespace("dcterms", "http://purl.org/dc/terms/")
    book.save(saved)
    with zipfile.ZipFile(saved) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return _packed({name: _SAVED.sub(_NEVER, part) for name, part in parts.items()})


def write_csv(rows: Sequence[Sequence[Written]], separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """Write rows as delimited text, numbers with a decimal comma as a Vietnamese spreadsheet does."""
    return "".join(
        separator.join(_quoted(_comma(value), separator) for value in row) + "\r\n" for row in rows
    ).encode(encoding)


def _comma(value: Written) -> str:
    if isinstance(value, int | float):
        return said(value).vi.replace(".", "")
    return _dotted(value)


def _quoted(text: str, separator: str) -> str:
    special = any(sign in text for sign in (separator, '"', "\n"))
    return '"' + text.replace('"', '""') + '"' if special else text


def write_docx(rows: Sequence[Sequence[Written]]) -> bytes:
    """Write rows as a Word document: those of one cell as paragraphs, the others as tables."""
    body = "".join(
        _table(list(some)) if tabular else "".join(_paragraph(" ".join(map(_dotted, row))) for row in some)
        for tabular, some in groupby(rows, key=lambda row: len(row) > 1)
    )
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{body}<w:p/></w:body></w:document>'
    return _packed_texts({**_DOCX_PARTS, "word/document.xml": _XML + document})


def _table(rows: Sequence[Sequence[Written]]) -> str:
    lines = "".join(
        "<w:tr>" + "".join(f"<w:tc>{_paragraph(_dotted(value))}</w:tc>" for value in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{lines}</w:tbl>"


def _dotted(value: Written) -> str:
    if isinstance(value, int | float):
        return said(value).vi
    return f"{value.day}/{value.month}/{value.year}" if isinstance(value, date) else value or ""


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def write_ods(rows: Sequence[Sequence[Written]]) -> bytes:
    """Write rows as an OpenDocument spreadsheet of one sheet."""
    lines = "".join(
        "<table:table-row>" + "".join(map(_ods_cell, row)) + "</table:table-row>" for row in rows if row
    )
    body = (
        f"<office:document-content {_ODS_NAMES} office:version='1.2'><office:body><office:spreadsheet>"
        f"<table:table table:name='Biểu'>{lines}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return _packed_texts(
        {"mimetype": _ODS_TYPE, "META-INF/manifest.xml": _XML + _ODS_MANIFEST, "content.xml": _XML + body}
    )


def _ods_cell(value: Written) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        return f"<table:table-cell office:value-type='string'><text:p>{escape(value)}</text:p></table:table-cell>"
    if isinstance(value, date):
        return f"<table:table-cell office:value-type='date' office:date-value='{value.isoformat()}'/>"
    return f"<table:table-cell office:value-type='float' office:value='{value!r}'/>"


def _packed_texts(parts: Mapping[str, str]) -> bytes:
    return _packed({name: text.encode() for name, text in parts.items()})


def _packed(parts: Mapping[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in parts.items():
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), part, packing)
    return content.getvalue()


_ROW_WRITERS: dict[str, Callable[[Sequence[Sequence[Written]]], bytes]] = {
    "docx": write_docx,
    "ods": write_ods,
    "csv": write_csv,
}


def write_forms(forms: Sequence[FormFile], ending: str) -> bytes:
    """Write forms into one file: a sheet each in XLSX, one below the other in the others."""
    if ending == "xlsx":
        return write_xlsx(dict(zip(sheet_names(forms), map(to_rows, forms), strict=True)))
    return _ROW_WRITERS[ending]([row for form in forms for row in (*to_rows(form), [])])


def sheet_names(forms: Sequence[FormFile]) -> list[str]:
    """Name the sheet of each form; a second one of a kind is counted."""
    numbers = [form.number for form in forms]
    counts = [numbers[:place].count(number) for place, number in enumerate(numbers)]
    return [
        f"Biểu {number} ({count + 1})" if count else f"Biểu {number}"
        for number, count in zip(numbers, counts, strict=True)
    ]


def _writer(ending: str) -> Callable[[FormFile], bytes]:
    return lambda form: write_forms([form], ending)


WRITERS = {ending: _writer(ending) for ending in ("xlsx", *_ROW_WRITERS)}
"""How a form is written, by the ending of the file."""


def empty_form(number: str) -> bytes:
    """Make an empty official form to fill in, as XLSX."""
    return write_forms([FormFile(number)], "xlsx")


_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_OFFICE = "http://schemas.openxmlformats.org"
_WORD = f"{_OFFICE}/wordprocessingml/2006/main"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_DOCX_PARTS = {
    "[Content_Types].xml": f'{_XML}<Types xmlns="{_OFFICE}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}"/></Types>',
    "_rels/.rels": f'{_XML}<Relationships xmlns="{_OFFICE}/package/2006/relationships"><Relationship Id="rId1"'
    f' Type="{_OFFICE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
}
_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_ODS_NAMES = " ".join(f"xmlns:{name}='{_OASIS}:{name}:1.0'" for name in ("office", "table", "text"))
_ODS_MANIFEST = (
    f"<manifest:manifest xmlns:manifest='{_OASIS}:manifest:1.0' manifest:version='1.2'>"
    f"<manifest:file-entry manifest:full-path='/' manifest:media-type='{_ODS_TYPE}'/>"
    "<manifest:file-entry manifest:full-path='content.xml' manifest:media-type='text/xml'/></manifest:manifest>"
)
