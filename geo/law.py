"""What the law of a given day says about a cluster: may it be established, expanded, is its size lawful.

Thresholds, dates and sources are data in `geo.law_rules`. An answer is yes, no or not computable, and
comes with its conditions. What is unknown stays unknown: conditions combine in three values (Kleene).
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from statistics import fmean
from typing import NamedTuple

from geo.law_rules import (
    AT_LEAST,
    AVERAGES_DISAGREE,
    CONDITION_TEXTS,
    CONFIRM,
    DEADLINE_PASSED,
    MAY_BE_DONE,
    MAY_STAY_LARGE,
    MAY_STAY_SMALL,
    NO_EXEMPTION,
    NO_RULES,
    OTHER_CONDITIONS,
    REGULARISE_BY,
    RULE_SETS,
    TO_BE_REGULARISED,
    TRANSITION_CARRIED_OVER,
    TWO_READINGS,
    UNIT_NAMES,
    WORKS_NOT_MENTIONED,
    AreaUnit,
    Cutoff,
    Reading,
    RuleSet,
)
from geo.schema import Kind, Text

ESTABLISH = "establish"
EXPAND = "expand"
SIZE = "size"
REGULARISE = "regularise"

_DECIMALS = 9
"""Sums of decimal hectares carry noise in the last binary digits; it must not decide a legal limit."""


class Answer(StrEnum):
    """What can be said to a question of law."""

    YES = "yes"
    NO = "no"
    NOT_COMPUTABLE = "not_computable"


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One condition of a rule, and how the case stands to it.

    `met` is None where an input is lacking; `missing` names it. `value` and `threshold` are in `unit`
    ("ha", "day", "1" for shares). `hectares_to_go` is what separates an unmet condition from being met,
    and 0 once met; for `total_area` it is the hectares too many when unmet and those left when met.
    A share that must exceed its threshold needs more than its `hectares_to_go`, by however little. Where
    a condition is unmet although inputs are `missing`, both figures are lower bounds.
    """

    id: str
    text: Text
    met: bool | None
    value: float | None = None
    threshold: float | None = None
    unit: str | None = None
    hectares_to_go: float | None = None
    missing: tuple[str, ...] = ()
    article: str


@dataclass(frozen=True)
class Verdict:
    """The answer to a question; without `rule_set` the table has no rules for the day.

    `reading` names the area that was counted, where the question is about an area.
    """

    question: str
    answer: Answer
    conditions: tuple[Condition, ...]
    rule_set: RuleSet | None
    reading: Text | None
    notes: tuple[Text, ...]


@dataclass(frozen=True)
class ClusterLand:
    """The land of one cluster in hectares, None where unknown.

    Industrial land that is not positive, committed or leased land outside 0 to the industrial land, and
    committed land below the leased, are taken as unknown: in public lists they are slips, and must not
    carry a verdict.
    """

    id: str
    industrial_ha: float | None = None
    committed_ha: float | None = None
    leased_ha: float | None = None


@dataclass(frozen=True)
class Area:
    """A district or commune and all the clusters established in it; planned ones do not count.

    No clusters means that there are none, not that none is known.
    """

    unit: AreaUnit
    name: str
    clusters: tuple[ClusterLand, ...]


def any_of(*met: bool | None) -> bool | None:
    """Combine with OR: true if one is, false if all are, otherwise unknown."""
    if True in met:
        return True
    return None if None in met else False


def all_of(*met: bool | None) -> bool | None:
    """Combine with AND: false if one is, true if all are, otherwise unknown."""
    if False in met:
        return False
    return None if None in met else True


def rules_on(day: date) -> RuleSet | None:
    """Return the rules in force on a day; None before the first of the table."""
    begun = [rules for rules in RULE_SETS if rules.effective_from <= day]
    return max(begun, key=lambda rules: rules.effective_from, default=None)


