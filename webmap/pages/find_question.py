"""What is found: the question of an address put to the published clusters."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from geo.conditions import AskedError
from geo.distances import Distance, Spot, find_distances, to_spot
from geo.errors import ClusterNotFoundError
from geo.finding import Answer, find
from geo.ground import GROUND, Ground
from geo.judging import Condition, Industries, Listed, OnePiece, ReadyLand, Wastewater, Within
from geo.ranking import Ranked, rank
from geo.schema import Column, Text
from geo.sites import Site, read_sites
from geo.snapshot import Frozen, Snapshot
from webmap.pages.find_address import (
    AT,
    BY,
    COMPARE,
    HECTARES,
    LISTED,
    NEAR,
    PIECE,
    RENT,
    WASTEWATER,
    WITHIN_KM,
    Asked,
)

_A_PLACE = Text("một địa điểm trong danh sách", "a place of the list")
_NEEDS_HECTARES = Text("thêm diện tích cần, tính bằng ha", "the hectares wanted as well")
_A_CLUSTER = Text("mã của một cụm", "the id of a cluster")


@dataclass(frozen=True)
class Finding:
    """A question and its answer; `distances` go by the rows of the sites, None without a chosen place."""

    asked: Asked
    sites: list[Site]
    spot: Spot | None
    distances: list[Distance | None] | None
    conditions: list[Condition]
    answer: Answer
    ranked: list[Ranked]


@lru_cache(maxsize=2)
def _all_sites(clusters: Frozen, lots: Frozen, known_on: str) -> list[Site]:
    return read_sites(clusters, lots, date.fromisoformat(known_on))


def all_sites(snapshot: Snapshot) -> list[Site]:
    """Return every cluster as a site, in the order of the collection."""
    collections = snapshot.collections
    return _all_sites(collections["clusters"], collections["lots"], snapshot.published[:10])


def answer_asked(asked: Asked, snapshot: Snapshot, columns: dict[str, Column]) -> Finding:
    """Find what meets the question.

    Raises
    ------
    AskedError
        If it names a place or a cluster that is not there, or lacks what another part needs.
    """
    clusters = snapshot.collections["clusters"]
    everything = all_sites(snapshot)
    sites = everything
    if not asked.selection.is_open:
        sites = [everything[row] for row in asked.selection.rows(clusters, columns).tolist()]
    for one in asked.compared:
        _require_row(clusters, one, COMPARE, _A_CLUSTER)
    spot = choose_spot(asked, snapshot.collections["places"])
    distances = None if spot is None else find_distances(clusters, spot)
    conditions = list_conditions(asked, distances)
    answer = find(sites, conditions, with_unknown=asked.with_unknown)
    ranked = rank(answer.left, asked.weights, distances)
    return Finding(asked, sites, spot, distances, conditions, answer, ranked)


def choose_spot(asked: Asked, places: Frozen) -> Spot | None:
    """Return where distances are measured from, if a place was chosen."""
    if asked[AT] is not None:
        return Spot(*asked[AT])
    if asked[NEAR] is None:
        return None
    return to_spot(places, _require_row(places, asked[NEAR], NEAR, _A_PLACE))


def _require_row(frozen: Frozen, one_id: str, name: str, expected: Text) -> int:
    try:
        return frozen.get_row(one_id)
    except ClusterNotFoundError:
        raise AskedError(name, one_id, expected) from None


def list_conditions(asked: Asked, distances: list[Distance | None] | None) -> list[Condition]:
    """List the conditions of a question, in the order in which they rule out."""
    wanted, day = asked[HECTARES], asked[BY]
    if wanted is None and (asked[PIECE] or day):
        raise AskedError(HECTARES, "", _NEEDS_HECTARES)
    offered: list[Condition | None] = [
        wanted and ReadyLand(wanted, day),
        wanted and asked[PIECE] and OnePiece(wanted, day),
        asked["industries"] and Industries(asked["industries"]),
        asked[RENT],
        asked[WASTEWATER] and Wastewater(),
        Wastewater(built=True) if asked[WASTEWATER] == "built" else None,
        Within(asked[WITHIN_KM], distances) if asked[WITHIN_KM] and distances else None,
        *(Ground(code, asked[code]) for code in GROUND if asked[code] is not None),
        *(Listed(name, asked[name]) for name in LISTED[1:] if asked[name]),
    ]
    return [condition for condition in offered if condition]
