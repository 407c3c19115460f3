"""The factsheet of one cluster: every value with its grounds, every rate explained, every fact kept."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import pyarrow.compute as pc
from flask import Response, render_template

from geo import law
from geo.facts import parse_days
from geo.fields import FIELDS
from geo.occupancy import DEFINITIONS, REMEDIES, Definition
from geo.published import COLLECTIONS, RATES
from geo.schema import Column, Kind
from geo.snapshot import Snapshot
from webmap.pages.wording import amount, as_stated, when
from webmap.pages.words import code_words, flag_words, unit_words
from webmap.state import state

Record = dict[str, Any]


@dataclass(frozen=True)
class Explained:
    """One fill rate: its definition, what it divides, its value or what it lacks."""

    title: str
    article: str
    numerator: str
    denominator: str
    value: str | None
    missing: list[str]


@dataclass(frozen=True)
class Stated:
    """All that sources say about one field; the published fact comes first."""

    title: str
    facts: list[Record]


def show_factsheet(language: str, cluster_id: str) -> Response:
    """Answer with the factsheet of a cluster.

    Raises
    ------
    ClusterNotFoundError
        If there is no such cluster.
    """
    snapshot = state().snapshot
    clusters = snapshot.collections["clusters"]
    record = clusters.record(clusters.get_row(cluster_id))
    page = render_template(
        "factsheet.html",
        lang=language,
        cluster=record,
        name=record["name_vi" if language == "vi" else "name_en"],
        words=code_words(),
        flags=flag_words(),
        rates=[_explain(definition, record, language) for definition in DEFINITIONS],
        fields=_stated(snapshot, cluster_id, language),
        sources={source["id"]: source for source in snapshot.collections["sources"].records()},
        verdicts=_verdicts(record, date.today()),
        today=when(date.today().isoformat()),
        amount=amount,
        when=when,
    )
    return Response(page)


def _explain(definition: Definition, record: Record, language: str) -> Explained:
    columns = {column.name: column for column in COLLECTIONS["clusters"].columns}
    value = record[definition.column]
    missing = (record[f"{definition.column}_missing"] or "").split()
    return Explained(
        title=RATES[definition.column].in_language(language),
        article=definition.article.in_language(language),
        numerator=_operand(columns[definition.numerator], record, language),
        denominator=_operand(columns[definition.denominator], record, language),
        value=None if value is None else f"{amount(round(100 * value, 1))} %",
        missing=[REMEDIES[name].in_language(language) for name in missing],
    )


def _operand(column: Column, record: Record, language: str) -> str:
    value = record[column.name]
    title = column.title.in_language(language)
    return title if value is None else f"{title} ({amount(value)} ha)"


def _stated(snapshot: Snapshot, cluster_id: str, language: str) -> list[Stated]:
    facts = snapshot.collections["facts"].columns
    own = facts.filter(pc.equal(facts["cluster_id"], cluster_id)).to_pylist()
    order = list(FIELDS)
    own.sort(key=lambda fact: (order.index(fact["field"]), not fact["published"], fact["id"]))
    return [
        Stated(FIELDS[name].title.in_language(language), [_shown(fact) for fact in group])
        for name, group in groupby(own, key=lambda fact: fact["field"])
    ]


def _shown(fact: Record) -> Record:
    number = FIELDS[fact["field"]].kind == "number" and fact["value_min"] is not None
    degrees = fact["field"] in ("lon", "lat")
    time = fact["period"] or fact["as_of"]
    return fact | {
        "shown": as_stated(fact["value"]) if number and not degrees else fact["value"],
        "unit": unit_words().get(fact["unit"], fact["unit"]),
        "time": when(time) if time else None,
    }


def _verdicts(record: Record, today: date) -> list[law.Verdict]:
    established = parse_days(record["date_established"]) if record["date_established"] else None
    formed = established[1] if established else None
    land = law.ClusterLand(
        record["id"], record["industrial_area_ha"], record["committed_area_ha"], record["leased_area_ha"]
    )
    planned_area_ha = record["planned_area_ha"]
    return [
        law.size_lawful(
            planned_area_ha,
            today,
            kind=Kind(record["kind"]),
            mountain_district=None,
            date_established=formed,
        ),
        law.may_expand(land, today, planned_area_ha=planned_area_ha, added_area_ha=None),
        law.regularisation(formed, today),
    ]
