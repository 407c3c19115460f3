"""Which line of a form a wording means: by its exact words first, by its letters where they nearly agree."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache, lru_cache

from geo.intake.form_lines import FORMS, Form, Line
from geo.intake.numbers import clean
from geo.text import fold

LIKE = 0.8
"""How much of two wordings must agree for one to be taken for the other, from 0 to 1."""

_LONGEST = 200
_BRACKETED = re.compile(r"\([^)]*\)")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_SAME_WORDS = tuple(
    (re.compile(rf"\b{written}\b"), kept)
    for written, kept in (
        ("ti", "ty"), ("ccn", "cum cong nghiep"), ("cac", ""), ("trong do", ""), ("luy ke", ""),
        ("nsnn", "ngan sach nha nuoc"), ("htkt", "ha tang ky thuat"), ("dtxd", "dau tu xay dung"),
        ("ld", "lao dong"), ("dn", "doanh nghiep"), ("qhct", "quy hoach chi tiet"),
    )
)  # fmt: skip


@lru_cache(maxsize=4096)
def wording_key(text: str) -> str:
    """Reduce a wording to what is compared: no accents, brackets or signs; usual short forms written out."""
    key = _NOT_WORD.sub(" ", fold(_BRACKETED.sub(" ", clean(text[:_LONGEST]))))
    for pattern, kept in _SAME_WORDS:
        key = pattern.sub(kept, key)
    return " ".join(key.split())


def _keys(line: Line) -> Iterator[str]:
    yield from map(wording_key, (line.title.vi, *line.wordings))


@cache
def _known(number: str) -> dict[str, tuple[str, ...]]:
    """Map the wordings of a form to the numbers of the lines that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for line in FORMS[number].lines:
        for key in dict.fromkeys(_keys(line)):
            found[key] = (*found.get(key, ()), line.number)
    return found


def likeness(form: Form, number: str, label: str) -> float:
    """Say how like a label is to the wordings of a line, from 0 to 1."""
    return _likeness(form.number, number, wording_key(label))


@lru_cache(maxsize=16384)
def _likeness(form: str, number: str, key: str) -> float:
    line = FORMS[form].line(number)
    return 0.0 if line is None else max(_ratio(key, known) for known in _keys(line))


def find_line(form: Form, label: str) -> str | None:
    """Find the one line of a form that a label names; None where none or several do."""
    return _find_line(form.number, wording_key(label))


@lru_cache(maxsize=16384)
def _find_line(form: str, key: str) -> str | None:
    known = _known(form)
    if exact := known.get(key):
        return exact[0] if len(exact) == 1 else None
    scores: dict[str, float] = {}
    for wording, numbers in known.items():
        for number in numbers:
            scores[number] = max(scores.get(number, 0.0), _ratio(key, wording))
    best = sorted(scores, key=lambda number: -scores[number])[:2]
    clear = scores[best[0]] >= LIKE and scores[best[0]] - scores[best[1]] > 0.02
    return best[0] if clear else None


@cache
def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _ratio(one: str, other: str) -> float:
    """Compare two wordings by their letters; those that share few words are not compared further."""
    if one == other:
        return 1.0
    shared = len(set(one.split()) & _words(other))
    if 2 * shared < len(_words(other)):
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
