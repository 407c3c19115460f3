"""The formats on offer, by the name they are asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from geo.crs import CRS84
from geo.errors import QueryError
from geo.formats.extract import Extract, is_spatial
from geo.published import COLLECTIONS
from geo.snapshot import Frozen, Snapshot


@dataclass(frozen=True)
class Format:
    """A format: how it is called, and what writes it.

    `writer` names a function of a module, which is loaded when a file of this format is first asked for:
    some bring large libraries. `any_crs` is False where the format knows longitude and latitude in WGS 84
    alone; to ask it for another CRS is a mistake of the question. `planar` is True where it knows metres
    alone. `is_self_describing` is False where the provenance must stand in a document beside the file,
    `is_packed` is True where the file is compressed already.
    """

    name: str
    title: str
    media_type: str
    extension: str
    writer: str
    any_crs: bool = True
    planar: bool = False
    is_self_describing: bool = True
    is_packed: bool = False

    def holds(self, extract: Extract) -> bool:
        """Tell whether a file of this format can be made: in this CRS, and of geometries if it needs them."""
        return (self.any_crs or extract.is_crs84) and (not self.planar or extract.is_spatial)

    def fitted(self, extract: Extract) -> Extract:
        """Return the extract in a CRS that the format knows.

        Raises
        ------
        QueryError
            If another one was asked for by name.
        """
        if not (self.any_crs or extract.is_crs84):
            asked, known = extract.crs_uri, CRS84.uri
            raise QueryError(f"crs={asked!r}; expected {known}, the only one of {self.title}")
        return extract.in_metres() if self.planar else extract

    def write(self, extract: Extract) -> bytes:
        """Write an extract as one piece.

        Raises
        ------
        QueryError
            If the format cannot hold it.
        """
        module, _, function = self.writer.partition(":")
        write: Callable[[Extract], bytes] = getattr(import_module(f"geo.formats.{module}"), function)
        written = write(self.fitted(extract))
        return written if isinstance(written, bytes) else b"".join(written)


_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KML = "application/vnd.google-earth.kml+xml"
_PARQUET = "application/vnd.apache.parquet"

FORMATS: Mapping[str, Format] = {
    form.name: form
    for form in (
        Format("geojson", "GeoJSON", "application/geo+json", "geojson", "geojson:write_geojson"),
        Format("csv", "CSV", "text/csv", "csv", "delimited:write_csv", is_self_describing=False),
        Format("xlsx", "XLSX", _SHEET, "xlsx", "workbook:write_xlsx", is_packed=True),
        Format("gpkg", "GeoPackage", "application/geopackage+sqlite3", "gpkg", "gdal:write_gpkg"),
        Format("shp", "Shapefile", "application/zip", "shp.zip", "shapefile:write_shp", is_packed=True),
        Format("kml", "KML", _KML, "kml", "kml:write_kml", any_crs=False),
        Format("fgb", "FlatGeobuf", "application/flatgeobuf", "fgb", "gdal:write_fgb"),
        Format("parquet", "GeoParquet", _PARQUET, "parquet", "parquet:write_parquet", is_packed=True),
        Format(
            "dxf", "DXF", "image/vnd.dxf", "dxf", "drawing:write_dxf", planar=True, is_self_describing=False
        ),
        Format(
            "jsonl",
            "JSON lines",
            "application/x-ndjson",
            "jsonl",
            "geojson:write_lines",
            is_self_describing=False,
        ),
    )
}


def formats_of(frozen: Frozen) -> list[Format]:
    """List the formats a collection can be had in; without geometry there is nothing to draw."""
    return [form for form in FORMATS.values() if is_spatial(frozen) or not form.planar]


def to_bytes(extract: Extract, file_format: str) -> bytes:
    """Write an extract in a format by its name."""
    return FORMATS[file_format].write(extract)


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
