"""What the map page tells its script: addresses, layers, words. All of it is data, none is HTML.

Nothing here grows with the number of clusters: their features and panels are fetched from the service.
"""

from typing import Any

from flask import url_for
from flask_babel import gettext

from geo.published import COLLECTIONS, DENSITIES, INDICATORS, RATES, SUMS
from geo.snapshot import Snapshot
from webmap.pages.colours import FAINT_INK, INK
from webmap.pages.frame import page_address
from webmap.pages.layers import LAYERS
from webmap.pages.map_texts import map_texts
from webmap.pages.wording import amount
from webmap.pages.words import status_words, unit_words
from webmap.state import state

Json = dict[str, Any]

_AREAS = ("districts", "places", "wards")
_LISTED = (
    "id", "name_vi", "name_en", "status", "district_name", "district_code", "ward_name", "ward_code",
    "communes_pre2025", "developer", "planned_area_ha", "boundary_quality", "position_accuracy_m", "bounds",
)  # fmt: skip
"""What list, marks and search read of a cluster, whatever the layer."""


def to_page_data(language: str) -> Json:
    """Put together all that the script of the map page needs besides the features."""
    snapshot = state().snapshot
    return {
        "language": language,
        "province": snapshot.about[f"province_{language}"],
        "addresses": _addresses(language),
        "inks": {"known": INK, "missing": FAINT_INK},
        "indicators": INDICATORS,
        "words": {"status": status_words()},
        "texts": map_texts(),
        "areas": {
            "figures": _figures(language),
            "notes": {"districts": said_of_districts(snapshot), "wards": said_of_wards(snapshot)},
        },
    }


def cluster_properties() -> list[str]:
    """Name the properties of a cluster that the page reads, in their order: a third of all bytes."""
    wanted = {*_LISTED}
    for layer in LAYERS:
        wanted |= {layer.column}
        wanted |= {f"{layer.indicator}{end}" for end in ("_scope", "_group")}
    return [column.name for column in COLLECTIONS["clusters"].columns if column.name in wanted]


def _addresses(language: str) -> Json:
    most = state().settings.page_limit_max
    properties = ",".join(cluster_properties())
    return {
        "clusters": url_for(
            "api.items", collection_id="clusters", properties=properties, limit=most, f="geojson"
        ),
        **{name: url_for("api.items", collection_id=name, limit=most, f="geojson") for name in _AREAS},
        "factsheet": page_address(language, "clusters"),
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


def said_of_districts(snapshot: Snapshot) -> str:
    """Say why former districts are circles."""
    shares = snapshot.collections["wards"].columns["former_districts"].to_pylist()
    split = sum("|" in (share or "") for share in shares)
    said = gettext(
        "The districts of before July 2025 are drawn as circles: their area is never put together from"
        " today's wards, for {split} of {wards} wards lie in several of them."
    )
    return str(said).format(split=amount(split), wards=amount(len(shares)))


def said_of_wards(snapshot: Snapshot) -> str:
    """Say which clusters no ward counts, and what stands for a ward without an outline."""
    codes = snapshot.collections["clusters"].columns["ward_code"]
    said = [str(gettext("Not counted in any ward, because it is not known which: {count} clusters.")).format(
        count=amount(codes.null_count)
    )]  # fmt: skip
    if not is_outlined(snapshot):
        said.append(str(gettext("No outlines of wards are imported: circles stand at their points.")))
    return " ".join(said)


def is_outlined(snapshot: Snapshot) -> bool:
    """Tell whether the wards have outlines, not only points."""
    bounds = snapshot.collections["wards"].bounds
    return bool((bounds[:, 0] < bounds[:, 2]).any())
