"""The question of the land finder, which is its address: read strictly, written short."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from geo.conditions import AskedError
from geo.errors import QueryError
from geo.ground import GROUND
from geo.interval import parse_day
from geo.judging import Rent
from geo.ranking import MOST_WEIGHT, WEIGHTS
from geo.schema import Column, Text
from geo.selection import PARAMETERS, TIME, Selection, parse_selection
from webmap.params import Args
from webmap.screen.address import write_query

HECTARES, BY, PIECE, RENT, WASTEWATER = "ha", "by", "piece", "rent", "wastewater"
NEAR, AT, WITHIN_KM, UNKNOWN, COMPARE, PAGE = "near", "at", "km", "unknown", "compare", "page"
LISTED = ("industries", "status", "district_code", "ward_code")
"""Columns of closed lists and codes, asked for by their own names as everywhere."""

WEIGHT = "w_"
MOST_COMPARED = 5
_NUMBER = re.compile(r"[0-9]{1,7}(?:[.,][0-9]{1,6})?")
_RENT = re.compile(r"(≤|<=|<)?\s*([0-9.,]+)\s*(?:USD(?:/m[2²])?)?", re.IGNORECASE)
_POSITION = re.compile(r"\s*(-?[0-9]{1,3}(?:\.[0-9]+)?)\s*[,; ]\s*(-?[0-9]{1,3}(?:\.[0-9]+)?)\s*")
_DIGITS = 6
_LONGEST = 200

_A_NUMBER = Text("một số lớn hơn 0, chẳng hạn 3 hoặc 2.5", "a number above 0, such as 3 or 2.5")
_A_LIMIT = Text("một số từ 0, chẳng hạn 5 hoặc 0.5", "a number from 0, such as 5 or 0.5")
_A_RENT = Text(
    "giá cao nhất bằng USD/m², chẳng hạn 320; cần dưới 320 thì ghi <320",
    "the highest rent in USD/m², such as 320, or <320 for less than that",
)
_A_DAY = Text("một ngày như 2027-06-30", "a day such as 2027-06-30")
_A_POSITION = Text(
    "kinh độ, vĩ độ bằng độ thập phân, chẳng hạn 105.8070, 21.2212",
    "longitude, latitude in decimal degrees, such as 105.8070, 21.2212",
)
_A_WEIGHT = Text(f"một số nguyên từ 0 đến {MOST_WEIGHT}", f"a whole number from 0 to {MOST_WEIGHT}")
_A_PAGE = Text("số trang từ 1", "the number of a page from 1")
_NEEDS_PLACE = Text("một địa điểm để đo khoảng cách từ đó", "a place to measure the distance from")
_SHORTER = Text(f"không quá {_LONGEST} ký tự", f"no more than {_LONGEST} characters")
_FEWER = Text(f"nhiều nhất {MOST_COMPARED} cụm", f"at most {MOST_COMPARED} clusters")


@dataclass(frozen=True)
class Asked:
    """What an investor asks; `texts` holds each part as the address writes it, usual values left out."""

    texts: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    selection: Selection = field(default_factory=Selection)

    def __getitem__(self, name: str) -> Any:
        """Return one part as a value, None where it is not asked for."""
        return self.values.get(name)

    @property
    def with_unknown(self) -> bool:
        """Tell whether places that do not say are included."""
        return self.texts.get(UNKNOWN) != "no"

    @property
    def weights(self) -> dict[str, int]:
        """Return the weight of each term."""
        return {code: self.values.get(WEIGHT + code, usual) for code, usual in WEIGHTS.items()}

    @property
    def compared(self) -> tuple[str, ...]:
        """Name the clusters to compare."""
        compared: tuple[str, ...] = self.values.get(COMPARE, ())
        return compared

    @property
    def page(self) -> int:
        """Return the page of the results, from 1."""
        return int(self.values.get(PAGE, 1))

    def comparing(self, ids: Sequence[str]) -> "Asked":
        """Return the same question with these clusters to compare."""
        return replace(
            self,
            texts={**self.texts, COMPARE: ",".join(ids)},
            values={**self.values, COMPARE: tuple(ids)},
        )

    def query(self, **changes: str | None) -> str:
        """Write the query string with some of it changed, from the first page on; None takes a part out."""
        texts = {name: text for name, text in self.texts.items() if name != PAGE} | changes
        return write_query({name: text for name, text in texts.items() if text})


def _parse_number(name: str, text: str) -> tuple[str, float]:
    amount = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else 0.0
    if not amount > 0:
        raise AskedError(name, text, _A_NUMBER)
    return f"{amount:.6f}".rstrip("0").rstrip("."), amount


def _parse_rent(name: str, text: str) -> tuple[str, Rent]:
    found = _RENT.fullmatch(text)
    try:
        written, limit = _parse_number(name, found[2] if found else "")
    except AskedError:
        raise AskedError(name, text, _A_RENT) from None
    below = found is not None and found[1] == "<"
    return "<" * below + written, Rent(limit, below)


def _parse_limit(name: str, text: str) -> tuple[str, float]:
    """Read a limit that may be nothing at all: no flood, no slope."""
    if not _NUMBER.fullmatch(text):
        raise AskedError(name, text, _A_LIMIT)
    amount = float(text.replace(",", "."))
    return f"{amount:.6f}".rstrip("0").rstrip("."), amount


def _parse_by(name: str, text: str) -> tuple[str, date]:
    try:
        return text, parse_day(text)
    except ValueError:
        raise AskedError(name, text, _A_DAY) from None


def _parse_position(name: str, text: str) -> tuple[str, tuple[float, float]]:
    """Read a position in either order, where only one of them can be."""
    found = _POSITION.fullmatch(text)
    lon, lat = (float(found[1]), float(found[2])) if found else (999.0, 999.0)
    if abs(lat) > 90 >= abs(lon):
        lon, lat = lat, lon
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        raise AskedError(name, text, _A_POSITION)
    return f"{lon:.5f},{lat:.5f}", (lon, lat)


def _one_of(*codes: str) -> Callable[[str, str], tuple[str, str]]:
    def parse(name: str, text: str) -> tuple[str, str]:
        if text not in codes:
            listed = ", ".join(codes)
            raise AskedError(name, text, Text(f"một trong: {listed}", f"one of {listed}"))
        return text, text

    return parse


def _parse_words(name: str, text: str) -> tuple[str, str]:
    if len(text) > _LONGEST:
        raise AskedError(name, text[:80], _SHORTER)
    return text, text


def _parse_weight(name: str, text: str) -> tuple[str, int]:
    if not (text.isascii() and text.isdecimal() and int(text[:_DIGITS]) <= MOST_WEIGHT):
        raise AskedError(name, text, _A_WEIGHT)
    weight = int(text)
    return "" if weight == WEIGHTS[name.removeprefix(WEIGHT)] else str(weight), weight


def parse_page(name: str, text: str) -> tuple[str, int]:
    """Read the number of a page: as it is written, empty for the first, and as a number."""
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS and int(text) > 0):
        raise AskedError(name, text, _A_PAGE)
    return "" if text == "1" else text, int(text)


def _parse_compared(name: str, text: str) -> tuple[str, tuple[str, ...]]:
    ids = tuple(dict.fromkeys(one for one in text.split(",") if one))
    if len(ids) > MOST_COMPARED:
        raise AskedError(name, text, _FEWER)
    return ",".join(ids), ids


_PARSERS: dict[str, Callable[[str, str], tuple[str, Any]]] = {
    HECTARES: _parse_number,
    BY: _parse_by,
    PIECE: _one_of("one"),
    RENT: _parse_rent,
    **dict.fromkeys(GROUND, _parse_limit),
    WASTEWATER: _one_of("named", "built"),
    NEAR: _parse_words,
    AT: _parse_position,
    WITHIN_KM: _parse_number,
    UNKNOWN: _one_of("yes", "no"),
    **{WEIGHT + code: _parse_weight for code in WEIGHTS},
    COMPARE: _parse_compared,
    PAGE: parse_page,
}
_USUAL = {UNKNOWN: "yes"}


def parse_asked(args: Args, columns: Mapping[str, Column]) -> tuple[Asked, dict[str, AskedError]]:
    """Read the question, and what of it cannot be answered; empty fields count as absent."""
    texts, values = dict[str, str](), dict[str, Any]()
    errors, rest = dict[str, AskedError](), dict[str, str]()
    for name, text in _joined(args).items():
        if name not in _PARSERS:
            rest[name] = text
            continue
        try:
            written, values[name] = _PARSERS[name](name, text)
        except AskedError as error:
            errors[name] = error
            written = text
        if written and _USUAL.get(name) != written:
            texts[name] = written
    if AT in values:
        texts.pop(NEAR, None)
        values.pop(NEAR, None)
    if WITHIN_KM in values and not {AT, NEAR} & (values.keys() | errors.keys()):
        errors[NEAR] = AskedError(NEAR, "", _NEEDS_PLACE)
    selection = _parse_rest(rest, columns, values, errors)
    order = {**texts, **{name: rest[name] for name in rest if name in columns or name in PARAMETERS}}
    return Asked(order, values, selection), errors


def _joined(args: Args) -> dict[str, str]:
    """Read each parameter once: choices of one name together, of the others the last that says anything."""
    found = dict[str, str]()
    for name, texts in args.lists():
        given = [text.strip() for text in texts if text.strip()]
        if given:
            found[name] = ",".join(given) if name in (COMPARE, *LISTED) else given[-1]
    return found


def _parse_rest(
    rest: Mapping[str, str],
    columns: Mapping[str, Column],
    values: dict[str, Any],
    errors: dict[str, AskedError],
) -> Selection:
    """Read what other pages select by: lists of codes are conditions, the rest narrows the sites first."""
    for name, text in rest.items():
        if name == TIME or (name not in columns and name not in PARAMETERS):
            known = ", ".join([*_PARSERS, *LISTED, *(one for one in PARAMETERS if one != TIME)])
            said = Text(f"một trong: {known}, hoặc tên một cột", f"one of {known}, or the name of a column")
            errors[name] = AskedError(name, text, said)
        elif name in LISTED:
            try:
                values[name] = _parse_codes(columns[name], text)
            except AskedError as error:
                errors[name] = error
    try:
        others = {name: text for name, text in rest.items() if name not in LISTED and name not in errors}
        return parse_selection(others, columns)
    except AskedError as error:
        errors[error.name] = error
    except QueryError as error:
        errors["filter"] = AskedError("filter", "", Text(str(error), str(error)))
    return Selection()


def _parse_codes(column: Column, text: str) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(code for code in text.split(",") if code))
    for code in codes:
        if column.words and code not in column.words:
            listed = ", ".join(column.words)
            raise AskedError(column.name, code, Text(f"một trong: {listed}", f"one of {listed}"))
        if len(code) > _LONGEST:
            raise AskedError(column.name, code[:80], _SHORTER)
    return codes


def is_tidy(args: Args, asked: Asked) -> bool:
    """Tell whether an address is written as the question writes it, which a sent form is not."""
    return len(list(args.items(multi=True))) == len(asked.texts) and dict(args) == dict(asked.texts)
