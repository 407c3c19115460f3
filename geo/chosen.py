"""Which facts of a package are published, and which contradict those."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from geo.facts import Value, choose, contradicts, dates_contradict
from geo.fields import FIELDS
from geo.package import Package
from geo.rows import rows_of

Record = dict[str, Any]


def with_source_kind(package: Package) -> pd.DataFrame:
    """Return the facts with what the rule of choice needs: the kind of their source, and who chose them."""
    sources = package.tables["sources"]
    kinds = dict(zip(sources["id"], sources["kind"], strict=True))
    facts = package.tables["facts"]
    return facts.assign(
        source_kind=facts["source_id"].map(kinds), decided=facts["id"].isin(_decided_facts(package))
    )


def _decided_facts(package: Package) -> list[str]:
    """List the facts people chose; of several decisions on the same the last one holds."""
    decisions = package.tables.get("decisions")
    if decisions is None:
        return []
    return list(decisions.drop_duplicates(["cluster_id", "field"], keep="last")["fact_id"])


def choose_published(facts: pd.DataFrame) -> pd.DataFrame:
    """Pick the published fact of every cluster and field; half a year's flow never stands for a year's."""
    flows = [name for name, field in FIELDS.items() if field.flow]
    half = facts["field"].isin(flows) & facts["period"].fillna("").str.endswith("-H1")
    return choose(facts[~half])


def find_contradictions(facts: pd.DataFrame, chosen: pd.DataFrame) -> list[tuple[Record, Record]]:
    """Pair every fact that cannot hold beside the published one with that one.

    Figures that change with time contradict each other only when they are about the same time.
    """
    rivals = facts.assign(position=facts.index)[~facts["id"].isin(chosen["id"])]
    return pair_contradictions(rows_of(rivals), rows_of(chosen))


def pair_contradictions(rivals: Iterable[Record], published: Iterable[Record]) -> list[tuple[Record, Record]]:
    """Pair each fact that was not chosen with the one that was, where the two cannot both hold."""
    standing = {(fact["cluster_id"], fact["field"]): fact for fact in published}
    pairs = ((fact, standing.get((fact["cluster_id"], fact["field"]))) for fact in rivals)
    return [(fact, other) for fact, other in pairs if other is not None and _disagree(fact, other)]


def _disagree(fact: Record, other: Record) -> bool:
    field = FIELDS[fact["field"]]
    if field.name in ("lon", "lat"):
        return False
    if field.varies and (fact["period"], fact["as_of"]) != (other["period"], other["as_of"]):
        return False
    if field.kind == "date":
        return dates_contradict(fact["value"], other["value"])
    return field.kind == "number" and contradicts(as_value(fact), as_value(other))


def as_value(fact: Record) -> Value:
    least, most = (None if pd.isna(fact[end]) else float(fact[end]) for end in ("value_min", "value_max"))
    return Value(least, most, fact["qualifier"])
