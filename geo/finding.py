"""Land for an investor: sites are ruled out condition by condition; what is nearly right stays in sight.

Whatever the order of the conditions, the same sites are left; each site that is ruled out counts at the
first condition that rules it out. A site of which nothing is known is kept unless only known ones are wanted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geo.judging import Condition, Judgement, Verdict
from geo.sites import Site

AREAS = ("planned_area_ha", "unleased_area_ha", "ready_area_ha")
"""What is summed over sites, from the widest to the narrowest."""


@dataclass(frozen=True)
class Tally:
    """How many sites, and their hectares as far as known: the sum and of how many sites it is known."""

    sites: int
    areas: dict[str, tuple[float, int]]


@dataclass(frozen=True)
class Step:
    """What one condition did: how many fell away because they fail it, how many because they do not say."""

    condition: Condition
    failed: Tally
    silent: Tally
    left: Tally
    unknown_left: int


@dataclass(frozen=True)
class Found:
    """A site with its judgements, by the code of the condition."""

    site: Site
    judgements: dict[str, Judgement]

    @property
    def unknown(self) -> list[str]:
        """List the conditions nobody can judge."""
        return [code for code, one in self.judgements.items() if one.verdict == Verdict.UNKNOWN]

    @property
    def failed(self) -> list[str]:
        """List the conditions the site fails."""
        return [code for code, one in self.judgements.items() if one.verdict == Verdict.FAILS]


@dataclass(frozen=True)
class Miss:
    """A site one condition away, by a stated amount."""

    found: Found
    condition: Condition
    short: float


@dataclass(frozen=True)
class Answer:
    """All sites, the steps that ruled some out, the sites left, and those one condition away."""

    all: Tally
    steps: list[Step]
    left: list[Found]
    misses: list[Miss]


def find(sites: Sequence[Site], conditions: Sequence[Condition], *, with_unknown: bool = True) -> Answer:
    """Judge every condition on every site.

    Parameters
    ----------
    conditions : one of each code, in the order in which they rule out
    with_unknown : keep sites of which a condition is unknown
    """
    judged = [Found(site, {one.code: one.judge(site) for one in conditions}) for site in sites]
    left, steps = judged, list[Step]()
    for condition in conditions:
        step, left = _rule_out(left, condition, with_unknown)
        steps.append(step)
    return Answer(tally(sites), steps, left, _near_misses(judged, conditions, with_unknown))


def _rule_out(before: list[Found], condition: Condition, with_unknown: bool) -> tuple[Step, list[Found]]:
    by_verdict: dict[Verdict, list[Found]] = {verdict: [] for verdict in Verdict}
    for found in before:
        by_verdict[found.judgements[condition.code].verdict].append(found)
    unknown = by_verdict[Verdict.UNKNOWN]
    kept = {Verdict.MEETS, Verdict.UNKNOWN} if with_unknown else {Verdict.MEETS}
    left = [found for found in before if found.judgements[condition.code].verdict in kept]
    return Step(
        condition,
        failed=_tally(by_verdict[Verdict.FAILS]),
        silent=_tally([] if with_unknown else unknown),
        left=_tally(left),
        unknown_left=len(unknown) if with_unknown else 0,
    ), left


def _tally(found: Iterable[Found]) -> Tally:
    return tally([one.site for one in found])


def tally(sites: Sequence[Site]) -> Tally:
    """Count sites and sum their hectares as far as known."""
    areas = {}
    for name in AREAS:
        known = [site.record[name] for site in sites if site.record[name] is not None]
        areas[name] = (float(sum(known)), len(known))
    return Tally(len(sites), areas)


def _near_misses(judged: list[Found], conditions: Sequence[Condition], with_unknown: bool) -> list[Miss]:
    """List the sites that fail one condition by a stated amount, the smallest part of its limit first."""
    by_code = {condition.code: condition for condition in conditions}
    misses = []
    for found in judged:
        failed = found.failed
        if len(failed) != 1 or (found.unknown and not with_unknown):
            continue
        condition, short = by_code[failed[0]], found.judgements[failed[0]].short
        if short is not None and condition.limit is not None:
            misses.append(Miss(found, condition, short))
    return sorted(misses, key=lambda miss: miss.short / (miss.condition.limit or 1.0))
