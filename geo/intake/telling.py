"""How a rule of intake speaks: its level, its message and what to do, filled in both languages."""

from typing import NamedTuple

from geo.intake.reading import Finding, Place
from geo.schema import Level, Text

Got = str | float | int | Text


class Told(NamedTuple):
    """How one rule speaks; `{…}` is filled by what was got."""

    level: Level
    message: Text
    suggestion: Text


def written(value: float, decimals: int) -> Text:
    """Write a number in both languages: 1.234,5 and 1,234.5."""
    english = f"{value:,.{decimals}f}"
    return Text(english.translate(str.maketrans(",.", ".,")), english)


def filled(template: Text, /, **got: Got) -> Text:
    """Fill a text in both languages; numbers with a fraction have two decimals."""
    values = {
        name: written(value, 2)
        if isinstance(value, float)
        else value
        if isinstance(value, Text)
        else Text(str(value), str(value))
        for name, value in got.items()
    }
    return Text(
        template.vi.format(**{name: value.vi for name, value in values.items()}),
        template.en.format(**{name: value.en for name, value in values.items()}),
    )


def told_finding(told: Told, rule: str, place: Place, /, **got: Got) -> Finding:
    """Make the finding of a rule by its whole id."""
    return Finding(told.level, rule, place, filled(told.message, **got), filled(told.suggestion, **got))
