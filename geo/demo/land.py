"""The land of the model province: a coastline nobody has sailed past, and its administrative units.

The island is fictional and lies in the open Gulf of Tonkin, clear of the coast and of Bạch Long Vĩ.
It is the same island in every simulation; only what stands on it follows the seed.
"""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from geopandas import GeoDataFrame

from geo import tables
from geo.admin import COMMUNES_OF_2024_END, DISTRICTS_END, WARDS_BEGIN
from geo.bbox import BBox
from geo.crs import GEOD, WGS84, geodesic_area_ha
from geo.schema import Table
from geo.text import slug

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Shapes = npt.NDArray[np.object_]

SIMULATED_TEXT = "MÔ PHỎNG · SIMULATED"
CENTRE_LON, CENTRE_LAT = 107.065, 19.77
RADIUS_M = 27_000.0

_LAND_SEED = 1954
_CELLS = 320
_COMMUNES = 80
_WARDS = 40
_SWITCHED_CELLS = 18
_ABOLISHED = 2
_RELAXATIONS = 6
_GRID_DEG = 1e-7
_MARK_DECIMALS = 5
_COAST_WAVES = ((2, 0.08), (3, 0.06), (5, 0.04), (9, 0.02), (17, 0.012), (31, 0.007))
"""Waves around the island, and the height of each as a share of the radius."""

_BORDER_WAVES = ((9_000.0, 700.0), (3_500.0, 260.0))
"""Length and height in metres of the waves that bend straight borders."""

_DISTRICTS = (
    ("Thành phố", "Mẫu An"),
    ("Thị xã", "Mẫu Phú"),
    *(("Huyện", f"Mẫu {name}") for name in
      ("Sơn", "Hà", "Giang", "Khê", "Lâm", "Thạch", "Xuyên", "Thành", "Ninh", "Hải")),
)  # fmt: skip
_COMMUNE_NAMES = (
    "An", "Bình", "Cẩm", "Châu", "Chí", "Chương", "Cổ", "Cự", "Dân", "Diên", "Dương", "Đại", "Đoàn",
    "Đào", "Đông", "Đức", "Gia", "Giang", "Hà", "Hải", "Hạnh", "Hậu", "Hiền", "Hiệp", "Hòa",
    "Hoàng", "Hồng", "Hưng", "Hương", "Khánh", "Khê", "Kim", "Kỳ", "Lạc", "Lam", "Lập", "Liên",
    "Linh", "Long", "Lộc", "Lương", "Mai", "Minh", "Mỹ", "Nam", "Nghĩa", "Ngọc", "Nguyên", "Nhân",
    "Nhật", "Ninh", "Phong", "Phú", "Phúc", "Phương", "Quang", "Quế", "Sơn", "Tam", "Tân", "Tây",
    "Thạch", "Thái", "Thanh", "Thịnh", "Thọ", "Thuận", "Thủy", "Thượng", "Tiên", "Trung", "Trường",
    "Tú", "Vạn", "Việt", "Vĩnh", "Xuân", "Yên", "Bảo", "Tràng",
)  # fmt: skip


@dataclass(frozen=True)
class Land:
    """The island and its units in both vintages.

    `communes`, `wards` and `districts` are layers with code, name and full_name, each without gaps
    or overlaps; communes also have district_code. `tables` holds the administrative tables.
    """

    island: shapely.Polygon
    communes: GeoDataFrame
    wards: GeoDataFrame
    districts: GeoDataFrame
    tables: dict[str, pd.DataFrame]

    @property
    def bbox(self) -> BBox:
        """Return the extent of the island in WGS 84 degrees."""
        return BBox(*(float(edge) for edge in self.island.bounds))


def metres_per_degree(lat: Floats | float) -> tuple[Floats, Floats]:
    """Return how many metres a degree of longitude and one of latitude measure at a latitude."""
    sine = np.sin(np.radians(lat))
    curvature = 1 - GEOD.es * sine**2
    east = GEOD.a / np.sqrt(curvature) * np.cos(np.radians(lat))
    north = GEOD.a * (1 - GEOD.es) / curvature**1.5
    return np.radians(east), np.radians(north)


