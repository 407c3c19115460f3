"""What a proposal does to published values and totals, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.fields import FIELDS
from geo.intake.effects import Effect, Standing, TotalChange
from geo.published import RATES
from geo.schema import Text
from geo.units import unit_text
from webmap.pages.wording import amount, as_stated, percent, when, with_unit
from webmap.pages.words import code_words


@dataclass(frozen=True)
class ShownStanding:
    """A value with its grounds, as a page prints it."""

    value: str
    grounds: str


@dataclass(frozen=True)
class ShownEffect:
    """What is published of one field of a cluster before and after, and why."""

    cluster: str
    name: str
    field: str
    before: ShownStanding | None
    after: ShownStanding | None
    brought: ShownStanding
    rule: str
    is_published: bool


@dataclass(frozen=True)
class ShownTotal:
    """A total before and after."""

    title: str
    before: str | None
    before_known: str
    after: str | None
    after_known: str


def show_effects(effects: Sequence[Effect], names: Mapping[str, Text], language: str) -> list[ShownEffect]:
    """Print effects, cluster by cluster."""
    ordered = sorted(effects, key=lambda effect: (effect.cluster, list(FIELDS).index(effect.field)))
    return [_effect(effect, names, language) for effect in ordered]


def _effect(effect: Effect, names: Mapping[str, Text], language: str) -> ShownEffect:
    field, name = FIELDS[effect.field], names.get(effect.cluster)
    return ShownEffect(
        cluster=effect.cluster,
        name=name.in_language(language) if name else effect.cluster,
        field=field.title.in_language(language),
        before=_standing(effect.field, effect.before, language) if effect.before else None,
        after=_standing(effect.field, effect.after, language) if effect.after else None,
        brought=_standing(effect.field, effect.brought, language),
        rule=effect.rule.in_language(language),
        is_published=effect.after == effect.brought,
    )


def _standing(field: str, standing: Standing, language: str) -> ShownStanding:
    time = when(standing.as_of) if standing.as_of else ""
    kind = code_words()["source_kind"].get(standing.source_kind, "")
    grounds = " · ".join(part for part in (standing.source, kind, time) if part)
    return ShownStanding(print_stated(field, standing.value, standing.unit, language), grounds)


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
