"""Vietnamese names: one Unicode form, and a folded form to compare by."""

import re
import unicodedata

_MARKS = re.compile(r"[\u0300-\u036f]")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_LETTER_MARKS = "\u0306\u0302\u031b"
"""Breve, circumflex and horn, in the order of the alphabet: a ă â, o ô ơ."""
_TONES = "\u0300\u0309\u0303\u0301\u0323"
"""The tones in the order of dictionaries: huyền, hỏi, ngã, sắc, nặng; none comes first."""
_DIGITS = 12
_IN_EVERY_NAME = re.compile(r"^Cụm công nghiệp\s+|\s+Industrial Cluster\b")


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


def bare_name(name: str) -> str:
    """Leave out the words every cluster's name has, by which names are neither found nor ordered."""
    return _IN_EVERY_NAME.sub("", to_nfc(name))


def collation_key(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Order names by the Vietnamese alphabet: the letters of the whole name (d before đ), then its tones.

    Browsers order the lists of the map so (Unicode collation). Numbers are ordered by their size:
    `Phú 2` before `Phú 10`.
    """
    keys = [_syllable_key(syllable) for syllable in to_nfc(text).casefold().split()]
    return tuple(letters for letters, _ in keys), tuple(tones for _, tones in keys)


def _syllable_key(syllable: str) -> tuple[str, str]:
    if syllable.isdecimal():
        return syllable.zfill(_DIGITS), ""
    letters, tones = [""], ""
    for sign in unicodedata.normalize("NFD", syllable.replace("đ", f"d{_LETTER_MARKS[0]}")):
        if sign in _TONES:
            tones += str(_TONES.index(sign) + 1)
        elif sign in _LETTER_MARKS:
            letters[-1] = f"{letters[-1][:1]}{_LETTER_MARKS.index(sign) + 1}"
        else:
            letters.append(f"{sign}0")
    return "".join(letters), tones