def to_degrees(metres: Floats) -> Floats:
    """Carry (n, 2) metres east and north of the island's centre to longitude, latitude."""
    return metres / np.column_stack(metres_per_degree(CENTRE_LAT)) + (CENTRE_LON, CENTRE_LAT)


def to_metres(degrees: Floats) -> Floats:
    """Carry (n, 2) longitude, latitude to metres east and north of the island's centre."""
    return (degrees - (CENTRE_LON, CENTRE_LAT)) * np.column_stack(metres_per_degree(CENTRE_LAT))


def as_table(table: Table, columns: dict[str, Any]) -> pd.DataFrame:
    """Put columns into the order a table promises; what is not given, or is no number, is None."""
    rows = pd.DataFrame(columns).reindex(columns=table.names()).astype(object)
    return rows.where(rows.notna(), None)


@lru_cache(maxsize=1)
def draw_land() -> Land:
    """Draw the island, its 80 communes of 2024, 12 former districts and 40 wards of 2025."""
    rng = np.random.default_rng(_LAND_SEED)
    faces = _draw_faces(rng)
    neighbours = _neighbours(faces)
    centres = shapely.get_coordinates(shapely.centroid(faces))
    commune_of_face = _grow(centres, neighbours, _spread(centres, _COMMUNES))
    shapes = _merge(faces, commune_of_face)
    between = _neighbours(shapes)
    middles = shapely.get_coordinates(shapely.centroid(shapes))
    district_of_commune = _grow(middles, between, _spread(middles, len(_DISTRICTS)))
    ward_of_commune = _grow(middles, between, _spread(middles, _WARDS))
    ward_of_face = _switch_faces(ward_of_commune[commune_of_face], commune_of_face, neighbours, rng)
    districts = _name_districts(_merge(shapes, district_of_commune))
    communes = _name_communes(shapes, districts, rng)
    overlaps = _overlaps(faces, commune_of_face, ward_of_face)
    wards = _name_wards(_merge(faces, ward_of_face), communes, overlaps)
    admin = {
        "admin_districts": _district_table(districts),
        "admin_communes": _commune_table(communes, overlaps),
        "admin_wards": _ward_table(wards, communes, overlaps, districts),
        "admin_conversion": _conversion_table(communes, wards, overlaps, districts),
        "places": _place_table(districts, shapely.coverage_union_all(shapes)),
    }
    return Land(shapely.coverage_union_all(shapes), communes, wards, districts, admin)


def _draw_faces(rng: np.random.Generator) -> Shapes:
    coast = _draw_coast(rng)
    edges = shapely.voronoi_polygons(
        shapely.MultiPoint(_scatter(coast, rng)), extend_to=coast.buffer(RADIUS_M), only_edges=True
    )
    bent = shapely.transform(shapely.segmentize(edges, 900.0), _bend)
    lines = shapely.transform(shapely.GeometryCollection([coast.exterior, bent]), to_degrees)
    noded = shapely.union_all(shapely.get_parts(lines), grid_size=_GRID_DEG)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    shore = shapely.transform(coast, to_degrees)
    inside: Shapes = faces[shapely.contains(shore, shapely.point_on_surface(faces))]
    return inside


def _draw_coast(rng: np.random.Generator) -> shapely.Polygon:
    angles = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    reach = np.ones_like(angles)
    for turns, height in _COAST_WAVES:
        reach += height * np.sin(turns * angles + rng.uniform(0, 2 * np.pi))
    reach *= RADIUS_M
    return shapely.Polygon(np.column_stack([reach * np.cos(angles), reach * np.sin(angles)]))


def _scatter(coast: shapely.Polygon, rng: np.random.Generator) -> Floats:
    """Scatter points over the island and relax them, so that no unit is a splinter."""
    drawn = rng.uniform(-1.3 * RADIUS_M, 1.3 * RADIUS_M, (12 * _CELLS, 2))
    points: Floats = drawn[shapely.contains_xy(coast, drawn)][:_CELLS]
    for _ in range(_RELAXATIONS):
        cells = shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=coast)
        clipped = shapely.intersection(shapely.get_parts(cells), coast)
        points = shapely.get_coordinates(shapely.centroid(clipped))
    return points


