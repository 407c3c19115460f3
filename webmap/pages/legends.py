"""What the legend says of each layer for one snapshot: classes, period, method, what is missing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, isfinite
from typing import Any

from flask_babel import format_percent, gettext

from geo.facts import parse_days
from geo.fields import FIELD_OF_INDICATOR
from geo.occupancy import DEFINITIONS
from geo.published import COLLECTIONS
from geo.schema import Basis, Text
from geo.snapshot import Snapshot
from webmap.pages.classes import natural_edges
from webmap.pages.colours import BOUNDS, GROUP, NO_DATA, NOTHING, steps
from webmap.pages.layers import AREAS, LAYERS, AreaRule, Categories, Fixed, Group, Layer, Natural
from webmap.pages.wording import amount, when
from webmap.pages.words import code_words, unit_words

Json = dict[str, Any]
Record = Mapping[str, Any]


def to_legends(snapshot: Snapshot, language: str) -> list[Json]:
    """Describe every layer of a snapshot in a language, which is that of the request."""
    records = snapshot.collections["clusters"].records()
    return [_Legend(layer, records, snapshot, language).to_json() for layer in LAYERS]


def say(said: str | Text, language: str) -> str:
    """Say a text of the pages, or one of the domain."""
    return said.in_language(language) if isinstance(said, Text) else str(said)


def value_of(layer: Layer, cluster: Record) -> float | None:
    """Return what a layer shows of a cluster; None where it is missing, or known as a bound only."""
    if layer.counted:
        return float(sum(cluster[f"{name}_basis"] != Basis.MISSING for name in layer.counted))
    if layer.quotient:
        part, whole = (cluster[name] for name in layer.quotient)
        return None if part is None or not whole else float(part / whole)
    if layer.indicator and f"{layer.indicator}: " in (cluster["bounds"] or ""):
        return None
    value = cluster[str(layer.column)]
    return None if value is None else float(value)


@dataclass(frozen=True)
class _Legend:
    layer: Layer
    records: Sequence[Record]
    snapshot: Snapshot
    language: str

    def to_json(self) -> Json:
        layer = self.layer
        return {
            "id": layer.id,
            "title": say(layer.title, self.language),
            "definition": self._definition(),
            "period": self._period(),
            "note": self._note(),
            "column": layer.column,
            "quotient": layer.quotient,
            "indicator": layer.indicator,
            "share": layer.share,
            "unit": self._unit,
            "method": self._method(),
            "classes": self._classes(),
            "areas": self._areas(),
        }

    @property
    def _unit(self) -> str:
        return unit_words().get(self.layer.unit, "")

    def _definition(self) -> str:
        for rate in DEFINITIONS:
            if rate.column == self.layer.id:
                part, whole = (self._title(name) for name in (rate.numerator, rate.denominator))
                return f"{part} ÷ {whole} ({rate.article.in_language(self.language)})"
        return say(self.layer.definition, self.language).format(count=amount(len(self.layer.counted)))

    def _title(self, code: str) -> str:
        others = {
            "operating": gettext("a statement that it operates"),
            "contradiction": gettext("figures that do not contradict"),
        }
        return others.get(code) or _TITLES[code].in_language(self.language)

    def _method(self) -> str:
        if isinstance(self.layer.classes, Categories):
            return str(gettext("One class for each word of the list."))
        if isinstance(self.layer.classes, Fixed):
            return str(self.layer.classes.reason)
        return said_of_natural_breaks()

    def _classes(self) -> list[Json]:
        if isinstance(self.layer.classes, Categories):
            words = code_words()[str(self.layer.column)]
            colours = self.layer.classes.colours.items()
            return [_class(code, words[code], colour, value=code) for code, colour in colours]
        return [*self._steps(self._edges()), *self._doubtful()]

    def _edges(self) -> list[float]:
        if isinstance(self.layer.classes, Fixed):
            return list(self.layer.classes.edges)
        values = (value_of(self.layer, cluster) for cluster in self.records)
        return natural_edges(value for value in values if value is not None)

    def _doubtful(self) -> list[Json]:
        """List the classes of what is no measurement; the last one is of what is missing."""
        layer, found = self.layer, []
        if layer.of_groups:
            found.append(_class("group", gettext("stated of a group of clusters"), GROUP, hollow=True))
        if layer.indicator:
            known_as = gettext("known as a bound only")
            found.append(_class("bounds", known_as, BOUNDS, hollow=True, onlyIfAny=True))
        word = gettext("not computable: no data") if layer.inputs else gettext("no data")
        return [*found, _class("missing", word, NO_DATA, onlyIfAny=bool(layer.counted))]

    def _steps(self, edges: list[float]) -> list[Json]:
        fixed = self.layer.classes if isinstance(self.layer.classes, Fixed) else None
        closed = (*(fixed.closed if fixed else ()), edges[-1]) if edges else ()
        found = []
        for colour, (low, high) in zip(steps(len(edges) - 1), pairwise(edges), strict=True):
            bounds = {"from": low, "to": high if isfinite(high) else None, "closed": high in closed}
            label = self._label(low, high, closed)
            found.append(_class(f"from-{low:g}", label, colour, **bounds))
        return found

    def _label(self, low: float, high: float, closed: tuple[float, ...]) -> str:
        layer = self.layer
        if layer.whole:
            low = low if layer.counted else max(low, 1.0)
            last = high if high in closed else high - 1
            return f"{low:g}" if low == last else f"{low:g} – {last:g}"
        least, most = (
            format_percent(edge) if layer.share else amount(edge) for edge in (low, min(high, 1e12))
        )
        if high == inf:
            said = f"> {least}" if low in closed else f"≥ {least}"
        elif low == 0 and high not in closed:
            said = f"< {most}"
        else:
            said = f"{least} – {'' if high in closed else '< '}{most}"
        return f"{said} {self._unit}".strip()

    def _period(self) -> str:
        if not self.layer.dated:
            return str(gettext("The data keep no date of it."))
        shown = [cluster for cluster in self.records if value_of(self.layer, cluster) is not None]
        stated = [cluster for cluster in shown if self._stated_of(cluster)]
        if not stated:
            return str(gettext("No figure yet, so no period."))
        times = [time for cluster in stated for time in self._times(cluster)]
        undated = sum(not self._times(cluster) for cluster in stated)
        said = [_span(times), _undated(undated, len(stated))]
        return " ".join(part for part in said if part)

    def _stated_of(self, cluster: Record) -> list[str]:
        return [name for name in self.layer.dated if cluster[f"{name}_basis"] != Basis.MISSING]

    def _times(self, cluster: Record) -> list[str]:
        texts = (cluster[f"{name}_as_of"] for name in self._stated_of(cluster))
        return [time for text in texts if text for time in text.split("; ") if parse_days(time)]

    def _note(self) -> str:
        """Say of how many clusters a computed value is known, and what the others lack."""
        if self.layer.counted:
            names = "; ".join(_small(self._title(name)) for name in self.layer.counted)
            return str(gettext("Counted are: {names}.")).format(names=names)
        if not self.layer.inputs:
            return ""
        known = sum(value_of(self.layer, cluster) is not None for cluster in self.records)
        said = str(gettext("Computable for {known} of {all}.")).format(
            known=amount(known), all=amount(len(self.records))
        )
        lacking = Counter(code for cluster in self.records for code in self._lacking(cluster))
        missing = "; ".join(
            str(gettext("{what} at {count}")).format(what=_small(self._title(code)), count=amount(count))
            for code, count in lacking.most_common()
        )
        return said + (" " + str(gettext("Missing: {list}.")).format(list=missing) if missing else "")

    def _lacking(self, cluster: Record) -> list[str]:
        if f"{self.layer.id}_missing" in cluster:
            return (cluster[f"{self.layer.id}_missing"] or "").split()
        return [name for name in self.layer.inputs if cluster[name] is None]

    def _areas(self) -> Json:
        rule, layer = self.layer.areas, self.layer
        return {
            "rule": rule,
            "note": self._said_of_areas(),
            "column": "clusters" if rule is AreaRule.COUNT else layer.column or layer.id,
            "known": "planned_area_known" if layer.id == "planned_area_ha" else f"{layer.id}_known",
            "classes": {} if rule is not AreaRule.SUM else self._by_kind(str(layer.column)),
        }

    def _by_kind(self, column: str) -> Json:
        """Make the classes of sums, in which every kind of area has its own size."""
        units = {kind: self.snapshot.collections[kind].columns[column] for kind in AREAS[1:]}
        known = {kind: [value for value in cells.to_pylist() if value] for kind, cells in units.items()}
        return {kind: self._steps(natural_edges(values)) for kind, values in known.items()}

    def _said_of_areas(self) -> str:
        if self.layer.areas is AreaRule.MEANS:
            return str(gettext("Two means of the clusters that have a figure: by hectares, and simple."))
        if self.layer.areas is AreaRule.SUM:
            return str(gettext("The sum of what is known; clusters without a figure are not in it."))
        if self.layer.of_groups:
            return str(
                gettext("Not averaged, for its definition is unknown: the number of clusters is shown.")
            )
        return str(gettext("An average would mean nothing here: the number of clusters is shown."))


def _class(code: str, label: str, colour: str, **more: Any) -> Json:
    return {"id": code, "label": label, "colour": colour, **more}


def count_classes(snapshot: Snapshot, language: str) -> Json:
    """Make the classes of areas by how many clusters they have, by kind of area."""
    return _Legend(_COUNTED, [], snapshot, language)._by_kind("clusters")


def said_of_natural_breaks() -> str:
    """Say how classes without fixed edges are made."""
    return str(gettext("Natural breaks (Fisher–Jenks) of what is known, at round numbers."))


def area_doubts() -> list[Json]:
    """List the classes of areas without a figure."""
    return [
        _class("missing", gettext("clusters, but no figure"), NO_DATA),
        _class("none", gettext("no cluster known there"), NOTHING, onlyIfAny=True),
    ]


def _span(times: list[str]) -> str:
    if not times:
        return ""
    days = {time: found for time in times if (found := parse_days(time))}
    first, last = min(days, key=lambda time: days[time][0]), max(days, key=lambda time: days[time][1])
    if first == last:
        return str(gettext("Figures of {time}.")).format(time=when(first))
    return str(gettext("Figures of {first} to {last}.")).format(first=when(first), last=when(last))


def _small(title: str) -> str:
    return title[:1].lower() + title[1:]


def _undated(count: int, all_of_them: int) -> str:
    if not count:
        return ""
    return str(gettext("Undated: {count} of {all}.")).format(count=amount(count), all=amount(all_of_them))


_TITLES = {
    **{name: field.title for name, field in FIELD_OF_INDICATOR.items()},
    **{column.name: column.title for column in COLLECTIONS["clusters"].columns},
}
_COUNTED = Layer("clusters", Group.DATA, "", "", Natural(), whole=True)
