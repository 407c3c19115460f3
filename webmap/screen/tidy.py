"""From the address a form makes to the tidy one: `status=a&status=b` → `status=a,b`.

A form writes a field more than once for alternatives, `NAME.least` and `NAME.most` for a range (shares in
percent), `NAME.typed` for a condition with alternatives between semicolons, `NAME.known` for whether a value
is there, `known.column` and `known.is` for that of any column.
Numbers are read as the language of the page writes them; the address keeps a decimal point.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from geo.conditions import SHARES, AskedError, Presence, is_code, is_number
from geo.intake.numbers import DecimalSign, State, parse_number, plain
from geo.schema import Column, Text
from webmap.params import Args

LEAST, MOST, KNOWN, TYPED = ".least", ".most", ".known", ".typed"
KNOWN_COLUMN, KNOWN_IS = "known.column", "known.is"
_BESIDE = ("beside.layer", "beside.time")
_ENDS = (LEAST, MOST, KNOWN)
_PARTS = (*_ENDS, TYPED)
_JOINED = ("columns",)

_A_NUMBER = Text("một số như 12,5", "a number such as 12.5")
_A_PERCENTAGE = Text("phần trăm từ 0 đến 100, như 62,5", "a percentage from 0 to 100 such as 62.5")
_A_RANGE = Text("số nhỏ hơn ở ô “từ”", "the smaller number in the field “from”")
_WHOLE = 100.0
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")


@dataclass
class Tidied:
    """The parts of an address, each once; `problems` are the fields of a form that cannot be read."""

    texts: dict[str, str] = field(default_factory=dict)
    problems: dict[str, AskedError] = field(default_factory=dict)


def is_untidy(args: Args) -> bool:
    """Tell whether a form made an address: fields that are empty, repeated or parts of a condition."""
    names = [name for name, _ in args.items(multi=True)]
    return (
        len(names) != len(set(names))
        or any(not value.strip() for value in args.values())
        or any(name.endswith(_PARTS) or name in (KNOWN_COLUMN, KNOWN_IS, *_BESIDE) for name in names)
    )


def tidy(args: Args | Mapping[str, str], columns: Mapping[str, Column], language: str) -> Tidied:
    """Put the parts of an address together; one that is tidy stays as it is."""
    found, args = Tidied(), MultiDict(args)
    for name, values in args.lists():
        stem = name.rpartition(".")[0] if name.endswith(_PARTS) else name
        given = [value.strip() for value in values if value.strip()]
        if name in (KNOWN_COLUMN, KNOWN_IS, *_BESIDE) or not given or stem != name:
            continue
        listed = len(given) > 1 and (stem in _JOINED or _takes_alternatives(columns.get(stem)))
        found.texts[name] = ",".join(dict.fromkeys(given)) if listed else given[-1]
    for name, column in columns.items():
        if typed := args.get(name + TYPED, "").strip():
            found.texts[name] = _from_typed(typed, language)
        _put_range(found, args, name, column, language)
    _put_presence(found, args, columns)
    if any(name in args for name in _BESIDE):
        _put_beside(found, args)
    return found


def to_typed(text: str, language: str) -> str:
    """Write a condition on a number as people of a language write numbers."""
    parts = text.split(",")
    return "; ".join(_DECIMAL.sub(",", part) if language == "vi" else part for part in parts)


def _from_typed(text: str, language: str) -> str:
    def plainly(found: re.Match[str]) -> str:
        value = parse_number(found[0], _sign(language)).value
        return found[0] if value is None else plain(value)

    return ",".join(_NUMBER.sub(plainly, part.strip()) for part in text.split(";") if part.strip())


def _sign(language: str) -> DecimalSign:
    return DecimalSign("," if language == "vi" else ".", None)


def _takes_alternatives(column: Column | None) -> bool:
    return column is not None and bool(is_number(column) or column.words or is_code(column))


def _put_range(found: Tidied, args: Args, name: str, column: Column, language: str) -> None:
    """Put a range in the place of what was asked of the column, where a form gives one."""
    typed = {end: args.get(name + end, "").strip() for end in _ENDS}
    if not any(typed.values()):
        return
    ends: dict[str, float] = {}
    for end in (LEAST, MOST):
        if typed[end]:
            number = _parse_end(column, typed[end], language)
            if isinstance(number, Text):
                found.problems[name + end] = AskedError(name + end, typed[end], number)
            else:
                ends[end] = number
    if found.problems.keys() & {name + LEAST, name + MOST}:
        return
    if len(ends) == 2 and ends[LEAST] > ends[MOST]:
        found.problems[name + LEAST] = AskedError(name + LEAST, typed[LEAST], _A_RANGE)
        return
    parts = [_written(ends.get(LEAST), ends.get(MOST))] if ends else []
    if typed[KNOWN] and not (ends and typed[KNOWN] == Presence.KNOWN):
        parts.append(typed[KNOWN])
    found.texts[name] = ",".join(parts)


def _parse_end(column: Column, text: str, language: str) -> float | Text:
    """Read one end of a range; a text says what was expected instead."""
    share = column.name in SHARES
    expected = _A_PERCENTAGE if share else _A_NUMBER
    bare = text.removesuffix("%").strip() if share else text
    read = parse_number(bare, _sign(language))
    if read.state != State.NUMBER or read.value is None or read.unit is not None:
        return expected
    if share:
        return expected if not 0 <= read.value <= _WHOLE else round(read.value / _WHOLE, 9)
    return read.value


def _written(least: float | None, most: float | None) -> str:
    return "..".join("" if end is None else plain(end) for end in (least, most))


def _put_presence(found: Tidied, args: Args, columns: Mapping[str, Column]) -> None:
    name, wanted = args.get(KNOWN_COLUMN, ""), args.get(KNOWN_IS, "")
    if name in columns and wanted in (Presence.KNOWN, Presence.MISSING):
        found.texts[name] = wanted


def _put_beside(found: Tidied, args: Args) -> None:
    layer, time = (args.get(name, "").strip() for name in _BESIDE)
    found.texts.pop("beside", None)
    if layer or time:
        found.texts["beside"] = f"{layer}@{time}" if time else layer
