"""A data package on disk: Frictionless tables with outlines beside them, read with every check."""

import hashlib
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import frictionless
import pandas as pd
from geopandas import GeoDataFrame

from geo.bbox import BBox
from geo.crs import WGS84
from geo.errors import DataError, SourceError
from geo.geojson import read_geojson, write_geojson
from geo.interval import parse_day
from geo.layers import LAYERS, find_layer_problems
from geo.schema import Column, Table
from geo.tables import SIMULATED, TABLES
from geo.text import to_nfc

DESCRIPTOR = "datapackage.json"
_LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "MIT": "https://opensource.org/license/mit",
}
_MOST_PROBLEMS = 50


@dataclass(frozen=True)
class About:
    """What a package is about: the province, where it lies, who is to be credited."""

    name: str
    title_vi: str
    title_en: str
    province_vi: str
    province_en: str
    bbox: BBox
    simulated: bool = False
    credits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Package:
    """A data package in memory; every table of `TABLES` is there, in the columns it promises."""

    about: About
    tables: Mapping[str, pd.DataFrame]
    layers: Mapping[str, GeoDataFrame] = field(default_factory=dict)


def checksum(folder: Path) -> str:
    """Digest everything a package holds, `source/` and texts apart, as sha256 in hex."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*")):
        if path.suffix in (".csv", ".geojson", ".json"):
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def columns_of(table: Table, simulated: bool) -> tuple[Column, ...]:
    """List the columns of a table, with the mark of simulation where it belongs."""
    return (*table.columns, SIMULATED) if simulated else table.columns


def write_package(package: Package, folder: Path) -> None:
    """Write a package; the same package always gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    simulated = package.about.simulated
    for table in TABLES.values():
        if not table.always and not has_rows(package, table):
            (folder / table.path).unlink(missing_ok=True)
            continue
        columns = columns_of(table, simulated)
        rows = package.tables[table.name].assign(**({"simulated": "SIMULATED"} if simulated else {}))
        rows = rows[[column.name for column in columns]].astype(
            {column.name: "Int64" for column in columns if column.type == "integer"}
        )
        rows.to_csv(folder / table.path, index=False, lineterminator="\n", encoding="utf-8")
    members: dict[str, Any] = {"name": package.about.name}
    if simulated:
        members["simulated"] = "SIMULATED"
    for name, layer in package.layers.items():
        marked = layer.assign(simulated="SIMULATED") if simulated else layer
        write_geojson(marked, folder / LAYERS[name].path, members | {"name": name})
    descriptor = json.dumps(_descriptor(package), ensure_ascii=False, indent=2)
    (folder / DESCRIPTOR).write_text(descriptor + "\n", encoding="utf-8")


def has_rows(package: Package, table: Table) -> bool:
    """Tell whether a package has anything in a table."""
    return table.name in package.tables and not package.tables[table.name].empty


def _descriptor(package: Package) -> dict[str, Any]:
    about = package.about
    return {
        "profile": "data-package",
        "name": about.name,
        "title": about.title_vi,
        "title_en": about.title_en,
        "province_vi": about.province_vi,
        "province_en": about.province_en,
        "bbox": list(about.bbox),
        "simulated": about.simulated,
        "credits": list(about.credits),
        "licenses": [_licence("CC-BY-4.0")],
        "resources": [
            *(
                _table_resource(table, about.simulated)
                for table in TABLES.values()
                if table.always or has_rows(package, table)
            ),
            *(_layer_resource(name) for name in package.layers),
        ],
    }


def _licence(name: str) -> dict[str, str]:
    return {"name": name, "path": _LICENCES[name]}


def _table_resource(table: Table, simulated: bool) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in columns_of(table, simulated)],
        "missingValues": [""],
    }
    if table.primary_key:
        schema["primaryKey"] = [table.primary_key]
    if table.foreign_keys:
        schema["foreignKeys"] = [
            {"fields": [own], "reference": {"resource": other, "fields": [key]}}
            for own, other, key in table.foreign_keys
        ]
    return {
        "name": table.name,
        "path": table.path,
        "profile": "tabular-data-resource",
        "title": table.title.vi,
        "title_en": table.title.en,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "licenses": [_licence(table.licence)],
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "title": column.title.vi,
        "title_en": column.title.en,
    }
    if column.unit:
        described["unit"] = column.unit
    if constraints := column.constraints():
        described["constraints"] = constraints
    return described


def _layer_resource(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "path": LAYERS[name].path,
        "title": LAYERS[name].title.vi,
        "title_en": LAYERS[name].title.en,
        "format": "geojson",
        "mediatype": "application/geo+json",
        "encoding": "utf-8",
        "licenses": [_licence("CC-BY-4.0")],
    }


