"""Rasters on the command line: bring one in, list them, remove one; each is published at once."""

import argparse
import math
import sys
from collections.abc import Iterable
from datetime import date

from commands.arguments import SHIPPED, the_record
from commands.entering import enter
from geo.errors import QueryError, RefusedError
from geo.rasters.classes import parse_classes
from geo.rasters.kinds import KINDS
from geo.rasters.library import Brought, Raster, find_rasters, remove_raster
from geo.records.publishing import publish_head
from geo.schema import Text
from geo.units import unit_text
from webmap.settings import Settings

_TOLD = Text(
    "{id}: {title}, {width} × {height} ô {across:.3g} × {down:.3g} m, {crs},"
    " giá trị {least:.6g} đến {most:.6g} {unit}",
    "{id}: {title}, {width} × {height} cells of {across:.3g} × {down:.3g} m, {crs},"
    " values {least:.6g} to {most:.6g} {unit}",
)
_MADE = Text("  tính từ {0} ({1})", "  made of {0} ({1})")
_FROM = Text("  nguồn: {0}, {1}; {2}", "  source: {0}, {1}; {2}")
_NO_INDEX = Text(
    "  không tính đất đã xây dựng: thiếu kênh {0} (nêu tên kênh bằng --bands)",
    "  what is built up is not computed: the bands {0} are missing (--bands names them)",
)
_NONE = Text("chưa nhập raster nào", "no raster was imported")
_REMOVED = Text("đã xóa {0} và công bố lại", "removed {0}, and published again")
_STORED = Text("đã nhập và công bố", "imported and published")


def import_raster(arguments: argparse.Namespace, settings: Settings) -> int:
    """Bring in a raster, a file or an address; what it says is published with the record."""
    from geo.rasters.adding import add_raster  # loads GDAL, which no other command needs
    from geo.rasters.bands import missing_bands

    language = arguments.language
    records = the_record(settings)
    head = records.find_head() or enter(records, SHIPPED)
    province = records.package_at(head.number).about.bbox
    try:
        added = add_raster(settings.home, arguments.file, _brought(arguments), province)
    except RefusedError as error:
        print(f"{error.file}: {error.message.in_language(language)}  [{error.rule}]", file=sys.stderr)
        print(f"    → {error.suggestion.in_language(language)}", file=sys.stderr)
        return 1
    print("\n".join(_told(added, language)), flush=True)
    if lacks := missing_bands(added[0].bands) if added[0].kind == "bands" else []:
        print(_NO_INDEX.in_language(language).format(", ".join(lacks)), flush=True)
    publish_head(records, date.today())
    print(_STORED.in_language(language))
    return 0


def list_rasters(arguments: argparse.Namespace, settings: Settings) -> int:
    """List the rasters of this home, or remove one and publish again."""
    language = arguments.language
    if arguments.remove is not None:
        gone = remove_raster(settings.home, arguments.remove)
        publish_head(the_record(settings), date.today())
        print(_REMOVED.in_language(language).format(", ".join(raster.id for raster in gone)))
        return 0
    rasters = find_rasters(settings.home)
    print("\n".join(_told(rasters, language)) if rasters else _NONE.in_language(language))
    return 0


def add_raster_arguments(parser: argparse.ArgumentParser) -> None:
    """Let a command be told what a raster is."""
    parser.add_argument("file", metavar="FILE|URL", help="GeoTIFF, COG or VRT")
    parser.add_argument("--kind", choices=list(KINDS), required=True)
    parser.add_argument("--source", required=True, help='for example "Copernicus DEM GLO-30"')
    parser.add_argument("--date", required=True, help="what it shows: 2021, 2021-04 or 2021-04-22")
    parser.add_argument("--licence", default="", help="for example CC-BY-4.0")
    parser.add_argument("--credit", default="", help="whom its licence asks to credit")
    parser.add_argument(
        "--classes", default="", help="names of classes: '10=Cây|Trees,…', or a CSV of code, vi, en"
    )
    parser.add_argument("--bands", default="", help="names of the bands of an image: red,nir,swir,cloud")
    parser.add_argument("--band", help="the band to take, counted from 1")
    parser.add_argument("--nodata", help="the value of cells without data, where the file does not say")
    parser.add_argument("--scale", help="what stored values are multiplied by, where the file does not say")
    parser.add_argument("--crs", help="the coordinate system, where the file does not say: EPSG:5897")
    parser.add_argument("--unit", choices=("percent", "degrees"), help="of a slope")
    parser.add_argument("--language", choices=("vi", "en"), default="vi")


def _brought(arguments: argparse.Namespace) -> Brought:
    return Brought(
        kind=arguments.kind,
        source=arguments.source,
        date=arguments.date,
        licence=arguments.licence,
        credit=arguments.credit,
        classes=parse_classes(arguments.classes) if arguments.classes else {},
        bands=tuple(name.strip() for name in arguments.bands.split(",") if name.strip()),
        band=None if arguments.band is None else _band(arguments.band),
        nodata=None if arguments.nodata is None else _number("--nodata", arguments.nodata),
        scale=None if arguments.scale is None else _scale(arguments.scale),
        crs=arguments.crs,
        unit=arguments.unit,
    )


def _number(name: str, said: str) -> float:
    try:
        return float(said)
    except ValueError as error:
        raise QueryError(f"{name} {said!r}; expected a number") from error


def _band(said: str) -> int:
    if not (said.isascii() and said.isdecimal()):
        raise QueryError(f"--band {said!r}; expected the number of a band, counted from 1")
    return int(said)


def _scale(said: str) -> float:
    scale = _number("--scale", said)
    if not math.isfinite(scale) or scale == 0.0:
        raise QueryError(f"--scale {said!r}; expected a number other than 0")
    return scale


def _told(rasters: Iterable[Raster], language: str) -> list[str]:
    lines = []
    for one in rasters:
        told = _TOLD.in_language(language).format(
            id=one.id,
            title=one.described.title.in_language(language),
            width=one.width,
            height=one.height,
            across=one.cell_m[0],
            down=one.cell_m[1],
            crs=one.crs_name,
            least=one.least,
            most=one.most,
            unit=unit_text(one.unit).in_language(language) if one.unit != "1" else "",
        )
        lines.append(told.rstrip())
        lines.append(_FROM.in_language(language).format(one.source, one.date, one.credits))
        if one.derived_from:
            lines.append(_MADE.in_language(language).format(one.derived_from, one.method))
    return lines
