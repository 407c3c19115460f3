"""A raster below the clusters: which one, how opaque, what its colours mean, whose it is."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from flask import render_template, url_for

from geo.crs import OFFERED
from geo.geojson import dumps
from geo.rasters.grid import DEFAULT
from geo.rasters.kinds import KINDS
from geo.rasters.library import find_rasters, raster_path
from geo.rasters.tiles import bounds_of
from geo.selection import TIME, Selection
from geo.snapshot import Frozen, Rows, Snapshot
from geo.surface_tags import title_of as surface_title
from geo.surfaces import SURFACES, UNITS, Asked, Found, columns_of, find
from webmap.api.rasters import look_of_surface
from webmap.api.surfaces import DEFAULT_CELL
from webmap.pages.raster_legends import legend, look_of, name_of, unit_of
from webmap.screen.question import OPACITY, RASTER, Question
from webmap.screen.shown import Shown
from webmap.state import state

SURFACE = "surface."
"""What the id of a surface begins with where rasters and surfaces stand in one list."""


@dataclass(frozen=True)
class Drawn:
    """The raster that is chosen, as the page tells of it and the script draws it."""

    id: str
    title: str
    note: str
    credit: str
    classes: list[dict[str, Any]]
    tiles: str
    value: str
    bounds: tuple[float, float, float, float]


def render_rasters(shown: Shown) -> str:
    """Make the choice of a raster; without any, name the free data sets that would be one."""
    question = shown.question
    wanted = question.text(RASTER)
    held = find_rasters(state().settings.home)
    drawn = _drawn(wanted, question, shown.snapshot)
    spread = _spread(shown.snapshot, question.selection.period)
    return render_template(
        "screen/_rasters.html",
        action=question.address.path,
        carried={
            name: text for name, text in question.address.texts.items() if name not in (RASTER, OPACITY)
        },
        rasters=[(one.id, name_of(one, question.language)) for one in held],
        surfaces=[(SURFACE + name, SURFACES[name].title.in_language(question.language)) for name in spread],
        wanted=wanted,
        drawn=drawn,
        bounds=drawn and dumps(drawn.bounds).decode(),
        opacity=question.opacity,
        free=list(dict.fromkeys(kind.free.in_language(question.language) for kind in KINDS.values())),
    )


def _spread(snapshot: Snapshot, period: str | None) -> list[str]:
    """Name the surfaces of which anything can be drawn: some cluster has the value and an outline."""
    selection = _of_period(period)
    frozen = snapshot.collections[selection.collection]
    rows = selection.rows(frozen, columns_of(snapshot, selection.collection))
    west, south, east, north = frozen.bounds_of(rows).T
    wide = (east > west) & (north > south)
    return [name for name, one in SURFACES.items() if (wide & _known(frozen, one.column, rows)).any()]


def _known(frozen: Frozen, column: str, rows: Rows) -> Any:
    return pc.is_valid(frozen.columns[column].take(pa.array(rows))).to_numpy()


def _of_period(period: str | None) -> Selection:
    return Selection({TIME: period} if period else {})


def _find(name: str, snapshot: Snapshot, period: str | None) -> Found:
    return find(snapshot, Asked(SURFACES[name], _of_period(period), float(DEFAULT_CELL), OFFERED[DEFAULT]))


def _drawn(wanted: str, question: Question, snapshot: Snapshot) -> Drawn | None:
    if wanted.startswith(SURFACE):
        return _surface(wanted.removeprefix(SURFACE), question, snapshot)
    home, language = state().settings.home, question.language
    raster = next((one for one in find_rasters(home) if one.id == wanted), None)
    if raster is None:
        return None
    return Drawn(
        raster.id,
        name_of(raster, language),
        raster.described.meaning.in_language(language),
        " · ".join(dict.fromkeys((raster.source, raster.credits))),
        legend(look_of(home, raster), unit_of(raster, language), language),
        _template(url_for("api.raster_tile", raster_id=raster.id, z=0, row=0, column=0)),
        url_for("api.raster_value", raster_id=raster.id, lang=language),
        bounds_of(raster_path(home, raster.id)),
    )


def _surface(name: str, question: Question, snapshot: Snapshot) -> Drawn | None:
    """Draw a surface of all clusters in the period shown: what is selected besides does not change it."""
    period, language = question.selection.period, question.language
    if name not in SURFACES or not (found := _find(name, snapshot, period)).used.any():
        return None
    surface = found.asked.surface
    return Drawn(
        SURFACE + name,
        surface_title(found).in_language(language),
        surface.definition.in_language(language),
        " · ".join(snapshot.about["credits"]),
        legend(look_of_surface(found.asked), UNITS[surface.unit].in_language(language), language),
        _template(url_for("api.surface_tile", name=name, z=0, row=0, column=0, time=period)),
        url_for("api.surface_value", name=name, lang=language, time=period),
        found.extent,
    )


def _template(address: str) -> str:
    """Write where the script puts in the place of a tile."""
    return address.replace("/0/0/0.png", "/{z}/{y}/{x}.png")
