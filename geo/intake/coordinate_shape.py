"""From listed points to a shape: rings checked in the plane, put together, carried to WGS 84."""

import math
from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import CRS
from shapely import Geometry

from geo.crs import WGS84, geodesic_area_ha, to_wgs84, transform
from geo.errors import CRSError
from geo.intake.coordinate_text import Coordinates, Listing
from geo.intake.crs_guess import Candidate
from geo.intake.drawing_words import finding, statement
from geo.intake.reading import Finding, Statement
from geo.intake.rings import Assembled, Corner, Ring, Trouble, assemble_rings, check_ring
from geo.intake.telling import written
from geo.schema import Level, Text

_DEGREE_M = 111_320.0
_M2_PER_HA = 10_000.0


@dataclass(frozen=True)
class Drawn:
    """The shape in WGS 84 (None where the rings give none), and what is to be said about it."""

    shape: Geometry | None
    statements: tuple[Statement, ...]
    findings: tuple[Finding, ...]
    problems: list[tuple[Text, float, float]]


@dataclass(frozen=True)
class _Frame:
    """Plane metres for what is listed: metres as they are, degrees stretched around their middle."""

    x_m: float
    y_m: float
    system: Candidate

    def corner(self, name: str, x: float, y: float, at: int) -> Corner:
        return Corner(name, x * self.x_m, y * self.y_m, at)

    def listed(self, x: float, y: float) -> tuple[float, float]:
        return x / self.x_m, y / self.y_m

    def lon_lat(self, x: float, y: float) -> tuple[float, float]:
        x, y = self.listed(x, y)
        if self.system.epsg == WGS84:
            return x, y
        try:
            return transform(x + self.system.add_x, y, from_epsg=self.system.epsg, to_epsg=WGS84)
        except CRSError:
            return math.nan, math.nan

    def to_wgs84(self, shape: Geometry) -> Geometry:
        def listed(positions: np.ndarray) -> np.ndarray:
            return positions / (self.x_m, self.y_m) + (self.system.add_x, 0.0)

        moved = np.array([shapely.transform(shape, listed)])
        return to_wgs84(moved, CRS.from_epsg(self.system.epsg))[0]


def draw(found: Coordinates, system: Candidate) -> Drawn:
    """Draw the rings of a list in a coordinate system; with faults that cannot be right there is no shape."""
    stretch = 1.0 if found.metres else _DEGREE_M
    narrow = 1.0 if found.metres else math.cos(math.radians(found.points[0].y))
    frame = _Frame(stretch * narrow, stretch, system)
    rings = [_ring(listing, frame) for listing in found.listings]
    findings = [
        _finding(trouble, number, listing, frame, found.metres)
        for number, (listing, ring) in enumerate(zip(found.listings, rings, strict=True), start=1)
        for trouble in ring.troubles
    ]
    problems = [
        (one.message, *frame.lon_lat(trouble.x, trouble.y))
        for one, trouble in zip(
            findings, (trouble for ring in rings for trouble in ring.troubles), strict=True
        )
    ]
    statements = _about_closing(found, rings)
    if any(one.level is Level.ERROR for one in findings):
        return Drawn(None, tuple(statements), tuple(findings), problems)
    assembled = assemble_rings([ring.polygon for ring in rings])
    statements += _about_parts(found, assembled)
    place = found.points[0].place
    findings += [
        finding("coordinates.parts-overlap", place, one=one + 1, two=two + 1, area=shared / _M2_PER_HA)
        for one, two, shared in assembled.overlaps
    ]
    try:
        shape = frame.to_wgs84(assembled.shape)
    except CRSError:
        return Drawn(None, tuple(statements), tuple(findings), problems)
    statements.append(_area(shape, assembled if found.metres else None))
    return Drawn(None if assembled.overlaps else shape, tuple(statements), tuple(findings), problems)


def _ring(listing: Listing, frame: _Frame) -> Ring:
    return check_ring(
        [
            frame.corner(point.name or str(at + 1), point.x, point.y, at)
            for at, point in enumerate(listing.points)
        ]
    )


def _finding(trouble: Trouble, number: int, listing: Listing, frame: _Frame, metres: bool) -> Finding:
    place = listing.points[trouble.corners[-1].at].place
    names = [corner.name for corner in trouble.corners]
    if trouble.kind == "crossing":
        place = listing.points[trouble.corners[0].at].place
        x, y = frame.listed(trouble.x, trouble.y)
        decimals = 2 if metres else 6
        better = ", ".join(trouble.better)
        return finding(
            "coordinates.crossing", place, **dict(zip("abcd", names, strict=True)),
            north=written(y, decimals), east=written(x, decimals),
            better=Text(f"; nối {better} thì không còn cắt", f"; {better} has no crossing") if better else "",
        )  # fmt: skip
    return finding(
        f"coordinates.{trouble.kind}", place, one=names[0], two=names[-1], ring=number,
        count=len({(point.x, point.y) for point in listing.points}),
    )  # fmt: skip


def _about_closing(found: Coordinates, rings: list[Ring]) -> list[Statement]:
    said = []
    for number, (listing, ring) in enumerate(zip(found.listings, rings, strict=True), start=1):
        name = Text(f"Vòng {number}", f"Ring {number}")
        turn = {None: Text("", ""), True: Text(", theo chiều kim đồng hồ", ", clockwise"),
                False: Text(", ngược chiều kim đồng hồ", ", counterclockwise")}[ring.clockwise]  # fmt: skip
        closing = (
            Text("điểm cuối lặp lại điểm đầu", "the last point repeats the first")
            if ring.closed
            else Text("được nối từ điểm cuối về điểm đầu", "closed from the last point to the first")
        )
        said.append(
            statement("{ring}: {count} điểm, {closing}{turn}", "{ring}: {count} points, {closing}{turn}",
                      listing.points[0].place, ring=name, count=len(ring.corners), closing=closing, turn=turn)
        )  # fmt: skip
    return said


def _about_parts(found: Coordinates, assembled: Assembled) -> list[Statement]:
    return [
        statement(
            "Vòng {hole} nằm trong vòng {shell}: là phần đất loại trừ",
            "Ring {hole} lies inside ring {shell}: land left out",
            found.listings[hole].points[0].place, hole=hole + 1, shell=shell + 1,
        )
        for hole, shell in assembled.holes
    ]  # fmt: skip


def _area(shape: Geometry, plane: Assembled | None) -> Statement:
    area = written(geodesic_area_ha(shape), 4)
    if plane is None:
        return statement("Diện tích {area} ha trên ellipsoid", "Area {area} ha on the ellipsoid", area=area)
    flat = written(plane.shape.area / _M2_PER_HA, 4)
    return statement(
        "Diện tích {area} ha trên ellipsoid, {flat} ha trên mặt phẳng chiếu",
        "Area {area} ha on the ellipsoid, {flat} ha in the plane",
        area=area, flat=flat,
    )  # fmt: skip
