"""What a proposal does to published values and totals, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from geo.fields import FIELDS
from geo.intake.effects import Effect, Standing, TotalChange
from geo.published import RATES
from geo.schema import Text
from geo.units import unit_text
from webmap.pages.wording import amount, as_stated, percent, when, with_unit
from webmap.pages.words import code_words


@dataclass(frozen=True)
class ShownStanding:
    """A value with the number of its source in the list, and its time."""

    value: str
    cite: int
    time: str


@dataclass(frozen=True)
class ShownEffect:
    """What is published of one field of a cluster before and after, and why."""

    field: str
    before: ShownStanding | None
    after: ShownStanding | None
    brought: ShownStanding | None
    rule: str
    is_published: bool


@dataclass(frozen=True)
class ShownEffects:
    """The effects on one cluster."""

    cluster: str
    name: str
    effects: list[ShownEffect]


@dataclass(frozen=True)
class ShownTotal:
    """A total before and after."""

    title: str
    before: str | None
    before_known: str
    after: str | None
    after_known: str


class Cited:
    """The sources of the values shown, each with a number in the order they come up."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {}

    def cite(self, source: str, kind: str) -> int:
        """Return the number of a source."""
        return self._numbers.setdefault((source, kind), len(self._numbers) + 1)

    def sources(self) -> list[tuple[int, str, str]]:
        """List number, title and kind in words."""
        words = code_words()["source_kind"]
        return [(number, source, words.get(kind, "")) for (source, kind), number in self._numbers.items()]


def show_effects(
    effects: Sequence[Effect], names: Mapping[str, Text], cited: Cited, language: str
) -> list[ShownEffects]:
    """Print effects, cluster by cluster; `cited` collects their sources."""
    order = list(FIELDS)
    ordered = sorted(effects, key=lambda effect: (effect.cluster, order.index(effect.field)))
    found = []
    for cluster, own in groupby(ordered, key=lambda effect: effect.cluster):
        name = names[cluster].in_language(language) if cluster in names else cluster
        found.append(ShownEffects(cluster, name, [_effect(effect, cited, language) for effect in own]))
    return found


def _effect(effect: Effect, cited: Cited, language: str) -> ShownEffect:
    return ShownEffect(
        field=FIELDS[effect.field].title.in_language(language),
        before=_standing(effect.field, effect.before, cited, language) if effect.before else None,
        after=_standing(effect.field, effect.after, cited, language) if effect.after else None,
        brought=_standing(effect.field, effect.brought, cited, language) if effect.brought else None,
        rule=effect.rule.in_language(language),
        is_published=effect.brought in (None, effect.after),
    )


def _standing(field: str, standing: Standing, cited: Cited, language: str) -> ShownStanding:
    return ShownStanding(
        print_stated(field, standing.value, standing.unit, language),
        cited.cite(standing.source, standing.source_kind),
        when(standing.as_of) if standing.as_of else "",
    )


def print_stated(field: str, value: str, unit: str | None, language: str) -> str:
    """Print the value of a field as a source states it."""
    kind = FIELDS[field].kind if field in FIELDS else ""
    shown = when(value) if kind == "date" else as_stated(value) if kind == "number" else value
    return with_unit(shown, unit_text(unit).in_language(language))


def show_totals_changed(totals: Sequence[TotalChange], language: str) -> list[ShownTotal]:
    """Print totals before and after, and of how many clusters each is known."""
    return [
        ShownTotal(
            total.title.in_language(language),
            _total(total.column, total.before),
            f"{amount(total.before_known)}/{amount(total.before_of)}",
            _total(total.column, total.after),
            f"{amount(total.after_known)}/{amount(total.after_of)}",
        )
        for total in totals
    ]


def _total(column: str, value: float | None) -> str | None:
    if value is None:
        return None
    return percent(value) if column in RATES else amount(value)
