"""What rasters say of clusters, lots and wards, as it is published; and the columns of clusters.

Inside a surveyed outline a value is a fact, computed from the raster. A schematic outline lies nobody knows
exactly where: what is said of it is the range over the circle in which its mark may stand, and no fact.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from shapely import Geometry, Polygon

from geo.crs import WGS84, forward
from geo.published import SIMULATED
from geo.rasters.flags import CIRCLE, COLUMNS, ENOUGH, EXACT, LOW_COVER, TABLE
from geo.rasters.kinds import BUILT_UP, FLOODED, MEASURED, PRESENT, SHARE, WORLDCOVER, Measured
from geo.rasters.library import Raster
from geo.rasters.remembered import Measurements
from geo.rasters.zonal import Cells, Zonal
from geo.schema import Basis, Quality

SURVEYED = (Quality.OFFICIAL, Quality.DIGITISED)
_CORNERS = 72
_DIGITS, _SHARE_DIGITS = 4, 6
_AREAL = ("Polygon", "MultiPolygon")

Row = dict[str, Any]


@dataclass(frozen=True)
class Subject:
    """One thing to be measured: an outline, or (`circle`) where a mark may stand."""

    kind: str
    id: str
    shape: Geometry
    quality: str
    circle: bool = False


def subjects_of(layers: Mapping[str, GeoDataFrame]) -> list[Subject]:
    """List what can be measured of the published clusters, lots and wards."""
    clusters = layers["clusters"]
    found = list(_outlined("cluster", clusters))
    done = {subject.id for subject in found}
    for cluster_id, shape, quality, accuracy in zip(
        clusters["id"],
        clusters.geometry,
        clusters["boundary_quality"],
        clusters["position_accuracy_m"],
        strict=True,
    ):
        if cluster_id not in done and shape is not None and accuracy:
            circle = position_circle(shape, float(accuracy))
            found.append(Subject("cluster", cluster_id, circle, quality, circle=True))
    return [*found, *_outlined("lot", layers["lots"]), *_outlined("ward", layers["wards"])]


def position_circle(shape: Geometry, accuracy_m: float) -> Polygon:
    """Draw the circle of a radius in metres around the middle of a WGS 84 shape."""
    middle = shape.centroid
    azimuths = np.linspace(0.0, 360.0, _CORNERS, endpoint=False)
    return Polygon([forward(middle.x, middle.y, float(one), accuracy_m) for one in azimuths])


def raster_values(home: Path, rasters: Sequence[Raster], layers: Mapping[str, GeoDataFrame]) -> list[Row]:
    """Measure every raster of a home inside everything it touches; the rows of `raster_values`."""
    subjects = subjects_of(layers) if rasters else []
    return [
        row
        for raster in rasters
        if raster.described.cells != "bands"
        for row in _values(home, raster, subjects)
    ]


def with_rasters(
    layers: Mapping[str, GeoDataFrame], rasters: Sequence[Raster], home: Path
) -> dict[str, GeoDataFrame]:
    """Add what rasters say to the layers that are published; without rasters they stay as they are."""
    rows = raster_values(home, rasters, layers)
    if not rows:
        return dict(layers)
    table = pd.DataFrame(rows, columns=[column.name for column in COLUMNS]).astype(object)
    if SIMULATED.name in layers[TABLE].columns:
        table[SIMULATED.name] = "SIMULATED"
    table = table.where(table.notna(), None)
    return {
        **layers,
        "clusters": _with_columns(layers["clusters"], rows, rasters),
        TABLE: GeoDataFrame(table, geometry=[None] * len(table), crs=WGS84),
    }


def worldcover_ids(rasters: Iterable[Raster]) -> frozenset[str]:
    """List the rasters whose class of built-up land is that of ESA WorldCover, not somebody else's number."""
    return frozenset(one.id for one in rasters if one.classes.get(BUILT_UP) == WORLDCOVER[BUILT_UP])


def is_taken(row: Row, column: Measured, worldcover: frozenset[str]) -> bool:
    """Tell whether a row is what a column of the clusters is measured by."""
    if (row["kind"], row["statistic"], row["class"] or "") not in column.taken:
        return False
    return row["class"] != BUILT_UP or row["raster_id"] in worldcover


def _outlined(kind: str, layer: GeoDataFrame) -> Iterator[Subject]:
    for subject_id, shape, quality in zip(
        layer["id"], layer.geometry, layer["boundary_quality"], strict=True
    ):
        if quality in SURVEYED and shape is not None and shape.geom_type in _AREAL:
            yield Subject(kind, subject_id, shape, quality)


def _values(home: Path, raster: Raster, subjects: Sequence[Subject]) -> Iterator[Row]:
    """Measure one raster; statistics asked of the same outlines are found together."""
    near = [subject for subject in subjects if _touches(raster, subject)]
    measurements = Measurements(home, raster)
    for circle, lot in ((False, False), (False, True), (True, False)):
        group = [one for one in near if one.circle == circle and (one.kind == "lot") == lot]
        if group:
            for subject, found in zip(
                group, _measured(measurements, raster, group, circle, lot), strict=True
            ):
                yield from _rows(raster, subject, found)
    measurements.keep()


