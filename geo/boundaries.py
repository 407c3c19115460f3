"""Outlines of wards and former districts that someone imports: checked, and kept in files of their own.

Open outlines carry licences that the product's own data do not share, so they never enter the
data package: they are joined by code when a snapshot is published, and their credit goes along.
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
from geopandas import GeoDataFrame
from shapely import box

from geo.admin import Boundaries
from geo.bbox import BBox
from geo.crs import WGS84, geodesic_area_ha, require_crs
from geo.errors import DataError, IntakeError, SourceError
from geo.geojson import read_geojson, write_geojson
from geo.package import Package
from geo.text import fold

FOLDER = "boundaries"
KINDS = {"wards": "admin_wards", "districts": "admin_districts"}
"""What can be imported, and the table whose codes it must bear."""

_AREA_SHARES = (0.994, 1.003)
"""What the outlines may add up to, as shares of the area the table gives: 3,340 to 3,370 km² for Hanoi."""

_HA_PER_KM2 = 100.0
_POLYGONS = ("Polygon", "MultiPolygon")


@dataclass(frozen=True)
class Imported:
    """What an import took in: `missing` units have no outline in the file, and the features with the
    numbers `left_out` are no units of today's tables (only districts may have such)."""

    path: Path
    units: int
    missing: tuple[str, ...]
    left_out: tuple[int, ...]
    area_km2: float


def import_boundaries(
    kind: str, file: Path, units: pd.DataFrame, home: Path, *, bbox: BBox, credit: str, licence: str
) -> Imported:
    """Check a file of outlines and keep it in `home`; a file at fault changes nothing.

    Parameters
    ----------
    kind : `wards` or `districts`
    file : GeoJSON in WGS 84, a feature a unit, with its `code`, or a `name` to be matched
    bbox : the extent of the province, which every outline must touch
    units : the table of these units, with code, full_name and, for wards, area_km2

    Raises
    ------
    IntakeError
        With every problem found: unknown or repeated units, invalid shapes, wards missing, a total
        area that does not fit.
    """
    try:
        layer = require_crs(read_geojson(file), WGS84)
    except DataError as error:
        raise IntakeError(str(error)) from error
    codes = _codes(layer, units)
    layer = layer.assign(code=codes)
    left_out: tuple[int, ...] = ()
    if kind == "districts":
        left_out = tuple(number for number, code in enumerate(codes, start=1) if code is None)
        layer = layer[layer["code"].notna()]
    missing = tuple(sorted(set(units["code"]) - set(codes)))
    area_km2 = sum(geodesic_area_ha(geometry) for geometry in layer.geometry) / _HA_PER_KM2
    problems = [
        *_feature_problems(layer, bbox),
        *(_ward_problems(missing, area_km2, units) if kind == "wards" else []),
    ]
    if problems:
        raise IntakeError(f"{file.name} was not imported:\n" + "\n".join(problems))
    names = dict(zip(units["code"], units["full_name"], strict=True))
    kept = GeoDataFrame(
        {"id": layer["code"], "code": layer["code"], "full_name": layer["code"].map(names)},
        geometry=layer.geometry,
        crs=WGS84,
    ).sort_values("code")
    path = home / FOLDER / f"{kind}.geojson"
    work = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_geojson(kept, work, {"name": kind, "credit": credit, "licence": licence})
        work.replace(path)
    except OSError as error:
        raise SourceError(f"cannot write {path}: {error.strerror}") from error
    return Imported(path, len(kept), missing, left_out, area_km2)


def _codes(layer: GeoDataFrame, units: pd.DataFrame) -> list[str | None]:
    known = set(units["code"])
    by_name = {fold(name): code for name, code in zip(units["full_name"], units["code"], strict=True)}
    by_name |= {fold(name): code for name, code in zip(units["name"], units["code"], strict=True)}
    absent = [None] * len(layer)
    stated = zip(
        layer.get("code", absent), layer.get("name_vi", absent), layer.get("name", absent), strict=True
    )
    return [code if code in known else _first_known(names, by_name) for code, *names in stated]


def _first_known(names: list[str | None], by_name: dict[str, str]) -> str | None:
    folded = (fold(name) for name in names if isinstance(name, str))
    return next((by_name[name] for name in folded if name in by_name), None)


def _feature_problems(layer: GeoDataFrame, bbox: BBox) -> list[str]:
    problems = [] if len(layer) else ["no feature is a unit of the table"]
    seen: dict[str, int] = {}
    for number, (code, geometry) in enumerate(zip(layer["code"], layer.geometry, strict=True), start=1):
        if not isinstance(code, str):
            problems.append(f"feature {number}: neither its code nor its name is a known unit")
        elif code in seen:
            problems.append(f"feature {number}: code {code} stands already in feature {seen[code]}")
        else:
            seen[code] = number
        if geometry is None or geometry.geom_type not in _POLYGONS or not geometry.is_valid:
            problems.append(f"feature {number}: expected a valid polygon")
        elif not geometry.intersects(box(*bbox)):
            problems.append(f"feature {number}: lies outside the province")
    return problems


def _ward_problems(missing: tuple[str, ...], area_km2: float, units: pd.DataFrame) -> list[str]:
    expected = float(units["area_km2"].sum())
    problems = [f"no outline for {len(missing)} wards: {', '.join(missing)}"] if missing else []
    least, most = (share * expected for share in _AREA_SHARES)
    if not least <= area_km2 <= most:
        problems.append(f"total area {area_km2:,.1f} km²; expected {least:,.1f} to {most:,.1f} km²")
    return problems


def load_boundaries(home: Path) -> dict[str, Boundaries]:
    """Load the outlines that were imported, by kind."""
    return {kind: _load(path) for kind in KINDS if (path := home / FOLDER / f"{kind}.geojson").is_file()}


def with_outlines(package: Package, home: Path) -> Package:
    """Add the outlines of units that were imported to those that a package brings itself."""
    imported = {
        f"{kind.removesuffix('s')}_outlines": found.layer for kind, found in load_boundaries(home).items()
    }
    return replace(package, layers=imported | dict(package.layers))


def _load(path: Path) -> Boundaries:
    layer = read_geojson(path)
    try:
        members = json.loads(path.read_bytes())
        return Boundaries(layer, f"{members['credit']} ({members['licence']})")
    except KeyError as error:
        raise SourceError(f"{path} lacks {error}; import the file again") from error
