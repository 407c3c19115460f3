"""GIS files become outlines of clusters, or lots with theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geopandas import GeoDataFrame
from shapely import Geometry

from geo.crs import geodesic_area_ha
from geo.geojson import to_geometry
from geo.intake import guard
from geo.intake.decision import Decision, parse_amount, read_decision
from geo.intake.drawing_words import finding, statement
from geo.intake.gis_files import DrawnFeature, DrawnLayer, read_layers
from geo.intake.gis_lots import Lot, Lots, read_lots
from geo.intake.gis_prj import read_stated
from geo.intake.gis_shapes import areas_of, place_of
from geo.intake.gis_system import carry, find_system
from geo.intake.gis_words import gis_finding
from geo.intake.matching import Match, Names, cluster_names, match_question
from geo.intake.outline_checks import check_outline, check_planned, preview
from geo.intake.reading import Brought, Finding, Options, Place, Question, Reading, Row, Source, Statement
from geo.intake.whereabouts import Known, expected_place, find_cluster, neighbours_of
from geo.package import Package
from geo.schema import Quality, Text
from geo.text import slug

CLUSTER_COLUMNS = (
    "cluster_id", "id", "ma_cum", "ma_ccn", "ma", "code", "cluster", "cum", "ccn", "ten_cum", "ten_ccn",
    "name_vi", "name", "ten", "name_en", "text",
)  # fmt: skip
_LOT_COLUMNS = ("cluster_id", "ma_cum", "ma_ccn", "cluster", "cum", "ccn", "ten_cum", "ten_ccn")


@dataclass
class _Gathered:
    statements: list[Statement] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


@dataclass(frozen=True)
class _Area:
    """An area as drawn, its feature, and the cluster it belongs to, if that is known."""

    layer: DrawnLayer
    feature: DrawnFeature
    shape: Geometry
    known: Known | None

    @property
    def place(self) -> Place:
        return place_of(self.layer, self.feature)


def read_gis(
    files: Sequence[Brought], package: Package, options: Options, wards: GeoDataFrame | None = None
) -> Reading:
    """Read outlines of clusters (or `layer=lots`: lots) from GIS files.

    Parameters
    ----------
    options : `layer`, `cluster`, `cluster.<n>` for feature n, `crs`, `repair`, `cut`, `decision_no` (an
        official outline) or `source_title` (a digitised one), `decision_date`, `decision_title`,
        `accuracy_m`
    wards : outlines of wards by `code`, where others than those of the package are at hand

    Raises
    ------
    IntakeError
        If a file is refused as a whole.
    """
    gathered = _Gathered()
    carried: list[tuple[_Area, Geometry]] = []
    for layer in guard.run(read_layers, list(files)):
        carried += _read_layer(layer, package, options, wards, gathered)
    whole = Place(files[0].name if files else "")
    if not carried and not gathered.questions:
        gathered.findings.append(gis_finding("gis.none", whole))
    source = _source(options, whole, gathered)
    accuracy = _accuracy(options, whole, gathered)
    if options.get("layer") == "lots":
        return _lots(carried, package, options, gathered)
    _tell_unmatched(carried, package, gathered, options)
    for area, shape in carried:
        near = neighbours_of(package, shape, area.known.id if area.known else None)
        gathered.findings += check_outline(shape, area.known, near, package, area.place)
        if area.known:
            gathered.findings += check_planned(geodesic_area_ha(shape), package, area.known.id, area.place)
    seen = _preview(carried, package)
    if source is None or gathered.questions:
        return _reading(gathered, seen=seen)
    rows = tuple(_row(area, shape, accuracy, source) for area, shape in carried if area.known)
    return _reading(gathered, rows, (source,), seen)


def _read_layer(
    layer: DrawnLayer, package: Package, options: Options, wards: GeoDataFrame | None, gathered: _Gathered
) -> list[tuple[_Area, Geometry]]:
    place = Place(layer.file, sheet=layer.name or None)
    gathered.statements.append(
        statement(
            "{kind}, {count} đối tượng",
            "{kind}, {count} features",
            place,
            kind=layer.kind,
            count=len(layer.features),
        )
    )
    gathered.statements += layer.statements
    shapes = areas_of(layer, repair=options.get("repair") == "yes")
    gathered.statements += shapes.statements
    gathered.findings += shapes.findings
    gathered.questions += shapes.questions
    names = cluster_names(package)
    columns = _LOT_COLUMNS if options.get("layer") == "lots" else CLUSTER_COLUMNS
    areas = [
        _Area(
            layer,
            feature,
            shape,
            _cluster_of(feature, len(shapes.areas), columns, names, package, options, wards),
        )
        for feature, shape in shapes.areas
    ]
    if not areas:
        return []
    located = [(area.shape, expected_place(package, area.known) if area.known else None) for area in areas]
    province = expected_place(package, None)
    system = find_system(located, read_stated(layer.crs), options.get("crs", ""), package, province, place)
    gathered.statements += system.statements
    gathered.findings += system.findings
    gathered.questions += system.questions
    moved = carry([area.shape for area in areas], system.taken) if system.taken else None
    return list(zip(areas, moved, strict=True)) if moved else []


def _cluster_of(
    feature: DrawnFeature,
    count: int,
    columns: Sequence[str],
    names: Names,
    package: Package,
    options: Options,
    wards: GeoDataFrame | None,
) -> Known | None:
    """Find the cluster of a feature: as answered, else by the columns that name one."""
    answered = options.get(f"cluster.{feature.number}") or (
        options.get("cluster") if count == 1 or options.get("layer") == "lots" else None
    )
    if answered:
        return find_cluster(package, answered, wards)
    key = next((match.key for match in _matches(feature, columns, names) if match.key), None)
    return find_cluster(package, key, wards) if key else None


def _matches(feature: DrawnFeature, columns: Sequence[str], names: Names) -> list[Match]:
    cells = {slug(name).replace("-", "_"): cell for name, cell in feature.properties.items()}
    return [
        names.find(cells[column])
        for column in columns
        if isinstance(cells.get(column), str) and cells[column].strip()
    ]


def _tell_unmatched(
    carried: list[tuple[_Area, Geometry]], package: Package, gathered: _Gathered, options: Options
) -> None:
    names = cluster_names(package)
    seen: dict[str, int] = {}
    for area, _ in carried:
        if area.known is None:
            said = ", ".join(str(cell) for cell in area.feature.properties.values() if isinstance(cell, str))[
                :80
            ]
            option = "cluster" if len(carried) == 1 else f"cluster.{area.feature.number}"
            if stated := options.get(option):
                expected = Text("mã của một cụm", "the id of a cluster")
                gathered.findings.append(
                    finding("coordinates.option", area.place, name=option, value=stated, expected=expected)
                )
            matches = _matches(area.feature, CLUSTER_COLUMNS, names)
            best = next((match for match in matches if match.candidates), Match(said, None))
            gathered.findings.append(gis_finding("gis.unmatched", area.place, said=said))
            gathered.questions.append(match_question(option, area.place, best))
        elif area.known.id in seen:
            gathered.findings.append(
                gis_finding("gis.twice", area.place, cluster=area.known.title, other=seen[area.known.id])
            )
        else:
            seen[area.known.id] = area.feature.number


def _source(options: Options, place: Place, gathered: _Gathered) -> Source | None:
    title = options.get("source_title", "").strip()
    if title and not options.get("decision_no", "").strip():
        return Source(f"drawn-{slug(title)}", title, "government")
    if options.get("layer") == "lots":
        return None
    decision: Decision = read_decision(options, "", place)
    gathered.statements += decision.statements
    gathered.findings += decision.findings
    gathered.questions += decision.questions
    return decision.source


def _accuracy(options: Options, place: Place, gathered: _Gathered) -> float | None:
    text = options.get("accuracy_m", "").strip()
    value = parse_amount(text) if text else None
    if text and not value:
        expected = Text("một số dương", "a positive number")
        gathered.findings.append(
            finding("coordinates.option", place, name="accuracy_m", value=text, expected=expected)
        )
    return value or None


def _row(area: _Area, shape: Geometry, accuracy: float | None, source: Source) -> Row:
    quality = Quality.OFFICIAL if source.kind == "decision" else Quality.DIGITISED
    content = {
        "id": area.known.id if area.known else "",
        "boundary_quality": quality.value,
        "position_accuracy_m": accuracy,
        "place_basis": "outline",
        "source_id": source.key,
        "geometry": to_geometry(shape),
    }
    return Row("outlines", content, area.place)


def _preview(carried: list[tuple[_Area, Geometry]], package: Package) -> Mapping[str, Any]:
    features = []
    for area, shape in carried:
        known = area.known
        title = known.title if known else Text("Chưa rõ cụm", "Cluster not known")
        near = neighbours_of(package, shape, known.id if known else None)
        features += preview([(str(area.feature.number), title, shape)], known, near, [])["features"]
    return {"type": "FeatureCollection", "features": list({one["id"]: one for one in features}.values())}


def _lots(
    carried: list[tuple[_Area, Geometry]], package: Package, options: Options, gathered: _Gathered
) -> Reading:
    by_cluster: dict[str, list[Lot]] = {}
    known: dict[str, Known] = {}
    for area, shape in carried:
        if area.known is None:
            gathered.findings.append(gis_finding("gis.unmatched", area.place, said=""))
        else:
            known[area.known.id] = area.known
            by_cluster.setdefault(area.known.id, []).append(Lot(area.feature.properties, shape, area.place))
    if carried and not known:
        asked = Text("Các lô này thuộc cụm nào?", "To which cluster do these lots belong?")
        gathered.questions.append(Question("cluster", carried[0][0].place, asked))
    read: list[Lots] = [
        read_lots(known[key], lots, cut=options.get("cut") == "yes") for key, lots in by_cluster.items()
    ]
    for one in read:
        gathered.statements += one.statements
        gathered.findings += one.findings
        gathered.questions += one.questions
    rows = tuple(row for one in read for row in one.rows)
    features = [
        feature
        for one in read
        for feature in preview(one.drawn, one.known, neighbours_of(package, one.known.shape, one.known.id)
                               if one.known.shape is not None else [], [])["features"]
    ]  # fmt: skip
    seen = {"type": "FeatureCollection", "features": features}
    return _reading(gathered, () if gathered.questions else rows, (), seen)


def _reading(
    gathered: _Gathered,
    rows: tuple[Row, ...] = (),
    sources: tuple[Source, ...] = (),
    seen: Mapping[str, Any] | None = None,
) -> Reading:
    return Reading(
        tuple(gathered.statements), tuple(gathered.findings), tuple(gathered.questions), sources, rows, seen
    )
