"""The formats on offer, by the name they are asked for."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from geo.crs import CRS84
from geo.errors import QueryError
from geo.formats.delimited import write_csv
from geo.formats.drawing import write_dxf
from geo.formats.extract import Extract
from geo.formats.gdal import write_fgb, write_gpkg
from geo.formats.geojson import write_geojson, write_lines
from geo.formats.kml import write_kml
from geo.formats.parquet import write_parquet
from geo.formats.shapefile import write_shp
from geo.formats.workbook import write_xlsx
from geo.published import COLLECTIONS
from geo.snapshot import Snapshot


@dataclass(frozen=True)
class Format:
    """A format: how it is called, how it is written.

    `any_crs` is False where the format knows longitude and latitude in WGS 84 alone; to ask it for
    another CRS is a mistake of the question. `is_self_describing` is False where the provenance must
    stand in a document beside the file.
    """

    name: str
    media_type: str
    extension: str
    write: Callable[[Extract], bytes | Iterator[bytes]]
    any_crs: bool = True
    is_self_describing: bool = True


FORMATS: Mapping[str, Format] = {
    form.name: form
    for form in (
        Format("geojson", "application/geo+json", "geojson", write_geojson),
        Format("csv", "text/csv", "csv", write_csv, is_self_describing=False),
        Format(
            "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", write_xlsx
        ),
        Format("gpkg", "application/geopackage+sqlite3", "gpkg", write_gpkg),
        Format("shp", "application/zip", "shp.zip", write_shp),
        Format("kml", "application/vnd.google-earth.kml+xml", "kml", write_kml, any_crs=False),
        Format("fgb", "application/flatgeobuf", "fgb", write_fgb),
        Format("parquet", "application/vnd.apache.parquet", "parquet", write_parquet),
        Format("dxf", "image/vnd.dxf", "dxf", write_dxf, is_self_describing=False),
        Format("jsonl", "application/x-ndjson", "jsonl", write_lines, is_self_describing=False),
    )
}


def to_bytes(extract: Extract, file_format: str) -> bytes:
    """Write an extract as one piece."""
    written = FORMATS[file_format].write(extract)
    return written if isinstance(written, bytes) else b"".join(written)


def extract_all(snapshot: Snapshot, name: str) -> Extract:
    """Take a whole published collection, in WGS 84.

    Raises
    ------
    QueryError
        If there is no such collection.
    """
    if name not in COLLECTIONS:
        raise QueryError(f"there is no collection {name!r}; expected one of {', '.join(COLLECTIONS)}")
    frozen = snapshot.collections[name]
    question = f"/api/collections/{name}/items"
    names = tuple(frozen.property_names)
    return Extract(snapshot, frozen, frozen.rows, names, CRS84.crs, CRS84.uri, question)


def export_collection(snapshot: Snapshot, name: str, file_format: str) -> bytes:
    """Write a whole published collection as one file."""
    return to_bytes(extract_all(snapshot, name), file_format)
