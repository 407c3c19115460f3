"""The figures of any clusters taken together: sums and means of what is known, and of how many."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo import occupancy
from geo.occupancy import Average, Definition
from geo.published import DENSITIES, SUMS, Density
from geo.units import is_registration

Record = Mapping[str, Any]

SUMMED = ("planned_area_ha", *SUMS)
"""What is added up over clusters."""

READ = (
    "status", "enterprises_unit", *SUMMED, *(f"{column}_as_of" for column in SUMMED),
)  # fmt: skip
"""What `summarise` reads of a cluster; of a period there are no dates of single figures."""

_DIGITS = 6


@dataclass(frozen=True)
class Sum:
    """What is known of a column, added up; None where nothing is. `years` are those it is about."""

    amount: float | None
    known: int
    years: tuple[int, int] | None = None


@dataclass(frozen=True)
class Summary:
    """The figures of some clusters; households that only registered stand apart from `enterprises`."""

    clusters: int
    sums: Mapping[str, Sum]
    rate: Average
    registered: Sum


def summarise(records: Sequence[Record], definition: Definition = occupancy.DEFINITIONS[0]) -> Summary:
    """Add up what is known of clusters, and average the fill rate of one definition over them."""
    return Summary(
        clusters=len(records),
        sums={column: sum_of(records, column) for column in SUMMED},
        rate=occupancy.average(records, definition),
        registered=_added(_establishments(records, registered=True), "enterprises"),
    )


def sum_of(records: Iterable[Record], column: str) -> Sum:
    """Add up what is known of a column; households that only registered do not produce yet."""
    if column == "enterprises":
        return _added(_establishments(records, registered=False), column)
    return _added([one for one in records if not _is_missing(one[column])], column)


def _establishments(records: Iterable[Record], *, registered: bool) -> list[Record]:
    known = (one for one in records if not _is_missing(one["enterprises"]))
    return [one for one in known if is_registration(one["enterprises_unit"]) == registered]


def _added(known: Sequence[Record], column: str) -> Sum:
    if not known:
        return Sum(None, 0)
    amount = round(math.fsum(one[column] for one in known), _DIGITS)
    return Sum(amount, len(known), _years_of(known, f"{column}_as_of"))


def _is_missing(value: float | None) -> bool:
    return value is None or value != value


def _years_of(known: Iterable[Record], column: str) -> tuple[int, int] | None:
    """Find the first and last year that dates begin with; a computed value has those of all it rests on."""
    texts = {one.get(column) for one in known}
    starts = {part[:4] for text in texts if isinstance(text, str) for part in text.split("; ")}
    years = [int(start) for start in starts if start.isascii() and start.isdecimal() and len(start) == 4]
    return (min(years), max(years)) if years else None


def average_density(records: Sequence[Record], density: Density) -> Average:
    """Average a figure per hectare over the clusters of which both are known."""
    pairs = [(one[density.numerator], one[density.denominator]) for one in records]
    known = [
        (part, whole) for part, whole in pairs if not (_is_missing(part) or _is_missing(whole)) and whole > 0
    ]
    if not known:
        return Average(None, None, 0, len(records))
    weighted = math.fsum(part for part, _ in known) / math.fsum(whole for _, whole in known)
    simple = math.fsum(part / whole for part, whole in known) / len(known)
    return Average(weighted, simple, len(known), len(records))


def unit_figures(records: Sequence[Record]) -> dict[str, Any]:
    """Sum and average the clusters of an area as its columns, with how many stand behind each figure."""
    planned = sum_of(records, "planned_area_ha")
    figures: dict[str, Any] = {
        "clusters": len(records),
        "planned_area_ha": planned.amount,
        "planned_area_known": planned.known,
    }
    for definition in occupancy.DEFINITIONS:
        figures |= _means(definition.column, occupancy.average(records, definition))
    for column in SUMS:
        added = sum_of(records, column)
        figures |= {column: added.amount, f"{column}_known": added.known}
    for density in DENSITIES:
        figures |= _means(density.name, average_density(records, density))
    return figures


def _means(name: str, mean: Average) -> dict[str, Any]:
    means = {f"{name}_weighted": mean.weighted, f"{name}_simple": mean.simple}
    rounded = {kind: None if one is None else round(one, _DIGITS) for kind, one in means.items()}
    return rounded | {f"{name}_known": mean.computable}
