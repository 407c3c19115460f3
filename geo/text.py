"""Vietnamese names: one Unicode form, and a folded form to compare by."""

import re
import unicodedata

_MARKS = re.compile(r"[\u0300-\u036f]")
_TONES = re.compile(r"[\u0300\u0301\u0303\u0309\u0323]")
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


def alphabetical(text: str) -> tuple[str, str]:
    """Make a key that sorts by the Vietnamese alphabet: a ă â … d đ e ê, tones counting last."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    letters = _TONES.sub("", decomposed).replace("đ", "d\u0300").replace("\u0306", "\u0301")
    return letters, text


def slug(text: str) -> str:
    """Make a plain id: `Cụm Đại Thắng` becomes `cum-dai-thang`."""
    return _NOT_SLUG.sub("-", fold(text)).strip("-")
