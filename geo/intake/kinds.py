"""What a file is, told by its content and never by its name."""

import io
import zipfile
from enum import StrEnum

from geo.intake.reading import Brought
from geo.intake.refusals import refusal


class FileKind(StrEnum):
    """The kinds of files that hold rows and cells."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    DOCX = "docx"
    TEXT = "csv"


_ENDINGS = {
    FileKind.XLSX: ("xlsx",),
    FileKind.XLS: ("xls",),
    FileKind.ODS: ("ods",),
    FileKind.DOCX: ("docx",),
    FileKind.TEXT: ("csv", "txt", "tsv"),
}
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"\x7fELF", "ELF"),
    (b"MZ", "EXE"),
    (b"PK\x05\x06", "ZIP"),
    (b"PAR1", "Parquet"),
    (b"SQLite format 3", "SQLite"),
    (b"{\\rtf", "RTF"),
    (b"<!DOCTYPE", "HTML/XML"),
    (b"<!doctype", "HTML"),
    (b"<html", "HTML"),
    (b"<HTML", "HTML"),
    (b"<table", "HTML"),
    (b"<?xml", "XML"),
)


def file_kind(file: Brought) -> FileKind:
    """Tell what a file is by its content.

    Raises
    ------
    RefusedError
        If it is nothing that holds rows and cells, is protected or holds macros.
    """
    content = file.content
    if not content:
        raise refusal("file.empty", file.name)
    if content.startswith(_ZIP):
        return _zip_kind(file)
    if content.startswith(_OLE):
        return _ole_kind(file)
    start = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    for mark, name in _OTHERS:
        if start.startswith(mark):
            raise refusal("file.kind", file.name, got=name)
    return FileKind.TEXT


def contradicted_ending(file: Brought, kind: FileKind) -> str | None:
    """Return the ending of a name where it promises another kind than the content is."""
    _, dot, ending = file.name.rpartition(".")
    return ending if dot and ending.casefold() not in _ENDINGS[kind] else None


def _zip_kind(file: Brought) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise refusal("file.damaged", file.name, got=type(error).__name__) from error
    _refuse_macros(file.name, names)
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return FileKind.ODS
    for member, kind in (("xl/workbook.xml", FileKind.XLSX), ("word/document.xml", FileKind.DOCX)):
        if member in names:
            return kind
    raise refusal("file.kind", file.name, got=_other_zip(names, mimetype))


def _refuse_macros(name: str, members: set[str]) -> None:
    for member in sorted(members):
        if member.endswith("vbaProject.bin") or member.startswith(("Basic/", "Scripts/", "xl/macrosheets/")):
            raise refusal("file.macros", name, got=member)


def _other_zip(names: set[str], mimetype: bytes) -> str:
    if mimetype:
        return mimetype.decode("ascii", "replace")
    known = {"xl/workbook.bin": "XLSB", "ppt/presentation.xml": "PPTX", "doc.kml": "KMZ"}
    return next((title for member, title in known.items() if member in names), "ZIP")


_OLE_REFUSED = (
    ("EncryptedPackage", "file.encrypted", ""),
    ("_VBA_PROJECT", "file.macros", "VBA"),
    ("WordDocument", "file.kind", "Word 97–2003 (.doc)"),
    ("PowerPoint Document", "file.kind", "PowerPoint 97–2003 (.ppt)"),
)


def _ole_kind(file: Brought) -> FileKind:
    """An OLE file names its parts in UTF-16; the parts tell what it is."""
    for part, rule, got in _OLE_REFUSED:
        if part.encode("utf-16-le") in file.content:
            raise refusal(rule, file.name, got=got)
    if any(part.encode("utf-16-le") in file.content for part in ("Workbook", "Book")):
        return FileKind.XLS
    raise refusal("file.kind", file.name, got="OLE")
