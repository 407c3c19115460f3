"""The encodings of Vietnamese text: UTF-8, UTF-16, Windows-1258, and TCVN3 (the fonts named .Vn…).

TCVN3 is no encoding any library knows; the table below follows TCVN 5712:1993, VN3.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from geo.schema import Text

_TABLE = (
    "A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ B5à B6ả B7ã B8á B9ạ BBằ BCẳ BDẵ BEắ "
    "C6ặ C7ầ C8ẩ C9ẫ CAấ CBậ CCè CEẻ CFẽ D0é D1ẹ D2ề D3ể D4ễ D5ế D6ệ D7ì D8ỉ DCĩ DDí DEị DFò "
    "E1ỏ E2õ E3ó E4ọ E5ồ E6ổ E7ỗ E8ố E9ộ EAờ EBở ECỡ EDớ EEợ EFù F1ủ F2ũ F3ú F4ụ F5ừ F6ử F7ữ F8ứ F9ự "
    "FAỳ FBỷ FCỹ FDý FEỵ"
)
TCVN3: dict[int, str] = {int(entry[:2], 16): entry[2:] for entry in _TABLE.split()}
"""The letters of TCVN3 by their byte; below 0x80 it is ASCII."""

_BYTE = {letter: code for code, letter in TCVN3.items()}
_MARKED = "\u0300\u0301\u0303\u0309\u0323"
_SYLLABLE = re.compile(
    r"(?:b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x)?"
    r"(?:[aăâeêioôơuưy]|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iêu|iu|oa|oai|oao|oay|oă|oe|oeo|oi|ôi|ơi|oo|ua|uâ|uây|ue|uê|ui"
    r"|uô|uôi|ươ|ươi|ươu|uơ|ưa|ưi|ưu|uy|uya|uyê|uyu|yê|yêu)(?:ch|c|m|ng|nh|n|p|t)?"
)
_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 2_000
_LEAST_WORDS = 3
_LAST_BYTE = 0xFF


class Decoded(NamedTuple):
    """A text, the name of its encoding, and why that one was taken."""

    text: str
    encoding: str
    why: Text


def decode_tcvn3(content: bytes) -> str:
    """Decode TCVN3; a byte that is none of its letters becomes U+FFFD."""
    return "".join(chr(byte) if byte < 0x80 else TCVN3.get(byte, "\ufffd") for byte in content)


def encode_tcvn3(text: str) -> bytes:
    """Encode in TCVN3; it has small letters only where they bear a tone.

    Raises
    ------
    ValueError
        If a letter is not of TCVN3.
    """
    codes = [_BYTE.get(letter, ord(letter)) for letter in unicodedata.normalize("NFC", text)]
    return bytes(codes)


def from_fonts(texts: Iterable[str]) -> bool:
    """Tell whether texts were typed for the fonts named .Vn…: only read as TCVN3 are they Vietnamese."""
    written = [text for text in texts if not text.isascii()]
    if not written or any(ord(letter) > _LAST_BYTE for text in written for letter in text):
        return False
    right, wrong = vietnamese_words(" ".join(written))
    decoded, faulty = vietnamese_words(" ".join(map(from_font, written)))
    return decoded >= _LEAST_WORDS and decoded - 2 * faulty > right - 2 * wrong


def from_font(text: str) -> str:
    """Read a text typed for the fonts named .Vn…: each letter stands for the byte of TCVN3."""
    return unicodedata.normalize("NFC", decode_tcvn3(text.encode("latin-1", "replace")))


def vietnamese_words(text: str) -> tuple[int, int]:
    """Count the words with marks that are Vietnamese syllables, and those that are not."""
    right = wrong = 0
    for word in _WORD.findall(unicodedata.normalize("NFC", text).casefold())[:_MOST_WORDS]:
        if word.isascii():
            continue
        bare = "".join(sign for sign in unicodedata.normalize("NFD", word) if sign not in _MARKED)
        tones = sum(sign in _MARKED for sign in unicodedata.normalize("NFD", word))
        if tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)):
            right += 1
        else:
            wrong += 1
    return right, wrong + text.count("\ufffd")


def _as_1258(content: bytes) -> str:
    return unicodedata.normalize("NFC", content.decode("cp1258", "replace"))


_STATED = {
    "utf-8": "UTF-8", "utf8": "UTF-8", "65001": "UTF-8", "1258": "Windows-1258", "cp1258": "Windows-1258",
    "windows-1258": "Windows-1258", "ansi 1258": "Windows-1258", "tcvn3": "TCVN3", "tcvn": "TCVN3",
    "tcvn-5712": "TCVN3",
}  # fmt: skip
_DECODERS = {
    "UTF-8": lambda content: content.decode("utf-8", "replace"),
    "Windows-1258": _as_1258,
    "TCVN3": decode_tcvn3,
}


def decode(content: bytes, stated: str | None = None) -> Decoded:
    """Decode Vietnamese text.

    Parameters
    ----------
    stated : what the file says of its encoding, as in a `.cpg`; taken only where it gives Vietnamese words

    Returns
    -------
    the text in NFC; the encoding is the stated one, that of the mark at the front, UTF-8 where it is
    valid, else the one that gives the most Vietnamese words
    """
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _decoded(content.decode(codec, "replace"), codec.removesuffix("-sig").upper(), _MARK)
    named = _STATED.get((stated or "").strip().casefold())
    if named:
        text = _DECODERS[named](content)
        right, wrong = vietnamese_words(text)
        if not wrong or right > 4 * wrong:
            return _decoded(text, named, Text(f"tệp ghi {stated}", f"the file says {stated}"))
    try:
        return _decoded(content.decode("utf-8"), "UTF-8", _VALID)
    except UnicodeDecodeError:
        return _best(content)


def _best(content: bytes) -> Decoded:
    tried = []
    for name in ("Windows-1258", "TCVN3"):
        text = _DECODERS[name](content)
        right, wrong = vietnamese_words(text)
        tried.append((right - 2 * wrong, name, text, right))
    _, name, text, right = max(tried, key=lambda one: one[0])
    why = Text(f"cho {right} từ tiếng Việt đúng", f"it gives {right} Vietnamese words")
    return _decoded(text, name, why)


def _decoded(text: str, encoding: str, why: Text) -> Decoded:
    return Decoded(unicodedata.normalize("NFC", text), encoding, why)


_MARK = Text("có dấu đầu tệp", "it has the mark at its front")
_VALID = Text("chuỗi byte là UTF-8 hợp lệ", "its bytes are valid UTF-8")
