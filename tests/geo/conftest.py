"""A package of three clusters in round numbers, so that every expected value can be checked by hand.

    id      status   planned  industrial  serviced  cleared  leased  committed   place
    north   active     20 ha       10 ha      8 ha     9 ha    4 ha       6 ha   a square, official
    south   active     40 ha       30 ha         –        –   15 ha          –   its commune's point
    west    planned        –           –         –        –       –          –   only a district

A north figure is for the year 2024. Two sources disagree on the planned area of `south`: 40 ha in
the press, 50 ha on a portal.
"""

from datetime import date

import pandas as pd
import pytest
from geopandas import GeoDataFrame
from shapely import Point, Polygon

from geo import tables
from geo.bbox import BBox
from geo.crs import forward
from geo.facts import parse_days, parse_value, period_end
from geo.package import About, Package, empty_table
from geo.schema import Table


def rows(table: Table, *records: dict) -> pd.DataFrame:
    """Fill a table of the package: what a record does not name is missing."""
    filled = pd.DataFrame(list(records)).reindex(columns=table.names()).astype(object)
    return filled.where(filled.notna(), None)


def fact(number: int, cluster_id: str, field: str, value: str, unit: str | None = "ha", **more) -> dict:
    """Make one fact as the package keeps it."""
    stated = parse_value(value)
    period, as_of = more.get("period"), more.get("as_of")
    until = period_end(period) if period else (parse_days(as_of) or (None, None))[1] if as_of else None
    return {
        "id": f"f{number:05d}",
        "cluster_id": cluster_id,
        "field": field,
        "value": value,
        "value_min": stated.smallest,
        "value_max": stated.largest,
        "qualifier": stated.qualifier,
        "unit": unit,
        "valid_until": until,
        "source_id": "press",
        "confidence": "high",
        "scope": "cluster",
        **more,
    }


def square(lon: float, lat: float, side_m: float) -> Polygon:
    """Draw a square of a side in metres with its lower left corner at a WGS 84 position."""
    east, _ = forward(lon, lat, 90, side_m)
    _, north = forward(lon, lat, 0, side_m)
    return Polygon([(lon, lat), (east, lat), (east, north), (lon, north)])


def cluster(cluster_id: str, status: str, **more) -> dict:
    return {
        "id": cluster_id,
        "name_vi": f"Cụm công nghiệp {cluster_id.title()}",
        "name_en": f"{cluster_id.title()} Industrial Cluster",
        "status": status,
        "kind": "industrial",
        "district_code": "001",
        "district_name": "Đông",
        **more,
    }


YEAR_2024 = {"period": "2024"}
FACTS = [
    fact(1, "north", "planned_area_ha", "20", source_id="decision", as_of="2018-05-01"),
    fact(2, "north", "industrial_land_ha", "10"),
    fact(3, "north", "serviced_area_ha", "8", **YEAR_2024),
    fact(4, "north", "cleared_area_ha", "9", **YEAR_2024),
    fact(5, "north", "leased_area_ha", "4", **YEAR_2024),
    fact(6, "north", "committed_area_ha", "6", **YEAR_2024),
    fact(7, "north", "workers", "300", "lao động", **YEAR_2024),
    fact(8, "north", "revenue_bn_vnd", "50", "tỷ đồng", **YEAR_2024),
    fact(9, "north", "revenue_bn_vnd", "30", "tỷ đồng", period="2025-H1"),
    fact(10, "south", "planned_area_ha", "40", as_of="2020"),
    fact(11, "south", "planned_area_ha", "50", source_id="portal", as_of="2025"),
    fact(12, "south", "industrial_land_ha", "30", as_of="2020"),
    fact(13, "south", "leased_area_ha", "15", as_of="2021"),
    fact(14, "south", "land_rent_usd_m2", "80 - 100", "USD/m2 per lease term, excl. VAT", source_id="portal"),
    fact(15, "south", "total_investment_bn_vnd", ">100", "tỷ đồng"),
    fact(16, "south", "fill_rate_pct", "50", "%", scope="group", group_id="press-fill", as_of="2021"),
    fact(17, "west", "developer", "Công ty Tây", None),
]
CITY = [
    {"area": "city", "field": "clusters_active", "value": "5", "as_of": "2024"},
    {"area": "city", "field": "area_ha", "value": "100", "as_of": "2024"},
    {"area": "city", "field": "workers", "value": "1000", "as_of": "2024"},
    {"area": "district", "district_code": "001", "field": "workers", "value": "900", "as_of": "2024"},
]


