"""The form that asks for legal answers: what is typed there, read, or what is wrong with it."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext

from geo.interval import parse_day

_EXEMPT = {"yes": True, "no": False, "unknown": None}
_HECTARES = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,2})?")
"""No grouping, for 1.000 is one hectare in one language and a thousand in the other."""


@dataclass(frozen=True)
class Case:
    """What the reader asks about; `typed` is what stands in the form, `problems` says what is wrong there."""

    day: date | None
    added_area_ha: float | None
    exempt: bool | None
    typed: dict[str, str]
    problems: dict[str, str]


def parse_case(args: Any, today: date) -> Case:
    """Read the form; what cannot be read becomes a problem beside its field."""
    typed = {
        "on": args.get("on") or today.isoformat(),
        "add": args.get("add", "").strip(),
        "exempt": args.get("exempt") or "unknown",
    }
    problems = {}
    day = added = None
    try:
        day = parse_day(typed["on"])
    except ValueError:
        problems["on"] = gettext("“{got}” is no day; expected one such as 2026-10-01.")
    try:
        added = _parse_hectares(typed["add"])
    except ValueError:
        problems["add"] = gettext("“{got}” is no area; expected hectares below 10000, such as 12.5 or 12,5.")
    if typed["exempt"] not in _EXEMPT:
        problems["exempt"] = gettext("“{got}” is no choice; expected yes, no or unknown.")
    said = {name: str(words).format(got=typed[name]) for name, words in problems.items()}
    return Case(day, added, _EXEMPT.get(typed["exempt"]), typed, said)


def _parse_hectares(text: str) -> float | None:
    if not text:
        return None
    if not _HECTARES.fullmatch(text):
        raise ValueError(text)
    return float(text.replace(",", "."))
