"""The conditions of a legal answer in words: figure, limit, what is still to go, what is missing."""

from dataclasses import dataclass

from flask_babel import gettext

from geo import law
from geo.occupancy import REMEDIES
from webmap.pages.wording import amount, percent

_SIGNS = {"average_fill_weighted": ">", "average_fill_simple": ">", "cluster_fill": "≥", "least_area": "≥"}
"""How a figure must stand to its threshold; every other one must not exceed it."""


@dataclass(frozen=True)
class Term:
    """One condition of a rule as it is printed."""

    text: str
    met: bool | None
    value: str
    threshold: str
    to_go: str
    article: str
    missing: list[str]


def to_term(condition: law.Condition, language: str) -> Term:
    """Print a condition."""
    return Term(
        text=condition.text.in_language(language),
        met=condition.met,
        value=_in_unit(condition.value, condition.unit),
        threshold=_threshold(condition),
        to_go=_say_to_go(condition),
        article=condition.article,
        missing=[_say_missing(code, language) for code in condition.missing],
    )


def _threshold(condition: law.Condition) -> str:
    if condition.threshold is None:
        return ""
    return f"{_SIGNS.get(condition.id, '≤')} {_in_unit(condition.threshold, condition.unit)}"


def _in_unit(value: float | None, unit: str | None) -> str:
    if value is None:
        return ""
    if unit == "day":
        said = gettext("{days} days left") if value >= 0 else gettext("{days} days overdue")
        return str(said).format(days=amount(abs(value)))
    return percent(value) if unit == "1" else f"{amount(value)} ha"


def _say_to_go(condition: law.Condition) -> str:
    hectares = condition.hectares_to_go
    if hectares is None or (condition.met and condition.id != "total_area"):
        return ""
    said = {
        "average_fill_weighted": gettext("more than {ha} ha more to be let or approved"),
        "cluster_fill": gettext("{ha} ha more to be let or approved"),
        "least_area": gettext("{ha} ha too small"),
    }.get(condition.id, gettext("{ha} ha too much"))
    if condition.met:
        said = gettext("{ha} ha left")
    return str(said).format(ha=amount(hectares))


def _say_missing(code: str, language: str) -> str:
    if code in REMEDIES:
        return REMEDIES[code].in_language(language)
    said = {
        "added_area_ha": gettext("how many hectares are to be added: enter them above"),
        "demand_above_stock": gettext(
            "whether more land is asked for than the cluster has: the applications for land; not in any form"
        ),
        "essential_works_done": gettext(
            "whether the essential shared works are in use: their acceptance records;"
            " Biểu 02 tells of wastewater only (lines 13, 14)"
        ),
        "exempt": gettext("whether it is to be a high-tech or ecological cluster: choose above"),
        "mountain_district": gettext("whether it lies in a mountain district: the official list of them"),
        "date_established": gettext("no date of establishment: the decision that established the cluster"),
    }
    return str(said.get(code, code))
