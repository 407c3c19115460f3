"""What the legend says of each layer for one snapshot: meaning, classes, period, what is missing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask_babel import gettext

from geo.facts import parse_days
from geo.fields import FIELD_OF_INDICATOR
from geo.occupancy import DEFINITIONS
from geo.published import COLLECTIONS
from geo.schema import Basis, Text
from webmap.pages.layers import AreaRule, Layer
from webmap.pages.legend_classes import Record, method_of, value_of
from webmap.pages.wording import amount, when

_TITLES = {
    **{name: field.title for name, field in FIELD_OF_INDICATOR.items()},
    **{column.name: column.title for column in COLLECTIONS["clusters"].columns},
}
_days = lru_cache(maxsize=4096)(parse_days)


@dataclass(frozen=True)
class Explained:
    """What the legend says of a layer besides its classes."""

    title: str
    definition: str
    period: str
    method: str
    note: str


def explain(layer: Layer, clusters: Sequence[Record], language: str, period: str | None = None) -> Explained:
    """Explain a layer for some clusters in a language, which is that of the request.

    `period` is the one whose values the clusters are shown with, where they are not the latest.
    """
    return Explained(
        say(layer.title, language),
        _definition(layer, language),
        _span({period}) if period else _period(layer, clusters),
        method_of(layer),
        _note(layer, clusters, language),
    )


def say(said: str | Text, language: str) -> str:
    """Say a text of the pages, or one of the domain."""
    return said.in_language(language) if isinstance(said, Text) else str(said)


def _definition(layer: Layer, language: str) -> str:
    for rate in DEFINITIONS:
        if rate.column == layer.id:
            part, whole = (_title(name, language) for name in (rate.numerator, rate.denominator))
            return f"{part} ÷ {whole} ({rate.article.in_language(language)})"
    return say(layer.definition, language).format(count=amount(len(layer.counted)))


def _title(code: str, language: str) -> str:
    """Name what a computed value needs."""
    if code == "operating":
        return str(gettext("a statement that it operates"))
    if code == "contradiction":
        return str(gettext("figures that do not contradict"))
    return _TITLES[code].in_language(language)


def _period(layer: Layer, clusters: Sequence[Record]) -> str:
    """Say from when to when the figures are, and how many clusters' figures have no date."""
    if not layer.dated:
        return str(gettext("The data keep no date of it."))
    shown = (cluster for cluster in clusters if value_of(layer, cluster) is not None)
    stated = [names for cluster in shown if (names := _times(layer, cluster)) is not None]
    if not stated:
        return str(gettext("No figure yet, so no period."))
    undated = sum(not times for times in stated)
    said = _span({time for times in stated for time in times})
    if undated:
        counts = {"count": amount(undated), "all": amount(len(stated))}
        said += " " + str(gettext("Undated: {count} of {all}.")).format(**counts)
    return said.strip()


def _times(layer: Layer, cluster: Record) -> list[str] | None:
    """List the times of what a layer rests on in a cluster; None where it rests on nothing."""
    names = [name for name in layer.dated if cluster[f"{name}_basis"] != Basis.MISSING]
    if not names:
        return None
    texts = (cluster[f"{name}_as_of"] or "" for name in names)
    return [time for text in texts for time in text.split("; ") if _days(time)]


def _span(times: Iterable[str]) -> str:
    days = {time: found for time in times if (found := _days(time))}
    if not days:
        return ""
    first, last = min(days, key=lambda time: days[time][0]), max(days, key=lambda time: days[time][1])
    if first == last:
        return str(gettext("Figures of {time}.")).format(time=when(first))
    return str(gettext("Figures of {first} to {last}.")).format(first=when(first), last=when(last))


def _note(layer: Layer, clusters: Sequence[Record], language: str) -> str:
    """Say what is counted; or of how many clusters a value can be computed, and what the others lack."""
    if layer.counted:
        names = "; ".join(_small(_title(name, language)) for name in layer.counted)
        return str(gettext("Counted are: {names}.")).format(names=names)
    if not layer.inputs:
        return ""
    known = sum(value_of(layer, cluster) is not None for cluster in clusters)
    counts = {"known": amount(known), "all": amount(len(clusters))}
    said = str(gettext("Computable for {known} of {all}.")).format(**counts)
    lacking = Counter(code for cluster in clusters for code in _lacking(layer, cluster))
    return f"{said} {_said_of_missing(lacking, language)}".strip()


def _lacking(layer: Layer, cluster: Record) -> list[str]:
    if f"{layer.id}_missing" in cluster:
        return (cluster[f"{layer.id}_missing"] or "").split()
    return [name for name in layer.inputs if cluster[name] is None]


def _said_of_missing(lacking: Counter[str], language: str) -> str:
    if not lacking:
        return ""
    listed = "; ".join(
        str(gettext("{what} at {count}")).format(what=_small(_title(code, language)), count=amount(count))
        for code, count in lacking.most_common()
    )
    return str(gettext("Missing: {list}.")).format(list=listed)


def _small(title: str) -> str:
    return title[:1].lower() + title[1:]


def said_of_areas(layer: Layer) -> str:
    """Say what a district or ward shows by a layer."""
    if layer.areas is AreaRule.MEANS:
        return str(gettext("Two means of the clusters that have a figure: by hectares, and simple."))
    if layer.areas is AreaRule.SUM:
        return str(gettext("The sum of what is known; clusters without a figure are not in it."))
    if layer.of_groups:
        return str(gettext("Not averaged, for its definition is unknown: the number of clusters is shown."))
    return str(gettext("An average would mean nothing here: the number of clusters is shown."))
