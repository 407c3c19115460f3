"""Where the clusters of the model province stand, what they are called and how well they are known."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame

from geo import tables
from geo.crs import M2_PER_HA
from geo.demo.history import (
    BUILDING,
    HUNDREDTHS,
    Breach,
    History,
    decision_id,
    find_breaches,
)
from geo.demo.land import (
    RADIUS_M,
    Flags,
    Floats,
    Ints,
    Land,
    Shapes,
    as_layer,
    as_table,
    metres_per_degree,
    to_degrees,
    to_metres,
)
from geo.outlines import DECIMALS, schematic_outline
from geo.schema import Kind, Quality, Status
from geo.text import slug, to_nfc, to_plain

_PIN_DECIMALS = 6
_CELL_M = 1_800.0
_GAP_M = 25.0

_STATUSES = {
    Status.ACTIVE: 0.60,
    Status.INFRASTRUCTURE_COMPLETE: 0.05,
    Status.UNDER_CONSTRUCTION: 0.15,
    Status.ESTABLISHED: 0.12,
    Status.PLANNED: 0.08,
}
_KINDS = {Kind.INDUSTRIAL: 0.75, Kind.CRAFT_VILLAGE: 0.25}
_SITINGS = {"official": 0.64, "digitised": 0.15, "schematic": 0.14, "point": 0.05, "nowhere": 0.02}
_QUALITY = {
    "official": (Quality.OFFICIAL, "outline"),
    "digitised": (Quality.DIGITISED, "outline"),
    "schematic": (Quality.SCHEMATIC, "commune"),
    "point": (Quality.MISSING, "pin"),
    "nowhere": (Quality.MISSING, "district"),
}
_DEVELOPED = (Status.ACTIVE, *BUILDING)
_AREA_OFF = {"official": 0.006, "digitised": 0.03}
"""How far the decided area may be from the drawn one, by how the outline came to be."""

_PLANTED_HA = {Breach.TOO_LARGE: 82.4, Breach.TOO_SMALL: 3.4}


@dataclass(frozen=True)
class Sites:
    """Where (n,) clusters stand and what they are.

    `table` has the columns of `simulate_facts` and siting, share (of industrial land) and angle (of the
    road, in radians). `shapes` are (n,) outlines in metres around (lon, lat), along the road.
    """

    table: pd.DataFrame
    shapes: Shapes

    def to_ground(self, shapes: Shapes, owner: Ints) -> Shapes:
        """Turn shapes along the road of their cluster into WGS 84, rounded to about a centimetre."""
        along, owner_of_vertex = shapely.get_coordinates(shapes, return_index=True)
        frame = self.table.iloc[owner[owner_of_vertex]]
        cosine, sine = np.cos(frame["angle"].to_numpy()), np.sin(frame["angle"].to_numpy())
        lon, lat = frame["lon"].to_numpy(), frame["lat"].to_numpy()
        metres_east, metres_north = metres_per_degree(lat)
        east = along[:, 0] * cosine - along[:, 1] * sine
        north = along[:, 0] * sine + along[:, 1] * cosine
        ground = np.column_stack([lon + east / metres_east, lat + north / metres_north])
        turned: Shapes = shapely.set_coordinates(shapes.copy(), ground.round(DECIMALS))
        return turned

    def has_lots(self) -> Flags:
        """Tell which clusters are divided: those with a surveyed outline and a detailed plan."""
        developed = self.table["status"].isin(_DEVELOPED).to_numpy()
        flags: Flags = developed & self.table["siting"].isin(_AREA_OFF).to_numpy()
        return flags

    def with_industrial_land(self, owner: Ints, area_ha: Floats) -> "Sites":
        """Let the industrial land be what the lots add up to; without lots, a share of the planned area."""
        planned = self.table["planned"].to_numpy()
        industrial = np.floor(planned * self.table["share"].to_numpy()).astype(np.int64)
        drawn = np.bincount(owner, area_ha, len(planned)) * HUNDREDTHS
        industrial = np.where(drawn > 0, np.rint(drawn).astype(np.int64), industrial)
        industrial = np.where(industrial * 10 == planned * 7, industrial + 1, industrial)
        exact = find_breaches(self.table["status"]).get(Breach.EXACTLY_SEVENTY)
        if exact is not None:
            industrial[exact] = planned[exact] * 7 // 10
        return Sites(self.table.assign(industrial=industrial), self.shapes)


def choose_sites(count: int, land: Land, rng: np.random.Generator) -> Sites:
    status = _mix(_STATUSES, count, rng)
    siting = _mix(_SITINGS, count, rng)
    breaches = find_breaches(status)
    siting[list(breaches.values())] = "official"
    kind = _mix(_KINDS, count, rng)
    cells, side = _find_cells(count, land, rng)
    shapes = _draw_shapes(_wanted_areas(kind, breaches, rng), side / 2 - _GAP_M, rng)
    reach = np.array([float(np.hypot(*shapely.get_coordinates(shape).T).max()) for shape in shapes])
    shift = rng.uniform(-1, 1, (count, 2)) * (side / 2 - _GAP_M / 2 - reach)[:, None]
    lon, lat = to_degrees(cells + shift).round(_PIN_DECIMALS).T
    home = _unit_at(lon, lat, land.communes)
    table = pd.DataFrame(
        {
            "status": status,
            "kind": kind,
            "siting": siting,
            "quality": [_QUALITY[word][0] for word in siting],
            "place_basis": [_QUALITY[word][1] for word in siting],
            "lon": lon,
            "lat": lat,
            "angle": _road_angle(cells),
            "home": home,
            "district_code": land.communes["district_code"].to_numpy()[home],
            "planned": _decided_areas(shapes, siting, breaches, rng),
            "planned_stated": siting != "point",
            "share": rng.uniform(0.66, 0.74, count),
            "rent": rng.integers(6, 33, count) * 10,
        }
    )
    if Breach.EXACTLY_SEVENTY in breaches:
        table.loc[breaches[Breach.EXACTLY_SEVENTY], "share"] = 0.7
    return Sites(pd.concat([table, _names(table, land, rng)], axis=1), shapes)


def _mix(shares: dict[Any, float], count: int, rng: np.random.Generator) -> Any:
    """Deal words out in given shares, in random order; the first word is never left out."""
    ends = np.rint(np.cumsum(list(shares.values())) * count).astype(int)
    ends[0] = max(1, ends[0])
    words = [word for word, share in zip(shares, np.diff(ends, prepend=0), strict=True) for _ in range(share)]
    return rng.permutation(np.array(words, dtype=object))


def _find_cells(count: int, land: Land, rng: np.random.Generator) -> tuple[Floats, float]:
    """Choose squares of the island, apart from each other, more near towns; centres and side in metres."""
    ashore = shapely.transform(land.island, to_metres)
    side = _CELL_M / 0.97
    centres = np.empty((0, 2))
    while len(centres) < count:
        side *= 0.97
        steps = np.arange(-1.3 * RADIUS_M, 1.3 * RADIUS_M, side)
        grid = np.array(np.meshgrid(steps, steps)).reshape(2, -1).T
        centres = grid[shapely.contains_xy(ashore.buffer(-0.75 * side), grid)]
    towns = to_metres(land.tables["places"][["lon", "lat"]].to_numpy(dtype=float))
    away_m = np.linalg.norm(centres[:, None] - towns[None], axis=2).min(axis=1)
    crowding = np.exp(-away_m / 4_000.0) + 0.1
    chosen = np.sort(np.argsort(np.log(rng.random(len(centres))) / crowding, kind="stable")[-count:])
    return centres[chosen], side


def _road_angle(metres: Floats) -> Floats:
    """Return the direction of the roads at positions; neighbours lie along the same one."""
    x, y = metres.T / 9_000.0
    angle: Floats = 0.5 + 0.6 * np.sin(x + 0.7 * y) + 0.4 * np.cos(1.3 * y - 0.5 * x)
    return angle


def _wanted_areas(kind: Any, breaches: dict[Breach, int], rng: np.random.Generator) -> Floats:
    """Draw areas in hectares within the law, and two that are not."""
    count = len(kind)
    ordinary = np.clip(rng.lognormal(np.log(26), 0.55, count), 10.2, 74.4)
    craft = np.clip(rng.lognormal(np.log(11), 0.4, count), 5.2, 25.0)
    areas = np.where(kind == Kind.CRAFT_VILLAGE, craft, ordinary)
    for breach, area_ha in _PLANTED_HA.items():
        if breach in breaches:
            areas[breaches[breach]] = area_ha
    return areas


def _draw_shapes(areas_ha: Floats, reach_m: float, rng: np.random.Generator) -> Shapes:
    """Draw outlines in metres around their centroid, of areas in tenths of a hectare, none past `reach_m`."""
    shapes = np.empty(len(areas_ha), dtype=object)
    for place, area_ha in enumerate(areas_ha):
        corners = _draw_corners(rng)
        drawn = shapely.Polygon(corners)
        corners = corners - shapely.get_coordinates(drawn.centroid)
        most_ha = drawn.area * (reach_m / np.hypot(*corners.T).max()) ** 2 / M2_PER_HA
        tenths = math.floor(min(area_ha, most_ha) * 10 + 1e-6)
        shapes[place] = shapely.Polygon(corners * math.sqrt(tenths * 1_000 / drawn.area))
    return shapes


def _draw_corners(rng: np.random.Generator) -> Floats:
    """Draw a rectangle with cut corners, at times an L, at times with a bent side.

    A line along the road never leaves and enters it twice, so that it can be cut into rows of lots.
    """
    width = rng.uniform(1.2, 2.2)
    cut = rng.uniform(0.06, 0.25, 4) * np.append(True, rng.random(3) < 0.55)
    bend = rng.uniform(-0.06, 0.06, 2) * (rng.random(2) < 0.4)
    corners = [(0.0, cut[0]), (cut[0], 0.0), (width - cut[1], 0.0), (width, cut[1]), (width + bend[0], 0.45)]
    if rng.random() < 0.25:
        across, down = width * (1 - rng.uniform(0.3, 0.5)), 1 - rng.uniform(0.3, 0.5)
        corners += [(width, down), (across, down), (across, 1.0)]
    else:
        corners += [(width, 1 - cut[2]), (width - cut[2], 1.0)]
    corners += [(cut[3], 1.0), (0.0, 1 - cut[3]), (bend[1], 0.45)]
    following = corners[1:] + corners[:1]
    return np.array([corner for corner, other in zip(corners, following, strict=True) if corner != other])


def _decided_areas(
    shapes: Shapes, siting: Any, breaches: dict[Breach, int], rng: np.random.Generator
) -> Ints:
    """Decide on areas close to the outlines, in hundredths of a hectare; two outlines are far off."""
    drawn: Floats = shapely.area(shapes) / M2_PER_HA
    off = np.array([_AREA_OFF.get(word, 0.0) for word in siting]) * rng.uniform(-1, 1, len(siting))
    off[list(breaches.values())] = 0.0
    for breach in (Breach.OUTLINE_OFF, Breach.OUTLINE_OFF_TOO):
        if breach in breaches:
            off[breaches[breach]] = 0.12
    return np.rint(drawn * (1 + off) * HUNDREDTHS).astype(np.int64)


def _unit_at(lon: Floats, lat: Floats, units: GeoDataFrame) -> Ints:
    """Find the unit that holds each position, as its row."""
    points = shapely.points(lon, lat)
    place, unit = shapely.STRtree(units.geometry.to_numpy()).query(points, predicate="intersects")
    first = np.unique(place, return_index=True)[1]
    found: Ints = unit[first]
    return found


def _names(table: pd.DataFrame, land: Land, rng: np.random.Generator) -> pd.DataFrame:
    """Name clusters after their commune; a second one of the same kind may be a second phase."""
    communes = land.communes["name"].to_numpy()[table["home"]]
    turns = table.groupby("home").cumcount().to_numpy() + 1
    first_kind = table.groupby("home")["kind"].transform("first").to_numpy()
    second = (turns == 2) & (table["kind"].to_numpy() == first_kind) & (rng.random(len(table)) < 0.5)
    rows = [
        _named(str(commune), int(turn), bool(phase), kind)
        for commune, turn, phase, kind in zip(communes, turns, second, table["kind"], strict=True)
    ]
    return pd.DataFrame(rows)


def _named(commune: str, turn: int, second_phase: bool, kind: Kind) -> dict[str, str | None]:
    name = commune if turn == 1 or second_phase else f"{commune} {turn}"
    craft = kind == Kind.CRAFT_VILLAGE
    words = ["Cụm công nghiệp", "làng nghề" if craft else "", name, "giai đoạn 2" if second_phase else ""]
    english = f"{to_plain(name)} {'Craft-village ' if craft else ''}Industrial Cluster"
    return {
        "id": slug(name) + ("-gd2" if second_phase else ""),
        "name": name,
        "name_vi": to_nfc(" ".join(word for word in words if word)),
        "name_en": english + (", phase 2" if second_phase else ""),
        "phase": "giai đoạn 2" if second_phase else None,
    }


def outline_layer(sites: Sites, history: History, rng: np.random.Generator) -> GeoDataFrame:
    """Draw each cluster as well as it is known: outline, hexagon, point or nothing."""
    table = sites.table
    surveyed = sites.to_ground(sites.shapes, np.arange(len(table)))
    accuracy = {"official": (1, 5), "digitised": (10, 30), "schematic": (1000, 1000), "point": (200, 200)}
    known = table["siting"] != "nowhere"
    ranges = [accuracy.get(word, (0, 0)) for word in table["siting"]]
    drawn = rng.integers([low for low, _ in ranges], [high + 1 for _, high in ranges])
    sources = [
        decision_id(history, cluster, row.status) if row.place_basis != "pin" else "sim-portal-1"
        for cluster, row in enumerate(table.itertuples())
    ]
    columns = {
        "id": table["id"],
        "boundary_quality": table["quality"],
        "position_accuracy_m": pd.Series(drawn, dtype=object).where(known, None),
        "place_basis": table["place_basis"],
        "moved_m": pd.Series(0, index=table.index, dtype=object).where(known, None),
        "source_id": pd.Series(sources, dtype=object).where(known, None),
    }
    shapes = [_as_known(site, shape) for site, shape in zip(table.itertuples(), surveyed, strict=True)]
    return as_layer(columns, shapes)


def _as_known(site: Any, surveyed: shapely.Polygon) -> shapely.Geometry | None:
    if site.siting == "schematic":
        return schematic_outline(site.lon, site.lat, site.planned / HUNDREDTHS)
    if site.siting == "point":
        return shapely.Point(site.lon, site.lat)
    return None if site.siting == "nowhere" else surveyed


def cluster_table(sites: Sites, outlines: GeoDataFrame, land: Land) -> pd.DataFrame:
    table = sites.table
    named = {name: table[name] for name in ("id", "name_vi", "name_en", "status", "kind", "phase")}
    districts = land.districts.set_index("code")["name"]
    communes = _units_under(outlines, table, land.communes)
    wards = _units_under(outlines, table, land.wards)
    spoken = [f"thị trấn {unit.name}" if unit.type == "Thị trấn" else unit.name
              for unit in land.communes[["name", "type"]].itertuples(index=False)]  # fmt: skip
    from_name = (table["siting"] == "schematic") & (np.arange(len(table)) % 2 == 0)
    columns = {
        **named,
        "district_code": table["district_code"],
        "district_name": districts[table["district_code"]].to_numpy(),
        "communes_pre2025": _listed(communes, spoken),
        "commune_codes_pre2025": _listed(communes, land.communes["code"]),
        "commune_basis": _known(communes, np.where(from_name, "from_name", "stated")),
        "ward_codes": _listed(wards, land.wards["code"]),
        "ward_names": _listed(wards, land.wards["full_name"]),
        "ward_basis": _known(wards, np.where(table["place_basis"] == "outline", "stated", "derived")),
    }
    return as_table(tables.CLUSTERS, columns)


def _units_under(outlines: GeoDataFrame, table: pd.DataFrame, units: GeoDataFrame) -> list[list[int]]:
    """List the units each outline lies in, that of its centre first; none where there is no geometry."""
    shapes, grounds = outlines.geometry.to_numpy(), units.geometry.to_numpy()
    centre = _unit_at(table["lon"].to_numpy(), table["lat"].to_numpy(), units)
    under = [[] if shape is None else [int(unit)] for shape, unit in zip(shapes, centre, strict=True)]
    place, unit = shapely.STRtree(grounds).query(shapes, predicate="intersects")
    shared = shapely.area(shapely.intersection(shapes[place], grounds[unit]))
    enough = shared > 0.005 * shapely.area(shapes[place])
    for one, other in sorted(zip(place[enough].tolist(), unit[enough].tolist(), strict=True)):
        if other not in under[one]:
            under[one].append(other)
    return under


def _listed(found: list[list[int]], words: Any) -> list[str | None]:
    spoken = list(words)
    return ["; ".join(spoken[unit] for unit in units) or None for units in found]


def _known(found: list[list[int]], words: Any) -> list[str | None]:
    return [str(word) if units else None for units, word in zip(found, words, strict=True)]
