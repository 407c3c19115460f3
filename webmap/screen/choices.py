"""What colours the map, as a form: layer, areas, mean, how classes are made, what it is set against."""

from dataclasses import dataclass

from flask import render_template
from flask_babel import gettext

from geo.ground import known_measured
from geo.history import periods_of
from geo.snapshot import Snapshot
from webmap.pages.layers import AREAS, GROUPS, LAYERS, MEANS, AreaRule, Categories, Group
from webmap.pages.legends import say
from webmap.pages.wording import when
from webmap.screen.edges import say_edges
from webmap.screen.question import METHODS, Question
from webmap.screen.shown import Shown
from webmap.screen.timeline import changes_with_time

Option = tuple[str, str]

_MOST_OFFERED = 8
OWN = (
    "layer", "areas", "mean", "classes", "k", "edges", "versus", "beside.layer", "beside.time", "beside",
)  # fmt: skip
"""The parameters the form has fields for; all others go along unseen."""


@dataclass(frozen=True)
class Beside:
    """What a second map shows: a layer and a period, which stand as `layer@period` in the address."""

    layer: str
    period: str


def render_choices(shown: Shown) -> str:
    """Make the form with what is chosen now."""
    question = shown.question
    periods = periods_of(shown.snapshot) if changes_with_time(question.layer) else []
    numbers = not isinstance(question.layer.classes, Categories)
    return render_template(
        "screen/_choices.html",
        action=question.address.path,
        carried={name: text for name, text in question.address.texts.items() if name not in OWN},
        layer=question.layer.id,
        layer_groups=layer_groups(question, shown.snapshot),
        areas=[(one, word) for one, word in zip(AREAS, _area_words(), strict=True)],
        area=question.areas,
        means=list(zip(MEANS, (gettext("weighted by hectares"), gettext("simple")), strict=True)),
        mean=question.mean,
        asks_mean=question.areas != AREAS[0] and question.layer.areas is AreaRule.MEANS,
        methods=list(zip(METHODS, _method_words(), strict=True)) if numbers else [],
        scheme=question.scheme,
        edges=say_edges(question.scheme.edges, question.language, share=question.layer.share),
        share=question.layer.share,
        counts=range(3, _MOST_OFFERED + 1),
        periods=[(period, when(period)) for period in periods],
        versus=question.versus or "",
        beside=parse_beside(question.text("beside")),
    )


def layer_groups(question: Question, snapshot: Snapshot) -> list[tuple[str, list[Option]]]:
    """List the layers under their headings; what rasters measure only where some cluster has a value."""
    beside = parse_beside(question.text("beside"))
    chosen = {question.layer.id, beside.layer if beside else ""}
    known = known_measured(snapshot.collections["clusters"])
    offered = [
        one for one in LAYERS if one.group is not Group.GROUND or one.column in known or one.id in chosen
    ]
    listed = {
        str(title): [(one.id, say(one.title, question.language)) for one in offered if one.group == group]
        for group, title in GROUPS.items()
    }
    return [(title, options) for title, options in listed.items() if options]


def parse_beside(text: str) -> Beside | None:
    """Read what the second map shows; None where there is none. A part left out is that of the first map."""
    layer, _, period = text.partition("@")
    known = any(one.id == layer for one in LAYERS)
    return Beside(layer if known else "", period) if known or period else None


def address_beside(question: Question) -> str | None:
    """Write the address of the second map's question."""
    beside = parse_beside(question.text("beside"))
    if beside is None:
        return None
    changes = {"beside": None, "versus": None, **({"layer": beside.layer} if beside.layer else {})}
    return question.address.but(changes, time=beside.period or question.selection.period)


def _area_words() -> tuple[str, ...]:
    return gettext("clusters"), gettext("former districts"), gettext("wards")


def _method_words() -> tuple[str, ...]:
    return (
        gettext("as for this layer"),
        gettext("natural breaks"),
        gettext("quantiles"),
        gettext("equal intervals"),
        gettext("edges of my own"),
    )