def may_establish(area: Area, file_date: date, *, exempt: bool | None = False) -> Verdict:
    """Say whether one more cluster may be established in an area (NĐ 32/2024 Đ8.1c).

    Where clusters exist already, their average legal fill (committed ÷ industrial land) must exceed the
    threshold, or their industrial land not yet leased stay within the limit. The law does not say which
    average; where the weighted and the simple one disagree, the fill condition is unknown.

    Parameters
    ----------
    file_date : day the file was submitted; it decides which rules apply: a file under appraisal on the day
        new rules take effect stays under the older ones
    exempt : the new cluster is a high-tech or ecological one; None if unknown
    """
    rules = rules_on(file_date)
    if rules is None:
        return _without_rules(ESTABLISH)
    reading = next((reading for reading in rules.readings if reading.unit == area.unit), None)
    if reading is None:
        notes = (_wrong_unit(area, rules), *_notes(rules))
        return Verdict(ESTABLISH, Answer.NOT_COMPUTABLE, (), rules, None, notes)
    if not area.clusters:
        empty = _stated("no_cluster_yet", True, rules.articles.establish)
        return _establish_verdict(True, (empty,), rules, reading)
    return _beside_others(area.clusters, rules, reading, exempt)


def may_expand(
    cluster: ClusterLand,
    file_date: date,
    *,
    planned_area_ha: float | None,
    added_area_ha: float | None,
    demand_above_stock: bool | None = None,
    essential_works_done: bool | None = None,
) -> Verdict:
    """Say whether a cluster may be expanded (NĐ 32/2024 Đ8.2).

    Its legal fill must reach the threshold or the demand exceed its industrial land; the area with the
    addition must stay within the maximum; and, where the rules ask for it, the essential shared works be
    done.

    Parameters
    ----------
    file_date : day the file was submitted; it decides which rules apply: a file under appraisal on the day
        new rules take effect stays under the older ones
    planned_area_ha, added_area_ha : whole cluster today, and what is to be added; None if unknown
    """
    rules = rules_on(file_date)
    if rules is None:
        return _without_rules(EXPAND)
    land = _land((cluster,), "committed_area_ha")
    fill = _cluster_fill(land, rules)
    demand = _stated("demand_above_stock", demand_above_stock, rules.articles.expand_fill)
    total = _total_area(planned_area_ha, added_area_ha, rules)
    works = _stated("essential_works_done", essential_works_done, rules.articles.expand_works)
    duties = (total, works) if rules.expand_needs_essential_works else (total,)
    met = all_of(any_of(fill.met, demand.met), *(duty.met for duty in duties))
    conditions = (fill, demand, *duties)
    unexamined = () if rules.expand_needs_essential_works else (WORKS_NOT_MENTIONED,)
    notes = (*_gap_notes(conditions, land), OTHER_CONDITIONS, *unexamined, *_notes(rules))
    return Verdict(EXPAND, _answer(met), conditions, rules, None, notes)


def size_lawful(
    planned_area_ha: float | None,
    on: date,
    *,
    kind: Kind,
    mountain_district: bool | None,
    date_established: date | None,
) -> Verdict:
    """Say whether the area of a cluster lies within the limits (NĐ 32/2024 Đ2.1, Đ35.1).

    Older clusters may keep an area outside them; this is asked only where it matters.

    Parameters
    ----------
    planned_area_ha : whole cluster; None, or what is not positive, is unknown
    on : day whose rules are asked about
    mountain_district : the cluster lies in a mountain district; None if unknown
    date_established : None if unknown
    """
    rules = rules_on(on)
    if rules is None:
        return _without_rules(SIZE)
    special = True if kind == Kind.CRAFT_VILLAGE else mountain_district
    area_ha = _positive(planned_area_ha)
    low = _or_older(_least_area(area_ha, rules, special), MAY_STAY_SMALL, date_established)
    high = _or_older(_most_area(area_ha, rules), MAY_STAY_LARGE, date_established)
    met = all_of(any_of(*(one.met for one in low)), any_of(*(one.met for one in high)))
    notes = _notes(rules, transition=len(low) + len(high) > 2)
    return Verdict(SIZE, _answer(met), (*low, *high), rules, None, notes)


