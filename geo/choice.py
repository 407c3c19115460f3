"""Why one fact is published and another is not: the rule of `facts.CHOICE` that told them apart."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from geo.facts import CHOICE


def deciding_rule(published: Mapping[str, Any], other: Mapping[str, Any]) -> int | None:
    """Find the place in `CHOICE` of the first rule that ranks one fact before another; None if none does.

    Parameters
    ----------
    published, other : facts of one cluster and field; `valid_until` may be a day or its ISO text
    """
    pair = pd.DataFrame([dict(published), dict(other)])
    pair = pair.assign(valid_until=[_as_day(day) for day in pair["valid_until"]])
    for place, (_, rank) in enumerate(CHOICE):
        first, second = rank(pair)
        if first != second:
            return place if first < second else None
    return None


def _as_day(day: Any) -> date | None:
    return date.fromisoformat(day) if isinstance(day, str) else day
