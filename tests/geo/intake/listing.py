"""Lists of coordinates around the clusters of the small package, in round numbers of metres.

`north` is an official square of 20 ha with its corner at 105.80, 21.10; `south` stands at its commune's
point 105.80, 20.95, give or take 1 km, with 40 ha planned.
"""

from geopandas import GeoDataFrame
from shapely import box

from geo.intake.reading import Brought, Reading

SOUTH = (583_000.0, 2_317_600.0)
"""About the point of `south` in EPSG:5897: x (easting), y (northing)."""

ANSWERS = {"cluster": "south", "crs": "EPSG:5897", "decision_no": "12/QĐ-UBND"}


def listed(corners, order="north first", names=True) -> str:
    """Write corners (x, y) as papers do, a point a line: name, X (northing), Y (easting)."""
    lines = []
    for number, (x, y) in enumerate(corners, start=1):
        one, two = (y, x) if order == "north first" else (x, y)
        lines.append(f"{f'{number} ' if names else ''}{one:.3f} {two:.3f}")
    return "\n".join(lines)


def rectangle(width_m: float, height_m: float, x: float = SOUTH[0], y: float = SOUTH[1]):
    """List the corners of a rectangle clockwise from its lower left one."""
    return [(x, y), (x, y + height_m), (x + width_m, y + height_m), (x + width_m, y)]


def wards() -> GeoDataFrame:
    """Xã Nam (00002) is a box around `south`, Xã Bắc (00001) one around `north`."""
    return GeoDataFrame(
        {"id": ["00001", "00002"], "code": ["00001", "00002"]},
        geometry=[box(105.78, 21.08, 105.84, 21.12), box(105.78, 20.93, 105.84, 20.97)],
        crs=4326,
    )


def pasted(text: str) -> list[Brought]:
    """Bring a text as the page of intake does."""
    return [Brought("pasted.txt", text.encode())]


def rules(reading: Reading) -> list[str]:
    """List the ids of the rules broken."""
    return [found.rule for found in reading.findings]
