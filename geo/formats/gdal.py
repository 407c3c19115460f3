"""GeoPackage and FlatGeobuf, written by GDAL into memory."""

import io
from datetime import date
from typing import Any

import pyogrio

from geo.formats.arrow import GEOMETRY, to_arrow
from geo.formats.extract import Extract
from geo.formats.provenance import published_on, statement, to_lines


def write_gpkg(extract: Extract) -> bytes:
    """Write a GeoPackage: titles of the columns and provenance stand in its own tables."""
    return _write(
        extract,
        "GPKG",
        dataset_options={"VERSION": "1.3"},  # which GDAL of 2021 and later reads without a warning
        layer_options={"IDENTIFIER": extract.name, "DESCRIPTION": "\n".join(to_lines(extract))},
        layer_metadata=statement(extract),
    )


def write_fgb(extract: Extract) -> bytes:
    """Write FlatGeobuf without its spatial index, which would put the rows in another order."""
    return _write(
        extract,
        "FlatGeobuf",
        layer_options={
            "SPATIAL_INDEX": "NO",
            "TITLE": extract.name,
            "DESCRIPTION": "\n".join(to_lines(extract)),
        },
    )


def _write(extract: Extract, driver: str, **options: Any) -> bytes:
    date_from_here(published_on(extract.snapshot))
    written = io.BytesIO()
    spatial = {"geometry_name": GEOMETRY, "geometry_type": "Unknown", "crs": f"EPSG:{extract.system.epsg}"}
    pyogrio.write_arrow(
        to_arrow(extract),
        written,
        layer=extract.name,
        driver=driver,
        **(spatial if extract.is_spatial else {}),
        **options,
    )
    return written.getvalue()


def date_from_here(day: date) -> None:
    """Let GDAL date what it writes by the snapshot, not by the clock; a setting of the whole process."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{day}T00:00:00.000Z"})