def regularisation(date_established: date | None, on: date) -> Verdict:
    """Say whether a cluster is among those that must be regularised by `REGULARISE_BY` (Đ35.4).

    Where it is, the condition's `value` is the days left on the day `on`, negative once the deadline has
    passed. `date_established` stands for the day the cluster was formed; None is unknown.
    """
    rules = rules_on(on)
    if rules is None:
        return _without_rules(REGULARISE)
    formed = _older(TO_BE_REGULARISED, date_established)
    notes = _notes(rules, transition=True)
    if formed.met:
        formed = replace(formed, value=float((REGULARISE_BY - on).days), unit="day")
        late = (DEADLINE_PASSED,) if on > REGULARISE_BY else ()
        notes = (*late, MAY_BE_DONE, *notes)
    return Verdict(REGULARISE, _answer(formed.met), (formed,), rules, None, notes)


def _without_rules(question: str) -> Verdict:
    return Verdict(question, Answer.NOT_COMPUTABLE, (), None, None, (NO_RULES,))


def _answer(met: bool | None) -> Answer:
    if met is None:
        return Answer.NOT_COMPUTABLE
    return Answer.YES if met else Answer.NO


def _tidy(value: float) -> float:
    return round(float(value), _DECIMALS)


class _Land(NamedTuple):
    """Industrial land and a part of it, in hectares, of the clusters where both are known.

    `missing` names the inputs that others lack, and `incomplete` those clusters.
    """

    pairs: list[tuple[float, float]]
    missing: tuple[str, ...]
    incomplete: tuple[str, ...]


_PARTS: dict[str, Callable[[ClusterLand], float | None]] = {
    "committed_area_ha": lambda cluster: cluster.committed_ha,
    "leased_area_ha": lambda cluster: cluster.leased_ha,
}


def _plausible(cluster: ClusterLand) -> ClusterLand:
    land_ha = _positive(cluster.industrial_ha)
    most_ha = land_ha or math.inf
    committed_ha = _within(cluster.committed_ha, most_ha)
    leased_ha = _within(cluster.leased_ha, most_ha)
    if committed_ha is not None and leased_ha is not None and leased_ha > _tidy(committed_ha):
        committed_ha = None
    return ClusterLand(cluster.id, land_ha, committed_ha, leased_ha)


def _positive(area_ha: float | None) -> float | None:
    return _within(area_ha, math.inf) or None


def _within(value: float | None, most: float) -> float | None:
    return value if value is not None and 0 <= value <= most else None


def _land(clusters: Iterable[ClusterLand], part: str) -> _Land:
    rows = [(one.id, one.industrial_ha, _PARTS[part](one)) for one in map(_plausible, clusters)]
    columns = {"industrial_area_ha": [row[1] for row in rows], part: [row[2] for row in rows]}
    return _Land(
        [(land_ha, part_ha) for _, land_ha, part_ha in rows if land_ha is not None and part_ha is not None],
        tuple(name for name, figures in columns.items() if None in figures),
        tuple(id for id, land_ha, part_ha in rows if land_ha is None or part_ha is None),
    )


def _beside_others(
    clusters: tuple[ClusterLand, ...], rules: RuleSet, reading: Reading, exempt: bool | None
) -> Verdict:
    committed, leased = _land(clusters, "committed_area_ha"), _land(clusters, "leased_area_ha")
    weighted, simple = _average_fills(committed, rules)
    unleased = _unleased_land(leased, rules)
    exempts = rules.establish_exempts_high_tech
    exemption = (_stated("exempt", exempt, rules.articles.exempt),) if exempts else ()
    fill = weighted.met if weighted.met == simple.met else None
    met = any_of(fill, unleased.met, *(one.met for one in exemption))
    conditions = (weighted, simple, unleased, *exemption)
    notes = [*_gap_notes(conditions, committed, leased)]
    if met is None and weighted.met != simple.met:
        notes.insert(0, AVERAGES_DISAGREE)
    if exempt and not exempts:
        notes.append(NO_EXEMPTION)
    return _establish_verdict(met, conditions, rules, reading, *notes)


