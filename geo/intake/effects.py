"""What changes do to what is published: each value before and after with the rule, and the totals."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import shapely
from geopandas import GeoDataFrame

from geo.changes import Action, Change, Content
from geo.chosen import choose_published, with_source_kind
from geo.cluster_records import cluster_layer
from geo.crs import WGS84
from geo.facts import CHOICE
from geo.fields import FIELD_OF_INDICATOR
from geo.intake.changing import records
from geo.intake.reading import Source
from geo.interval import parse_day
from geo.layers import LAYERS
from geo.package import Package
from geo.published import DIFFERENCES, RATES, SUMS
from geo.schema import Text
from geo.summary import unit_figures
from geo.tables import TABLES

Fact = Mapping[str, Any]

FIRST_FIGURE = Text("chưa có số liệu nào", "there was no figure")
TAKES_THE_PLACE = Text(
    "cùng biểu, cùng kỳ: số nộp sau thay số nộp trước",
    "the same form and time: the later one takes the place",
)
WITHDRAWN = Text(
    "biểu nộp lại không còn số liệu này: số nộp trước được rút",
    "the form sent again no longer has it: the earlier figure is withdrawn",
)
NOT_PUBLISHED = Text(
    "số của nửa năm không thay cho số cả năm nên không công bố",
    "half a year's figure never stands for a year's and is not published",
)
RULES = (
    Text("có người đã quyết định, nêu lý do", "a person decided, with a reason"),
    Text("số riêng của cụm xếp trước số chung của nhóm", "the cluster's own figure goes before a group's"),
    Text("thứ bậc nguồn: quyết định, cơ quan nhà nước và báo cáo, báo chí, cổng thông tin",
         "rank of the source: decision, government and reports, press, portal"),
    Text("số liệu mới nhất xếp trước", "the latest goes first"),
    Text("ngang nhau: số ghi nhận trước được giữ", "they rank the same: the one recorded first is kept"),
)  # fmt: skip
"""The rules of `geo.facts.CHOICE`, in their order, as reasons why one fact is published before another."""


@dataclass(frozen=True)
class Standing:
    """A published value with its grounds."""

    value: str
    unit: str | None
    source: str
    source_kind: str
    as_of: str | None


@dataclass(frozen=True)
class Effect:
    """What is published of a cluster's field before and after; where both are the same, `rule` says why
    what was brought is not what is published. Nothing was brought where a figure is withdrawn."""

    cluster: str
    field: str
    before: Standing | None
    after: Standing | None
    brought: Standing | None
    rule: Text


@dataclass(frozen=True)
class TotalChange:
    """A total of the whole package before and after, each with how many of all clusters are behind it."""

    column: str
    title: Text
    before: float | None
    before_known: int
    before_of: int
    after: float | None
    after_known: int
    after_of: int


def find_effects(
    package: Package, changes: Sequence[Change], sources: Sequence[Source]
) -> tuple[list[Effect], list[TotalChange]]:
    """Publish the record as it is and as it would be, and tell the difference."""
    clusters = {_cluster_of(change) for change in changes} - {None}
    if not clusters:
        return [], []
    part = _part(package, clusters)
    after = apply_changes(part, changes, sources)
    before_facts, after_facts = with_source_kind(part), with_source_kind(after)
    before_chosen, after_chosen = choose_published(before_facts), choose_published(after_facts)
    titles = {row["id"]: row["title"] for row in records(after, "sources")}
    effects = list(
        _effects(changes, _by_subject(before_chosen), _by_subject(after_chosen), after_facts, titles)
    )
    whole = _records(package, choose_published(with_source_kind(package)))
    others = [cluster for cluster in whole if cluster["id"] not in clusters]
    return effects, list(_totals(whole, [*others, *_records(after, after_chosen)]))


def _cluster_of(change: Change) -> Any:
    """Name the cluster whose published values a change may touch."""
    row = change.after or change.before or {}
    if change.table in ("facts", "decisions"):
        return row["cluster_id"]
    return change.key if change.table == "clusters" else None


def _part(package: Package, clusters: set[Any]) -> Package:
    """Leave only what is about some clusters: what is published of one depends on no other."""
    keys = {"clusters": "id", "facts": "cluster_id", "decisions": "cluster_id"}
    tables = {
        name: rows[rows[keys[name]].isin(clusters)] if name in keys else rows
        for name, rows in package.tables.items()
    }
    outlines = package.layers["outlines"]
    layers = {**package.layers, "outlines": outlines[outlines["id"].isin(clusters)]}
    return replace(package, tables=tables, layers=layers)


def apply_changes(package: Package, changes: Sequence[Change], sources: Sequence[Source]) -> Package:
    """Make the package the record would hold; new rows stand at the end of their table."""
    tables, layers = dict(package.tables), dict(package.layers)
    named = {(change.after or {}).get("source_id") for change in changes}
    new = [Change("sources", s.key, Action.ADDED, None, _source_row(s)) for s in sources if s.key in named]
    for table in dict.fromkeys(change.table for change in (*new, *changes)):
        own = [change for change in (*new, *changes) if change.table == table]
        if table in LAYERS and table in layers:
            layers[table] = _changed_layer(layers[table], LAYERS[table].key, own)
        elif table in TABLES:
            tables[table] = _changed_table(package, table, own)
    return replace(package, tables=tables, layers=layers)


def _source_row(source: Source) -> Content:
    return {"id": source.key, "title": source.title, "kind": source.kind, "url": source.url}


def _changed_table(package: Package, table: str, changes: list[Change]) -> pd.DataFrame:
    described = TABLES[table]
    key, rows = described.primary_key or "", package.tables[table]
    gone = {change.key for change in changes if change.action is not Action.ADDED}
    kept = rows[~rows[key].isin(gone)] if key else rows
    new = [_typed(table, change) for change in changes if change.after is not None]
    added = pd.DataFrame(new, columns=list(rows.columns), dtype=object)
    together = added if kept.empty else pd.concat([kept.astype(object), added], ignore_index=True)
    numbers = {c.name: "float64" for c in described.columns if c.type == "number" and c.name in together}
    return together.where(together.notna(), None).astype(numbers)


def _typed(table: str, change: Change) -> dict[str, Any]:
    row = dict(change.after or {})
    for column in TABLES[table].columns:
        if column.type == "date" and isinstance(row.get(column.name), str):
            row[column.name] = parse_day(row[column.name])
    if key := TABLES[table].primary_key:
        row[key] = row.get(key) or _later_id(change)
    return row


def _later_id(change: Change) -> str:
    """Ids that the record gives later stand behind all it has; so do these."""
    return str((change.after or {}).get("id") or f"~{change.key.rpartition('-')[2].zfill(9)}")


def _changed_layer(layer: GeoDataFrame, key: str, changes: list[Change]) -> GeoDataFrame:
    gone = {change.key for change in changes}
    kept = layer[~layer[key].isin(gone)]
    contents = [change.after for change in changes if change.after is not None]
    shapes = [
        shapely.from_geojson(json.dumps(c["geometry"])) if c.get("geometry") else None for c in contents
    ]
    rows = kept.drop(columns="geometry").to_dict("records") + [
        {name: value for name, value in content.items() if name != "geometry"} for content in contents
    ]
    cells = pd.DataFrame(rows, columns=[name for name in layer.columns if name != "geometry"], dtype=object)
    return GeoDataFrame(
        cells.where(cells.notna(), None), geometry=[*kept.geometry, *shapes], crs=layer.crs or WGS84
    )


def _by_subject(chosen: pd.DataFrame) -> dict[tuple[str, str], Fact]:
    return {(fact["cluster_id"], fact["field"]): fact for fact in chosen.to_dict("records")}


def _effects(
    changes: Sequence[Change],
    before: Mapping[tuple[str, str], Fact],
    after: Mapping[tuple[str, str], Fact],
    facts: pd.DataFrame,
    titles: Mapping[str, str],
) -> Iterator[Effect]:
    kinds = dict(zip(facts["source_id"], facts["source_kind"], strict=True))
    ranks = dict(zip(facts["id"], zip(*(rank(facts) for _, rank in CHOICE), strict=True), strict=True))
    for change in changes:
        fact = change.after or change.before
        if change.table != "facts" or fact is None:
            continue
        subject = (fact["cluster_id"], fact["field"])
        old, new = before.get(subject), after.get(subject)
        yield Effect(
            *subject,
            None if old is None else _standing(old, titles),
            None if new is None else _standing(new, titles),
            None
            if change.after is None
            else _standing({**fact, "source_kind": kinds.get(fact["source_id"], "")}, titles),
            WITHDRAWN if change.after is None else _rule(change, old, new, ranks),
        )


def _rule(change: Change, old: Fact | None, new: Fact | None, ranks: Mapping[str, tuple[Any, ...]]) -> Text:
    brought = _later_id(change)
    if new is None:
        return NOT_PUBLISHED
    if new["id"] != brought:
        return _deciding(ranks, new["id"], brought)
    if old is None:
        return FIRST_FIGURE
    return TAKES_THE_PLACE if old["id"] == brought else _deciding(ranks, brought, old["id"])


def _deciding(ranks: Mapping[str, tuple[Any, ...]], winner: str, loser: str) -> Text:
    """Find the first rule that ranks one fact before another; one that is no longer there was replaced."""
    pairs = zip(RULES, ranks[winner], ranks.get(loser, ()), strict=False)
    return next((rule for rule, first, second in pairs if first != second), TAKES_THE_PLACE)


def _standing(fact: Fact, titles: Mapping[str, str]) -> Standing:
    source = titles.get(fact["source_id"]) or fact["source_id"]
    return Standing(fact["value"], fact["unit"], source, fact["source_kind"], fact["period"] or fact["as_of"])


def _records(package: Package, chosen: pd.DataFrame) -> list[dict[str, Any]]:
    clusters: list[dict[str, Any]] = cluster_layer(package, chosen, [], None).to_dict("records")
    return clusters


def _totals(before: Iterable[dict[str, Any]], after: Iterable[dict[str, Any]]) -> Iterator[TotalChange]:
    """Compare the totals and the mean fill rates; those that stay the same are left out."""
    old, new = unit_figures(list(before)), unit_figures(list(after))
    for column, title in _TOTALS.items():
        was, now = _total(old, column), _total(new, column)
        if was != now:
            yield TotalChange(column, title, *was, old["clusters"], *now, new["clusters"])


def _total(figures: Mapping[str, Any], column: str) -> tuple[float | None, int]:
    known = "planned_area_known" if column == "planned_area_ha" else f"{column}_known"
    return figures[f"{column}_weighted" if column in RATES else column], figures[known]


_TOTALS: dict[str, Text] = {
    "planned_area_ha": FIELD_OF_INDICATOR["planned_area_ha"].title,
    **{name: DIFFERENCES.get(name) or FIELD_OF_INDICATOR[name].title for name in SUMS},
    **RATES,
}
"""What is summed over all clusters, and the fill rates averaged by hectares."""
