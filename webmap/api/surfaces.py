"""Surfaces of the service: the questions they take, their files, styles and list."""

import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Response, abort, request, send_file
from flask_babel import gettext

from geo.crs import OFFERED, parse_crs
from geo.formats.qgis_raster import RasterClass, to_raster_qml
from geo.history import periods_of
from geo.rasters.grid import DEFAULT, LEAST_CELL_M, MOST_CELL_M, Grid, make_grid, parse_cell
from geo.rasters.kept import folder_of, keep
from geo.selection import PARAMETERS, Selection, parse_selection
from geo.surface_tags import file_name, title_of, to_tags
from geo.surfaces import (
    MOST_CELLS,
    SURFACES,
    UNITS,
    Asked,
    Found,
    Kind,
    Surface,
    columns_of,
    find,
    numbered_classes,
    write_surface,
)
from webmap.answers import VERSION, answer, canonical_address, entity_tag, unchanged
from webmap.api.documents import provenance
from webmap.api.links import QML, address_of, language, link_to, to_link
from webmap.pages.colours import steps
from webmap.pages.wording import amount, percent, with_unit
from webmap.params import Args, parse_choice
from webmap.state import state

TIFF = "image/tiff"
COG = "image/tiff; application=geotiff; profile=cloud-optimized"
FORMS = ("values", "classes")
DEFAULT_CELL = "100"
OWN = ("cell", "crs", "as", "lang")
"""What a surface takes besides the parameters that select clusters."""

Json = dict[str, Any]


def require_surface(name: str) -> Surface:
    """Find a surface by its name, or answer that there is none."""
    if name not in SURFACES:
        abort(404, f"there is no surface {name!r}; expected one of {', '.join(SURFACES)}")
    return SURFACES[name]


def selecting() -> tuple[str, ...]:
    """Name the parameters that select clusters."""
    return (*columns_of(state().snapshot, "clusters"), *PARAMETERS)


def parse_asked(surface: Surface, args: Args) -> Asked:
    """Read the question for a surface.

    Raises
    ------
    QueryError
        If a part of it says what cannot be.
    """
    snapshot = state().snapshot
    selection = parse_selection(args, columns_of(snapshot, "clusters"), tuple(periods_of(snapshot)))
    return Asked(
        surface,
        selection,
        parse_cell(args.get("cell", DEFAULT_CELL)),
        parse_crs("crs", args.get("crs", DEFAULT)),
        parse_choice(args, "as", FORMS) == FORMS[1],
    )


def send_surface(surface: Surface) -> Response:
    """Answer with a surface as a file, whole or in parts."""
    asked = parse_asked(surface, request.args)
    if nothing_new := unchanged(COG):
        return nothing_new
    found = find(state().snapshot, asked)
    path = kept_surface(found, _question(surface))
    etag = entity_tag(state().snapshot.revision, canonical_address(), COG, "identity")
    response = send_file(
        path,
        COG,
        as_attachment=True,
        download_name=file_name(found),
        etag=etag,
        last_modified=None,
        max_age=0,
    )
    for name in ("Last-Modified", "Expires"):
        response.headers.pop(name, None)  # of the file that is kept, not of what stands in it
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.headers.add("Content-Crs", f"<{asked.system.uri}>")
    return response


def _question(surface: Surface) -> str:
    told = sorted((name, text) for name, text in request.args.items() if name != "lang")
    return f"{address_of('surface', name=surface.name)}{'?' if told else ''}{urlencode(told)}"


def kept_surface(found: Found, question: str) -> Path:
    """Return the file of a surface, made if this revision has not been asked for it before."""
    asked = found.asked
    texts = urlencode(sorted(asked.selection.texts.items()))
    told = (
        VERSION,
        found.snapshot.folder.name,
        asked.surface.name,
        asked.cell_m,
        asked.system.name,
        asked.classes,
        texts,
    )
    key = hashlib.sha256("\n".join(map(str, told)).encode()).hexdigest()[:32]
    return keep(folder_of(state().settings.home), f"{key}.tif", lambda path: make(path, found, question))


