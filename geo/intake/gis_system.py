"""In which system the shapes of a file are: what it says, held against where its clusters lie."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import CRS
from shapely import Geometry

from geo.crs import WGS84, distance_m, to_wgs84
from geo.errors import CRSError
from geo.intake.coordinate_said import ask_system
from geo.intake.crs_guess import (
    WGS84_UTM48,
    WGS84_UTM49,
    Candidate,
    Expected,
    guess,
    kilometres,
    official_of,
    parse_answer,
    system_title,
)
from geo.intake.drawing_words import finding, statement
from geo.intake.gis_prj import Stated
from geo.intake.gis_words import gis_finding
from geo.intake.reading import Finding, Place, Question, Statement
from geo.package import Package
from geo.schema import Text

Located = tuple[Geometry, Expected | None]
"""A shape as drawn, and where it should lie, if that is known."""

_DEGREES = 360.0
_STEP_M = 100.0


@dataclass(frozen=True)
class System:
    """The system taken (None while nothing fits), and what is said, found and asked about it."""

    taken: Candidate | None
    statements: tuple[Statement, ...] = ()
    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()


def find_system(
    located: Sequence[Located],
    stated: Stated | None,
    answer: str,
    package: Package,
    province: Expected,
    place: Place,
) -> System:
    """Take the system a file states where its shapes then lie right; else propose others, and ask."""
    ranked = _ranked(located, package, province)
    if not ranked:
        return System(None, findings=(_nowhere(located, package, province, place),))
    answered = parse_answer(answer) if answer else None
    for one in ranked:
        if answered == (one.epsg, one.add_x):
            return System(one, (_taken(one, Text("theo trả lời", "as answered")),))
    offered = ", ".join(one.value for one in ranked)
    refused = finding("coordinates.option", place, name="crs", value=answer, expected=offered)
    wrong = (refused,) if answer else ()
    own = next((one for one in ranked if stated and one.epsg == stated.epsg and not one.add_x), None)
    if own is not None and own.possible and stated is not None:
        said = Text(f"tệp ghi {stated.name}", f"the file says {stated.name}")
        misnamed = (gis_finding("gis.crs-misnamed", place, stated=stated.name),) if stated.misnamed else ()
        return System(
            own, (_taken(own, said),), (*wrong, *misnamed, *_usual_slip(own, ranked, package, place))
        )
    possible = [one for one in ranked if one.possible]
    if stated is not None and (stated.epsg or own):
        better = system_title(ranked[0].epsg)
        where = own.why if own else Text("hình nằm ngoài Việt Nam", "the shapes lie outside Vietnam")
        doubt = gis_finding("gis.crs-doubtful", place, stated=stated.name, where=where, better=better)
        return System(ranked[0], findings=(*wrong, doubt), questions=(ask_system(ranked, place),))
    if len(possible) == 1 and stated is None:
        return System(possible[0], (_taken(possible[0], possible[0].why),), wrong)
    return System(ranked[0], findings=wrong, questions=(ask_system(ranked, place),))


def _usual_slip(
    own: Candidate, ranked: Sequence[Candidate], package: Package, place: Place
) -> Iterator[Finding]:
    """Doubt WGS 84 / UTM where the province's own system fits as well: that `.prj` is often wrong."""
    home = official_of(package.about.province_vi)
    other = next((one for one in ranked if one.epsg == home and one.possible), None)
    if own.epsg in (WGS84_UTM48, WGS84_UTM49) and other is not None:
        apart = Text(*kilometres(distance_m(own.lon, own.lat, other.lon, other.lat)))
        yield gis_finding(
            "gis.crs-usual-slip",
            place,
            own=system_title(own.epsg),
            other=system_title(other.epsg),
            apart=apart,
        )


def _taken(candidate: Candidate, why: Text) -> Statement:
    return statement(
        "Hệ tọa độ: {crs}; {why}",
        "Coordinate system: {crs}; {why}",
        crs=system_title(candidate.epsg),
        why=why,
    )


def _nowhere(located: Sequence[Located], package: Package, province: Expected, place: Place) -> Finding:
    turned = [(shapely.transform(shape, lambda at: at[:, ::-1]), expected) for shape, expected in located]
    if _ranked(turned, package, province):
        return gis_finding("gis.crs-swapped", place)
    return finding("coordinates.outside-province", place, where=province.title)


def _ranked(located: Sequence[Located], package: Package, province: Expected) -> list[Candidate]:
    """Rank the systems by how far off they put each cluster; without known places, by the province alone."""
    middles = [shape.centroid.coords[0][:2] for shape, _ in located]
    metres = any(abs(x) > _DEGREES or abs(y) > _DEGREES for x, y in middles)
    ranked = guess(middles, metres, province, province=package.about.province_vi)
    known = [(shape, expected) for shape, expected in located if expected is not None]
    if not known:
        return ranked
    judged = [(_misses(known, one), one) for one in ranked]
    judged.sort(key=lambda pair: round(max(pair[0], default=0.0) / _STEP_M))
    return [_judged(one, max(misses, default=0.0)) for misses, one in judged]


def _misses(known: Sequence[Located], candidate: Candidate) -> list[float]:
    carried = carry([shape.centroid for shape, _ in known], candidate)
    if carried is None:
        return [1e9]
    return [
        max(0.0, expected.distance_m(point.x, point.y) - expected.tolerance_m)
        for point, (_, expected) in zip(carried, known, strict=True)
        if expected is not None
    ]


def _judged(candidate: Candidate, miss_m: float) -> Candidate:
    if miss_m == 0:
        return candidate
    vi, en = kilometres(miss_m)
    why = Text(
        f"hình lệch {vi} ngoài sai số so với vị trí đã biết của cụm; {candidate.why.vi}",
        f"shapes lie {en} beyond the known place of their cluster; {candidate.why.en}",
    )
    return Candidate(candidate.epsg, candidate.add_x, candidate.lon, candidate.lat, miss_m, False, why)


def carry(shapes: Sequence[Geometry], candidate: Candidate) -> list[Geometry] | None:
    """Carry shapes to WGS 84 from a system; None where they have no place in it."""
    moved = shapely.transform(np.array(shapes), lambda at: np.add(at, (candidate.add_x, 0.0)))
    if candidate.epsg == WGS84:
        return list(moved)
    try:
        return list(to_wgs84(moved, CRS.from_epsg(candidate.epsg)))
    except CRSError:
        return None
