"""How other programs read the data: code for readers to copy, with the address of this very server."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext

from webmap.state import state

_GEOPANDAS = """\
import geopandas

clusters = geopandas.read_file("{clusters}")
known = clusters.dropna(subset=["planned_area_ha"])
print(f"{{len(clusters)}} clusters, {{known.planned_area_ha.sum():.2f}} ha planned in {{len(known)}} of them")
"""
_PYOGRIO = """\
import pyogrio

pyogrio.set_gdal_config_options({{"OGR_GEOJSON_DATE_AS_STRING": True}})
clusters = pyogrio.read_dataframe("OAPIF:{service}", layer="clusters", PAGE_SIZE=1000)
pyogrio.write_dataframe(clusters, "clusters.gpkg")
"""
_OGR2OGR = """\
ogr2ogr --config OGR_GEOJSON_DATE_AS_STRING YES -oo PAGE_SIZE=1000 clusters.gpkg "OAPIF:{service}" clusters
"""
_R = """\
library(sf)

clusters <- read_sf("{clusters}")
sum(clusters$planned_area_ha, na.rm = TRUE)
plot(clusters["planned_area_ha"])
"""
_JAVASCRIPT = """\
const answer = await fetch("{clusters}");
const {{ features }} = await answer.json();
const known = features.filter(({{ properties }}) => properties.planned_area_ha !== null);
const area = known.reduce((sum, {{ properties }}) => sum + properties.planned_area_ha, 0);
console.log(`${{features.length}} clusters, ${{area.toFixed(2)}} ha planned in ${{known.length}} of them`);
"""


_LISTED = (
    ("geopandas", "GeoPandas (Python)", _GEOPANDAS),
    ("r", "R (sf)", _R),
    ("ogr2ogr", "ogr2ogr (GDAL)", _OGR2OGR),
    ("pyogrio", "pyogrio (Python)", _PYOGRIO),
    ("javascript", "JavaScript", _JAVASCRIPT),
)


@dataclass(frozen=True)
class Snippet:
    """A piece of code that runs as it stands, and what to know before."""

    id: str
    title: str
    code: str
    note: str


def snippets() -> list[Snippet]:
    """Write the snippets for this server."""
    service = url_for("api.landing", _external=True).rstrip("/")
    most = state().settings.page_limit_max
    items = url_for("api.items", collection_id="clusters", _external=True)
    addresses = {"service": service, "clusters": f"{items}?f=geojson&limit={most}"}
    notes = _notes()
    return [Snippet(name, title, code.format(**addresses), notes[name]) for name, title, code in _LISTED]


def _notes() -> dict[str, str]:
    return {
        "geopandas": gettext("Needs geopandas 1.0 or newer."),
        "r": gettext("Needs the package sf."),
        "ogr2ogr": " ".join(
            (
                gettext("Reads every page of the service and writes one GeoPackage; GDAL 3.2 or newer."),
                gettext(
                    "The options keep dates as the sources write them, such as 2017-12,"
                    " and fetch a thousand rows at a time instead of ten."
                ),
            )
        ),
        "pyogrio": gettext("The same with pyogrio, which brings GDAL along."),
        "javascript": gettext(
            "In a browser's console, in a module, or in Node.js 20 or newer;"
            " the service may be called from any site."
        ),
    }