def _bend(metres: Floats) -> Floats:
    """Shift positions by smooth waves, so that borders wind and still meet where they met."""
    bent = metres.copy()
    for length, height in _BORDER_WAVES:
        phase = 2 * np.pi * metres / length
        bent[:, 0] += height * np.sin(phase[:, 1] + 0.4 * phase[:, 0])
        bent[:, 1] += height * np.sin(phase[:, 0] - 0.4 * phase[:, 1] + 1.0)
    return bent


def _neighbours(shapes: Shapes) -> list[list[int]]:
    """List for each shape those it shares a border with; a corner is no border."""
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    shared = shapely.length(shapely.intersection(shapes[first], shapes[second]))
    neighbours: list[list[int]] = [[] for _ in shapes]
    for one, other, length in zip(first.tolist(), second.tolist(), shared, strict=True):
        if one != other and length > _GRID_DEG:
            neighbours[one].append(other)
    return [sorted(others) for others in neighbours]


def _spread(points: Floats, count: int) -> list[int]:
    """Pick points far from each other, the most central one first."""
    chosen = [int(np.argmin(np.linalg.norm(points - points.mean(axis=0), axis=1)))]
    nearest = np.linalg.norm(points - points[chosen[0]], axis=1)
    while len(chosen) < count:
        chosen.append(int(np.argmax(nearest)))
        nearest = np.minimum(nearest, np.linalg.norm(points - points[chosen[-1]], axis=1))
    return chosen


def _grow(points: Floats, neighbours: list[list[int]], seeds: list[int]) -> Ints:
    """Grow a connected region from every seed until all shapes belong to one; the region of each."""
    region = np.full(len(points), -1, dtype=np.int64)
    queue = [(0.0, seed, label) for label, seed in enumerate(seeds)]
    while queue:
        walked, shape, label = heapq.heappop(queue)
        if region[shape] >= 0:
            continue
        region[shape] = label
        for other in neighbours[shape]:
            if region[other] < 0:
                step = float(np.linalg.norm(points[shape] - points[other]))
                heapq.heappush(queue, (walked + step, other, label))
    return region


def _switch_faces(
    ward_of_face: Ints, commune_of_face: Ints, neighbours: list[list[int]], rng: np.random.Generator
) -> Ints:
    """Hand some faces to a neighbouring ward, so that a few communes are divided between two."""
    wards = ward_of_face.copy()
    touched: set[int] = set()
    for face in rng.permutation(len(wards)).tolist():
        ward, commune = int(wards[face]), int(commune_of_face[face])
        others = [int(wards[other]) for other in neighbours[face] if wards[other] != ward]
        rest = set(np.flatnonzero(wards == ward).tolist()) - {face}
        divisible = (commune_of_face == commune).sum() > 1 and not touched & {commune, ward}
        if others and divisible and _is_connected(rest, neighbours):
            wards[face] = others[0]
            touched |= {commune, ward}
        if (wards != ward_of_face).sum() == _SWITCHED_CELLS:
            break
    return wards


def _is_connected(members: set[int], neighbours: list[list[int]]) -> bool:
    reached: set[int] = set()
    front = list(members)[:1]
    while front:
        shape = front.pop()
        reached.add(shape)
        front += [other for other in neighbours[shape] if other in members and other not in reached]
    return bool(members) and reached == members


def _merge(shapes: Shapes, region: Ints) -> Shapes:
    merged = [shapely.coverage_union_all(shapes[region == label]) for label in range(region.max() + 1)]
    return np.array(merged, dtype=object)


def as_layer(columns: dict[str, Any], shapes: Any) -> GeoDataFrame:
    """Make a WGS 84 layer."""
    return GeoDataFrame(columns, geometry=list(shapes), crs=WGS84)


def _name_districts(shapes: Shapes) -> GeoDataFrame:
    codes = [f"{number}" for number in range(901, 901 + len(_DISTRICTS))]
    kinds, names = zip(*_DISTRICTS, strict=True)
    full = [f"{kind} {name}" for kind, name in _DISTRICTS]
    return as_layer({"code": codes, "name": names, "type": kinds, "full_name": full}, shapes)


