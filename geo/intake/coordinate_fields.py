"""How numbers may be written in a list of coordinates: the separators, and degrees, minutes, seconds.

A list keeps one way of writing, so the way is chosen once for all its lines: the one by which most of
them hold a position in Vietnam.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from geo.intake.reading import Place

NORTHINGS_M = (900_000.0, 2_700_000.0)
EASTINGS_M = (100_000.0, 900_000.0)
LATITUDES = (7.0, 24.0)
LONGITUDES = (101.0, 119.0)
_LOOKED_AT = 300
_FROM_MERIDIAN_M = (1_000.0, 330_000.0)
"""How far from the meridian a position may lie; less than the first is a length or a number."""

PREFIXES = ("482", "481", "491", "48", "49", "18", "19")
"""Zone numbers that are written before the six digits of an easting."""

_PREFIX_UNIT_M = 1_000_000.0


class Chunk(NamedTuple):
    """A line of text, or a cell of a sheet: a number where the sheet holds one."""

    content: str | float
    place: Place


class Field(NamedTuple):
    """One word or number of a line; `value` is None for a word, `axis` is what stands beside the number."""

    text: str
    place: Place
    value: float | None = None
    axis: str | None = None


class Pair(NamedTuple):
    """Two numbers of a line that are a position: their fields, which is first, how sure the digits are."""

    at: int
    after: int
    metres: bool
    north_first: bool
    weight: int


@dataclass(frozen=True)
class Style:
    """A way of writing numbers; `named` tells that each line begins with the name of its point."""

    decimal: str
    thousands: str
    named: bool = False

    @cached_property
    def _number(self) -> re.Pattern[str]:
        sign = re.escape(self.thousands)
        whole = rf"\d{{1,3}}(?:{sign}\d{{3}})+|\d{{1,12}}" if self.thousands else r"\d{1,12}"
        return re.compile(rf"[+-]?(?:{whole})(?:{re.escape(self.decimal)}\d{{1,20}})?", re.ASCII)

    def value(self, text: str) -> float | None:
        """Read one number; None for anything else."""
        if not self._number.fullmatch(text):
            return None
        plain = text.replace(self.thousands, "") if self.thousands else text
        return float(plain.replace(self.decimal, "."))


STYLES = (
    Style(".", ""),
    Style(",", ""),
    Style(",", "."),
    Style(".", ","),
    Style(".", "'"),
    *(Style(decimal, " ", named) for decimal in ",." for named in (False, True)),
)

_ALIKE = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-", "′": "'", "’": "'", "‘": "'", "´": "'",
     "″": '"', "”": '"', "“": '"', "º": "°", "˚": "°", "\ufeff": ""}
)  # fmt: skip
_SEPARATORS = re.compile(r"[\t;|()\[\]{}]+|,(?=\s|$)|\s+")
_ANY_SEPARATORS = re.compile(f"{_SEPARATORS.pattern}|,")
_WIDE_SEPARATORS = re.compile(r"[\t;|()\[\]{}]+|,(?=\s|$)|\s{2,}")
_GROUPED = re.compile(r"(?<!\S)[+-]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?!\S)")
_DEGREES = re.compile(
    r"""(?P<d>\d{1,3})\s*(?:°|độ|\bdeg\b|(?<=\d)[oOdD](?=\s*\d))\s*
        (?:(?P<m>\d{1,2}(?:[.,]\d+)?)\s*(?:'(?!')|phút|(?<=\d)m(?!\w))\s*
        (?:(?P<s>\d{1,2}(?:[.,]\d+)?)\s*(?:"+|''|giây|(?<=\d)s(?!\w)))?)?""",
    re.VERBOSE,
)
_MAYBE_ANGLE = re.compile(r"\d\s*(?:°|độ|deg|[oOdD]\s*\d)")
_DECIMAL_DEGREES = re.compile(r"(?P<n>\d{1,3}[.,]\d+)\s*(?:°|độ)")
_AXES = {"n": "north", "b": "north", "bắc": "north", "e": "east", "đ": "east", "đông": "east", "d": "east"}
_LABEL = re.compile(r"(?<!\w)([A-Za-zĐđ]{1,3})\s*[=:]\s*(?=[-+]?\d)")
_QUOTED = re.compile(r'"([^"]*)"(?=\s*(?:[,;\t|]|$))')
_HEMISPHERE = re.compile(r"(?<=\d)()([NBEĐ])(?!\w)")
_UNIT = re.compile(r"(?<=\d)\s*m$")


def clean(text: str) -> str:
    """Bring the signs of a line to one form each."""
    return unicodedata.normalize("NFC", text).translate(_ALIKE)


def fields_of(chunks: Sequence[Chunk], style: Style) -> list[Field]:
    """Split a line into words and numbers as one way of writing has them."""
    found: list[Field] = []
    for chunk in chunks:
        if isinstance(chunk.content, str):
            found += _split(chunk.content, chunk.place, style)
        else:
            found.append(Field(f"{chunk.content:.10g}", chunk.place, float(chunk.content)))
    return found


def _split(line: str, place: Place, style: Style) -> list[Field]:
    fields: list[Field] = []
    end = 0
    text = clean(line)
    for angle in _angles(text):
        fields += _plain(text[end : angle.start()], place, style)
        fields.append(Field(angle.group(), place, _angle(angle)))
        end = angle.end()
    return _with_axes(fields + _plain(text[end:], place, style))


def _angles(text: str) -> Iterable[re.Match[str]]:
    if not _MAYBE_ANGLE.search(text):
        return []
    found = [*_DECIMAL_DEGREES.finditer(text)]
    taken = [match.span() for match in found]
    found += [
        match
        for match in _DEGREES.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    return sorted(found, key=lambda match: match.start())


def _angle(match: re.Match[str]) -> float:
    parts = match.groupdict()
    if "n" in parts:
        return float(parts["n"].replace(",", "."))
    degrees, minutes, seconds = (float((parts[name] or "0").replace(",", ".")) for name in "dms")
    # sixty minutes are no minutes: such a value belongs to no position and is told of as one
    return degrees + minutes / 60 + seconds / 3600 if minutes < 60 and seconds < 60 else float("nan")


def _plain(text: str, place: Place, style: Style) -> list[Field]:
    text = _LABEL.sub(r" \1 ", _HEMISPHERE.sub(r"\1 \2", _QUOTED.sub(r"\t\1\t", text)))
    if style.thousands == " ":
        texts = _spaced(text, style)
    else:
        texts = (_ANY_SEPARATORS if style is STYLES[0] else _SEPARATORS).split(text)
    stripped = (part.strip(" \"'=:") for part in texts)
    return [Field(part, place, style.value(_UNIT.sub("", part))) for part in stripped if part]


def _spaced(text: str, style: Style) -> list[str]:
    name, rest = "", text
    if style.named and (first := re.match(r"\s*(\S+)\s+(?=\S)", text)):
        name, rest = first[1], text[first.end() :]
    cells = []
    for cell in _WIDE_SEPARATORS.split(rest):
        grouped = _GROUPED.sub(lambda found: found.group().replace(" ", "\0"), cell)
        cells += [part.replace("\0", " ") for part in grouped.split()]
    return [name, *cells]


def _with_axes(fields: list[Field]) -> list[Field]:
    """Take letters beside numbers (`21.03 N`, `B 21°01'`) into the numbers they speak of."""
    kept: list[Field] = []
    waiting: str | None = None
    for number, field in enumerate(fields):
        axis = _AXES.get(field.text.casefold()) if field.value is None else None
        before = kept[-1] if kept else None
        after = fields[number + 1] if number + 1 < len(fields) else None
        if axis and before and before.value is not None and before.axis is None and _is_degree(before):
            kept[-1] = before._replace(axis=axis)
        elif axis and after and after.value is not None and (_is_degree(after) or _is_coordinate(after)):
            waiting = axis
        else:
            kept.append(field._replace(axis=waiting) if waiting else field)
            waiting = None
    return kept


def _within(value: float, ends: tuple[float, float]) -> bool:
    return ends[0] <= value <= ends[1]


def _is_degree(field: Field) -> bool:
    return field.value is not None and (_within(field.value, LATITUDES) or _within(field.value, LONGITUDES))


def _is_coordinate(field: Field) -> bool:
    return field.value is not None and (is_northing(field.value) or bool(east_weight(field.value)))


def is_northing(value: float) -> bool:
    """Tell whether a number of metres may be the northing of a place in Vietnam."""
    return _within(value, NORTHINGS_M)


def prefix_of(value: float) -> str | None:
    """Find the zone number written before the digits of an easting: `48` in 48588383.9."""
    if value < _PREFIX_UNIT_M:
        return None
    for prefix in PREFIXES:
        if _within(value - int(prefix) * _PREFIX_UNIT_M, EASTINGS_M):
            return prefix
    return None


def east_weight(value: float) -> int:
    """Weigh a number as an easting: 0 for none, 3 as papers write it, 1 counted from the meridian."""
    if _within(value, EASTINGS_M) or prefix_of(value):
        return 3
    return 1 if _within(abs(value), _FROM_MERIDIAN_M) else 0


def without_prefix(value: float) -> float:
    """Take a zone number away from an easting."""
    prefix = prefix_of(value)
    return value - int(prefix) * _PREFIX_UNIT_M if prefix else value


def pairs_of(fields: Sequence[Field]) -> list[Pair]:
    """Find the positions in a line, left to right; none shares a number with another."""
    numbers = [at for at, field in enumerate(fields) if field.value is not None]
    possible = [
        pair
        for one, two in pairwise(numbers)
        if (pair := _pair(one, two, fields[one].value or 0.0, fields[two].value or 0.0))
    ]
    best = max((pair.weight for pair in possible), default=0)
    found: list[Pair] = []
    for pair in possible:
        if pair.weight == best and (not found or pair.at > found[-1].after):
            found.append(pair)
    return found


def _pair(at: int, after: int, one: float, two: float) -> Pair | None:
    # the name of a point (12) beside its longitude (105,8) must not pass for a latitude
    sure = 2 if one.is_integer() or two.is_integer() else 3
    if _within(one, LATITUDES) and _within(two, LONGITUDES):
        return Pair(at, after, metres=False, north_first=True, weight=sure)
    if _within(one, LONGITUDES) and _within(two, LATITUDES):
        return Pair(at, after, metres=False, north_first=False, weight=sure)
    if is_northing(one) and (weight := east_weight(two)):
        return Pair(at, after, metres=True, north_first=True, weight=weight)
    if is_northing(two) and (weight := east_weight(one)):
        return Pair(at, after, metres=True, north_first=False, weight=weight)
    return None


def choose_style(lines: Iterable[Sequence[Chunk]]) -> Style:
    """Choose the way of writing by which the digits hold most positions; the plainest where several do."""
    sample = [line for line in lines if line][:_LOOKED_AT]

    def weight(style: Style) -> int:
        return sum(pair.weight for line in sample for pair in pairs_of(fields_of(line, style)))

    return max(STYLES, key=weight)
