"""What the map page tells its script: addresses, words. All of it is data, none is HTML.

Nothing here grows with the number of clusters: their features and panels are fetched from the service.
"""

from typing import Any

from flask import url_for

from geo.published import COLLECTIONS, DENSITIES, RATES, SUMS
from webmap.pages.colours import FAINT_INK, INK
from webmap.pages.frame import page_address
from webmap.pages.map_texts import map_texts
from webmap.pages.words import status_words, unit_words
from webmap.state import state

Json = dict[str, Any]

_AREAS = ("districts", "places", "wards")
_READ = ("id", "status", "district_code", "ward_code", "boundary_quality", "position_accuracy_m")
"""What the script reads of a cluster besides its name and place: every byte more is a byte later."""


def to_page_data(language: str) -> Json:
    """Put together all that the script of the map page needs besides the features."""
    snapshot = state().snapshot
    return {
        "language": language,
        "province": snapshot.about[f"province_{language}"],
        "addresses": _addresses(language),
        "inks": {"known": INK, "missing": FAINT_INK},
        "words": {"status": status_words()},
        "texts": map_texts(),
        "figures": _figures(language),
    }


def _addresses(language: str) -> Json:
    most = state().settings.page_limit_max
    properties = ",".join((*_READ, f"name_{language}"))
    return {
        "clusters": url_for(
            "api.items", collection_id="clusters", properties=properties, limit=most, f="geojson"
        ),
        **{name: url_for("api.items", collection_id=name, limit=most, f="geojson") for name in _AREAS},
        "factsheet": page_address(language, "clusters"),
        "selection": page_address(language, "selection"),
    }


def _figures(language: str) -> list[Json]:
    """List the figures of an area: its sums and its means, as the panel names them."""
    columns = {column.name: column for column in COLLECTIONS["clusters"].columns}
    return [
        *(_figure(name, columns[name].title.in_language(language), columns[name].unit) for name in SUMS),
        *(
            _figure(name, title.in_language(language), means=True, share=True)
            for name, title in RATES.items()
        ),
        *(_figure(one.name, one.title.in_language(language), one.unit, means=True) for one in DENSITIES),
    ]


def _figure(
    column: str, title: str, unit: str | None = None, *, means: bool = False, share: bool = False
) -> Json:
    said = unit_words().get(unit or "", "")
    return {"column": column, "title": title, "unit": said, "means": means, "share": share}