def _establish_verdict(
    met: bool | None, conditions: tuple[Condition, ...], rules: RuleSet, reading: Reading, *notes: Text
) -> Verdict:
    several = (TWO_READINGS,) if len(rules.readings) > 1 else ()
    notes = (*notes, *several, OTHER_CONDITIONS, *_notes(rules))
    return Verdict(ESTABLISH, _answer(met), conditions, rules, reading.title, notes)


def _average_fills(land: _Land, rules: RuleSet) -> tuple[Condition, Condition]:
    """Hold both averages of the legal fill of at least one cluster against the threshold."""
    over = rules.establish_average_fill_over
    weighted = Condition(
        id="average_fill_weighted",
        text=CONDITION_TEXTS["average_fill_weighted"],
        met=None,
        threshold=over,
        unit="1",
        missing=land.missing,
        article=rules.articles.establish,
    )
    simple = replace(weighted, id="average_fill_simple", text=CONDITION_TEXTS["average_fill_simple"])
    if land.missing:
        return weighted, simple
    industrial_ha, committed_ha = (math.fsum(column) for column in zip(*land.pairs, strict=True))
    share = _tidy(committed_ha / industrial_ha)
    mean = _tidy(fmean(part_ha / land_ha for land_ha, part_ha in land.pairs))
    to_go_ha = _tidy(max(0.0, over * industrial_ha - committed_ha))
    return (
        replace(weighted, met=share > over, value=share, hectares_to_go=to_go_ha),
        replace(simple, met=mean > over, value=mean),
    )


def _unleased_land(land: _Land, rules: RuleSet) -> Condition:
    unleased_ha = (land_ha - leased_ha for land_ha, leased_ha in land.pairs)
    limit_ha, article = rules.establish_unleased_ha_most, rules.articles.establish
    return _at_most("unleased_land", unleased_ha, land.missing, limit_ha, article)


def _at_most(
    id: str, known_ha: Iterable[float], missing: tuple[str, ...], limit_ha: float, article: str
) -> Condition:
    """Hold a sum of areas against its maximum; areas are not negative, so a part may exceed it already."""
    sum_ha = _tidy(math.fsum(known_ha))
    within = sum_ha <= limit_ha
    decided = not (within and missing)
    return Condition(
        id=id,
        text=CONDITION_TEXTS[id],
        met=within if decided else None,
        value=sum_ha if decided else None,
        threshold=limit_ha,
        unit="ha",
        hectares_to_go=_tidy(max(0.0, sum_ha - limit_ha)) if decided else None,
        missing=missing,
        article=article,
    )


def _cluster_fill(land: _Land, rules: RuleSet) -> Condition:
    least = rules.expand_fill_least
    unknown = Condition(
        id="cluster_fill",
        text=CONDITION_TEXTS["cluster_fill"],
        met=None,
        threshold=least,
        unit="1",
        missing=land.missing,
        article=rules.articles.expand_fill,
    )
    if land.missing:
        return unknown
    ((industrial_ha, committed_ha),) = land.pairs
    share = _tidy(committed_ha / industrial_ha)
    to_go_ha = _tidy(max(0.0, least * industrial_ha - committed_ha))
    return replace(unknown, met=share >= least, value=share, hectares_to_go=to_go_ha)


def _total_area(planned_ha: float | None, added_ha: float | None, rules: RuleSet) -> Condition:
    """Hold the expanded area against the maximum; when met, `hectares_to_go` is the room left."""
    areas = {"planned_area_ha": _positive(planned_ha), "added_area_ha": _within(added_ha, math.inf)}
    total = _areas_at_most("total_area", areas, rules.total_ha_most, rules.articles.expand_total)
    if not total.met or total.value is None:
        return total
    return replace(total, hectares_to_go=_tidy(rules.total_ha_most - total.value))


