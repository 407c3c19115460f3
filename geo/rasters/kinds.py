"""What a raster can be about: the meaning of its cells, what is measured of it, and who gives it away."""

from dataclasses import dataclass
from typing import Literal

from geo.schema import Text

Words = dict[str, Text]
"""The names of classes, by the number of the class as text."""

SHARE, PRESENT = "share", "present"
FLOODED = "flooded"
"""The class under which the share of an outline that is flooded stands, whatever the raster holds."""

STATISTICS: dict[str, Text] = {
    "cells": Text("số ô (tính phần)", "cells, parts counted"),
    "mean": Text("trung bình", "mean"),
    "min": Text("thấp nhất", "lowest"),
    "max": Text("cao nhất", "highest"),
    "median": Text("trung vị", "median"),
    "p10": Text("bách phân vị 10", "10th percentile"),
    "p90": Text("bách phân vị 90", "90th percentile"),
    "stdev": Text("độ lệch chuẩn", "standard deviation"),
    "sum": Text("tổng", "sum"),
    "majority": Text("loại chiếm nhiều nhất", "most common class"),
    SHARE: Text("tỷ lệ diện tích", "share of the area"),
    PRESENT: Text("có trong vòng tròn vị trí", "occurs in the circle"),
}
SPREAD = ("cells", "mean", "min", "max", "median", "p10", "p90", "stdev")
BRIEF = ("mean", "min", "max")
"""What is kept of a lot: there are many, and each is small."""

Cells = Literal["measured", "classes", "bands"]


@dataclass(frozen=True)
class RasterKind:
    """A kind of raster; no true cell lies outside `least` to `most`, in its unit."""

    name: str
    title: Text
    meaning: Text
    unit: str
    least: float
    most: float
    free: Text
    free_url: str
    statistics: tuple[str, ...] = SPREAD
    brief: tuple[str, ...] = BRIEF
    cells: Cells = "measured"


_COPERNICUS = Text("Copernicus DEM GLO-30 (miễn phí, 30 m)", "Copernicus DEM GLO-30 (free, 30 m)")
_COPERNICUS_URL = "https://registry.opendata.aws/copernicus-dem/"
_WORLDCOVER = Text("ESA WorldCover (miễn phí, 10 m)", "ESA WorldCover (free, 10 m)")
_WORLDCOVER_URL = "https://esa-worldcover.org/"

