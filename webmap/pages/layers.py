"""The layers of the map: what colours a cluster, in which classes, and what the classes mean.

The browser sorts the clusters into the classes and counts them; colours and edges stand here alone.
"""

from itertools import pairwise
from typing import Any

from flask_babel import format_percent, gettext

from geo.schema import Status
from webmap.pages.words import status_words

Json = dict[str, Any]

STATUS, STATED = "status", "stated_fill_rate"
LAYERS = (STATUS, STATED)
"""The first one is shown unless another is asked for."""

_OKABE_ITO = {
    Status.PLANNED: "#cc79a7",
    Status.ESTABLISHED: "#e69f00",
    Status.UNDER_CONSTRUCTION: "#56b4e9",
    Status.INFRASTRUCTURE_COMPLETE: "#0072b2",
    Status.ACTIVE: "#009e73",
}
EDGES = (0.0, 0.25, 0.5, 0.75, 0.9, 1.0)
_VIRIDIS = ("#fde725", "#5ec962", "#21918c", "#3b528b", "#440154")
_BOUNDS = "#7a5195"
_NO_DATA = "#c9d1d6"


def choose_layer(wanted: str | None) -> str:
    """Take the layer asked for, or the first one when there is none of that name."""
    return wanted if wanted in LAYERS else LAYERS[0]


def to_layers() -> list[Json]:
    """Describe the layers in the language of the request."""
    return [_status_layer(), _stated_layer()]


def _status_layer() -> Json:
    words = status_words()
    return {
        "id": STATUS,
        "title": gettext("Status"),
        "definition": gettext("The latest status a source states for the cluster."),
        "classes": [
            *(_class(code, words[code], _OKABE_ITO[code], value=code) for code in Status),
            _no_data(onlyIfAny=True),
        ],
    }


def _stated_layer() -> Json:
    return {
        "id": STATED,
        "title": gettext("Stated fill rate"),
        "definition": gettext("As the source states it; which definition it means is not known."),
        "classes": [
            *_steps(),
            _class("group", gettext("stated of a group of clusters"), _VIRIDIS[-1], hollow=True),
            _class("bounds", gettext("known as a bound only"), _BOUNDS, hollow=True, onlyIfAny=True),
            _no_data(),
        ],
    }


def _steps() -> list[Json]:
    steps = []
    for colour, (least, most) in zip(_VIRIDIS, pairwise(EDGES), strict=True):
        below = "" if most == EDGES[-1] else "< "
        label = f"{format_percent(least)} – {below}{format_percent(most)}"
        steps.append(_class(f"from-{least:g}", label, colour, **{"from": least, "to": most}))
    return steps


def _no_data(**more: Any) -> Json:
    return _class("missing", gettext("no data"), _NO_DATA, **more)


def _class(code: str, label: str, colour: str, **more: Any) -> Json:
    return {"id": code, "label": label, "colour": colour, **more}
