"""GeoParquet 1.1: typed columns, the geometry as WKB, provenance among the metadata of the file."""

import io
import json
from typing import Any

import pyarrow as pa
import shapely
from pyarrow import parquet

from geo.formats.arrow import GEOMETRY, to_wkb
from geo.formats.extract import Extract
from geo.formats.provenance import describe, statement
from geo.schema import Column


def write_parquet(extract: Extract) -> bytes:
    """Write a Parquet file, a GeoParquet one where the features have geometry."""
    table = extract.table.cast(pa.schema([_field(column, extract) for column in extract.columns]))
    if extract.is_spatial:
        table = table.append_column(GEOMETRY, pa.array(to_wkb(extract.geometries), pa.binary()))
    written = io.BytesIO()
    parquet.write_table(table.replace_schema_metadata(_metadata(extract)), written, compression="zstd")
    return written.getvalue()


def _field(column: Column, extract: Extract) -> pa.Field:
    told = {"title": column.title.en, "title_vi": column.title.vi, "unit": column.unit or ""}
    return extract.table.schema.field(column.name).with_metadata({k: v for k, v in told.items() if v})


def _metadata(extract: Extract) -> dict[str, str]:
    told = {**statement(extract), "describedby": json.dumps(describe(extract), ensure_ascii=False)}
    return {**told, "geo": json.dumps(_geo(extract))} if extract.is_spatial else told


def _geo(extract: Extract) -> dict[str, Any]:
    """Describe the geometry column as GeoParquet 1.1 asks; without `crs` it is longitude, latitude."""
    held = [shape for shape in extract.geometries if shape is not None]
    types = sorted({shape.geom_type for shape in held})
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": types}
    if not extract.is_crs84:
        column["crs"] = extract.crs.to_json_dict()
    if held:
        column["bbox"] = shapely.total_bounds(held).tolist()
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
