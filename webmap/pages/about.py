"""About the atlas: method and limits in plain words, with the numbers of the province shown."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow.compute as pc
from flask import Response, render_template, request
from flask_babel import gettext

from geo import law, law_rules
from geo.conditions import Presence
from geo.fields import FIELD_OF_INDICATOR, FIELDS
from geo.occupancy import DEFINITIONS
from geo.published import COLLECTIONS, INDICATORS, RATES, RENT
from geo.schema import Column, Quality
from geo.snapshot import Frozen, Snapshot
from geo.tabulate import count_by_presence
from geo.totals import LINES
from webmap.pages.frame import page_address
from webmap.pages.glossary import TERMS
from webmap.pages.headlines import latest_account
from webmap.pages.table_columns import GROUPS
from webmap.pages.wording import amount, as_stated, metres, percent, when
from webmap.pages.words import code_words
from webmap.state import state


@dataclass(frozen=True)
class Rate:
    """One of the five rates: what it divides, where that stands, how often it can be computed."""

    title: str
    numerator: str
    denominator: str
    article: str
    computable: int
    address: str


@dataclass(frozen=True)
class Known:
    """How many clusters an indicator is known of, as a number or as a bound only."""

    title: str
    known: int
    bound: int
    address: str


def show_about(language: str) -> Response:
    """Answer with the method and the limits of what is published."""
    snapshot = state().snapshot
    clusters = snapshot.collections["clusters"]
    titles = {column.name: column for column in COLLECTIONS["clusters"].columns}
    known = _known(clusters, titles, language)
    page = render_template(
        "about.html",
        lang=language,
        total=len(clusters),
        facts=_facts(snapshot),
        sources=_counted(snapshot.collections["sources"], "kind", code_words()["source_kind"]),
        rates=_rates(clusters, titles, language),
        stated=_stated(clusters),
        known=known,
        never=[one.title for one in known if not one.known and not one.bound],
        places=_counted(clusters, "place_basis", code_words()["place_basis"]),
        wards=_wards(clusters),
        units={name: len(snapshot.collections[name]) for name in ("wards", "districts")},
        unplaced=int(np.isnan(clusters.bounds).any(axis=1).sum()),
        surveyed=_surveyed(clusters),
        accuracy_m=pc.min_max(clusters.columns["position_accuracy_m"]).as_py(),
        law=law_rules,
        today=law.rules_on(date.today()) or law_rules.RULE_SETS[-1],
        rule_sets=[_in_words(rules) for rules in law_rules.RULE_SETS],
        deadline=when(law_rules.REGULARISE_BY.isoformat()),
        terms=TERMS,
        citation=_citation(snapshot, language),
        table=page_address(language, "table"),
        active=_active(snapshot),
        amount=amount,
        metres=metres,
        percent=percent,
    )
    return Response(page)


def _facts(snapshot: Snapshot) -> dict[str, int]:
    facts = snapshot.collections["facts"].columns
    contradictions = snapshot.collections["clusters"].columns["contradictions"]
    return {
        "all": facts.num_rows,
        "published": pc.sum(facts["published"]).as_py() or 0,
        "contradicting": pc.sum(facts["contradicts"]).as_py() or 0,
        "doubtful_clusters": pc.sum(pc.greater(contradictions, 0)).as_py() or 0,
    }


def _counted(frozen: Frozen, name: str, words: dict[str, str]) -> list[tuple[str, int]]:
    """Count the rows by a column, the most frequent first, in words."""
    counts = Counter(frozen.columns[name].to_pylist())
    return [(words.get(code, gettext("not known")), count) for code, count in counts.most_common()]


def _rates(clusters: Frozen, titles: dict[str, Column], language: str) -> list[Rate]:
    return [
        Rate(
            title=RATES[definition.column].in_language(language),
            numerator=titles[definition.numerator].title.in_language(language),
            denominator=titles[definition.denominator].title.in_language(language),
            article=definition.article.in_language(language),
            computable=count_by_presence(clusters, definition.column)[Presence.KNOWN],
            address=f"{page_address(language, 'table')}?{definition.column}=known",
        )
        for definition in DEFINITIONS
    ]


def _stated(clusters: Frozen) -> dict[str, int]:
    scopes = Counter(clusters.columns["stated_fill_rate_scope"].to_pylist())
    groups = set(clusters.columns["stated_fill_rate_group"].to_pylist()) - {None}
    return {"own": scopes["cluster"], "group": scopes["group"], "statements": len(groups)}


def _known(clusters: Frozen, titles: dict[str, Column], language: str) -> list[Known]:
    """Count, for the indicators a reader asks for most, of how many clusters they are known."""
    reported = (*INDICATORS, RENT[0])
    asked = [name for name in (*GROUPS["land"], *GROUPS["production"], RENT[0]) if name in reported]
    return [_known_of(clusters, titles[name], language) for name in asked]


def _known_of(clusters: Frozen, column: Column, language: str) -> Known:
    counts = count_by_presence(clusters, column.name)
    field = FIELD_OF_INDICATOR.get(column.name, FIELDS["land_rent_usd_m2"])
    return Known(
        title=field.title.in_language(language),
        known=counts[Presence.KNOWN],
        bound=counts[Presence.BOUND],
        address=f"{page_address(language, 'table')}?{column.name}=known",
    )


def _wards(clusters: Frozen) -> dict[str, int]:
    bases = Counter(clusters.columns["ward_basis"].to_pylist())
    return {"derived": bases["derived"], "unknown": clusters.columns["ward_name"].null_count}


def _active(snapshot: Snapshot) -> dict[str, Any] | None:
    """Hold the latest dated number of active clusters against those that are known one by one."""
    latest = latest_account(snapshot.reports["totals"]["accounts"], LINES[0].id)
    if latest is None:
        return None
    return {"stated": as_stated(latest["stated"]), "known": int(latest["reported"]["amount"])}


def _surveyed(clusters: Frozen) -> int:
    qualities = Counter(clusters.columns["boundary_quality"].to_pylist())
    return qualities[Quality.OFFICIAL] + qualities[Quality.DIGITISED]


def _in_words(rules: law_rules.RuleSet) -> dict[str, Any]:
    return {
        "rules": rules,
        "first": when(rules.effective_from.isoformat()),
        "last": when(rules.effective_to.isoformat()) if rules.effective_to else None,
    }


def _citation(snapshot: Snapshot, language: str) -> str:
    mark = "SIMULATED. " if snapshot.simulated else ""
    said = gettext("{mark}CCN Atlas: {title}. Revision {revision}, read on {day}. CC BY 4.0. {address}")
    return str(said).format(
        mark=mark,
        title=snapshot.about[f"title_{language}"],
        revision=snapshot.revision,
        day=when(date.today().isoformat()),
        address=request.host_url.rstrip("/") + page_address(language, ""),
    )
