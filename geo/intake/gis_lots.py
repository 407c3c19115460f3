"""Lots of a cluster: their ids and states, cut at its outline with consent, overlaps and gaps in hectares."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely import Geometry, Polygon, STRtree

from geo.crs import geodesic_area_ha
from geo.geojson import to_geometry
from geo.intake.drawing_words import statement
from geo.intake.gis_shapes import areal
from geo.intake.gis_words import gis_finding
from geo.intake.reading import Choice, Finding, Place, Question, Row, Statement
from geo.intake.telling import written
from geo.intake.whereabouts import Known
from geo.schema import LotStatus, Quality, Text
from geo.text import fold, slug

_LEAST_HA = 0.005
_GAP_MOST_HA = 0.5
_ID_COLUMNS = (
    "id",
    "lot_id",
    "ma_lo",
    "so_lo",
    "lo",
    "lot",
    "ten_lo",
    "ky_hieu",
    "name",
    "ten",
    "text",
    "layer",
)
_AROUND = Text(
    "Đường bao quanh {count} lô là ranh giới, không phải lô",
    "The line around {count} lots is an outline, no lot",
)
_STATUS_COLUMNS = ("status", "trang_thai", "tinh_trang", "hien_trang", "layer")
_STATUS: dict[str, LotStatus] = {
    **{status.value: status for status in LotStatus},
    "san sang": LotStatus.READY,
    "con trong": LotStatus.READY,
    "trong": LotStatus.READY,
    "chua cho thue": LotStatus.READY,
    "da cho thue": LotStatus.LEASED,
    "cho thue": LotStatus.LEASED,
    "da thue": LotStatus.LEASED,
    "dat coc": LotStatus.OPTIONED,
    "giu cho": LotStatus.OPTIONED,
    "da chap thuan": LotStatus.COMMITTED,
    "da giao": LotStatus.COMMITTED,
    "cong cong": LotStatus.PUBLIC,
    "cay xanh": LotStatus.PUBLIC,
    "ha tang": LotStatus.PUBLIC,
    "giao thong": LotStatus.PUBLIC,
    "vuong mac": LotStatus.BLOCKED,
    "chua giai phong": LotStatus.BLOCKED,
    "giai doan sau": LotStatus.LATER,
    "chua ro": LotStatus.UNKNOWN,
}


@dataclass(frozen=True)
class Lot:
    """One lot as drawn, in WGS 84."""

    properties: Mapping[str, Any]
    shape: Geometry
    place: Place


@dataclass
class Lots:
    """The rows of the lots of one cluster, and what is to be said about them."""

    known: Known
    rows: list[Row] = field(default_factory=list)
    drawn: list[tuple[str, Text, Geometry]] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def read_lots(known: Known, lots: Sequence[Lot], *, cut: bool) -> Lots:
    """Read the lots of a cluster, held against its outline where that was surveyed."""
    made = Lots(known)
    outline = known.shape if known.is_surveyed else None
    place = lots[0].place
    if outline is None:
        made.statements.append(
            statement("Cụm chưa có ranh giới đo đạc: các lô không được đối chiếu",
                      "The cluster has no surveyed outline: the lots are not held against one", place)
        )  # fmt: skip
    seen: dict[str, str] = {}
    for lot in _without_outline(lots, made):
        name = _cell(lot, _ID_COLUMNS)
        if not name:
            made.findings.append(gis_finding("gis.lot-unnamed", lot.place))
            continue
        lot_id = f"{known.id}-{slug(name)}"
        if lot_id in seen:
            made.findings.append(gis_finding("gis.lot-twice", lot.place, lot=name))
            continue
        seen[lot_id] = name
        shape = _within(lot, name, outline, cut, made)
        made.drawn.append((lot_id, Text(name, name), shape))
        made.rows += _rows(lot_id, name, lot, shape, known, made)
    if any(one.rule == "gis.lot-outside" for one in made.findings):
        asked = Text(
            "Có cắt các lô theo ranh giới cụm không?", "May the lots be cut at the cluster's outline?"
        )
        made.questions.append(Question("cut", place, asked, (Choice("yes", Text("Có", "Yes")),)))
    made.findings += _overlaps(made.drawn, place)
    made.findings += _gaps(made.drawn, place)
    made.statements.append(_sum(made.drawn, outline, place))
    return made


def _without_outline(lots: Sequence[Lot], made: Lots) -> Iterator[Lot]:
    """Leave out the line around all lots, which drawings have among them."""
    tree = STRtree([lot.shape.representative_point() for lot in lots])
    for lot in lots:
        inside = len(tree.query(lot.shape, predicate="contains"))
        if inside > 2 and 2 * inside > len(lots):
            made.statements.append(statement(_AROUND.vi, _AROUND.en, lot.place, count=inside - 1))
        else:
            yield lot


def _cell(lot: Lot, columns: Sequence[str]) -> str:
    cells = {slug(name).replace("-", "_"): cell for name, cell in lot.properties.items()}
    found = (str(cells[column]).strip() for column in columns if cells.get(column) not in (None, ""))
    return next(found, "")


def _within(lot: Lot, name: str, outline: Geometry | None, cut: bool, made: Lots) -> Geometry:
    outside = geodesic_area_ha(lot.shape.difference(outline)) if outline is not None else 0.0
    if outline is None or outside <= _LEAST_HA:
        return lot.shape
    kept = areal(lot.shape.intersection(outline))
    area = written(outside, 4)
    if cut and kept is not None:
        made.findings.append(gis_finding("gis.lot-cut", lot.place, lot=name, area=area))
        return kept
    made.findings.append(gis_finding("gis.lot-outside", lot.place, lot=name, area=area))
    return lot.shape


def _rows(lot_id: str, name: str, lot: Lot, shape: Geometry, known: Known, made: Lots) -> Iterator[Row]:
    content = {
        "id": lot_id,
        "cluster_id": known.id,
        "status": _status(name, lot, made).value,
        "area_ha": round(geodesic_area_ha(shape), 4),
        "boundary_quality": Quality.DIGITISED.value,
    }
    yield Row("lots", content, lot.place)
    yield Row("lot_outlines", {"id": lot_id, "geometry": to_geometry(shape)}, lot.place)


def _status(name: str, lot: Lot, made: Lots) -> LotStatus:
    said = _cell(lot, _STATUS_COLUMNS)
    text = fold(said).replace("_", " ").replace("-", " ")
    found = _STATUS.get(text) or next((_STATUS[words] for words in _LONGEST_FIRST if words in text), None)
    if found is None and said and "layer" not in lot.properties:
        made.findings.append(gis_finding("gis.lot-status", lot.place, lot=name, said=said))
    return found or LotStatus.UNKNOWN


_LONGEST_FIRST = sorted(_STATUS, key=len, reverse=True)


def _overlaps(drawn: Sequence[tuple[str, Text, Geometry]], place: Place) -> Iterator[Finding]:
    shapes = [shape for _, _, shape in drawn]
    if len(shapes) < 2:
        return
    for one, two in sorted(
        (int(i), int(j)) for i, j in STRtree(shapes).query(shapes, predicate="intersects").T if i < j
    ):
        shared = geodesic_area_ha(areal(shapes[one].intersection(shapes[two])))
        if shared > _LEAST_HA:
            yield gis_finding(
                "gis.lots-overlap", place, one=drawn[one][1], two=drawn[two][1], area=written(shared, 4)
            )


def _gaps(drawn: Sequence[tuple[str, Text, Geometry]], place: Place) -> Iterator[Finding]:
    """Find what lots enclose without its being one: a small gap is a slip, a large one a road."""
    union = shapely.union_all([shape for _, _, shape in drawn])
    for part in shapely.get_parts(union):
        for ring in getattr(part, "interiors", ()):
            area = geodesic_area_ha(Polygon(ring))
            if area < _GAP_MOST_HA:
                yield gis_finding("gis.lots-gap", place, area=written(area, 4))


def _sum(drawn: Sequence[tuple[str, Text, Geometry]], outline: Geometry | None, place: Place) -> Statement:
    union = shapely.union_all([shape for _, _, shape in drawn])
    lots = written(geodesic_area_ha(areal(union)), 4)
    if outline is None:
        return statement(
            "{count} lô, {lots} ha", "{count} lots, {lots} ha", place, count=len(drawn), lots=lots
        )
    rest = written(geodesic_area_ha(areal(outline.difference(union))), 4)
    return statement(
        "{count} lô, {lots} ha; {rest} ha của cụm không thuộc lô nào",
        "{count} lots, {lots} ha; {rest} ha of the cluster belong to no lot",
        place, count=len(drawn), lots=lots, rest=rest,
    )  # fmt: skip
