"""What a surface says of itself, as tags of its file."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.formats.provenance import LICENCE_URL, QUALITIES, provenance
from geo.rasters.grid import Grid
from geo.schema import Quality, Text
from geo.surfaces import Found, Kind, numbered_classes

_METHOD = {
    Kind.SHARE: "mean of the clusters in a cell, each weighted by the exact area its outline covers there",
    Kind.AMOUNT: "the amount of each cluster, divided up by the exact area its outline covers in a cell;"
    " the sum over all cells is the sum over the clusters",
    Kind.DENSITY: "the amount of each cluster, divided up by the exact area its outline covers in a cell, per"
    " km² of the whole cell; the sum over all cells of value × area of the cell is the sum over the clusters",
}
_CAUTION = Text(
    "CẢNH BÁO: có ranh giới giản lược, chỉ đúng diện tích; không đọc giá trị của từng ô như số đo tại chỗ.",
    "CAUTION: built on schematic outlines too, which have the right area and no more: no cell of them is a"
    " measurement of that place.",
)
_LONGEST_LIST = 30


def to_tags(found: Found, grid: Grid, colours: Sequence[str], question: str) -> dict[str, str]:
    """Say what stands in the file, what it follows from, and what is not in it."""
    asked = found.asked
    surface, period = asked.surface, asked.selection.period
    carried = provenance(found.snapshot, found.frozen.name)
    classes = numbered_classes(surface, grid, colours)
    lines = {
        "TITLE": title_of(found).en,
        "TITLE_VI": title_of(found).vi,
        "NOTICE": carried.get("notice", ""),
        "SIMULATED": "YES" if found.snapshot.simulated else "",
        "CAUTION": f"{_CAUTION.vi} / {_CAUTION.en}" if found.is_schematic else "",
        "DEFINITION": surface.definition.en,
        "DEFINITION_VI": surface.definition.vi,
        "UNIT": surface.unit,
        "BASIS": "computed",
        "METHOD": _METHOD[surface.kind],
        "PERIOD": period or "the latest published values",
        "AS_OF": "" if period else _listed(_parts(found, f"{surface.column}_as_of")),
        "SOURCES": _listed(_sources(found)),
        "LICENCE": f"{carried['license']} ({LICENCE_URL})",
        "ATTRIBUTION": carried["attribution"],
        "REVISION": carried["revision"],
        "PUBLISHED": carried["date"],
        "QUESTION": question,
        "CLUSTERS_SELECTED": str(len(found.rows)),
        "CLUSTERS_SPREAD": str(int(found.used.sum())),
        "LEFT_OUT_WITHOUT_VALUE": str(int((found.has_outline & np.isnan(found.values)).sum())),
        "LEFT_OUT_WITHOUT_OUTLINE": str(int((~found.has_outline).sum())),
        "LEFT_OUT_WITHOUT_OUTLINE_BUT_WITH_VALUE": str(
            int((~found.has_outline & np.isfinite(found.values)).sum())
        ),
        "BOUNDARY_QUALITY": "; ".join(
            f"{quality}: {count} ({QUALITIES[Quality(quality)].en})"
            for quality, count in sorted(found.qualities.items())
        ),
        "MEAN" if surface.kind is Kind.SHARE else "TOTAL": f"{found.total:.10g} {surface.total_unit}".strip(),
        "CELL": f"{asked.cell_m:g} m"
        + (f" ({grid.cell:.10g} degrees)" if asked.system.crs.is_geographic else ""),
        "CELL_AREA_KM2": f"{grid.cell_km2(0, 1)[0]:.10g}"
        if grid.is_plain
        else "on the ellipsoid, by the latitude of the row",
        "OVERVIEWS": "most frequent class" if asked.classes else "means of the cells below that have a value",
        "CLASSES": json.dumps(classes, ensure_ascii=False),
        "TIFFTAG_SOFTWARE": "CCN Atlas",
        "TIFFTAG_IMAGEDESCRIPTION": f"{title_of(found).en} [{surface.unit}]",
        "TIFFTAG_COPYRIGHT": carried["license"],
    }
    return {name: line for name, line in lines.items() if line}


def title_of(found: Found) -> Text:
    """Name a surface, and say where it rests on schematic outlines."""
    title, marks = found.asked.surface.title, ("", "")
    if found.is_schematic:
        marks = (" – có ranh giới giản lược", " – schematic outlines among them")
    period = f", {found.asked.selection.period}" if found.asked.selection.period else ""
    return Text(f"{title.vi}{period}{marks[0]}", f"{title.en}{period}{marks[1]}")


def file_name(found: Found) -> str:
    """Name the file of a surface by what it holds."""
    asked = found.asked
    parts = (
        "SIMULATED" if found.snapshot.simulated else "",
        asked.surface.name,
        "classes" if asked.classes else "",
        asked.selection.period or "",
        "SCHEMATIC" if found.is_schematic else "",
        f"{asked.cell_m:g}m",
        asked.system.name.replace(":", "-"),
    )
    return f"{'-'.join(part for part in parts if part)}.tif"


def _sources(found: Found) -> list[str]:
    listed = found.snapshot.collections["sources"].records()
    cited = set(_cited_then(found) if found.asked.selection.period else _cited_now(found))
    return [f"{one['id']}: {one['title']} <{one['url'] or '–'}>" for one in listed if one["id"] in cited]


def _cited_now(found: Found) -> list[str]:
    return _parts(found, f"{found.asked.surface.column}_source")


def _cited_then(found: Found) -> list[Any]:
    """List the sources of the observations of a period that the surface rests on."""
    observations = found.snapshot.collections["observations"].columns
    clusters = found.take("cluster_id").filter(pa.array(found.used))
    held = pc.and_(
        pc.equal(observations["period"], found.asked.selection.period),
        pc.and_(
            pc.is_in(observations["cluster_id"], clusters.combine_chunks()),
            pc.is_in(observations["indicator"], pa.array(found.asked.surface.inputs)),
        ),
    )
    return pc.unique(observations["source_id"].filter(held)).to_pylist()  # type: ignore[no-any-return]


def _parts(found: Found, name: str) -> list[str]:
    """List what the cells of a column hold, each part once; a value of several sources names them all."""
    told = found.take(name).filter(pa.array(found.used)).to_pylist()
    return sorted({part for text in told if text for part in text.split("; ")})


def _listed(parts: list[str]) -> str:
    more = len(parts) - _LONGEST_LIST
    return "; ".join([*parts[:_LONGEST_LIST], *([f"and {more} more"] if more > 0 else [])])
