"""What a data package knows of where a cluster lies: its place, its communes, its neighbours."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from geopandas import GeoDataFrame
from shapely import Geometry, Point, box

from geo.admin import split_names
from geo.crs import forward
from geo.intake.crs_guess import Expected
from geo.intake.reading import Choice
from geo.outlines import PIN_REACH_M
from geo.package import Package
from geo.schema import Quality, Text
from geo.text import bare_name, fold

SURVEYED = (Quality.OFFICIAL, Quality.DIGITISED)
NEIGHBOURS_M = 2_000.0
_BORDER_M = 250.0
_UNKNOWN_M = 1_000.0


@dataclass(frozen=True)
class Known:
    """A cluster, what was known of its outline, and the outlines of its wards, if any are at hand."""

    id: str
    name: str
    name_en: str
    before: Mapping[str, Any] | None
    shape: Geometry | None
    wards: Geometry | None
    ward_names: str

    @property
    def title(self) -> Text:
        """Name the cluster."""
        return Text(self.name, self.name_en)

    @property
    def is_surveyed(self) -> bool:
        """Tell whether the outline known before was drawn from the ground."""
        return self.before is not None and self.before["boundary_quality"] in SURVEYED


def find_cluster(package: Package, cluster_id: str, wards: GeoDataFrame | None = None) -> Known | None:
    """Collect what is known of a cluster; None for an id nobody has."""
    clusters = package.tables["clusters"]
    rows = clusters[clusters["id"] == cluster_id].to_dict("records")
    if not rows:
        return None
    row = rows[0]
    before = _outline(package, cluster_id)
    return Known(
        cluster_id,
        row["name_vi"],
        row["name_en"],
        before,
        before["geometry"] if before else None,
        _ward_shape(package, row, wards),
        row["ward_names"] or row["communes_pre2025"] or row["district_name"],
    )


def _outline(package: Package, cluster_id: str) -> dict[str, Any] | None:
    layer = package.layers["outlines"]
    found = layer[layer["id"] == cluster_id]
    if found.empty:
        return None
    row = found.iloc[0].to_dict()
    shape = row.get(layer.geometry.name)
    return {**row, "geometry": None if shape is None or shape.is_empty else shape}


def _ward_shape(package: Package, row: Mapping[str, Any], wards: GeoDataFrame | None) -> Geometry | None:
    layer = wards if wards is not None else package.layers.get("ward_outlines")
    if layer is None:
        return None
    shapes = layer.geometry[layer["code"].isin(split_names(row["ward_codes"] or ""))]
    return shapely.union_all(list(shapes)) if len(shapes) else None


def expected_place(package: Package, known: Known | None) -> Expected:
    """Tell where the outline of a cluster should lie; anywhere in the province where nothing is known."""
    if known and known.wards is not None:
        title = Text(f"địa bàn {known.ward_names}", known.ward_names)
        return Expected(known.wards, _BORDER_M, title)
    if known and known.shape is not None and known.before is not None:
        accuracy = known.before.get("position_accuracy_m")
        off = float(accuracy) if accuracy is not None and accuracy == accuracy else _UNKNOWN_M
        reach = _BORDER_M if known.is_surveyed else PIN_REACH_M
        title = Text(f"vị trí đã biết của {known.name}", f"the known place of {known.name_en}")
        return Expected(known.shape, off + reach, title)
    about = package.about
    return Expected(
        box(*about.bbox), _UNKNOWN_M, Text(f"tỉnh, thành phố {about.province_vi}", about.province_en)
    )


def clusters_near(
    package: Package, lon: float, lat: float, words: str, most: int = 8
) -> list[tuple[Choice, bool]]:
    """Propose clusters: those the words name first, then those nearest; and whether each is named."""
    text = f" {_plain_name(words)} "
    clusters = package.tables["clusters"]
    layer = package.layers["outlines"]
    places = dict(zip(layer["id"], layer.geometry, strict=True))
    here = Point(lon, lat)
    found = []
    for row in clusters.to_dict("records"):
        shape = places.get(row["id"])
        degrees = here.distance(shape) if shape is not None and not shape.is_empty else 90.0
        name = _plain_name(bare_name(row["name_vi"]))
        named = f" {name} " in re.sub(rf" {_UNIT} {re.escape(name)}(?= )", " ", text)
        found.append((not named, degrees, row))
    found.sort(key=lambda one: (one[0], one[1], one[2]["id"]))
    return [
        (
            Choice(row["id"], Text(row["name_vi"], row["name_en"]), _NAMED if not unnamed else None),
            not unnamed,
        )
        for unnamed, _, row in found[:most]
    ]


def _plain_name(words: str) -> str:
    """Fold words and leave out what names of clusters bear or lack at will."""
    return " ".join(_NOT_NAMING.sub(" ", fold(words)).split())


_NOT_NAMING = re.compile(r"\blang nghe\b|[^\w\s]")
_UNIT = "(?:xa|phuong|thi tran|thi xa|huyen|quan|thanh pho|tinh)"
"""What stands before the name of a unit: `huyện Phú Xuyên` does not name the cluster Phú Xuyên."""
_NAMED = Text("tên cụm có trong văn bản", "the text names it")


@dataclass(frozen=True)
class Neighbour:
    """Another cluster's outline near a shape."""

    id: str
    title: Text
    shape: Geometry
    surveyed: bool


def neighbours_of(package: Package, shape: Geometry, besides: str | None) -> list[Neighbour]:
    """List the outlines of other clusters within two kilometres, points too."""
    around = box(*_grown(shape, NEIGHBOURS_M))
    names = {
        row["id"]: Text(row["name_vi"], row["name_en"])
        for row in package.tables["clusters"].to_dict("records")
    }
    layer = package.layers["outlines"]
    return [
        Neighbour(key, names[key], other, quality in SURVEYED)
        for key, quality, other in zip(layer["id"], layer["boundary_quality"], layer.geometry, strict=True)
        if key != besides and key in names and other is not None and around.intersects(other)
    ]


def _grown(shape: Geometry, length_m: float) -> tuple[float, float, float, float]:
    west, south, east, north = shape.bounds
    return (
        forward(west, south, 270, length_m)[0],
        forward(west, south, 180, length_m)[1],
        forward(east, north, 90, length_m)[0],
        forward(east, north, 0, length_m)[1],
    )
