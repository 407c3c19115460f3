"""The decision behind an outline: from the options, else from the words around the coordinates."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from geo.intake.days import parse_day
from geo.intake.drawing_words import finding, statement
from geo.intake.numbers import parse_number
from geo.intake.reading import Choice, Finding, Options, Place, Question, Source, Statement
from geo.schema import Text
from geo.text import slug

_NUMBER = re.compile(r"\b(\d{1,6}\s*/\s*(?:\d{4}\s*/\s*)?(?:QĐ|QD|NQ)\s*-\s*[A-ZĐ]+)", re.IGNORECASE)
_DAY = re.compile(
    r"ngày\s+(\d{1,2})\s*(?:/|-|tháng|\.)\s*(\d{1,2})\s*(?:/|-|năm|\.)\s*(\d{4})", re.IGNORECASE
)
_TITLE = re.compile(r"(?:về việc|v/v)\s+([^\n]{5,200})", re.IGNORECASE)
_AREA = re.compile(
    r"\b(?:diện tích|dt)\b[^\d\n]{0,40}"
    r"(\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)\s*(ha|m2|m²)(?!\w)",
    re.IGNORECASE,
)
_M2_PER_HA = 10_000.0


@dataclass(frozen=True)
class Decision:
    """The source of rows (None while nobody has named it), and what is to be said or asked about it."""

    source: Source | None
    statements: tuple[Statement, ...] = ()
    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()


def read_decision(options: Options, words: str, place: Place) -> Decision:
    """Find the number, day and title of the decision; its number is asked for where nothing gives it."""
    text = unicodedata.normalize("NFC", words)
    number = options.get("decision_no", "").strip()
    found = _NUMBER.search(text)
    if not number:
        choices = (
            (Choice(_tight(found[1]), Text(_tight(found[1]), _tight(found[1])), _IN_TEXT),) if found else ()
        )
        question = Question("decision_no", place, _ASK, choices, choices[0].value if choices else None)
        return Decision(None, questions=(question,))
    said: list[Finding] = []
    day = parse_day(options.get("decision_date", ""))
    if options.get("decision_date", "").strip() and day is None:
        value, expected = options["decision_date"], "2025-12-31, 31/12/2025"
        said.append(
            finding("coordinates.option", place, name="decision_date", value=value, expected=expected)
        )
    title = options.get("decision_title", "").strip()
    if found and _tight(found[1]).casefold() == _tight(number).casefold():
        day = day or _day_in(text[found.end() :])
        title = title or _title_in(text)
    shown = (
        f"Quyết định số {number}" + (f" ngày {day:%d/%m/%Y}" if day else "") + (f", {title}" if title else "")
    )
    source = Source(f"decision-{slug(number)}", shown, "decision")
    return Decision(source, (statement("Nguồn: {title}", "Source: {title}", title=shown),), tuple(said))


_ASK = Text("Ranh giới này theo quyết định số nào?", "Which decision gives this outline (its number)?")
_IN_TEXT = Text("số này có trong văn bản", "the text bears this number")


def _tight(number: str) -> str:
    return re.sub(r"\s+", "", number)


def _day_in(text: str) -> date | None:
    found = _DAY.search(text)
    return parse_day("/".join(found.groups())) if found else None


def _title_in(text: str) -> str:
    found = _TITLE.search(text)
    return "về việc " + found[1].strip(" .;") if found else ""


def area_in(words: str) -> float | None:
    """Find the area a text states, in hectares: `diện tích 12,5 ha`, `diện tích: 125.000 m²`."""
    found = _AREA.search(unicodedata.normalize("NFC", words))
    value = parse_amount(found[1]) if found else None
    return value if value is None or found is None or found[2].casefold() == "ha" else value / _M2_PER_HA


def parse_amount(text: str) -> float | None:
    """Read an amount above nought as people write it: `12,5`, `125.000`; None for anything else."""
    value = parse_number(text).value
    return value if value is not None and value > 0 else None
