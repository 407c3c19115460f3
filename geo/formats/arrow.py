"""The columns of an extract as an Arrow table with typed, titled fields and the geometry as WKB."""

import pyarrow as pa
import shapely

from geo.crs import Geometries
from geo.formats.extract import Extract
from geo.schema import Column

GEOMETRY = "geometry"
_ALTERNATIVE, _COMMENT = "GDAL:OGR:alternative_name", "GDAL:OGR:comment"


def to_arrow(extract: Extract) -> pa.Table:
    """Return the columns chosen, and the geometry in the CRS asked for where there is any."""
    table = with_titles(extract.table, extract.columns)
    return with_geometry(table, extract.geometries) if extract.is_spatial else table


def with_titles(table: pa.Table, columns: tuple[Column, ...]) -> pa.Table:
    """Give each field its titles and unit, by the names GDAL reads."""
    fields: list[pa.Field] = []
    seen: set[str] = set()
    for column in columns:
        title = with_unit(column, column.title.vi)
        # GeoPackage wants each title once in a layer
        told = {
            _ALTERNATIVE: f"{title} [{column.name}]" if title in seen else title,
            _COMMENT: with_unit(column, column.title.en),
        }
        seen.add(title)
        fields.append(table.schema.field(column.name).with_metadata(told))
    return table.cast(pa.schema(fields))


def with_geometry(table: pa.Table, geometries: Geometries) -> pa.Table:
    """Add the geometry as WKB; null stays null."""
    field = pa.field(GEOMETRY, pa.binary(), metadata={"ARROW:extension:name": "geoarrow.wkb"})
    return table.append_column(field, pa.array(to_wkb(geometries), pa.binary()))


def to_wkb(geometries: Geometries) -> list[bytes | None]:
    """Write each geometry as WKB, none as none."""
    return [*shapely.to_wkb(geometries)]


def with_unit(column: Column, title: str) -> str:
    """Write a title with the unit of its numbers, where there is one."""
    return f"{title} ({column.unit})" if column.unit and column.unit != "1" else title