KINDS: dict[str, RasterKind] = {
    kind.name: kind
    for kind in (
        RasterKind(
            "dem",
            Text("Độ cao địa hình", "Terrain height"),
            Text("độ cao của mặt đất, mét", "height of the ground in metres"),
            "m",
            -500.0,
            9_000.0,
            _COPERNICUS,
            _COPERNICUS_URL,
        ),
        RasterKind(
            "slope",
            Text("Độ dốc", "Slope"),
            Text("độ dốc, phần trăm", "slope in percent"),
            "%",
            0.0,
            5_000.0,
            _COPERNICUS,
            _COPERNICUS_URL,
        ),
        RasterKind(
            "flood",
            Text("Ngập lụt", "Flood"),
            Text(
                "độ sâu ngập, mét (0 là không ngập), hoặc mã loại với --classes (mã 0 là không ngập)",
                "depth of the water in metres (0: dry), or classes with --classes (0: dry)",
            ),
            "m",
            0.0,
            100.0,
            Text(
                "JRC CEMS-GLOFAS (miễn phí, 90 m; bản đồ ngập của thành phố thì chi tiết hơn)",
                "JRC CEMS-GLOFAS flood hazard (free, 90 m; a flood map of the city says more)",
            ),
            "https://data.jrc.ec.europa.eu/collection/id-0054",
            ("cells", "mean", "max"),
            ("max",),
        ),
        RasterKind(
            "landcover",
            Text("Lớp phủ mặt đất", "Land cover"),
            Text("mã loại lớp phủ", "the class of the ground, as a code"),
            "1",
            0.0,
            65_535.0,
            _WORLDCOVER,
            _WORLDCOVER_URL,
            ("cells", "majority"),
            ("majority",),
            "classes",
        ),
        RasterKind(
            "builtup",
            Text("Đất đã xây dựng", "Built-up land"),
            Text("phần đã xây dựng của mỗi ô, từ 0 đến 1", "built-up share of each cell, 0 to 1"),
            "1",
            0.0,
            1.0,
            _WORLDCOVER,
            _WORLDCOVER_URL,
            ("cells", "mean"),
            ("mean",),
        ),
        RasterKind(
            "lights",
            Text("Ánh sáng ban đêm", "Lights at night"),
            Text("độ chói, nW/cm²/sr", "radiance in nW/cm²/sr"),
            "nW/cm2/sr",
            -10.0,
            100_000.0,
            Text("VIIRS Black Marble (miễn phí, 500 m)", "VIIRS Black Marble (free, 500 m)"),
            "https://blackmarble.gsfc.nasa.gov/",
        ),
        RasterKind(
            "population",
            Text("Dân số", "Population"),
            Text("số người trong mỗi ô", "people in each cell"),
            "người",
            0.0,
            1_000_000.0,
            Text("WorldPop (miễn phí, 100 m)", "WorldPop (free, 100 m)"),
            "https://www.worldpop.org/",
            ("cells", "sum", "mean", "max"),
            ("sum",),
        ),
        RasterKind(
            "bands",
            Text("Ảnh vệ tinh nhiều kênh", "Bands of a satellite"),
            Text("các kênh ảnh, tên kênh với --bands", "bands of an image, named with --bands"),
            "1",
            float("-inf"),
            float("inf"),
            Text("Sentinel-2 L2A (miễn phí, 10–20 m)", "Sentinel-2 L2A (free, 10–20 m)"),
            "https://registry.opendata.aws/sentinel-2-l2a-cogs/",
            (),
            (),
            "bands",
        ),
    )
}

BUILT_UP = "50"
"""The class of built-up land in ESA WorldCover, whose classes stand for a land cover without any other."""

WORLDCOVER: Words = {
    "10": Text("Cây", "Trees"),
    "20": Text("Cây bụi", "Shrubs"),
    "30": Text("Đồng cỏ", "Grassland"),
    "40": Text("Đất trồng trọt", "Cropland"),
    BUILT_UP: Text("Đất xây dựng", "Built-up"),
    "60": Text("Đất trống, thưa thực vật", "Bare or sparse"),
    "70": Text("Băng, tuyết", "Snow and ice"),
    "80": Text("Mặt nước thường xuyên", "Permanent water"),
    "90": Text("Đất ngập nước có cỏ", "Herbaceous wetland"),
    "95": Text("Rừng ngập mặn", "Mangroves"),
    "100": Text("Rêu, địa y", "Moss and lichen"),
}


@dataclass(frozen=True)
class Measured:
    """A column of the clusters that is measured on rasters: which statistic (and class) of which kinds."""

    name: str
    title: Text
    unit: str
    taken: tuple[tuple[str, str, str], ...]


MEASURED = (
    Measured("height_mean_m", Text("Độ cao trung bình", "Mean height"), "m", (("dem", "mean", ""),)),
    Measured("slope_mean_pct", Text("Độ dốc trung bình", "Mean slope"), "%", (("slope", "mean", ""),)),
    Measured("flood_share", Text("Tỷ lệ diện tích ngập", "Share flooded"), "1", (("flood", SHARE, FLOODED),)),
    Measured(
        "flood_depth_max_m",
        Text("Độ sâu ngập lớn nhất", "Greatest flood depth"),
        "m",
        (("flood", "max", ""),),
    ),
    Measured(
        "builtup_share",
        Text("Tỷ lệ diện tích đã xây dựng", "Share built up"),
        "1",
        (("builtup", "mean", ""), ("landcover", SHARE, BUILT_UP)),
    ),
)
"""Kinds are tried together, the newest raster first."""
