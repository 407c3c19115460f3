"""What an archive (ZIP, and the Office formats made of it) may hold before anything in it is read."""

import io
import re
import stat
import zipfile
import zlib
from lzma import LZMAError

from geo.intake.reading import Brought
from geo.intake.refusals import refusal

MOST_ENTRIES = 2_000
MOST_UNPACKED_MB = 300
MOST_RATIO = 200
"""A member of more than a megabyte that shrank further than this holds nothing but repetition."""

_MEGABYTE = 1 << 20
_CHUNK = 1 << 20
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, LZMAError, OSError, EOFError, NotImplementedError, RuntimeError
)  # fmt: skip
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED = 0x1
_OUTSIDE = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:|\x00")
_NESTED = re.compile(r"\.(zip|rar|7z|gz|tgz|bz2|xz|tar|jar)$", re.IGNORECASE)
_XML = re.compile(r"\.(xml|rels|kml|vml|qml|prj)$", re.IGNORECASE)
_OFFICE = ("[Content_Types].xml", "mimetype")
_DECLARATION = re.compile(rb"<\s*!\s*(DOCTYPE|ENTITY)|<\0!\0(D\0O\0C\0T|E\0N\0T\0I)", re.IGNORECASE)


def is_archive(file: Brought) -> bool:
    """Tell whether a file is a ZIP archive by its first bytes."""
    return file.content.startswith(_ZIP)


def require_safe_archive(file: Brought) -> None:
    """Look through an archive without unpacking it to disk.

    Raises
    ------
    RefusedError
        If it is damaged or protected, unpacks to too much, names a path outside, holds another
        archive, or XML of it declares a DTD or entities.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            _check_directory(file.name, archive.infolist())
            for member in archive.infolist():
                _check_content(file.name, archive, member)
    except _UNREADABLE as error:
        raise refusal("file.damaged", file.name, got=type(error).__name__) from error


def _check_directory(name: str, members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_ENTRIES:
        raise refusal("file.zip-bomb", name, got=f"{len(members)} > {MOST_ENTRIES}")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED_MB * _MEGABYTE:
        raise refusal("file.zip-bomb", name, got=f"{unpacked // _MEGABYTE} MB > {MOST_UNPACKED_MB} MB")
    office = any(member.filename in _OFFICE for member in members)
    for member in members:
        _check_member(name, member, office)


def _check_member(name: str, member: zipfile.ZipInfo, office: bool) -> None:
    path = member.orig_filename
    if _OUTSIDE.search(path) or stat.S_ISLNK(member.external_attr >> 16):
        raise refusal("file.zip-path", name, got=repr(path))
    if member.flag_bits & _ENCRYPTED:
        raise refusal("file.encrypted", name)
    if not office and _NESTED.search(path):
        raise refusal("file.zip-nested", name, got=path)
    ratio = member.file_size / max(member.compress_size, 1)
    if member.file_size > _MEGABYTE and ratio > MOST_RATIO:
        raise refusal("file.zip-bomb", name, got=f"{path}: {ratio:.0f} : 1")


def _check_content(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Unpack a member once, piece by piece: its checksum must hold, and XML may declare nothing."""
    is_xml, tail = bool(_XML.search(member.filename)), b""
    with archive.open(member) as stream:
        while piece := stream.read(_CHUNK):
            if is_xml and _DECLARATION.search(tail + piece):
                raise refusal("file.entities", name, got=member.filename)
            tail = piece[-32:]
