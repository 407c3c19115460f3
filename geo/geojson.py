"""GeoJSON in and out, by RFC 7946: WGS 84 longitude, latitude; shells counterclockwise."""

import json
import math
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from geopandas import GeoDataFrame
from shapely import Geometry
from shapely.errors import GEOSException
from shapely.geometry import shape

from geo.crs import WGS84
from geo.errors import CRSError, SourceError

DECIMALS = 7
_CRS84 = ("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84")


def to_plain_value(value: Any) -> Any:
    """Turn one cell into what JSON can hold; a missing number is null."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if type(value).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, date):
        return value.isoformat()
    return to_plain_value(value.item()) if hasattr(value, "item") else value


def to_geometry_texts(
    geometries: np.ndarray[Any, Any], decimals: int, *, latitude_first: bool = False
) -> list[bytes]:
    """Serialise geometries, rounded, shells counterclockwise; what is missing or empty is `null`."""

    def rounded(positions: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        return (positions[:, ::-1] if latitude_first else positions).round(decimals)

    texts = shapely.to_geojson(shapely.transform(shapely.orient_polygons(geometries), rounded))
    void = shapely.is_missing(geometries) | shapely.is_empty(geometries)
    return [b"null" if nothing else text.encode() for text, nothing in zip(texts, void, strict=True)]


def to_geometry(geometry: Geometry | None) -> dict[str, Any] | None:
    """Turn a WGS 84 geometry into its GeoJSON object, rounded to about a centimetre."""
    return json.loads(to_geometry_texts(np.array([geometry]), DECIMALS)[0])  # type: ignore[no-any-return]


def to_feature(feature_id: str, geometry: Geometry | None, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Put together one feature; what is missing is null, never absent."""
    feature: dict[str, Any] = {
        "type": "Feature",
        "id": feature_id,
        "geometry": to_geometry(geometry),
        "properties": {name: to_plain_value(value) for name, value in properties.items()},
    }
    return feature


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def dumps(value: Any) -> bytes:
    """Serialise compactly, keeping the accents."""
    return _ENCODER.encode(value).encode()


def write_geojson(layer: GeoDataFrame, path: Path, members: Mapping[str, Any] | None = None) -> None:
    """Write a layer with an `id` column, a feature a line; `members` are added to the collection."""
    head = {"type": "FeatureCollection", **(members or {})}
    columns = [name for name in layer.columns if name != layer.geometry.name]
    features = [
        dumps(to_feature(row["id"], geometry, row))
        for row, geometry in zip(layer[columns].to_dict("records"), layer.geometry, strict=True)
    ]
    body = dumps(head)[:-1] + b',"features":[\n' + b",\n".join(features) + b"\n]}\n"
    path.write_bytes(body)


def read_geojson(path: Path) -> GeoDataFrame:
    """Read a GeoJSON file of features.

    Returns
    -------
    (n,) features in WGS 84 with their properties as columns; a null geometry stays None

    Raises
    ------
    SourceError
        If the file is missing or is no GeoJSON; the message names the feature.
    CRSError
        If the file says it is in another CRS than WGS 84 longitude, latitude.
    """
    try:
        collection = json.loads(path.read_bytes())
    except OSError as error:
        raise SourceError(f"{path.name} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{path.name} is not JSON: {error}") from error
    if not isinstance(collection, dict) or not isinstance(collection.get("features"), list):
        raise SourceError(f"{path.name} is not a GeoJSON FeatureCollection")
    _require_crs84(collection, path.name)
    rows, geometries = [], []
    for position, feature in enumerate(collection["features"], start=1):
        try:
            rows.append(dict(feature["properties"] or {}))
            geometries.append(_to_shape(feature["geometry"]))
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, GEOSException) as error:
            raise SourceError(
                f"{path.name}, feature {position}: not a GeoJSON feature ({error!r})"
            ) from error
    return GeoDataFrame(rows, geometry=geometries, crs=WGS84)


def _to_shape(geometry: dict[str, Any] | None) -> Geometry | None:
    return None if geometry is None else shape(geometry)


def _require_crs84(collection: dict[str, Any], name: str) -> None:
    stated = collection.get("crs")
    if stated is None:
        return
    named = stated.get("properties") if isinstance(stated, dict) else None
    code = named.get("name") if isinstance(named, dict) else stated
    if code not in _CRS84:
        raise CRSError(f"{name} says it is in {code}; expected WGS 84 longitude, latitude (CRS84)")
