"""Lists of coordinates in decisions and drawings become the official outline of a cluster."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from geopandas import GeoDataFrame
from shapely import Geometry

from geo.crs import geodesic_area_ha
from geo.geojson import to_geometry
from geo.intake import coordinate_said as told
from geo.intake.coordinate_lines import read_files
from geo.intake.coordinate_shape import Drawn, draw
from geo.intake.coordinate_text import Coordinates
from geo.intake.crs_guess import Candidate, guess, parse_answer, said_of, system_title
from geo.intake.decision import Decision, area_in, parse_amount, read_decision
from geo.intake.drawing_words import finding, statement
from geo.intake.outline_checks import DECLARED, check_area, check_outline, check_planned, preview
from geo.intake.reading import Brought, Finding, Options, Place, Question, Reading, Row, Source, Statement
from geo.intake.whereabouts import Known, clusters_near, expected_place, find_cluster, neighbours_of
from geo.package import Package
from geo.schema import Quality, Text


@dataclass
class _Gathered:
    """What is said while one list is read; it becomes the reading."""

    statements: list[Statement] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def read_coordinates(
    files: Sequence[Brought], package: Package, options: Options, wards: GeoDataFrame | None = None
) -> Reading:
    """Read the outline of one cluster from lists of coordinates.

    Parameters
    ----------
    options : `cluster` (id), `crs` (`EPSG:5897`), `declared_area_ha`, `decision_no`, `decision_date`,
        `decision_title`, `accuracy_m`; what is missing and cannot be read is asked for
    wards : outlines of wards by `code`, where others than those of the package are at hand

    Returns
    -------
    one row of the layer `outlines`, once nothing is asked and nothing is wrong

    Raises
    ------
    IntakeError
        If a file is refused as a whole.
    """
    found, said, faults = read_files(files)
    whole = Place(files[0].name if files else "")
    gathered = _Gathered([*said, *told.about_reading(found, whole)], [*faults, *told.about_lines(found)])
    if not found.listings:
        gathered.findings.insert(0, finding("coordinates.none", whole))
        return _reading(gathered)
    known = find_cluster(package, options.get("cluster", ""), wards)
    chosen = _choose_system(found, package, known, options, whole, gathered)
    if chosen is None:
        return _reading(gathered)
    if known is None:
        gathered.questions.append(_ask_cluster(package, chosen, found, options, whole, gathered))
    drawn = draw(found, chosen)
    gathered.statements += drawn.statements
    gathered.findings += drawn.findings
    decision = read_decision(options, found.words, whole)
    _take(gathered, decision)
    accuracy = _number(options, "accuracy_m", whole, gathered)
    declared = _declared(options, found, whole, gathered)
    if drawn.shape is None:
        return _reading(gathered, drawn=drawn, known=known)
    near = neighbours_of(package, drawn.shape, known.id if known else None)
    area = geodesic_area_ha(drawn.shape)
    gathered.findings += check_outline(drawn.shape, known, near, package, whole)
    if declared:
        gathered.findings += check_area(area, declared, DECLARED, whole)
    if known:
        gathered.findings += check_planned(area, package, known.id, whole)
    title = known.title if known else Text("Ranh giới mới", "New outline")
    seen = preview([("outline", title, drawn.shape)], known, near, drawn.problems)
    if known is None or decision.source is None or gathered.questions:
        return _reading(gathered, seen=seen)
    row = _row(known, drawn.shape, accuracy, decision.source, whole)
    return _reading(gathered, (row,), (decision.source,), seen)


def _reading(
    gathered: _Gathered,
    rows: tuple[Row, ...] = (),
    sources: tuple[Source, ...] = (),
    seen: dict[str, Any] | None = None,
    drawn: Drawn | None = None,
    known: Known | None = None,
) -> Reading:
    if seen is None and drawn is not None:
        seen = preview([], known, [], drawn.problems)
    return Reading(
        tuple(gathered.statements), tuple(gathered.findings), tuple(gathered.questions), sources, rows, seen
    )


def _row(known: Known, shape: Geometry, accuracy: float | None, source: Source, place: Place) -> Row:
    return Row(
        "outlines",
        {
            "id": known.id,
            "boundary_quality": Quality.OFFICIAL.value,
            "position_accuracy_m": accuracy,
            "place_basis": "outline",
            "source_id": source.key,
            "geometry": to_geometry(shape),
        },
        place,
    )


def _choose_system(
    found: Coordinates,
    package: Package,
    known: Known | None,
    options: Options,
    place: Place,
    gathered: _Gathered,
) -> Candidate | None:
    """Take the system answered or the only one possible; else ask, and go on with the likeliest."""
    expected = expected_place(package, known)
    points = [(point.x, point.y) for point in found.points]
    prefixes = [point.prefix for point in found.points if point.prefix]
    said = said_of(found.words)
    ranked = guess(
        points, found.metres, expected, province=package.about.province_vi, said=said,
        prefix=prefixes[0] if prefixes else None,
    )  # fmt: skip
    answer = options.get("crs", "").strip()
    if answer:
        system = parse_answer(answer)
        taken = next((one for one in ranked if system == (one.epsg, one.add_x)), None)
        if taken:
            gathered.statements.append(_taken(taken, Text("theo trả lời", "as answered")))
            if not taken.possible:
                gathered.findings += told.about_answer(taken, ranked[0], said, expected, place)
            return taken
        expected_answers = ", ".join(one.value for one in ranked)
        gathered.findings.append(
            finding("coordinates.option", place, name="crs", value=answer, expected=expected_answers)
        )
    possible = [one for one in ranked if one.possible]
    if len(possible) == 1 and not answer:
        gathered.statements.append(_taken(possible[0], possible[0].why))
        return possible[0]
    gathered.questions.append(told.ask_system(ranked, place))
    if not ranked:
        gathered.findings.append(finding("coordinates.outside-province", place, where=expected.title))
        return None
    return ranked[0]


def _taken(candidate: Candidate, why: Text) -> Statement:
    return statement(
        "Hệ tọa độ: {crs}; {why}",
        "Coordinate system: {crs}; {why}",
        crs=system_title(candidate.epsg),
        why=why,
    )


def _ask_cluster(
    package: Package,
    chosen: Candidate,
    found: Coordinates,
    options: Options,
    place: Place,
    gathered: _Gathered,
) -> Question:
    if stated := options.get("cluster", "").strip():
        gathered.findings.append(
            finding("coordinates.option", place, name="cluster", value=stated,
                    expected=Text("mã của một cụm", "the id of a cluster"))
        )  # fmt: skip
    near = clusters_near(package, chosen.lon, chosen.lat, found.words)
    named = [choice.value for choice, is_named in near if is_named]
    asked = Text("Đây là ranh giới của cụm nào?", "Which cluster has this outline?")
    return Question(
        "cluster", place, asked, tuple(choice for choice, _ in near), named[0] if len(named) == 1 else None
    )


def _take(gathered: _Gathered, decision: Decision) -> None:
    gathered.statements += decision.statements
    gathered.findings += decision.findings
    gathered.questions += decision.questions


def _number(options: Options, name: str, place: Place, gathered: _Gathered) -> float | None:
    text = options.get(name, "").strip()
    value = parse_amount(text) if text else None
    if text and not value:
        gathered.findings.append(
            finding("coordinates.option", place, name=name, value=text,
                    expected=Text("một số dương", "a positive number"))
        )  # fmt: skip
    return value or None


def _declared(options: Options, found: Coordinates, place: Place, gathered: _Gathered) -> float | None:
    declared = _number(options, "declared_area_ha", place, gathered)
    if declared is None and (declared := area_in(found.words)):
        gathered.statements.append(
            statement("Văn bản ghi diện tích {area} ha", "The text states {area} ha", place, area=declared)
        )
    return declared or None
