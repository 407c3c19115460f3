"""Readers of our files that share no code with what wrote them: GDAL, calamine, ezdxf, geopandas.

Each gives the same: the ids in their order, the cells, the geometries (easting or longitude first), the CRS.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ezdxf
import geopandas
import numpy as np
import pandas
import pyogrio
import shapely
from pyarrow import parquet
from pyproj import CRS, Transformer
from python_calamine import CalamineWorkbook
from shapely.geometry import shape

from geo.crs import geodesic_area_ha


@dataclass
class Read:
    """A file as another program sees it."""

    ids: list[str]
    records: list[dict[str, Any]]
    geometries: list[Any]
    crs: CRS | None = None
    notes: dict[str, Any] = field(default_factory=dict)

    def areas_ha(self, written_in: CRS) -> dict[str, float]:
        """Measure the polygons on the ellipsoid."""
        back = Transformer.from_crs(self.crs or written_in, 4326, always_xy=True)
        return {
            feature_id: geodesic_area_ha(
                shapely.transform(geometry, lambda p: np.column_stack(back.transform(*p.T)))
            )
            for feature_id, geometry in zip(self.ids, self.geometries, strict=True)
            if geometry is not None and geometry.geom_type.endswith("Polygon")
        }


def read_geojson(path: Path) -> Read:
    body = json.loads(path.read_text(encoding="utf-8"))
    named = body.get("crs", {}).get("properties", {}).get("name")
    return Read(
        [feature["id"] for feature in body["features"]],
        [feature["properties"] for feature in body["features"]],
        [feature["geometry"] and shape(feature["geometry"]) for feature in body["features"]],
        CRS.from_user_input(named or "OGC:CRS84"),
        {name: value for name, value in body.items() if name not in ("features", "crs")},
    )


def read_lines(path: Path) -> Read:
    features = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]
    return Read(
        [feature["id"] for feature in features],
        [feature["properties"] for feature in features],
        [feature["geometry"] and shape(feature["geometry"]) for feature in features],
    )


def read_csv(path: Path) -> Read:
    rows = [*csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))]
    records = [{name: value or None for name, value in row.items() if name != "WKT"} for row in rows]
    geometries = [shapely.from_wkt(row["WKT"]) if row.get("WKT") else None for row in rows]
    return Read([row["id"] for row in rows], records, geometries)


def read_xlsx(path: Path) -> Read:
    book = CalamineWorkbook.from_path(path)
    head, *rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    cells = [
        {name: None if value == "" else value for name, value in zip(head, row, strict=True)} for row in rows
    ]
    geometries = [shapely.from_wkt(row.pop("WKT", None)) for row in cells]
    notes = {name: book.get_sheet_by_name(name).to_python() for name in ("Columns", "Provenance")}
    return Read([row["id"] for row in cells], cells, geometries, None, notes)


def read_gdal(path: Path, layer: str | None = None) -> Read:
    """Read what GDAL opens; missing numbers, days and texts become None."""
    info = pyogrio.read_info(path, layer=layer)
    found = pyogrio.read_dataframe(path, layer=layer)
    geometries = [*found.pop("geometry")] if "geometry" in found else [None] * len(found)
    plain = found.astype(object).where(found.notna(), None)
    return Read(
        plain["id"].tolist() if "id" in plain else [],
        plain.to_dict("records"),
        geometries,
        CRS.from_user_input(info["crs"]) if info["crs"] else None,
        info["layer_metadata"] or {},
    )


def read_shp(path: Path) -> Read:
    """Read all shapefiles and tables of the zip, and put the rows back into their common order."""
    with zipfile.ZipFile(path) as archive:
        archive.extractall(path.parent / "shp")
        notes = {
            name: archive.read(name).decode("utf-8-sig")
            for name in archive.namelist()
            if name[-3:] in ("txt", "csv", "cpg")
        }
        files = [name for name in archive.namelist() if name.endswith((".shp", "noplace.dbf"))]
    full = {row["short_name"]: row["name"] for row in csv.DictReader(io.StringIO(notes["columns.csv"]))}
    parts = [read_gdal(path.parent / "shp" / name) for name in files]
    rows = sorted(
        (
            (record, geometry)
            for part in parts
            for record, geometry in zip(part.records, part.geometries, strict=True)
        ),
        key=lambda row: row[0]["row_no"],
    )
    records = [{full[name]: value for name, value in row.items() if name != "row_no"} for row, _ in rows]
    crs = next((part.crs for part in parts if part.crs), None)
    return Read([row["id"] for row in records], records, [geometry for _, geometry in rows], crs, notes)


def read_kml(path: Path) -> Read:
    """Read KML through GDAL, which has fields of its own called `id` and `Name` before ours."""
    read = read_gdal(path)
    for record in read.records:
        record.update({name[:-1]: record.pop(name) for name in ("id2", "name2") if name in record})
    return read


def read_parquet(path: Path) -> Read:
    notes = {key.decode(): value.decode() for key, value in parquet.read_metadata(path).metadata.items()}
    found = geopandas.read_parquet(path) if "geo" in notes else pandas.read_parquet(path)
    crs = found.crs if "geo" in notes else None
    geometries = [*found.pop("geometry")] if "geo" in notes else [None] * len(found)
    plain = found.astype(object).where(found.notna(), None)
    return Read(plain["id"].tolist(), plain.to_dict("records"), geometries, crs, notes)


def read_dxf(path: Path) -> Read:
    """Put the polylines and points of each id back together; the labels are left out."""
    drawing = ezdxf.readfile(path)
    told: dict[str, dict[str, Any]] = {}
    shapes: dict[str, list[Any]] = {}
    for entity in drawing.modelspace().query("LWPOLYLINE POINT"):
        tags = dict(tag.value.split("=", 1) for tag in entity.get_xdata("CCN_ATLAS"))
        record = told.setdefault(tags["id"], {**tags, "layer": entity.dxf.layer})
        part = entity.dxf.location.vec2 if entity.dxftype() == "POINT" else [*entity.get_points("xy")]
        parts = shapes.setdefault(record["id"], [])
        if entity.dxftype() == "POINT":
            parts.append(shapely.Point(part))
        elif "hole" in tags["part"]:
            parts[-1] = parts[-1].difference(shapely.Polygon(part))
        else:
            parts.append(shapely.Polygon(part))
    notes = dict(drawing.header.custom_vars.properties) | {"units": drawing.units}
    geometries = [parts[0] if len(parts) == 1 else shapely.union_all(parts) for parts in shapes.values()]
    return Read([*told], [*told.values()], geometries, None, notes)


READERS: dict[str, Callable[[Path], Read]] = {
    "geojson": read_geojson,
    "jsonl": read_lines,
    "csv": read_csv,
    "xlsx": read_xlsx,
    "gpkg": read_gdal,
    "fgb": read_gdal,
    "kml": read_kml,
    "shp": read_shp,
    "parquet": read_parquet,
    "dxf": read_dxf,
}
