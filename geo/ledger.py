"""The ledger of contradictions: one quantity, two sources, two values, and what settles which is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from geo.changes import Action, Change
from geo.choice import deciding_rule
from geo.chosen import choose_published, find_contradictions, with_source_kind
from geo.errors import QueryError
from geo.facts import CHOICE
from geo.fields import FIELDS
from geo.geojson import to_plain_value
from geo.package import Package

Record = Mapping[str, Any]

_BY_ORDER = len(CHOICE) - 1
_PEOPLE = ("lao động", "người")


class State(StrEnum):
    """How far a contradiction is settled: by nothing but the order of delivery, a rule, or a person."""

    OPEN = "open"
    RULE = "rule"
    PERSON = "person"


class Stake(StrEnum):
    """What the difference of two values is counted in; the first weigh most."""

    HECTARES = "ha"
    PEOPLE = "people"
    SHARE = "share"
    DAYS = "days"


@dataclass(frozen=True)
class Contradiction:
    """One field of one cluster of which sources state what cannot hold together.

    `others` are the facts that are not shown, each with the place of the rule in `CHOICE` that ranked it
    behind; `weight` is the largest difference to the fact shown.
    """

    cluster_id: str
    field: str
    state: State
    weight: float | None
    stake: Stake
    published: str
    others: tuple[tuple[str, int | None], ...]
    reason: str | None = None
    decided_on: str | None = None


def find_ledger(package: Package, cluster_id: str = "") -> list[Contradiction]:
    """List the contradictions, all or those of a cluster: the open ones first, then by weight."""
    facts = with_source_kind(package)
    facts = facts[facts["cluster_id"] == cluster_id] if cluster_id else facts
    pairs: dict[tuple[str, str], list[tuple[Record, Record]]] = {}
    for other, published in find_contradictions(facts, choose_published(facts)):
        pairs.setdefault((published["cluster_id"], published["field"]), []).append((other, published))
    decisions = {(row["cluster_id"], row["field"]): row for row in decisions_of(package)}
    return sorted((_contradiction(found, decisions) for found in pairs.values()), key=_order)


def report(package: Package) -> list[dict[str, Any]]:
    """List all contradictions as plain values."""
    return [asdict(one) for one in find_ledger(package)]


def decisions_of(package: Package, cluster_id: str = "", field: str = "") -> list[dict[str, Any]]:
    """List the decisions of people, on one field of one cluster or all; of several the last one holds."""
    table = package.tables.get("decisions")
    rows = [] if table is None else table.to_dict("records")
    return [
        {name: to_plain_value(value) for name, value in row.items()}
        for row in rows
        if not cluster_id or (row["cluster_id"], row["field"]) == (cluster_id, field)
    ]


def _contradiction(pairs: Sequence[tuple[Record, Record]], decisions: Mapping[Any, Record]) -> Contradiction:
    published = pairs[0][1]
    others = tuple((other["id"], deciding_rule(published, other)) for other, _ in pairs)
    decision = decisions.get((published["cluster_id"], published["field"]))
    weights = [_weight(other, published) for other, _ in pairs]
    return Contradiction(
        published["cluster_id"],
        published["field"],
        _state(decision, [rule for _, rule in others]),
        max((weight for weight in weights if weight is not None), default=None),
        _stake(published),
        published["id"],
        others,
        decision["reason"] if decision else None,
        decision["decided_on"] if decision else None,
    )


def _state(decision: Record | None, rules: Sequence[int | None]) -> State:
    if decision is not None:
        return State.PERSON
    return State.OPEN if any(rule in (None, _BY_ORDER) for rule in rules) else State.RULE


def _stake(fact: Record) -> Stake:
    if FIELDS[fact["field"]].kind == "date":
        return Stake.DAYS
    return (
        Stake.HECTARES if fact["unit"] == "ha" else Stake.PEOPLE if fact["unit"] in _PEOPLE else Stake.SHARE
    )


def _weight(one: Record, other: Record) -> float | None:
    """Measure what two values differ by: the gap between them, or its share of the larger."""
    stake = _stake(other)
    if stake is Stake.DAYS:
        return None
    low, high = sorted((one, other), key=lambda fact: float(fact["value_min"]))
    largest = low["value_max"] if low["value_max"] == low["value_max"] else None
    gap = float(high["value_min"]) - float(low["value_min"] if largest is None else largest)
    return round(gap if stake is not Stake.SHARE else gap / abs(float(high["value_min"])), 10)


def _order(one: Contradiction) -> tuple[Any, ...]:
    ranks = [list(State).index(one.state), list(Stake).index(one.stake), -(one.weight or 0.0)]
    return (*ranks, one.cluster_id, one.field)


def decide(package: Package, cluster_id: str, field: str, fact_id: str, reason: str, on: str) -> list[Change]:
    """Make the changes by which a person settles a contradiction; a decision there was is superseded.

    Raises
    ------
    QueryError
        If there is no such contradiction, or the fact is not one of those that contradict each other.
    """
    found = require_contradiction(package, cluster_id, field)
    known = (found.published, *(other for other, _ in found.others))
    if fact_id not in known:
        raise QueryError(f"fact {fact_id!r}; expected one of {', '.join(known)}")
    row = {"cluster_id": cluster_id, "field": field, "fact_id": fact_id, "reason": reason, "decided_on": on}
    decisions = decisions_of(package, cluster_id, field)
    if not decisions:
        return [Change("decisions", "decision", Action.ADDED, None, row)]
    *older, last = decisions
    superseded = Change("decisions", last["id"], Action.SUPERSEDED, last, {**last, **row})
    return [superseded, *map(_withdrawal, older)]


def withdraw(package: Package, cluster_id: str, field: str) -> list[Change]:
    """Make the changes by which what people decided on a contradiction holds no longer."""
    return [_withdrawal(row) for row in decisions_of(package, cluster_id, field)]


def _withdrawal(row: Mapping[str, Any]) -> Change:
    return Change("decisions", row["id"], Action.WITHDRAWN, row, None)


def require_contradiction(package: Package, cluster_id: str, field: str) -> Contradiction:
    """Return the contradiction about one field of one cluster; QueryError where there is none."""
    for one in find_ledger(package, cluster_id):
        if one.field == field:
            return one
    raise QueryError(f"no sources contradict each other about {field!r} of {cluster_id!r}")
