"""What must hold between the lines of a form: a table of checks."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from geo.intake.form_entries import Entries
from geo.intake.form_lines import Form
from geo.intake.form_says import finding
from geo.intake.numbers import said
from geo.intake.reading import Finding, Level
from geo.law_rules import RULE_SETS

ROUNDING = 0.015
"""Hectares and billions are written with two decimals, so a sum of two of them may be off by this."""
_SHARE_ROUNDING = 0.005


class Sum(NamedTuple):
    """A line is the sum of others."""

    forms: tuple[str, ...]
    line: str
    parts: tuple[str, ...]


class AtMost(NamedTuple):
    """A line is never more than another."""

    forms: tuple[str, ...]
    line: str
    most: str
    level: Level = Level.ERROR


class Rate(NamedTuple):
    """A line is what one line is of another, in percent."""

    forms: tuple[str, ...]
    line: str
    part: str
    whole: str


_AREA = ("03", "04")
SUMS = (Sum(_AREA, "15", ("15.1", "15.2")), Sum(_AREA, "16", ("16.1", "16.2")))
AT_MOST = (
    AtMost(("02",), "4", "3"),
    AtMost(("02",), "14", "13"),
    AtMost(("02",), "7", "6"),
    AtMost(("02",), "8", "6"),
    AtMost(_AREA, "15.3", "15"),
    AtMost(_AREA, "15.4", "15"),
    AtMost(_AREA, "21", "20"),
    AtMost(_AREA, "22", "20"),
    AtMost(_AREA, "27", "26"),
    AtMost(_AREA, "18", "17", Level.WARNING),
    AtMost(_AREA, "17", "16", Level.WARNING),
    AtMost(_AREA, "14", "13", Level.WARNING),
    AtMost(("02",), "2", "1", Level.WARNING),
)
HECTARES = (("2", "1"), ("4", "3"), ("6", "5"), ("8", "7"), ("10", "9"), ("12", "11"), ("16", "15"))
"""The hectares of so many clusters: none may be larger than the law allows."""
RATES = (Rate(("02",), "5", "4", "3"), Rate(_AREA, "19", "18", "17"))


def check(form: Form, read: Entries) -> Iterator[Finding]:
    """Hold the lines of a form against each other; a check with an empty line says nothing."""
    values = read.values
    for total in SUMS:
        if form.number in total.forms and {total.line, *total.parts} <= set(values):
            yield from _check_sum(total, read, values)
    for limit in AT_MOST:
        if form.number in limit.forms and {limit.line, limit.most} <= set(values):
            yield from _check_most(limit, read, values)
    for rate in RATES:
        if form.number in rate.forms and rate.line in values:
            yield from _check_rate(rate, read, values)
    if form.number in _AREA:
        yield from _check_hectares(read, values)


def _check_hectares(read: Entries, values: Mapping[str, float]) -> Iterator[Finding]:
    for line, count in HECTARES:
        most = RULE_SETS[-1].total_ha_most * values.get(count, math.inf)
        if line in values and values[line] > most:
            got, place = said(values[line]), read.by_line[line].place
            yield finding("hectares", place, line=line, got=got, count=count, most=said(most))


def _check_sum(total: Sum, read: Entries, values: Mapping[str, float]) -> Iterator[Finding]:
    parts = float(sum(Decimal(repr(values[part])) for part in total.parts))
    entry = read.by_line[total.line]
    if abs(parts - values[total.line]) > (0 if entry.line.whole else ROUNDING):
        told = {"line": total.line, "parts": " + ".join(total.parts)}
        found = finding("sum", entry.place, got=said(values[total.line]), sum=said(parts), **told)
        yield replace(found, rule=f"forms.sum-{total.line}")


def _check_most(limit: AtMost, read: Entries, values: Mapping[str, float]) -> Iterator[Finding]:
    if values[limit.line] > values[limit.most]:
        got, most, place = said(values[limit.line]), said(values[limit.most]), read.by_line[limit.line].place
        found = finding("at-most", place, line=limit.line, other=limit.most, got=got, most=most)
        yield replace(found, rule=f"forms.most-{limit.line}-{limit.most}", level=limit.level)


def _check_rate(rate: Rate, read: Entries, values: Mapping[str, float]) -> Iterator[Finding]:
    stated, place = values[rate.line], read.by_line[rate.line].place
    if stated > 100:
        yield finding("rate-range", place, line=rate.line, got=said(stated))
    computed = _computed(rate, values)
    if computed is not None and abs(computed - stated) > _precision(stated):
        told = {"line": rate.line, "part": rate.part, "whole": rate.whole}
        found = finding("ratio", place, got=said(stated), computed=said(round(computed, 2)), **told)
        yield replace(found, rule=f"forms.ratio-{rate.line}")


def _computed(rate: Rate, values: Mapping[str, float]) -> float | None:
    whole, part = values.get(rate.whole), values.get(rate.part)
    return None if not whole or part is None else 100 * part / whole


def _precision(stated: float) -> float:
    """Half a unit of the last digit written, and what the rounding of both areas may add."""
    exponent = int(Decimal(repr(stated)).normalize().as_tuple().exponent)
    return 0.5 * 10.0 ** min(exponent, 0) + 0.02


def read_shares(form: Form, read: Entries) -> None:
    """Read a share of 0 to 1 as percent where the areas of the same form prove that it is one."""
    for rate in RATES:
        entry, computed = read.by_line.get(rate.line), _computed(rate, read.values)
        if form.number not in rate.forms or entry is None or entry.value is None or computed is None:
            continue
        if 0 < entry.value <= 1 and abs(computed / 100 - entry.value) <= _SHARE_ROUNDING < computed / 100:
            percent = float(Decimal(repr(entry.value)) * 100)
            told = {"got": said(entry.value), "read": said(percent)}
            read.findings.append(finding("share-for-percent", entry.place, line=rate.line, **told))
            read.by_line[rate.line] = replace(entry, value=percent)