def _name_communes(shapes: Shapes, districts: GeoDataFrame, rng: np.random.Generator) -> GeoDataFrame:
    names = [f"{first} Mẫu" for first in rng.permutation(_COMMUNE_NAMES)[: len(shapes)]]
    homes = [_holder(shape, districts) for shape in shapely.point_on_surface(shapes)]
    towns = {_nearest(district, shapes) for district in districts.geometry.iloc[2:]}
    kinds = [_commune_kind(home, number in towns) for number, home in enumerate(homes)]
    order = np.argsort(homes, kind="stable")
    codes = np.empty(len(shapes), dtype=object)
    codes[order] = [f"{90_001 + 3 * place}" for place in range(len(shapes))]
    columns = {
        "code": codes,
        "name": names,
        "type": kinds,
        "full_name": [f"{kind} {name}" for kind, name in zip(kinds, names, strict=True)],
        "district_code": [districts["code"].iloc[home] for home in homes],
    }
    return as_layer(columns, shapes)


def _holder(point: shapely.Point, units: GeoDataFrame) -> int:
    return int(np.flatnonzero(units.geometry.contains(point))[0])


def _nearest(unit: shapely.Geometry, shapes: Shapes) -> int:
    return int(np.argmin(shapely.distance(shapely.centroid(shapes), shapely.centroid(unit))))


def _commune_kind(district: int, is_town: bool) -> str:
    if district < 2:
        return "Phường"
    return "Thị trấn" if is_town else "Xã"


def _overlaps(faces: Shapes, commune_of_face: Ints, ward_of_face: Ints) -> Floats:
    """Measure the ground common to each commune (row) and ward (column), in hectares."""
    shared = np.zeros((commune_of_face.max() + 1, ward_of_face.max() + 1))
    for commune, ward, face in zip(commune_of_face, ward_of_face, faces, strict=True):
        shared[commune, ward] += geodesic_area_ha(face)
    return shared


def _name_wards(shapes: Shapes, communes: GeoDataFrame, overlaps: Floats) -> GeoDataFrame:
    """Name each ward after the commune that gives it most ground, and let it take over the code."""
    whole = overlaps * (overlaps == overlaps.max(axis=1, keepdims=True))
    main = communes.iloc[whole.argmax(axis=0)]
    kinds = ["Phường" if kind == "Phường" else "Xã" for kind in main["type"]]
    columns = {
        "code": main["code"].to_numpy(),
        "name": main["name"].to_numpy(),
        "type": kinds,
        "full_name": [f"{kind} {name}" for kind, name in zip(kinds, main["name"], strict=True)],
    }
    return as_layer(columns, shapes).sort_values("code", kind="stable")


def _marks(units: GeoDataFrame) -> dict[str, Any]:
    points = shapely.get_coordinates(shapely.point_on_surface(units.geometry.to_numpy()))
    lon, lat = points.round(_MARK_DECIMALS).T
    return {"lon": lon, "lat": lat}


def _district_table(districts: GeoDataFrame) -> pd.DataFrame:
    named = {name: districts[name].to_numpy() for name in ("code", "name", "type", "full_name")}
    return as_table(tables.ADMIN_DISTRICTS, {**named, **_marks(districts), "valid_to": DISTRICTS_END})


def _abolished(overlaps: Floats) -> Ints:
    """Pick the communes merged away half a year early: the smallest that stay in one piece."""
    whole = np.where((overlaps > 0).sum(axis=1) == 1, overlaps.sum(axis=1), np.inf)
    return np.argsort(whole, kind="stable")[:_ABOLISHED].astype(np.int64)


def _commune_table(communes: GeoDataFrame, overlaps: Floats) -> pd.DataFrame:
    gone = np.isin(np.arange(len(communes)), _abolished(overlaps))
    abolished = "abolished, merged into a unit of another name"
    columns = {
        **{name: communes[name] for name in ("code", "name", "full_name", "district_code")},
        "unit_2025h1_code": communes["code"].mask(gone),
        "unit_2025h1_name": communes["full_name"].mask(gone),
        "change_2025_01_01": np.where(gone, abolished, "same code and name"),
        "valid_to": COMMUNES_OF_2024_END,
    }
    return as_table(tables.ADMIN_COMMUNES, columns).sort_values("code", ignore_index=True)


