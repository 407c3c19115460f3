"""What the map page tells its script: addresses, words. All of it is data, none is HTML.

Nothing here grows with the number of clusters: their features and panels are fetched from the service.
"""

from typing import Any

from flask import url_for

from webmap.pages.colours import FAINT_INK, INK
from webmap.pages.frame import page_address
from webmap.pages.map_texts import map_texts
from webmap.pages.words import status_words
from webmap.state import state

Json = dict[str, Any]

_AREAS = ("districts", "places", "wards")
_READ = ("id", "status", "district_code", "boundary_quality", "position_accuracy_m")
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
    }


def _addresses(language: str) -> Json:
    most = state().settings.page_limit_max
    properties = ",".join((*_READ, f"name_{language}"))
    return {
        "clusters": url_for(
            "api.items", collection_id="clusters", properties=properties, limit=most, f="geojson"
        ),
        **{name: url_for("api.items", collection_id=name, limit=most, f="geojson") for name in _AREAS},
        "areas": page_address(language, "areas"),
        "factsheet": page_address(language, "clusters"),
        "selection": page_address(language, "selection"),
    }
