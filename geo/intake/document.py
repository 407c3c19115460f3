"""The tables and paragraphs of a DOCX file, in the order of the document."""

import io
import zipfile
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from geo.intake.reading import Brought
from geo.intake.refusals import refusal

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_WIDEST = 200


class DocumentRow(NamedTuple):
    """One paragraph (no `table`), or one row of a table; both are counted from 1."""

    table: int | None
    number: int
    cells: list[str | None]


def read_document(file: Brought) -> list[DocumentRow]:
    """Read a document; a paragraph is a row of one cell, empty ones are left out.

    Raises
    ------
    RefusedError
        If the file is damaged or its XML declares entities.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            body = fromstring(archive.read("word/document.xml"), forbid_dtd=True).find(f"{_W}body")
    except DefusedXmlException as error:
        raise refusal("file.entities", file.name, got=type(error).__name__) from error
    except (ParseError, zipfile.BadZipFile, OSError, EOFError, KeyError, ValueError, RuntimeError) as error:
        raise refusal("file.damaged", file.name, got=type(error).__name__) from error
    return [] if body is None else list(_rows(body))


def _rows(body: Element) -> Iterator[DocumentRow]:
    tables, paragraphs = 0, 0
    for block in _blocks(body):
        if block.tag == f"{_W}tbl":
            tables += 1
            for number, row in enumerate(block.findall(f"{_W}tr"), start=1):
                yield DocumentRow(tables, number, _cells(row))
        else:
            paragraphs += 1
            if text := _text(block).strip():
                yield DocumentRow(None, paragraphs, [text])


def _blocks(parent: Element) -> Iterator[Element]:
    """Walk paragraphs and tables, also those inside content controls."""
    for child in parent:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _blocks(child)


def _cells(row: Element) -> list[str | None]:
    cells: list[str | None] = []
    for cell in row.iter(f"{_W}tc"):
        properties = cell.find(f"{_W}tcPr")
        cells.append(None if _continues(properties) else _cell_text(cell))
        cells += [None] * (_span(properties) - 1)
    return cells


def _cell_text(cell: Element) -> str | None:
    return "\n".join(_text(paragraph).strip() for paragraph in cell.iter(f"{_W}p")).strip() or None


def _continues(properties: Element | None) -> bool:
    """Tell whether a cell goes on from the one above it."""
    merge = properties.find(f"{_W}vMerge") if properties is not None else None
    return merge is not None and merge.get(f"{_W}val", "continue") == "continue"


def _span(properties: Element | None) -> int:
    span = properties.find(f"{_W}gridSpan") if properties is not None else None
    stated = span.get(f"{_W}val", "1") if span is not None else "1"
    return min(int(stated), _WIDEST) if stated.isdecimal() else 1


def _text(element: Element) -> str:
    if element.tag == f"{_W}t":
        return element.text or ""
    if element.tag in _BREAKS:
        return _BREAKS[element.tag]
    return "".join(_text(child) for child in element if child.tag != _FALLBACK)