def _ward_table(
    wards: GeoDataFrame, communes: GeoDataFrame, overlaps: Floats, districts: GeoDataFrame
) -> pd.DataFrame:
    named = {name: wards[name].to_numpy() for name in ("code", "name", "type", "full_name")}
    columns = {
        **named,
        "area_km2": [round(geodesic_area_ha(shape) / 100, 2) for shape in wards.geometry],
        **_marks(wards),
        "former_districts": [_former(overlaps[:, ward], communes, districts) for ward in wards.index],
        "valid_from": WARDS_BEGIN,
    }
    return as_table(tables.ADMIN_WARDS, columns)


def _former(shared: Floats, communes: GeoDataFrame, districts: GeoDataFrame) -> str:
    names = districts.set_index("code")["name"]
    shares = pd.Series(shared / shared.sum()).groupby(communes["district_code"]).sum()
    present = shares[shares > 0].sort_values(ascending=False, kind="stable")
    return "|".join(f"{names[code]}:{share:.2f}" for code, share in present.items())


def _conversion_table(
    communes: GeoDataFrame, wards: GeoDataFrame, overlaps: Floats, districts: GeoDataFrame
) -> pd.DataFrame:
    gone = set(_abolished(overlaps).tolist())
    seats = districts.set_index("code")["full_name"]
    parts = list(_parts(overlaps, gone))
    old = communes.iloc[[commune for commune, _, _, _ in parts]]
    new = wards.loc[[ward for _, ward, _, _ in parts]]
    early = [commune in gone for commune, _, _, _ in parts]
    columns = {
        "old_code": old["code"].to_numpy(),
        "old_name": old["full_name"].to_numpy(),
        "old_district": seats[old["district_code"]].to_numpy(),
        "old_valid_from": [None if ended else date(2025, 1, 1) for ended in early],
        "old_valid_to": [COMMUNES_OF_2024_END if ended else DISTRICTS_END for ended in early],
        "new_code": new["code"].to_numpy(),
        "new_name": new["full_name"].to_numpy(),
        "part": [part for _, _, part, _ in parts],
        "largest_area": ["true" if largest else "false" for _, _, _, largest in parts],
    }
    table = as_table(tables.ADMIN_CONVERSION, columns)
    return table.sort_values(["old_code", "new_code"], ignore_index=True)


def _parts(overlaps: Floats, gone: Iterable[int]) -> Iterator[tuple[int, int, str, bool]]:
    for commune, shared in enumerate(overlaps):
        wards = np.flatnonzero(shared).tolist()
        for ward in wards:
            largest = bool(shared[ward] == shared.max())
            part = "whole" if len(wards) == 1 else "part_default" if largest else "part"
            yield commune, ward, "abolished_2025-01-01" if commune in gone else part, largest


def _place_table(districts: GeoDataFrame, island: shapely.Polygon) -> pd.DataFrame:
    """Mark a few seats, an airport and a port; the port stands on the shore of the second district."""
    seats = districts.iloc[:7]
    shore = shapely.intersection(island.exterior, districts.geometry.iloc[1].buffer(1e-6))
    port = shore if not shore.is_empty else island.exterior
    spots = [
        *((f"{row.full_name}", "populated place", row.geometry.centroid) for row in seats.itertuples()),
        ("Sân bay Mẫu", "airport", districts.geometry.iloc[0].representative_point()),
        ("Cảng Mẫu", "sea port", shapely.line_interpolate_point(shapely.get_parts(port)[0], 0.01)),
    ]
    positions = np.array([(point.x, point.y) for _, _, point in spots]).round(_MARK_DECIMALS)
    columns = {
        "id": [slug(name) for name, _, _ in spots],
        "name": [name for name, _, _ in spots],
        "kind": [kind for _, kind, _ in spots],
        "lon": positions[:, 0],
        "lat": positions[:, 1],
        "precision": "5 decimals",
        "source": SIMULATED_TEXT,
    }
    return as_table(tables.PLACES, columns)
