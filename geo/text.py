"""Vietnamese names: one Unicode form, and a folded form to compare by."""

import re
import unicodedata

_MARKS = re.compile(r"[\u0300-\u036f]")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def to_nfc(text: str) -> str:
    """Bring text into the one Unicode form the product keeps (NFC)."""
    return unicodedata.normalize("NFC", text)


def to_plain(text: str) -> str:
    """Strip the accents and keep the case: `Đại Thắng` becomes `Dai Thang`."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text))
    return bare.replace("Đ", "D").replace("đ", "d")


def fold(text: str) -> str:
    """Reduce a name to what is compared: no accents, no case, single blanks.

    Spellings that differ only in where the tone stands (`Thụy`, `Thuỵ`) fold to the same text.
    """
    return " ".join(to_plain(text).casefold().split())


def slug(text: str) -> str:
    """Make a plain id: `Cụm Đại Thắng` becomes `cum-dai-thang`."""
    return _NOT_SLUG.sub("-", fold(text)).strip("-")
