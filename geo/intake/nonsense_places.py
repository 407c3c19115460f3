"""Coordinates stated as figures: swapped, outside the province, or far from the commune."""

import math
from collections.abc import Iterator
from typing import Any

from geo.crs import distance_m
from geo.intake.nonsense_subject import Found, Read, Subject

_SLACK_KM = 3.0
_DEGREE_DIGITS = 5


def swapped(subject: Subject) -> Iterator[Found]:
    """Find a latitude in the range of the province's longitudes, and the other way round."""
    west, south, east, north = subject.package.about.bbox
    for read, lon, lat in _points(subject):
        if west <= lat <= east and south <= lon <= north:
            yield _told(read, lon, lat)


def outside_province(subject: Subject) -> Iterator[Found]:
    """Find points outside the province that are not swapped either."""
    west, south, east, north = subject.package.about.bbox
    about = subject.package.about
    for read, lon, lat in _points(subject):
        inside = west <= lon <= east and south <= lat <= north
        if not inside and not (west <= lat <= east and south <= lon <= north):
            yield _told(read, lon, lat, province=about.province_vi)


def outside_commune(subject: Subject) -> Iterator[Found]:
    """Find points far from every commune their cluster lies in, by the mark and the size of the commune."""
    wards = {row["code"]: row for row in subject.package.tables["admin_wards"].to_dict("records")}
    clusters = {row["id"]: row for row in subject.package.tables["clusters"].to_dict("records")}
    west, south, east, north = subject.package.about.bbox
    for read, lon, lat in _points(subject):
        codes = str((clusters.get(read.fact["cluster_id"]) or {}).get("ward_codes") or "").split("; ")
        own = [wards[code] for code in codes if code in wards]
        if not own or not (west <= lon <= east and south <= lat <= north):
            continue
        gaps = [(_gap_km(ward, lon, lat), ward["full_name"]) for ward in own]
        gap, name = min(gaps)
        if gap > _SLACK_KM:
            yield _told(read, lon, lat, commune=name, got=f"{gap:.0f}")


def _gap_km(ward: dict[str, Any], lon: float, lat: float) -> float:
    """Tell how far a point is beyond a circle round the commune, twice as wide as one of its area."""
    reach = 2 * math.sqrt((ward["area_km2"] or 0.0) / math.pi)
    return distance_m(ward["lon"], ward["lat"], lon, lat) / 1000 - reach


def _points(subject: Subject) -> Iterator[tuple[Read, float, float]]:
    for read in subject.read:
        if read.fact["field"] == "lat" and read.number is not None:
            lon = subject.beside(read, "lon")
            if lon is not None and lon.number is not None:
                yield read, lon.number, read.number


def _told(read: Read, lon: float, lat: float, **more: str) -> Found:
    degrees = {"lon": f"{lon:.{_DEGREE_DIGITS}f}", "lat": f"{lat:.{_DEGREE_DIGITS}f}"}
    return Found(read.place, degrees | more)
