"""The key figures of what is selected, in one line, each with how many clusters stand behind it."""

from dataclasses import dataclass

import numpy as np
from flask import render_template
from flask_babel import gettext

from geo import occupancy
from geo.fields import FIELD_OF_INDICATOR
from geo.occupancy import Definition
from geo.published import DIFFERENCES, RATES
from geo.summary import READ, Sum, Summary, summarise
from webmap.pages.frame import page_address
from webmap.pages.wording import amount, percent
from webmap.screen.shown import Shown

_ADDED = (
    ("planned_area_ha", "serviced_area_ha", "leased_area_ha", "ready_area_ha"),
    ("enterprises", "workers", "revenue_bn_vnd", "budget_bn_vnd"),
)
"""The sums, those before the fill rate and those after it."""


@dataclass(frozen=True)
class Figure:
    """A figure, what it is, and what stands behind it; without a figure `missing` is the word for that."""

    id: str
    title: str
    figure: str = ""
    unit: str = ""
    missing: str = ""
    behind: str = ""


def render_figures(shown: Shown) -> str:
    """Make the line of key figures."""
    return render_template(
        "screen/_figures.html",
        figures=list_figures(shown),
        totals_address=page_address(shown.question.language, "totals"),
    )


def list_figures(shown: Shown) -> list[Figure]:
    """Say every key figure of the selection."""
    definition = definition_of(shown)
    names = [name for name in READ if name in shown.frozen.property_names]
    summary = summarise(shown.frozen.records(shown.found, names), definition)
    language = shown.question.language
    before, after = ([_said_sum(name, summary, language) for name in names] for names in _ADDED)
    return [_said_clusters(shown), *before, _said_rate(summary, definition, language), *after]


def definition_of(shown: Shown) -> Definition:
    """Take the definition of the fill rate that the layer shows, else the legal one."""
    column = shown.question.layer.column
    return next((one for one in occupancy.DEFINITIONS if one.column == column), occupancy.DEFINITIONS[0])


def _said_clusters(shown: Shown) -> Figure:
    found, total = amount(len(shown.found)), amount(shown.total)
    unplaced = int(np.isnan(shown.frozen.bounds_of(shown.found)).any(axis=1).sum())
    said = [str(gettext("of %(total)s", total=total))] if found != total else []
    if unplaced:
        said.append(str(gettext("{unplaced} of them not on the map")).format(unplaced=amount(unplaced)))
    return Figure("clusters", gettext("clusters"), found, behind=" · ".join(said))


def _said_sum(column: str, summary: Summary, language: str) -> Figure:
    title = DIFFERENCES.get(column) or FIELD_OF_INDICATOR[column].title
    added = summary.sums[column]
    figure = Figure(column, title.in_language(language), behind=said_coverage(added, summary.clusters))
    left_out = _said_registered(summary) if column == "enterprises" else ""
    if added.amount is None:
        return Figure(column, figure.title, missing=gettext("no data"), behind=left_out or figure.behind)
    behind = " · ".join(part for part in (figure.behind, left_out) if part)
    return Figure(column, figure.title, amount(added.amount), _unit(column), behind=behind)


def _unit(column: str) -> str:
    return "ha" if column.endswith("_ha") else str(gettext("billion VND")) if column.endswith("_vnd") else ""


def _said_registered(summary: Summary) -> str:
    if summary.registered.amount is None:
        return ""
    count = amount(summary.registered.amount)
    return str(gettext("{count} registered households not counted")).format(count=count)


def said_coverage(added: Sum, clusters: int) -> str:
    """Say how many clusters a sum is of, and which years it is about."""
    said = str(gettext("%(known)s of %(all)s report it", known=amount(added.known), all=amount(clusters)))
    if added.years is None:
        return said
    first, last = added.years
    return f"{said} · {first}" if first == last else f"{said} · {first}–{last}"


def _said_rate(summary: Summary, definition: Definition, language: str) -> Figure:
    rate, title = summary.rate, RATES[definition.column].in_language(language)
    behind = str(
        gettext("%(known)s of %(all)s computable", known=amount(rate.computable), all=amount(rate.clusters))
    )
    if rate.weighted is None or rate.simple is None:
        return Figure("rate", title, missing=gettext("not computable"), behind=behind)
    means = gettext("weighted | simple")
    return Figure(
        "rate", title, f"{percent(rate.weighted)} | {percent(rate.simple)}", behind=f"{means} · {behind}"
    )