def read_package(folder: Path) -> Package:
    """Read a package and check every cell against its schema.

    Raises
    ------
    SourceError
        If a file is missing or cannot be read.
    DataError
        If cells break their schema; the message names file, row and column of each.
    """
    about = read_about(folder)
    for table in TABLES.values():
        if table.always and not (folder / table.path).is_file():
            raise SourceError(f"{table.path} is missing from {folder}")
    _require_none(folder, list(find_problems(folder)))
    tables = {
        table.name: _read_table(folder / table.path, columns_of(table, about.simulated))
        if (folder / table.path).is_file()
        else empty_table(table, about.simulated)
        for table in TABLES.values()
    }
    layers = {
        name: read_geojson(folder / layer.path)
        for name, layer in LAYERS.items()
        if name == "outlines" or (folder / layer.path).is_file()
    }
    problems = [
        problem
        for name, features in layers.items()
        for problem in find_layer_problems(LAYERS[name], features, tables[LAYERS[name].table])
    ]
    _require_none(folder, problems)
    return Package(about, tables, layers)


def _require_none(folder: Path, problems: list[str]) -> None:
    if problems:
        more = [f"… and {len(problems) - _MOST_PROBLEMS} more"] if len(problems) > _MOST_PROBLEMS else []
        shown = "\n".join([*problems[:_MOST_PROBLEMS], *more])
        raise DataError(f"{len(problems)} problem(s) in the data package {folder}:\n{shown}")


def read_about(folder: Path) -> About:
    """Read what a package is about, without its tables."""
    path = folder / DESCRIPTOR
    try:
        stated = json.loads(path.read_text(encoding="utf-8"))
        return About(
            name=stated["name"],
            title_vi=stated["title"],
            title_en=stated["title_en"],
            province_vi=stated["province_vi"],
            province_en=stated["province_en"],
            bbox=BBox.parse(",".join(str(degrees) for degrees in stated["bbox"])),
            simulated=stated["simulated"],
            credits=tuple(stated["credits"]),
        )
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path} is no descriptor of an atlas package: {error!r}") from error


def find_problems(folder: Path) -> Iterator[str]:
    """Check the tables of a package against its own schema, a sentence for each breach."""
    descriptor = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
    simulated = bool(descriptor.get("simulated"))
    descriptor["resources"] = [
        _table_resource(table, simulated) for table in TABLES.values() if (folder / table.path).is_file()
    ]
    report = frictionless.Package.from_descriptor(descriptor, basepath=str(folder)).validate()
    errors = [(task.place or task.name, error) for task in report.tasks for error in task.errors]
    # a broken file breaks every reference to it: those come last, so that the cause stands first
    for file, error in sorted(errors, key=lambda found: bool(found[1].type == "foreign-key")):
        yield _sentence(file, error)


def _sentence(file: str, error: Any) -> str:
    row = getattr(error, "row_number", None)
    column = getattr(error, "field_name", None)
    places = [file, f"row {row}" if row else "", f"column {column}" if column else ""]
    return f"{', '.join(place for place in places if place)}: {error.message}"


def _read_table(path: Path, columns: tuple[Column, ...]) -> pd.DataFrame:
    cells = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    return pd.DataFrame({column.name: _read_column(path, cells[column.name], column) for column in columns})


def _read_column(path: Path, cells: pd.Series, column: Column) -> pd.Series:
    """Read the cells of a column one by one: what the validator lets pass may still be no value of ours."""
    values = []
    for row, cell in enumerate(cells, start=2):
        try:
            values.append(_PARSERS[column.type](cell) if cell else None)
        except ValueError as error:
            place = f"{path.name}, row {row}, column {column.name}"
            raise DataError(f"{place}: {cell!r} is not a {column.type}") from error
    dtype = "float64" if column.type in ("number", "integer") else object
    return pd.Series(values, index=cells.index, dtype=dtype)


def _parse_number(cell: str) -> float:
    number = float(cell)
    if not (_PLAIN_NUMBER.fullmatch(cell) and math.isfinite(number)):
        raise ValueError(cell)
    return number


_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_PARSERS: Mapping[str, Callable[[str], Any]] = {
    "number": _parse_number,
    "integer": _parse_number,
    "boolean": lambda cell: cell.lower() == "true",
    "date": parse_day,
    "string": to_nfc,
}


def empty_table(table: Table, simulated: bool = False) -> pd.DataFrame:
    """Make a table without rows, in the columns promised."""
    columns = columns_of(table, simulated)
    return pd.DataFrame({column.name: pd.Series(dtype=object) for column in columns})


def empty_layer() -> GeoDataFrame:
    """Make a layer without features, with the id every layer has."""
    return GeoDataFrame({"id": []}, geometry=[], crs=WGS84)
