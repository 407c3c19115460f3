"""Numbers and times as a page prints them, in the language of the request."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache, wraps
from typing import TypeVar

from babel.numbers import format_decimal as format_number
from flask_babel import format_date, format_decimal, format_percent, get_locale, gettext

from geo.facts import parse_days
from geo.text import to_nfc, to_plain

Said = TypeVar("Said")

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_JAPANESE = re.compile(r"[\u3040-\u30ff]")
_VIETNAMESE = re.compile(
    r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE
)
_QUALIFIER = re.compile(r"(nearly|hầu hết|gần|about|khoảng)\s+", re.IGNORECASE)
_NEARLY = ("nearly", "hầu hết", "gần")
_ODD_WHEN = re.compile(r"(\d{4}) \(by Q([1-4])\)|(.+) \(year not given\)")
_WHEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?|-?H([12])|-?Q([1-4]))?")
_VIETNAM = timezone(timedelta(hours=7))
_PATTERNS = {"vi": ("MM/yyyy", "dd/MM/yyyy"), "en": ("MMM yyyy", "d MMM yyyy")}


def amount(number: float) -> str:
    """Print a number with the separators of the language: 1.686,5 or 1,686.5."""
    return _amount(float(number), str(get_locale()))


@lru_cache(maxsize=65_536)
def _amount(number: float, language: str) -> str:
    return str(format_number(number, "#,##0.##", locale=language))


def said_once(say: Callable[[], Said]) -> Callable[[], Said]:
    """Keep the words a function says in each language: they are the same for every reader."""
    kept: dict[str, Said] = {}

    @wraps(say)
    def said() -> Said:
        language = str(get_locale())
        if language not in kept:
            kept[language] = say()
        return kept[language]

    return said


def degrees(angle: float) -> str:
    """Print an angle in degrees with four to six decimals."""
    return str(format_decimal(angle, "#,##0.0000##"))


def metres(distance: float) -> str:
    """Print how far off a place may be, to two significant digits: more would promise what nobody knows."""
    return amount(float(f"{distance:.2g}"))


def with_unit(figure: str, unit: str) -> str:
    """Print a figure with its unit; a percent sign stands close, as everywhere."""
    return f"{figure}{unit}" if unit.startswith("%") else f"{figure} {unit}".strip()


def percent(share: float) -> str:
    """Print a share from 0 to 1 as a percentage with at most one decimal."""
    return str(format_percent(share, "#,##0.#%"))


def as_stated(text: str) -> str:
    """Print a stated amount with its qualifier: `>1100` becomes `> 1.100`."""
    printed = _NUMBER.sub(lambda found: amount(float(found[0])), text).replace(">", "> ")
    return _QUALIFIER.sub(_say_qualifier, printed)


def _say_qualifier(found: re.Match[str]) -> str:
    word = gettext("nearly") if found[1].lower() in _NEARLY else gettext("about")
    return f"{word} "


def when(text: str) -> str:
    """Print a time as sources write it: `2022-Q3`, `2024-H1`, `2017-12-05`, `2017-12`, `2022 (by Q3)`.

    Anything else is printed as it stands.
    """
    found = _WHEN.fullmatch(text)
    if not found or parse_days(text) is None:
        return _print_odd(text)
    year, month, day, half, quarter = found.groups()
    if half:
        said = gettext("first half of {year}") if half == "1" else gettext("second half of {year}")
        return str(said).format(year=year)
    if quarter:
        return str(gettext("Q{quarter} {year}")).format(quarter=quarter, year=year)
    return _print_day(year, month, day) if month else year


def _print_odd(text: str) -> str:
    found = _ODD_WHEN.fullmatch(text)
    if not found:
        return text
    year, quarter, rest = found.groups()
    if rest:
        return str(gettext("{day} (year not given)")).format(day=rest)
    return str(gettext("by Q{quarter} {year}")).format(quarter=quarter, year=year)


def _print_day(year: str, month: str, day: str | None) -> str:
    month_pattern, day_pattern = _PATTERNS[str(get_locale())]
    shown = date(int(year), int(month), int(day or 1))
    return str(format_date(shown, day_pattern if day else month_pattern))


def title_language(title: str | None) -> str | None:
    """Tell the language of a title that is Vietnamese or Japanese; a Vietnamese name alone is neither."""
    if title and _JAPANESE.search(title):
        return "ja"
    words = (title or "").split()
    marked = sum(_VIETNAMESE.search(word) is not None for word in words)
    return "vi" if words and marked >= 0.4 * len(words) else None


def is_vietnamese(text: str) -> bool:
    """Tell whether a text of the data bears Vietnamese letters, so that a page can name its language."""
    return to_plain(text) != to_nfc(text)


def instant(text: str) -> str:
    """Print an instant as the record writes it, by the clock of Vietnam."""
    there = datetime.fromisoformat(text).astimezone(_VIETNAM)
    pattern = _PATTERNS[str(get_locale())][1]
    return f"{there:%H:%M}, {format_date(there.date(), pattern)}"