def _areas_at_most(id: str, areas: dict[str, float | None], limit_ha: float, article: str) -> Condition:
    known_ha = [area_ha for area_ha in areas.values() if area_ha is not None]
    missing = tuple(name for name, area_ha in areas.items() if area_ha is None)
    return _at_most(id, known_ha, missing, limit_ha, article)


def _least_area(planned_ha: float | None, rules: RuleSet, special: bool | None) -> Condition:
    """Hold an area against the minimum: `low_ha` and `high_ha` differ while it is unknown which applies."""
    low_ha = rules.size_ha_least if special is False else rules.special_size_ha_least
    high_ha = rules.special_size_ha_least if special else rules.size_ha_least
    unsure = ("mountain_district",) if low_ha != high_ha else ()
    unknown = Condition(
        id="least_area",
        text=CONDITION_TEXTS["least_area"],
        met=None,
        threshold=None if unsure else low_ha,
        unit="ha",
        missing=unsure if planned_ha is not None else ("planned_area_ha", *unsure),
        article=rules.articles.size,
    )
    if planned_ha is None:
        return unknown
    area_ha = _tidy(planned_ha)
    if low_ha <= area_ha < high_ha:
        return replace(unknown, value=area_ha)
    least_ha = high_ha if area_ha >= high_ha else low_ha
    to_go_ha = _tidy(max(0.0, least_ha - area_ha))
    decided = replace(unknown, value=area_ha, threshold=least_ha, hectares_to_go=to_go_ha, missing=())
    return replace(decided, met=area_ha >= least_ha)


def _most_area(planned_ha: float | None, rules: RuleSet) -> Condition:
    areas = {"planned_area_ha": planned_ha}
    return _areas_at_most("most_area", areas, rules.total_ha_most, rules.articles.size)


def _or_older(size: Condition, cutoff: Cutoff, date_established: date | None) -> tuple[Condition, ...]:
    return (size,) if size.met else (size, _older(cutoff, date_established))


def _older(cutoff: Cutoff, date_established: date | None) -> Condition:
    return Condition(
        id=cutoff.id,
        text=cutoff.text,
        met=None if date_established is None else date_established < cutoff.before,
        missing=("date_established",) if date_established is None else (),
        article=cutoff.article,
    )


def _stated(id: str, met: bool | None, article: str) -> Condition:
    """Take over what the caller says; the input has the name of the condition."""
    missing = (id,) if met is None else ()
    return Condition(id=id, text=CONDITION_TEXTS[id], met=met, missing=missing, article=article)


def _notes(rules: RuleSet, *, transition: bool = False) -> tuple[Text, ...]:
    if not rules.secondary:
        return ()
    return (TRANSITION_CARRIED_OVER, CONFIRM) if transition else (CONFIRM,)


def _gap_notes(conditions: Iterable[Condition], *lands: _Land) -> tuple[Text, ...]:
    """Say which clusters lack figures, and whether a lower bound decided a condition."""
    ids = ", ".join(dict.fromkeys(id for land in lands for id in land.incomplete))
    gaps = (Text(f"Số liệu thiếu hoặc vô lý: {ids}.", f"Figures missing or impossible: {ids}."),)
    bounded = any(one.met is False and one.missing for one in conditions)
    return (*(gaps if ids else ()), *((AT_LEAST,) if bounded else ()))


def _wrong_unit(area: Area, rules: RuleSet) -> Text:
    units = [UNIT_NAMES[reading.unit] for reading in rules.readings]
    vi, en = (", ".join(unit.in_language(language) for unit in units) for language in ("vi", "en"))
    return Text(
        f"{area.name}: quy định này tính theo {vi}, không theo {UNIT_NAMES[area.unit].vi}.",
        f"{area.name}: these rules count by {en}, not by {UNIT_NAMES[area.unit].en}.",
    )