def city_row(record: dict) -> dict:
    stated = parse_value(record["value"])
    days = parse_days(record["as_of"]) if record.get("as_of") else None
    return {
        "value_min": stated.smallest,
        "value_max": stated.largest,
        "qualifier": stated.qualifier,
        "valid_until": days[1] if days else None,
        "source_id": "press",
        **record,
    }


def make_package(facts=FACTS, city=CITY, clusters=None, outlines=None) -> Package:
    clusters = clusters or [
        cluster("north", "active", ward_codes="00001", ward_names="Xã Bắc", ward_basis="stated"),
        cluster(
            "south", "active", ward_codes="00001; 00002", ward_names="Xã Bắc; Xã Nam", ward_basis="derived"
        ),
        cluster("west", "planned"),
    ]
    filled = {name: empty_table(table) for name, table in tables.TABLES.items()}
    filled |= {
        "clusters": rows(tables.CLUSTERS, *clusters),
        "facts": rows(tables.FACTS, *facts),
        "city_series": rows(tables.CITY_SERIES, *(city_row(record) for record in city)),
        "sources": rows(
            tables.SOURCES,
            {"id": "decision", "title": "Quyết định", "kind": "decision"},
            {"id": "press", "title": "Báo", "kind": "press"},
            {"id": "portal", "title": "Cổng", "kind": "commercial_portal"},
        ),
        "admin_districts": rows(
            tables.ADMIN_DISTRICTS,
            {"code": "001", "name": "Đông", "type": "Huyện", "full_name": "Huyện Đông", "lon": 105.8, "lat": 21.0,
             "valid_to": date(2025, 6, 30)},
        ),
        "admin_wards": rows(
            tables.ADMIN_WARDS,
            {"code": "00001", "name": "Bắc", "type": "Xã", "full_name": "Xã Bắc", "area_km2": 100.0,
             "valid_from": date(2025, 7, 1)},
            {"code": "00002", "name": "Nam", "type": "Xã", "full_name": "Xã Nam", "area_km2": 100.0,
             "lon": 105.8, "lat": 20.9, "valid_from": date(2025, 7, 1)},
        ),
        "places": rows(
            tables.PLACES,
            {"id": "noi-bai", "name": "Nội Bài", "kind": "airport", "lon": 105.807, "lat": 21.2212, "source": "test"},
        ),
    }  # fmt: skip
    if outlines is None:
        outlines = [
            ("north", "official", 5.0, "outline", square(105.80, 21.10, 447.2136)),
            ("south", "missing", 1000.0, "commune", Point(105.8, 20.95)),
            ("west", "missing", None, "district", None),
        ]
    layer = GeoDataFrame(
        {
            "id": [outline[0] for outline in outlines],
            "boundary_quality": [outline[1] for outline in outlines],
            "position_accuracy_m": [outline[2] for outline in outlines],
            "place_basis": [outline[3] for outline in outlines],
            "pin_problem": [None] * len(outlines),
        },
        geometry=[outline[4] for outline in outlines],
        crs=4326,
    )
    about = About(
        "mau", "Tỉnh thử", "Test province", "Thử", "Test", BBox(105.0, 20.5, 106.5, 21.5), credits=("thử",)
    )
    return Package(about, filled, {"outlines": layer})


@pytest.fixture
def package() -> Package:
    return make_package()