def make(path: Path, found: Found, question: str, most: int = MOST_CELLS) -> None:
    """Make the file of a surface, in the colours of the map."""
    colours = colours_of(found.asked.surface)
    write_surface(path, found, to_tags(found, found.grid(most), colours, question), colours, most)


def colours_of(surface: Surface) -> list[str]:
    """Pick the colours of the classes, as those of clusters."""
    return steps(len(surface.edges) - 1)


def legend_of(surface: Surface, grid: Grid, language: str) -> list[Json]:
    """List the classes of a surface with their labels in the language of the request."""
    classes = numbered_classes(surface, grid, colours_of(surface))
    return [{**one, "label": _label(surface, one["from"], one["to"], language)} for one in classes]


def _label(surface: Surface, low: float, high: float | None, language: str) -> str:
    def said(edge: float) -> str:
        return percent(edge) if surface.kind is Kind.SHARE else amount(edge)

    unit = UNITS[surface.unit].in_language(language)
    if high is None:
        return with_unit(f"≥ {said(low)}", unit)
    return with_unit(f"< {said(high)}" if low == 0 else f"{said(low)} – {said(high)}", unit)


def send_style(surface: Surface) -> Response:
    """Answer with the QGIS style of a surface of values."""
    asked = parse_asked(surface, request.args)
    grid = find(state().snapshot, asked).grid()
    classes = [
        RasterClass(one["to"], one["label"], one["colour"]) for one in legend_of(surface, grid, language())
    ]
    if classes[-1].upper is not None:
        # the highest value is in the last class, and overlapping outlines may exceed it
        classes[-1] = RasterClass(None, classes[-1].label, classes[-1].colour)
    response = answer(to_raster_qml(classes, surface.edges[0]), QML)
    response.headers["Content-Disposition"] = f'attachment; filename="{surface.name}.qml"'
    return response


def list_surfaces(language: str) -> Json:
    """Describe the surfaces there are."""
    periods = periods_of(state().snapshot)
    return {
        "title": gettext("Surfaces: figures of clusters as a grid"),
        "description": gettext(
            "Each figure is spread evenly over the outline of its cluster, by the exact part of each cell;"
            " sums are kept. Clusters without the figure or without an outline are left out, and counted in"
            " the file."
        ),
        **provenance("clusters"),
        "cell": {"least": LEAST_CELL_M, "most": MOST_CELL_M, "default": float(DEFAULT_CELL), "unit": "m"},
        "mostCells": MOST_CELLS,
        "crs": [offered.uri for offered in OFFERED.values()],
        "defaultCrs": OFFERED[DEFAULT].uri,
        "periods": periods,
        "surfaces": [_described(surface, language) for surface in SURFACES.values()],
    }


def _described(surface: Surface, language: str) -> Json:
    found = find(state().snapshot, Asked(surface, Selection(), float(DEFAULT_CELL), OFFERED[DEFAULT]))
    spread = int(found.used.sum())
    one_cell = make_grid((0.0, 0.0, 1.0, 1.0), found.asked.system, found.asked.cell_m, MOST_CELLS)
    return {
        "id": surface.name,
        "title": title_of(found).in_language(language),
        "description": surface.definition.in_language(language),
        "unit": surface.unit,
        "unitWords": UNITS[surface.unit].in_language(language) or "0–1",
        "clusters": len(found.rows),
        "clustersSpread": spread,
        "boundaryQuality": dict(sorted(found.qualities.items())),
        **({"classes": legend_of(surface, one_cell, language)} if spread else {}),
        "links": _links(surface) if spread else [],
    }


def _links(surface: Surface) -> list[dict[str, str]]:
    tiff, classes = (link_to("surface", name=surface.name, **{"as": form}) for form in FORMS)
    return [
        to_link("item", tiff, COG, gettext("Values as a Cloud Optimised GeoTIFF")),
        to_link("item", classes, COG, gettext("Classes with a colour table, as a Cloud Optimised GeoTIFF")),
        to_link(
            "stylesheet",
            link_to("surface_style", name=surface.name),
            QML,
            gettext("QGIS style of the values"),
        ),
    ]
