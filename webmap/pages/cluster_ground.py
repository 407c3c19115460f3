"""What rasters say of the ground of one cluster: figures in a surveyed outline, else a range around it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pyarrow.compute as pc
from flask_babel import gettext

from geo.rasters.flags import CIRCLE, FLAGS, METHODS, TABLE
from geo.rasters.kinds import FLOODED, KINDS, PRESENT, SHARE, STATISTICS, WORLDCOVER
from geo.schema import Quality, Text
from geo.units import unit_text
from webmap.pages.cluster_subject import Record, Subject
from webmap.pages.frame import page_address
from webmap.pages.wording import amount, percent, when, with_unit

_MOST_CLASSES = 6
_LEAD = {"population": "sum"}
"""The statistic that stands first, where it is not the mean."""

_SURVEYED = (Quality.OFFICIAL, Quality.DIGITISED)
Rows = Sequence[Record]


@dataclass(frozen=True)
class Seen:
    """What one raster says of a cluster: figures under what they are, the first the one that counts.

    Without any, `missing` says why. `range` says that it is one over the circle of the position.
    """

    title: str
    figures: list[tuple[str, str]]
    missing: str
    range: str
    covered: str
    flags: list[str]
    source: str
    date: str
    cell: str
    credit: str
    made_of: str
    address: str


@dataclass(frozen=True)
class Unheld:
    """Kinds of rasters nobody has brought in, and the free data set that would be one."""

    titles: str
    free: str
    address: str
    kind: str


@dataclass(frozen=True)
class GroundSeen:
    """All of it; `note` says what figures mean with an outline such as this."""

    note: str
    seen: list[Seen]
    unheld: list[Unheld]


def find_ground(subject: Subject) -> GroundSeen:
    """Say what the rasters of this atlas tell of a cluster, and which ones it lacks."""
    rasters = [one for one in subject.snapshot.about["rasters"] if KINDS[one["kind"]].cells != "bands"]
    rows = _rows_by_raster(subject) if rasters else {}
    order = list(KINDS)
    rasters.sort(key=lambda one: order.index(one["kind"]))
    seen = [_see(subject, raster, rows.get(raster["id"], [])) for raster in rasters]
    return GroundSeen(_note(subject), seen, list(_unheld(subject)))


def _rows_by_raster(subject: Subject) -> Mapping[str, Rows]:
    frozen = subject.snapshot.collections.get(TABLE)
    found: dict[str, list[Record]] = defaultdict(list)
    if frozen is not None:
        columns = frozen.columns
        is_own = pc.and_(
            pc.equal(columns["subject_id"], subject.record["id"]),
            pc.equal(columns["subject_kind"], "cluster"),
        )
        for row in columns.filter(is_own).to_pylist():
            found[row["raster_id"]].append(row)
    return found


def _see(subject: Subject, raster: Record, rows: Rows) -> Seen:
    language = subject.language
    kind = KINDS[raster["kind"]]
    flags = (rows[0]["flag"] or "").split("; ") if rows else []
    in_circle = CIRCLE in flags
    figures = _range(raster, rows, language) if in_circle else _figures(raster, rows, language)
    across, down = (amount(round(side, 1)) for side in raster["cell_m"])
    cells = f"{across} m" if across == down else f"{across} × {down} m"
    return Seen(
        title=kind.title.in_language(language),
        figures=figures,
        missing="" if figures else gettext("no data: this raster says nothing here"),
        range=METHODS[CIRCLE].in_language(language) if in_circle else "",
        covered=percent(rows[0]["covered_share"]) if rows else "",
        flags=[FLAGS[flag].in_language(language) for flag in flags if flag and flag != CIRCLE],
        source=raster["source"],
        date=when(raster["date"]),
        cell=cells,
        credit=raster["credits"] if raster["credits"] != raster["source"] else "",
        made_of=METHODS[raster["method"]].in_language(language).split(";")[0] if raster["method"] else "",
        address=f"{page_address(language, '')}?raster={raster['id']}&cluster={subject.record['id']}",
    )


def _figures(raster: Record, rows: Rows, language: str) -> list[tuple[str, str]]:
    """Say shares of classes, the largest first, or statistics, the one that counts first."""
    shares = [row for row in rows if row["statistic"] == SHARE]
    listed = [row for row in shares if row["value"] > 0 and row["class"] != FLOODED]
    listed.sort(key=lambda row: -row["value"])
    said = [(gettext("flooded"), percent(row["value"])) for row in shares if row["class"] == FLOODED]
    said += [
        (_class(raster, row["class"], language), percent(row["value"])) for row in listed[:_MOST_CLASSES]
    ]
    lead = _LEAD.get(raster["kind"], "mean")
    plain = [row for row in rows if row["statistic"] not in (SHARE, "majority")]
    plain.sort(key=lambda row: (row["statistic"] == "cells") - (row["statistic"] == lead))
    if raster["classes"] or raster["kind"] == "landcover":
        plain = [row for row in plain if row["statistic"] == "cells"]
    return [
        *said,
        *((STATISTICS[row["statistic"]].in_language(language), _value(row, language)) for row in plain),
    ]


def _range(raster: Record, rows: Rows, language: str) -> list[tuple[str, str]]:
    """Say between what a figure lies around the position, or which classes occur there."""
    ends = {row["statistic"]: row for row in rows}
    if {"min", "max"} <= ends.keys():
        least, most = (amount(ends[name]["value"]) for name in ("min", "max"))
        said = str(gettext("{least} to {most}")).format(least=least, most=most)
        unit = ends["min"]["unit"]
        return [("", said if unit == "1" else with_unit(said, unit_text(unit).in_language(language)))]
    present = [_class(raster, row["class"], language) for row in rows if row["statistic"] == PRESENT]
    return [(f"{STATISTICS[PRESENT].in_language(language)}:", ", ".join(present))] if present else []


def _value(row: Record, language: str) -> str:
    if row["statistic"] == "cells":
        return amount(round(row["value"], 1))
    if row["unit"] == "1":
        return percent(row["value"])
    return with_unit(amount(row["value"]), unit_text(row["unit"]).in_language(language))


def _class(raster: Record, code: str, language: str) -> str:
    said: Any = raster["classes"].get(code)
    if said:
        return Text(**said).in_language(language)
    return WORLDCOVER[code].in_language(language) if code in WORLDCOVER else code


def _note(subject: Subject) -> str:
    record = subject.record
    placed = record["position_accuracy_m"] and record["place_basis"] != "district"
    said: str
    if record["boundary_quality"] in _SURVEYED:
        said = gettext("Measured inside the surveyed outline, every cell by the part of it that lies inside.")
    elif placed:
        said = gettext(
            "There is no surveyed outline, so nothing is measured of this cluster. Of a raster, the range"
            " over the circle in which the cluster may lie is shown; it is no fact and no filter."
        )
    else:
        said = gettext("There is no surveyed outline and no position, so no raster can say anything of it.")
    return said


def _unheld(subject: Subject) -> Iterator[Unheld]:
    """Name each free data set none of whose kinds is held."""
    held = {one["kind"] for one in subject.snapshot.about["rasters"]}
    for address, group in groupby(KINDS.values(), key=lambda kind: kind.free_url):
        kinds = list(group)
        if held.isdisjoint(kind.name for kind in kinds):
            yield Unheld(
                ", ".join(kind.title.in_language(subject.language) for kind in kinds),
                kinds[0].free.in_language(subject.language),
                address,
                kinds[0].name,
            )
