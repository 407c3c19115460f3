"""The shapes of a layer made into areas: flattened, closed, explained if invalid, repaired with consent."""

import re
from dataclasses import dataclass, field

import shapely
from shapely import Geometry, MultiPolygon, Polygon

from geo.crs import geodesic_area_ha
from geo.intake.drawing_words import statement
from geo.intake.gis_files import DrawnFeature, DrawnLayer
from geo.intake.gis_words import gis_finding
from geo.intake.reading import Choice, Finding, Place, Question, Statement
from geo.intake.telling import written
from geo.schema import Text

_SLIVER_M2 = 10.0
_DEGREE_M2 = 111_320.0 * 104_000.0
"""Square metres of a square degree around 21° north: enough to tell a sliver."""

_M2_PER_HA = 10_000.0
_WHERE = re.compile(r"^(.*?)\[(\S+) (\S+)\]")
_WHYS = {
    "Self-intersection": Text("đường ranh tự cắt", "the outline crosses itself"),
    "Ring Self-intersection": Text("vòng tự chạm vào mình", "a ring touches itself"),
    "Hole lies outside shell": Text("phần loại trừ nằm ngoài vùng", "a hole lies outside its area"),
    "Holes are nested": Text("các phần loại trừ lồng nhau", "holes lie in one another"),
    "Nested shells": Text("các phần lồng nhau", "parts lie in one another"),
    "Duplicate Rings": Text("vòng lặp lại", "a ring is repeated"),
    "Too few points in geometry component": Text("quá ít điểm", "too few points"),
    "Interior is disconnected": Text("phần trong bị chia rời", "the inside falls apart"),
}


@dataclass
class Shapes:
    """The areas of a layer by feature, and what is to be said about making them."""

    areas: list[tuple[DrawnFeature, Geometry]] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def place_of(layer: DrawnLayer, feature: DrawnFeature) -> Place:
    """Say where a feature stands."""
    return Place(layer.file, sheet=layer.name or None, feature=feature.number)


def areas_of(layer: DrawnLayer, repair: bool) -> Shapes:
    """Make areas of the shapes of a layer; invalid ones are left out unless they may be repaired."""
    made = Shapes()
    flattened = 0
    for feature in layer.features:
        place = place_of(layer, feature)
        drawn = shapely.from_wkb(feature.wkb) if feature.wkb else None
        if drawn is None or drawn.is_empty:
            made.findings.append(gis_finding("gis.empty", place))
            continue
        flattened += int(drawn.has_z)
        area = _area(shapely.force_2d(drawn))
        if area is None:
            made.findings.append(gis_finding("gis.not-area", place, kind=drawn.geom_type))
            continue
        if not area.is_valid:
            area = _mended(area, repair, place, made)
        if area is not None:
            _tell_slivers(area, place, made)
            made.areas.append((feature, area))
    if flattened:
        text = "{count} hình có độ cao: độ cao được bỏ"
        made.statements.append(
            statement(
                text, "{count} shapes have heights: they are dropped", Place(layer.file), count=flattened
            )
        )
    if any(one.rule == "gis.invalid" for one in made.findings):
        made.questions.append(_ask_repair(layer))
    return made


def _area(drawn: Geometry) -> Geometry | None:
    """Take polygons as they are and closed lines as areas; None for anything else."""
    if drawn.geom_type in ("Polygon", "MultiPolygon"):
        return drawn
    if drawn.geom_type in ("LineString", "LinearRing") and drawn.is_closed and len(drawn.coords) > 3:
        return Polygon(drawn.coords)
    if drawn.geom_type in ("GeometryCollection", "MultiLineString"):
        parts = [part for one in drawn.geoms if (part := _area(one)) is not None]
        polygons = [polygon for part in parts for polygon in shapely.get_parts(part)]
        return None if not polygons else polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
    return None


def _mended(area: Geometry, repair: bool, place: Place, made: Shapes) -> Geometry | None:
    found = _WHERE.match(shapely.is_valid_reason(area))
    why, x, y = found.groups() if found else (shapely.is_valid_reason(area), "?", "?")
    mended = areal(shapely.make_valid(area))
    if repair and mended is not None:
        made.findings.append(
            gis_finding(
                "gis.repaired",
                place,
                before=written(_hectares(area), 4),
                after=written(_hectares(mended), 4),
            )
        )
        return mended
    made.findings.append(gis_finding("gis.invalid", place, why=_WHYS.get(why, Text(why, why)), x=x, y=y))
    return None


def areal(shape: Geometry) -> Geometry | None:
    """Keep the polygons of a shape; None where there are none."""
    polygons = [part for part in shapely.get_parts(shape, return_index=False) if part.geom_type == "Polygon"]
    polygons += [
        part
        for one in shapely.get_parts(shape)
        if one.geom_type == "MultiPolygon"
        for part in one.geoms
    ]  # fmt: skip
    kept = [polygon for polygon in polygons if polygon.area > 0]
    return None if not kept else kept[0] if len(kept) == 1 else MultiPolygon(kept)


def _square_metres(area: Geometry) -> float:
    """Tell how many square metres a unit of area is: degrees are small numbers, metres large ones."""
    return _DEGREE_M2 if max(map(abs, area.bounds)) <= 360 else 1.0


def _tell_slivers(area: Geometry, place: Place, made: Shapes) -> None:
    parts = shapely.get_parts(area)
    sizes = shapely.area(parts) * _square_metres(area)
    small = [float(size) for size in sizes if size < _SLIVER_M2]
    if small:
        made.findings.append(
            gis_finding("gis.sliver", place, count=len(small), most=int(_SLIVER_M2), area=sum(small))
        )
    if len(parts) > 1:
        made.statements.append(
            statement("{count} phần rời", "{count} separate parts", place, count=len(parts))
        )


def _ask_repair(layer: DrawnLayer) -> Question:
    text = Text("Có sửa các hình không hợp lệ không?", "May the invalid shapes be repaired?")
    changes = [
        statement(
            "đối tượng {n}: {before} ha thành {after} ha",
            "feature {n}: {before} ha becomes {after} ha",
            n=feature.number,
            before=written(_hectares(area), 4),
            after=written(_hectares(mended), 4),
        ).text
        for feature in layer.features
        if feature.wkb
        and (area := _area(shapely.force_2d(shapely.from_wkb(feature.wkb)))) is not None
        and not area.is_valid
        and (mended := areal(shapely.make_valid(area))) is not None
    ]
    why = Text("; ".join(one.vi for one in changes), "; ".join(one.en for one in changes))
    return Question("repair", Place(layer.file), text, (Choice("yes", Text("Có", "Yes"), why),))


def _hectares(area: Geometry) -> float:
    """Measure an area whose system is not known yet: on the ellipsoid where its numbers are degrees."""
    return geodesic_area_ha(area) if _square_metres(area) != 1.0 else float(area.area) / _M2_PER_HA
