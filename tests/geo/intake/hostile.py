"""Files meant to do harm, each small to keep and large to read, with the rule that refuses it."""

import io
import json
import random
import resource
import struct
import sys
import time
import zipfile
from collections.abc import Callable, Iterator

import openpyxl

from geo.errors import RefusedError
from geo.intake.reading import Brought
from geo.intake.sheets import read_sheets

MEGABYTE = 1 << 20
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


def archive(members: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return out.getvalue()


def book(sheet: str | bytes, **more: bytes | str) -> bytes:
    """Make an XLSX whose sheet is the XML given."""
    made, out = openpyxl.Workbook(), io.BytesIO()
    made.save(out)
    with zipfile.ZipFile(out) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    return archive(members | {"xl/worksheets/sheet1.xml": sheet} | more)


def ods(rows: str) -> bytes:
    names = {
        "office": "office:1.0", "table": "table:1.0", "text": "text:1.0"
    }  # fmt: skip
    spaces = " ".join(f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}"' for k, v in names.items())
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return archive({"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": manifest})


def plain_book() -> bytes:
    made, out = openpyxl.Workbook(), io.BytesIO()
    for row in range(500):
        made.active.append([row, f"cụm {row * 7919}", row / 7])
    made.save(out)
    return out.getvalue()


def locked() -> bytes:
    """Set the flag of encryption on every member of an archive."""
    content = bytearray(book(SHEET.format("")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def large_sheet(megabytes: int) -> bytes:
    """Make rows of figures no compressor takes for a bomb."""
    figures = random.Random(5)
    rows = [
        f"<row><c><v>{figures.random()}</v></c><c><v>{figures.random()}</v></c></row>" for _ in range(20_000)
    ]
    return book(SHEET.format("".join(rows) * (megabytes * MEGABYTE // sum(map(len, rows)))))


def lying() -> bytes:
    """Declare a tenth of what a member holds."""
    content = bytearray(book(SHEET.format('<row><c t="str"><v>' + "a" * 900_000 + "</v></c></row>")))
    at = content.rfind(b"xl/worksheets/sheet1.xml") - 46
    struct.pack_into("<I", content, at + 24, 90_000)
    return bytes(content)


LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "ha">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)  # fmt: skip
DOCX = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
FAR_CELL = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
REPEATED = (
    '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" '
    'office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>'
)

HOSTILE: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "zip bomb": (lambda: book(b" " * (200 * MEGABYTE)), {"file.zip-bomb"}),
    "thousands of members": (lambda: archive({f"a{n}.xml": "" for n in range(3_000)}), {"file.zip-bomb"}),
    "member larger than declared": (lying, {"file.damaged"}),
    "billion laughs in a document": (
        lambda: archive({"word/document.xml": LAUGHS + DOCX.format("<w:p>&i;</w:p>")}), {"file.entities"}
    ),
    "billion laughs in a workbook": (lambda: book(LAUGHS + SHEET.format("&i;")), {"file.entities"}),
    "outside entity": (
        lambda: book('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + SHEET.format("&e;")), {"file.entities"}
    ),
    "entities in UTF-16": (
        lambda: book(('<?xml version="1.0" encoding="UTF-16"?>' + LAUGHS + SHEET.format("")).encode("utf-16")),
        {"file.entities"},
    ),
    "path outside": (lambda: book(SHEET.format(""), **{"../../evil.xml": ""}), {"file.zip-path"}),
    "absolute path": (lambda: book(SHEET.format(""), **{"/etc/evil.xml": ""}), {"file.zip-path"}),
    "path of windows": (lambda: book(SHEET.format(""), **{"C:\\evil.xml": ""}), {"file.zip-path"}),
    "archive in an archive": (lambda: archive({"a.zip": archive({"b.txt": "b"})}), {"file.zip-nested"}),
    "macros": (lambda: book(SHEET.format(""), **{"xl/vbaProject.bin": b"\xd0\xcf"}), {"file.macros"}),
    "encrypted members": (locked, {"file.encrypted"}),
    "cell in the last corner": (lambda: book(SHEET.format(FAR_CELL)), {"file.cells", "file.memory"}),
    "repeated cells": (lambda: ods(REPEATED), {"file.cells", "file.memory", "file.damaged"}),
    "sheet of 100 MB": (lambda: large_sheet(100), {"file.cells", "file.memory", "file.time"}),
    "text of 99 MB": (lambda: b"1;2;3;4\n" * (99 * MEGABYTE // 8), {"file.cells", "file.memory"}),
    "text of one line": (lambda: b"a" * (99 * MEGABYTE), {"file.damaged", "file.memory"}),
    "more than 100 MB": (lambda: b"a" * (101 * MEGABYTE), {"file.size"}),
    "cut off": (lambda: plain_book()[:-300], {"file.damaged"}),
    "hole in the middle": (lambda: plain_book()[:900] + b"\0" * 400 + plain_book()[1300:], {"file.damaged"}),
    "deep document": (
        lambda: archive({"word/document.xml": DOCX.format("<w:sdt>" * 90_000 + "</w:sdt>" * 90_000)}),
        {"file.unreadable", "file.damaged", "file.zip-bomb"},
    ),
    "program": (lambda: b"MZ\x90\0" + bytes(1000), {"file.kind"}),
    "picture named xlsx": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(1000), {"file.kind"}),
    "broken UTF-16": (lambda: b"\xff\xfe" + b"a\0\x00\xd8a\0", {"file.encoding"}),
    "bytes of no encoding": (lambda: bytes(range(128, 256)) * 20, {"file.encoding"}),
}  # fmt: skip


def attempts() -> Iterator[tuple[str, str, float, int]]:
    """Bring every file: its name, what refused it, seconds, and the most megabytes any child had so far."""
    for name, (make, _) in HOSTILE.items():
        file, start, rule = Brought("hostile.xlsx", make()), time.monotonic(), "read"
        try:
            read_sheets(file)
        except RefusedError as error:
            rule = error.rule
        seconds = time.monotonic() - start
        yield name, rule, seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


if __name__ == "__main__":
    json.dump(list(attempts()), sys.stdout)
