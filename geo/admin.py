"""Administrative units in both vintages: districts and communes until 2025, wards since.

A code is no identity over time (33 codes passed to another unit on 2025-01-01), so every table
of units carries the days between which its codes hold.
"""

import re
from dataclasses import dataclass
from datetime import date

import pandas as pd
from geopandas import GeoDataFrame
from shapely import Point

from geo.schema import Quality
from geo.text import fold

DISTRICTS_END = date(2025, 6, 30)
WARDS_BEGIN = date(2025, 7, 1)
COMMUNES_OF_2024_END = date(2024, 12, 31)

_LEVEL = re.compile(r"^(thi tran|xa|phuong|quan|huyen|thi xa) | \((thi tran|xa|phuong|quan|huyen|thi xa)\)$")


@dataclass(frozen=True)
class Boundaries:
    """Outlines of administrative units by code, and who is to be credited for them."""

    layer: GeoDataFrame
    credit: str
    quality: Quality = Quality.DIGITISED


def bare_name(name: str) -> str:
    """Fold the name of a unit and drop its level: `thị trấn Kim Bài`, `Kiến Hưng (phường)`."""
    return _LEVEL.sub("", fold(name)).strip()


def split_names(listed: str) -> list[str]:
    """Split a list of names as the tables write it: `Tam Hiệp; Ngọc Tảo`."""
    return [part.strip() for part in listed.split(";") if part.strip()]


def find_units(units: pd.DataFrame, listed: str, district_code: str | None = None) -> pd.DataFrame:
    """Find the units of a list of names, in its order.

    Parameters
    ----------
    units : rows with name and, when `district_code` is given, district_code

    Returns
    -------
    the rows found; a name without a unit, or with several, adds none
    """
    within = units if district_code is None else units[units["district_code"] == district_code]
    folded = within["name"].map(bare_name)
    hits = [within.index[folded == bare_name(name)] for name in split_names(listed)]
    return within.loc[[hit[0] for hit in hits if len(hit) == 1]]


def ward_of_point(lon: float, lat: float, wards: GeoDataFrame) -> str | None:
    """Name the code of the ward whose outline holds a WGS 84 position; on a border, the smaller code."""
    hits = wards.sindex.query(Point(lon, lat), predicate="intersects")
    codes: list[str] = sorted(wards["code"].iloc[hits])
    return codes[0] if codes else None
