"""Which of the sites found comes first: a score by weights, every term of which can be read.

A term compares a site with the others that were found: the best known value earns the whole weight, the
poorest known a tenth of it, those between in proportion. What is unknown earns nothing, and says so. How
much is known is a share by itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from geo.distances import Distance
from geo.finding import Found
from geo.judging import ready_ha
from geo.sites import Site

MOST_WEIGHT = 5
WEIGHTS = {"land": 3, "rent": 3, "distance": 3, "known": 2}
"""The terms of the score with their usual weights."""

FIGURES = (
    "planned_area_ha", "ready_area_ha", "land_rent_usd_m2_min", "management_fee_usd_m2_year", "sectors",
    "wastewater_status", "developer", "position_accuracy_m",
)  # fmt: skip
"""The figures an investor needs; how many of them are known is a term of the score."""

_POOREST = 0.1
_POINTS = 100.0


@dataclass(frozen=True)
class Term:
    """One term of a score: the value, None if unknown, its share from 0 to 1, and the points it earns."""

    code: str
    value: float | None
    share: float
    weight: int
    points: float
    most: float


@dataclass(frozen=True)
class Ranked:
    """A site with its score from 0 to 100, and how that comes about."""

    found: Found
    score: float
    terms: tuple[Term, ...]


def rank(
    found: Sequence[Found], weights: Mapping[str, int], distances: Sequence[Distance | None] | None
) -> list[Ranked]:
    """Put sites in order: the less of what is asked is unknown the earlier, then the best first.

    Equal ones keep their order.

    Parameters
    ----------
    distances : by the rows of the sites; None where no place was chosen, and then distance does not count
    """
    used = {code: weight for code, weight in weights.items() if weight and (code != "distance" or distances)}
    total = sum(used.values())
    shares = {code: _shares(code, [one.site for one in found], distances) for code in used}
    ranked = []
    for nth, one in enumerate(found):
        terms = tuple(_term(code, *shares[code][nth], weight, total) for code, weight in used.items())
        ranked.append(Ranked(one, sum(term.points for term in terms), terms))
    return sorted(ranked, key=lambda one: (len(one.found.unknown), -round(one.score, 6)))


def _term(code: str, value: float | None, share: float, weight: int, total: int) -> Term:
    most = _POINTS * weight / total
    return Term(code, value, share, weight, share * most, most)


def _shares(
    code: str, sites: Sequence[Site], distances: Sequence[Distance | None] | None
) -> list[tuple[float | None, float]]:
    if code == "distance":
        far = [distances[site.row] if distances else None for site in sites]
        return _compare([None if one is None else one.metres for one in far], lower_is_better=True)
    if code == "known":
        return [(float(count), count / len(FIGURES)) for count in map(count_known, sites)]
    values = [VALUES[code](site) for site in sites]
    return _compare(values, lower_is_better=code == "rent")


VALUES: dict[str, Callable[[Site], float | None]] = {
    "land": ready_ha,
    "rent": lambda site: site.record["land_rent_usd_m2_min"],
}


def count_known(site: Site) -> int:
    """Count how many of the figures an investor needs are known."""
    stated = sum(site.record[name] is not None for name in FIGURES)
    return stated + int(site.record["ready_area_ha"] is None and ready_ha(site) is not None)


def _compare(values: Sequence[float | None], *, lower_is_better: bool) -> list[tuple[float | None, float]]:
    known = [value for value in values if value is not None]
    if not known:
        return [(None, 0.0) for _ in values]
    best, poorest = (min(known), max(known)) if lower_is_better else (max(known), min(known))
    span = best - poorest
    return [(value, 0.0 if value is None else _share(value, poorest, span)) for value in values]


def _share(value: float, poorest: float, span: float) -> float:
    return 1.0 if span == 0 else _POOREST + (1 - _POOREST) * (value - poorest) / span
