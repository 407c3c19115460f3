"""The lots of one cluster on paper: how many and how large by status, and a map where they have outlines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

import pyarrow.compute as pc
import shapely
from flask_babel import gettext

from geo.bbox import BBox
from geo.schema import LotStatus
from geo.snapshot import Rows
from webmap.pages.cluster_subject import Subject
from webmap.pages.colours import NO_DATA
from webmap.pages.dictionary import lot_words
from webmap.pages.wording import amount
from webmap.paper.drawn import Drawn, MapClass, Shape
from webmap.paper.frame import frame_of
from webmap.paper.svg_map import draw_map, legend_mark

_COLOURS: Mapping[str, str] = {
    LotStatus.READY: "#009e73",
    LotStatus.LATER: "#56b4e9",
    LotStatus.OPTIONED: "#f0e442",
    LotStatus.COMMITTED: "#e69f00",
    LotStatus.LEASED: "#0072b2",
    LotStatus.PUBLIC: "#ffffff",
    LotStatus.BLOCKED: "#d55e00",
    LotStatus.UNKNOWN: NO_DATA,
}
"""Okabe–Ito, as the layers of the DXF file have them."""

_WIDTH_MM, _HEIGHT_MM = 84.0, 72.0


@dataclass(frozen=True)
class Sum:
    """The lots of one status; `unmeasured` have no area."""

    status: str
    count: int
    area_ha: float
    unmeasured: int


def sum_lots(lots: Sequence[Mapping[str, Any]]) -> list[Sum]:
    """Add up lots by status, in the order of the list of statuses."""
    return [
        Sum(
            status,
            len(areas),
            fsum(area for area in areas if area is not None),
            sum(area is None for area in areas),
        )
        for status in LotStatus
        if (areas := [lot["area_ha"] for lot in lots if lot["status"] == status])
    ]


def draw_lots(subject: Subject) -> tuple[dict[str, Any] | None, dict[str, bytes]]:
    """Say what is known of the lots of a cluster; None without any."""
    collection = subject.snapshot.collections["lots"]
    own = pc.equal(collection.columns["cluster_id"], subject.record["id"])
    rows: Rows = pc.indices_nonzero(own).to_numpy().astype("int64")
    if not len(rows):
        return None, {}
    lots, words = collection.records(rows), lot_words()
    sums = sum_lots(lots)
    classes = [_class(one, words) for one in sums]
    shapes = [
        Shape(geometry, lot["status"] if lot["status"] != LotStatus.UNKNOWN else "missing")
        for lot, geometry in zip(lots, collection.geometries(rows), strict=True)
        if geometry is not None
    ]
    files = {f"lot-{one.id}.svg": legend_mark(one) for one in classes}
    if shapes:
        box = BBox(*shapely.total_bounds([shape.geometry for shape in shapes]).tolist())
        frame = frame_of(box, _WIDTH_MM, _HEIGHT_MM, 0.08, least_m=150.0)
        files["lots.svg"] = draw_map(Drawn(shapes, classes), frame, subject.snapshot, subject.language)
    return {
        "map": "lots.svg" if shapes else None,
        "width": _WIDTH_MM,
        "alt": str(gettext("Map of the lots of {name} by status")).format(name=subject.name),
        "heads": [gettext("Status"), gettext("Lots"), gettext("Area (ha)")],
        "rows": [
            {
                "file": f"lot-{one.id}.svg",
                "label": one.label,
                "count": amount(one.count),
                "area": _area(total),
            }
            for one, total in zip(classes, sums, strict=True)
        ],
        "total": [gettext("Total"), amount(len(lots)), amount(fsum(one.area_ha for one in sums))],
    }, files


def _area(total: Sum) -> str:
    if total.unmeasured == total.count:
        return str(gettext("no data"))
    return amount(total.area_ha)


def _class(one: Sum, words: Mapping[str, str]) -> MapClass:
    code = "missing" if one.status == LotStatus.UNKNOWN else one.status
    return MapClass(code, words[one.status], _COLOURS[one.status], count=one.count)