def _touches(raster: Raster, subject: Subject) -> bool:
    west, south, east, north = subject.shape.bounds
    left, bottom, right, top = raster.bounds
    return bool(west <= right and east >= left and south <= top and north >= bottom)


def _measured(
    measurements: Measurements, raster: Raster, group: Sequence[Subject], circle: bool, lot: bool
) -> list[Zonal]:
    shapes = np.array([subject.shape for subject in group], dtype=object)
    kind = raster.described
    if raster.classes:
        asked = (SHARE,) if circle else ("majority", SHARE)
        return [
            _with_flooded(one) if raster.kind == "flood" else one
            for one in measurements.measure(shapes, asked)
        ]
    found = measurements.measure(shapes, ("min", "max") if circle else kind.brief if lot else kind.statistics)
    if raster.kind != "flood" or circle:
        return found
    wet = measurements.measure(shapes, ("mean",), change=_is_wet, changed_by="wet")
    return [
        one._replace(shares={FLOODED: other.values["mean"]} if "mean" in other.values else {})
        for one, other in zip(found, wet, strict=True)
    ]


def _is_wet(depth: Cells) -> Cells:
    found: Cells = np.where(np.isnan(depth), np.nan, (depth > 0).astype(np.float64))
    return found


def _with_flooded(found: Zonal) -> Zonal:
    """Add the share flooded to shares of classes, of which 0 is dry."""
    if not found.shares:
        return found
    flooded = sum(share for code, share in found.shares.items() if code != "0")
    return found._replace(shares={**found.shares, FLOODED: flooded})


def _rows(raster: Raster, subject: Subject, found: Zonal) -> Iterator[Row]:
    if found.cells <= 0:
        return
    flags = (CIRCLE if subject.circle else "", LOW_COVER if found.covered < ENOUGH else "")
    common = {
        "subject_kind": subject.kind,
        "subject_id": subject.id,
        "raster_id": raster.id,
        "kind": raster.kind,
        "covered_share": round(found.covered, _SHARE_DIGITS),
        "flag": "; ".join(flag for flag in flags if flag) or None,
        "basis": Basis.COMPUTED,
        "source": raster.source,
        "date": raster.date,
        "method": CIRCLE if subject.circle else raster.method or EXACT,
        "boundary_quality": subject.quality,
    }
    for statistic, of_class, value, unit in _said(raster, subject, found):
        parts = (raster.id, subject.kind, subject.id, statistic, of_class)
        named = {
            "statistic": statistic,
            "class": of_class or None,
            "value": round(value, _SHARE_DIGITS if unit == "1" else _DIGITS),
            "unit": unit,
        }
        yield {"id": "/".join(part for part in parts if part), **common, **named}


def _said(raster: Raster, subject: Subject, found: Zonal) -> Iterator[tuple[str, str, float, str]]:
    """List what is said of a subject: statistic, class, value, unit."""
    if not subject.circle and subject.kind != "lot":
        yield "cells", "", found.cells, "1"
    for statistic, value in found.values.items():
        code = f"{value:.0f}" if statistic == "majority" else ""
        yield statistic, code, value, raster.unit
    if subject.circle:
        yield from ((PRESENT, code, 1.0, "1") for code in found.shares if code != FLOODED)
        return
    # a class that is nowhere in the outline is said of clusters and wards; of lots, which are many, it is not
    codes = found.shares if subject.kind == "lot" else dict.fromkeys((*raster.classes, *found.shares))
    yield from ((SHARE, code, found.shares.get(code, 0.0), "1") for code in codes)


def _with_columns(clusters: GeoDataFrame, rows: Iterable[Row], rasters: Sequence[Raster]) -> GeoDataFrame:
    """Fill the columns of clusters from the newest raster that covers each enough."""
    order = {raster.id: place for place, raster in enumerate(rasters)}
    worldcover = worldcover_ids(rasters)
    best: dict[tuple[str, str], Row] = {}
    for row in rows:
        if row["subject_kind"] != "cluster" or row["flag"]:
            continue
        for column in MEASURED:
            if not is_taken(row, column, worldcover):
                continue
            key = (row["subject_id"], column.name)
            if key not in best or order[row["raster_id"]] < order[best[key]["raster_id"]]:
                best[key] = row
    columns: dict[str, list[Any]] = {}
    for column in MEASURED:
        found = [best.get((cluster_id, column.name)) for cluster_id in clusters["id"]]
        columns[column.name] = [row and row["value"] for row in found]
        columns[f"{column.name}_basis"] = [Basis.COMPUTED if row else Basis.MISSING for row in found]
        columns[f"{column.name}_source"] = [row and row["raster_id"] for row in found]
        columns[f"{column.name}_as_of"] = [row and row["date"] for row in found]
    objects = {name: pd.Series(cells, index=clusters.index, dtype=object) for name, cells in columns.items()}
    return clusters.assign(**objects)
