"""Numbers and times as a page prints them, in the language of the request."""

import re
from datetime import date

from flask_babel import format_date, format_decimal, get_locale, gettext

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_JAPANESE = re.compile(r"[\u3040-\u30ff]")
_VIETNAMESE = re.compile(
    r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE
)
_WHEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?|-?H([12])|-?Q([1-4])| \(by Q([1-4])\))?")
_PATTERNS = {"vi": ("MM/yyyy", "dd/MM/yyyy"), "en": ("MMM yyyy", "d MMM yyyy")}


def amount(number: float) -> str:
    """Print a number with the separators of the language: 1.686,5 or 1,686.5."""
    return str(format_decimal(number, "#,##0.##"))


def as_stated(text: str) -> str:
    """Print a stated amount with its qualifier: `>1100` becomes `> 1.100`."""
    return _NUMBER.sub(lambda found: amount(float(found[0])), text).replace(">", "> ")


def when(text: str) -> str:
    """Print a time as sources write it: `2022-Q3`, `2022 (by Q3)`, `2024-H1`, `2017-12-05`, `2017-12`.

    Anything else is printed as it stands.
    """
    found = _WHEN.fullmatch(text)
    if not found:
        return text
    year, month, day, half, quarter, by = found.groups()
    if half:
        said = gettext("first half of {year}") if half == "1" else gettext("second half of {year}")
        return str(said).format(year=year)
    if quarter:
        return str(gettext("Q{quarter} {year}")).format(quarter=quarter, year=year)
    if by:
        return str(gettext("by Q{quarter} {year}")).format(quarter=by, year=year)
    return _print_day(year, month, day) if month else year


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
