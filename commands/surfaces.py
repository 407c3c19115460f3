"""The command that writes a surface to a file."""

import argparse
import json

from geo.crs import parse_crs
from geo.errors import QueryError, SourceError
from geo.history import periods_of
from geo.publish import SNAPSHOTS
from geo.rasters.grid import parse_cell
from geo.selection import parse_selection
from geo.snapshot import open_snapshot
from geo.surfaces import Asked, columns_of, find, get_surface
from webmap.settings import Settings

_MOST_CELLS = 400_000_000
_TOLD = ("CLUSTERS_SELECTED", "CLUSTERS_SPREAD", "LEFT_OUT_WITHOUT_VALUE", "LEFT_OUT_WITHOUT_OUTLINE",
         "BOUNDARY_QUALITY", "TOTAL", "MEAN", "CAUTION", "NOTICE")  # fmt: skip


def export_surface(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write a surface to a file, and say what is in it."""
    from webmap.api.surfaces import make  # loads the pages, which no other command needs

    if arguments.output is None or arguments.name is None:
        raise QueryError("a surface needs a name and a file: export surface fill_rate --out fill_rate.tif")
    snapshot = open_snapshot(settings.home / SNAPSHOTS)
    texts = {"time": arguments.time, "filter": arguments.filter}
    selection = parse_selection(texts, columns_of(snapshot, "clusters"), tuple(periods_of(snapshot)))
    surface = get_surface(arguments.name)
    cell, system = parse_cell(arguments.cell), parse_crs("crs", arguments.crs)
    found = find(snapshot, Asked(surface, selection, cell, system, arguments.classes))
    told = {"cell": arguments.cell, "crs": system.name, **selection.texts}
    try:
        make(arguments.output, found, f"export surface {surface.name} {json.dumps(told)}", _MOST_CELLS)
    except OSError as error:
        raise SourceError(f"cannot write {arguments.output}: {error.strerror or error}") from error
    import rasterio

    with rasterio.open(arguments.output) as raster:
        tags = raster.tags()
        print(f"{tags['TITLE']}: {raster.width} × {raster.height} cells in {arguments.output}")
    for name in _TOLD:
        if name in tags:
            print(f"{name}: {tags[name]}")
    return 0
