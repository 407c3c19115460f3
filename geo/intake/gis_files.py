"""The features of a GIS file as plain values; runs behind the guard, in a folder that is thrown away.

A file is told by its content, and only the driver of that content ever opens it.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, NoReturn

import geopandas
import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from shapely.errors import ShapelyError
from shapely.geometry import shape

from geo.errors import RefusedError
from geo.geojson import to_plain_value
from geo.intake.gis_drawing import read_drawing
from geo.intake.reading import Brought, Place, Statement
from geo.intake.refusals import refusal
from geo.intake.tcvn3 import decode
from geo.schema import Text

MOST_FEATURES = 20_000
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_ENTITIES = re.compile(rb"<\s*!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_DXF = re.compile(rb"^\s*(999[^\n]*\n[^\n]*\n\s*)*0\s*\r?\n\s*SECTION", re.IGNORECASE)
_READ = "GeoJSON, GeoPackage, KML, KMZ, DXF, FlatGeobuf, GeoParquet"
_CRS84 = "OGC:CRS84"


class DrawnFeature(NamedTuple):
    """One feature: its number in the layer, its shape as WKB (None where there is none), its properties."""

    number: int
    wkb: bytes | None
    properties: Mapping[str, Any]


@dataclass(frozen=True)
class DrawnLayer:
    """One layer of a file; `crs` is what the file says (WKT, `EPSG:…`), None where it says nothing."""

    file: str
    name: str
    kind: str
    crs: str | None
    features: tuple[DrawnFeature, ...]
    statements: tuple[Statement, ...] = field(default=())


def read_layers(files: list[Brought]) -> tuple[DrawnLayer, ...]:
    """Read every layer of the files; the loose parts of one shapefile are one.

    Raises
    ------
    RefusedError
        If a file is none of the formats read here, or is damaged.
    """
    loose = {file: PurePosixPath(file.name.replace("\\", "/")) for file in files}
    shapes = [file for file, path in loose.items() if path.suffix.casefold() == ".shp"]
    layers: list[DrawnLayer] = []
    for file in shapes:
        stem = loose[file].stem
        parts = {
            path.suffix.casefold(): other.content
            for other, path in loose.items()
            if path.stem == stem and path.suffix.casefold() in _PARTS
        }
        layers.append(_shapefile(file.name, stem, parts))
    for file, path in loose.items():
        if path.suffix.casefold() not in (*_PARTS, ".sbn", ".sbx", ".qix", ".qmd", ".qpj") or not shapes:
            layers += _layers(file)
    if sum(len(layer.features) for layer in layers) > MOST_FEATURES:
        raise refusal("file.cells", files[0].name, got=files[0].name, most=MOST_FEATURES)
    return tuple(layers)


def _layers(file: Brought) -> Iterator[DrawnLayer]:
    content = file.content
    start = content[:4_096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not content:
        raise refusal("file.empty", file.name)
    if content.startswith(b"PK"):
        yield from _zipped(file)
    elif content.startswith(b"SQLite format 3\0"):
        yield from _through_gdal(file, content, ".gpkg", "GeoPackage")
    elif content.startswith(b"fgb"):
        yield from _through_gdal(file, content, ".fgb", "FlatGeobuf")
    elif content.startswith(b"PAR1"):
        yield _parquet(file)
    elif start.startswith(b"{"):
        yield _geojson(file)
    elif b"<kml" in start:
        yield from _kml(file, content)
    elif _DXF.match(start) or content.startswith(b"AutoCAD Binary DXF"):
        yield _dxf(file)
    else:
        _refuse_kind(file.name)


def _refuse_kind(name: str) -> NoReturn:
    raise RefusedError(
        "file.kind", name,
        Text("tệp không phải định dạng GIS nào đọc được ở đây", "it is no GIS format that is read here"),
        Text(f"Nộp {_READ}, hoặc Shapefile đủ .shp, .shx, .dbf, .prj.",
             f"Bring {_READ}, or a Shapefile with its .shp, .shx, .dbf, .prj."),
    )  # fmt: skip


def _zipped(file: Brought) -> Iterator[DrawnLayer]:
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        members = {PurePosixPath(name): name for name in archive.namelist() if not name.endswith("/")}
        shapes = [path for path in members if path.suffix.casefold() == ".shp"]
        for path in shapes:
            parts = {
                other.suffix.casefold(): archive.read(name)
                for other, name in members.items()
                if other.with_suffix("") == path.with_suffix("") and other.suffix.casefold() in _PARTS
            }
            yield _shapefile(file.name, path.stem, parts)
        documents = [name for path, name in members.items() if path.suffix.casefold() == ".kml"]
        for name in documents:
            yield from _kml(file, archive.read(name))
    if not shapes and not documents:
        _refuse_kind(file.name)


def _shapefile(file: str, stem: str, parts: Mapping[str, bytes]) -> DrawnLayer:
    if ".shx" not in parts or ".dbf" not in parts:
        missing = ", ".join(part for part in (".shx", ".dbf") if part not in parts)
        raise RefusedError(
            "gis.parts", file,
            Text(f"Shapefile thiếu {missing}", f"the Shapefile lacks {missing}"),
            Text("Nộp tất cả các tệp cùng tên, tốt nhất trong một tệp ZIP.",
                 "Bring all files of that name, best in one ZIP."),
        )  # fmt: skip
    with TemporaryDirectory() as folder:
        path = Path(folder) / "layer.shp"
        for ending in (".shp", ".shx", ".dbf"):
            path.with_suffix(ending).write_bytes(parts[ending])
        # every byte is kept as one letter: which letters they are is worked out below
        read = _read_gdal(file, path, None, "ISO-8859-1")
    said = parts.get(".cpg", b"").decode("ascii", "replace").strip() or None
    raw = "\n".join(_texts(read)).encode("latin-1", "replace")
    decoded = decode(raw, said)
    statements: tuple[Statement, ...] = ()
    if not raw.isascii():
        why = Text(
            f"Bảng mã {decoded.encoding}: {decoded.why.vi}", f"Encoding {decoded.encoding}: {decoded.why.en}"
        )
        statements = (Statement(why, Place(file)),)
    features = tuple(
        DrawnFeature(
            one.number,
            one.wkb,
            {
                _in(name, decoded.encoding): _in(cell, decoded.encoding)
                for name, cell in one.properties.items()
            },
        )
        for one in read
    )
    prj = parts.get(".prj", b"").decode("utf-8", "replace").strip() or None
    return DrawnLayer(file, stem, "Shapefile", prj, features, statements)


def _texts(features: Sequence[DrawnFeature]) -> Iterator[str]:
    yield from (features[0].properties if features else ())
    for feature in features:
        yield from (cell for cell in feature.properties.values() if isinstance(cell, str))


def _in(cell: Any, encoding: str) -> Any:
    return (
        decode(cell.encode("latin-1", "replace"), encoding).text
        if isinstance(cell, str) and not cell.isascii()
        else cell
    )


def _read_gdal(file: str, path: Path, layer: str | None, encoding: str | None = None) -> list[DrawnFeature]:
    try:
        read = pyogrio.read_dataframe(path, layer=layer, encoding=encoding, max_features=MOST_FEATURES + 1)
    except (DataSourceError, DataLayerError, ValueError, UnicodeDecodeError, ShapelyError) as error:
        raise refusal("file.damaged", file, got=type(error).__name__) from error
    return _features(read)


def _features(layer: Any) -> list[DrawnFeature]:
    if not isinstance(layer, geopandas.GeoDataFrame):
        return [DrawnFeature(n, None, _plain(row)) for n, row in enumerate(layer.to_dict("records"), start=1)]
    wkbs = shapely.to_wkb(np.asarray(layer.geometry.array))
    rows = layer.drop(columns=layer.geometry.name).to_dict("records") or [{}] * len(layer)
    return [
        DrawnFeature(number, wkb, _plain(row))
        for number, (wkb, row) in enumerate(zip(wkbs, rows, strict=True), start=1)
    ]


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    cells = {str(name): to_plain_value(cell) for name, cell in row.items()}
    return {
        name: cell if isinstance(cell, str | int | float | bool | None) else str(cell)
        for name, cell in cells.items()
    }


def _through_gdal(file: Brought, content: bytes, ending: str, kind: str) -> Iterator[DrawnLayer]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"layer{ending}"
        path.write_bytes(content)
        try:
            names = [str(name) for name, geometry in pyogrio.list_layers(path) if geometry is not None]
            for name in names:
                said = pyogrio.read_info(path, layer=name)["crs"]
                yield DrawnLayer(file.name, name, kind, said, tuple(_read_gdal(file.name, path, name)))
        except (DataSourceError, DataLayerError) as error:
            raise refusal("file.damaged", file.name, got=type(error).__name__) from error


def _kml(file: Brought, content: bytes) -> Iterator[DrawnLayer]:
    if _ENTITIES.search(content):
        raise refusal("file.entities", file.name, got="KML")
    yield from _through_gdal(file, content, ".kml", "KML")


def _parquet(file: Brought) -> DrawnLayer:
    try:
        read = geopandas.read_parquet(io.BytesIO(file.content))
    except (ValueError, OSError, KeyError, ShapelyError) as error:
        raise refusal("file.damaged", file.name, got=type(error).__name__) from error
    said = read.crs.to_wkt() if read.crs is not None else None
    return DrawnLayer(file.name, "", "GeoParquet", said, tuple(_features(read)))


def _dxf(file: Brought) -> DrawnLayer:
    drawn, statements = read_drawing(file)
    features = tuple(DrawnFeature(n, wkb, properties) for n, (wkb, properties) in enumerate(drawn, start=1))
    return DrawnLayer(file.name, "", "DXF", None, features, tuple(statements))


def _geojson(file: Brought) -> DrawnLayer:
    try:
        collection = json.loads(file.content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise refusal("file.damaged", file.name, got=f"JSON: {error}"[:120]) from error
    members = collection.get("features", [collection]) if isinstance(collection, dict) else None
    if not isinstance(members, list) or not all(isinstance(member, dict) for member in members):
        _refuse_kind(file.name)
    features = tuple(_member(member, number) for number, member in enumerate(members, start=1))
    return DrawnLayer(file.name, "", "GeoJSON", _stated(collection), features)


def _member(member: Mapping[str, Any], number: int) -> DrawnFeature:
    drawn = member.get("geometry") if member.get("type") == "Feature" else member
    properties = member.get("properties") if member.get("type") == "Feature" else None
    cells = _plain(properties) if isinstance(properties, dict) else {}
    if "id" in member and "id" not in cells:
        cells["id"] = str(member["id"])
    try:
        wkb = shapely.to_wkb(shape(drawn)) if drawn else None
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError):
        wkb = None
    return DrawnFeature(number, wkb, cells)


def _stated(collection: Mapping[str, Any]) -> str | None:
    named = collection.get("crs")
    properties = named.get("properties") if isinstance(named, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) else _CRS84
