"""Names in the address that nobody knows: of a layer, a cluster, a district or ward."""

from collections.abc import Mapping

from geo.snapshot import Snapshot
from webmap.pages.layers import LAYERS
from webmap.screen.areas import CODES
from webmap.screen.question import rows_by_id


def find_unknown(texts: Mapping[str, str], snapshot: Snapshot) -> list[str]:
    """List the parameters that name something which is not there."""
    known = {
        "layer": {layer.id for layer in LAYERS},
        "cluster": rows_by_id(snapshot),
        "area": _codes(texts.get("areas", ""), snapshot),
    }
    return [name for name, all_known in known.items() if texts.get(name) and texts[name] not in all_known]


def _codes(areas: str, snapshot: Snapshot) -> set[str]:
    kinds = [areas] if areas in CODES else list(CODES)
    return {code for kind in kinds for code in snapshot.collections[kind].columns["code"].to_pylist()}
