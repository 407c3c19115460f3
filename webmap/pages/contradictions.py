"""The ledger of contradictions: what sources state that cannot hold together, side by side."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext

from geo.fields import FIELDS
from geo.ledger import Stake, State
from geo.snapshot import Snapshot
from geo.units import unit_text
from webmap.editing.record import has_record
from webmap.pages.cluster_facts import print_value, rule_words
from webmap.pages.wording import amount, percent, when, with_unit
from webmap.pages.words import code_words
from webmap.params import parse_choice, require_known
from webmap.state import state

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Value:
    """One value a source states, and why it is not the one shown, where it is not."""

    id: str
    shown: str
    time: str
    source: Record | None
    source_id: str
    kind: str
    rule: str = ""


@dataclass(frozen=True)
class Entry:
    """One line of the ledger."""

    cluster: str
    name: str
    field: str
    title: str
    weight: str
    state: str
    published: Value
    others: list[Value]
    reason: str | None
    decided_on: str


def show_contradictions(language: str) -> Response:
    """Answer with the ledger; `state` asks for those settled in one way."""
    require_known(request.args, ("state",))
    wanted = parse_choice(request.args, "state", ("", *State))
    snapshot = state().snapshot
    ledger = snapshot.reports["ledger"]
    page = render_template(
        "contradictions.html",
        lang=language,
        counts=Counter(one["state"] for one in ledger),
        at_stake={name: _at_stake(ledger, name) for name in State},
        entries=_entries(snapshot, [one for one in ledger if wanted in ("", one["state"])], language),
        all=len(ledger),
        wanted=wanted,
        states=state_words(),
        editable=has_record(),
        amount=amount,
    )
    return Response(page)


def state_words() -> dict[str, str]:
    """Say how a contradiction is settled."""
    return {
        State.OPEN: gettext("open"),
        State.RULE: gettext("decided by rule"),
        State.PERSON: gettext("decided by a person"),
    }


def _at_stake(ledger: Sequence[Record], name: str) -> str:
    weights = [one["weight"] or 0 for one in ledger if (one["state"], one["stake"]) == (name, Stake.HECTARES)]
    return amount(round(sum(weights), 2))


def _entries(snapshot: Snapshot, ledger: Sequence[Record], language: str) -> list[Entry]:
    wanted = {fact for one in ledger for fact in (one["published"], *(other for other, _ in one["others"]))}
    facts = {fact["id"]: fact for fact in snapshot.collections["facts"].records() if fact["id"] in wanted}
    sources = {source["id"]: source for source in snapshot.collections["sources"].records()}
    clusters = {one["id"]: one[f"name_{language}"] for one in snapshot.collections["clusters"].records()}
    return [make_entry(one, facts, sources, clusters, language) for one in ledger]


def make_entry(
    one: Record,
    facts: Mapping[str, Record],
    sources: Mapping[str, Record],
    clusters: Mapping[str, str],
    language: str,
) -> Entry:
    """Print one line of the ledger."""
    words = rule_words()

    def value(fact_id: str, rule: int | None = None) -> Value:
        fact, source = facts[fact_id], sources.get(facts[fact_id]["source_id"])
        time = fact["period"] or fact["as_of"]
        return Value(
            id=fact_id,
            shown=with_unit(print_value(dict(fact)), unit_text(fact["unit"]).in_language(language)),
            time=when(time) if time else str(gettext("undated")),
            source=source,
            source_id=fact["source_id"],
            kind=code_words()["source_kind"].get(source["kind"], "") if source else "",
            rule="" if rule is None else words[rule],
        )

    return Entry(
        cluster=one["cluster_id"],
        name=clusters.get(one["cluster_id"], one["cluster_id"]),
        field=one["field"],
        title=FIELDS[one["field"]].title.in_language(language),
        weight=_weight(one),
        state=one["state"],
        published=value(one["published"]),
        others=[value(fact, rule) for fact, rule in one["others"]],
        reason=one["reason"],
        decided_on=when(one["decided_on"]) if one["decided_on"] else "",
    )


def _weight(one: Record) -> str:
    weight = one["weight"]
    if weight is None:
        return str(gettext("other dates"))
    if one["stake"] == Stake.SHARE:
        return percent(weight)
    unit = "ha" if one["stake"] == Stake.HECTARES else gettext("people")
    return f"{amount(round(weight, 2))} {unit}"
