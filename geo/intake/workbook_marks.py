"""What the cells of an XLSX bear beside their values: errors, and formulas that nobody has calculated."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from posixpath import join, normpath
from typing import NamedTuple
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import fromstring

from geo.intake.reading import Brought
from geo.intake.refusals import refusal

_ERROR_CELL = re.compile(rb'<c\b([^>]*\bt="e"[^>]*)>(?:(?!</c>).)*?<v>([^<]{1,20})</v></c>', re.DOTALL)
_FORMULA = re.compile(rb"<f[ >/]")
_UNCALCULATED = re.compile(rb"<c\b([^>]*)><f\b[^>]*(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>")
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3}[0-9]{1,7})"')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Marks(NamedTuple):
    """The marks of a sheet: errors by cell (`#REF!` at `B2`), how many formulas, those without a value."""

    errors: dict[str, str]
    formulas: int
    uncalculated: list[str]


def find_marks(file: Brought) -> dict[str, Marks]:
    """Find the marks of every sheet of an XLSX, by the name of the sheet.

    Raises
    ------
    RefusedError
        If its list of sheets cannot be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            return {name: _marks(archive.read(part)) for name, part in _parts(archive)}
    except (ParseError, zipfile.BadZipFile, zlib.error, OSError, KeyError, ValueError) as error:
        raise refusal("file.damaged", file.name, got=type(error).__name__) from error


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Pair the name of each sheet with its part of the archive."""
    parts = set(archive.namelist())
    if "xl/_rels/workbook.xml.rels" not in parts:
        return
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"), forbid_dtd=True)
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    for element in fromstring(archive.read("xl/workbook.xml"), forbid_dtd=True).iter():
        if element.tag.rpartition("}")[2] == "sheet":
            part = normpath(join("/xl", targets.get(element.get(_RELATION), ""))).lstrip("/")
            if part in parts:
                yield element.get("name", ""), part


def _marks(xml: bytes) -> Marks:
    errors = {
        cell: found[2].decode("utf-8", "replace")
        for found in _ERROR_CELL.finditer(xml)
        if (cell := _reference(found[1]))
    }
    uncalculated = [cell for found in _UNCALCULATED.finditer(xml) if (cell := _reference(found[1]))]
    return Marks(errors, len(_FORMULA.findall(xml)), uncalculated)


def _reference(attributes: bytes) -> str | None:
    found = _REFERENCE.search(attributes)
    return found[1].decode() if found else None
