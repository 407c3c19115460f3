"""The lots of one cluster on paper: how many and how large by status, and a map where they have outlines."""

from collections.abc import Mapping
from math import fsum
from typing import Any

import shapely
from flask_babel import gettext

from geo.bbox import BBox
from geo.schema import LotStatus
from webmap.pages.cluster_lots import Sum, rows_of_lots, sum_lots
from webmap.pages.cluster_subject import Subject
from webmap.pages.colours import LOTS
from webmap.pages.dictionary import lot_words
from webmap.pages.wording import amount
from webmap.paper.drawn import Drawn, MapClass, Shape
from webmap.paper.frame import frame_of
from webmap.paper.svg_map import draw_map, legend_mark

_WIDTH_MM, _HEIGHT_MM = 84.0, 72.0


def draw_lots(subject: Subject) -> tuple[dict[str, Any] | None, dict[str, bytes]]:
    """Say what is known of the lots of a cluster; None without any."""
    collection = subject.snapshot.collections["lots"]
    rows = rows_of_lots(subject)
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
    return MapClass(code, words[one.status], LOTS[one.status], count=one.count)
