"""The lots of one cluster: how many and how large by status, as a bar and in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

import pyarrow.compute as pc
from flask import url_for
from flask_babel import gettext

from geo.schema import LotStatus
from geo.snapshot import Rows
from webmap.pages.cluster_subject import Subject
from webmap.pages.colours import LOTS
from webmap.pages.dictionary import lot_words
from webmap.pages.wording import amount

_HUNDRED = 100.0


@dataclass(frozen=True)
class Sum:
    """The lots of one status; `unmeasured` have no area."""

    status: str
    count: int
    area_ha: float
    unmeasured: int


@dataclass(frozen=True)
class Piece:
    """One status in words, and its place on the bar of hectares in percent of its length."""

    status: str
    label: str
    colour: str
    count: str
    area: str | None
    left: float
    width: float


@dataclass(frozen=True)
class Lots:
    """What is known of the lots; `prices` is None where no lot names one."""

    pieces: list[Piece]
    count: str
    prices: str | None
    address: str


def rows_of_lots(subject: Subject) -> Rows:
    """Find the lots of the cluster among all lots."""
    lots = subject.snapshot.collections["lots"].columns
    own: Rows = pc.indices_nonzero(pc.equal(lots["cluster_id"], subject.record["id"])).to_numpy()
    return own.astype("int64")


def sum_lots(lots: Sequence[Mapping[str, Any]]) -> list[Sum]:
    """Add up lots by status, in the order of the list of statuses."""
    return [
        Sum(
            status,
            len(areas),
            fsum(area for area in areas if area is not None),
            sum(area is None for area in areas),
        )
        for status in LotStatus
        if (areas := [lot["area_ha"] for lot in lots if lot["status"] == status])
    ]


def find_lots(subject: Subject) -> Lots | None:
    """Say what is known of the lots of a cluster; None without any."""
    rows = rows_of_lots(subject)
    if not len(rows):
        return None
    lots = subject.snapshot.collections["lots"].records(rows)
    cluster_id = subject.record["id"].replace("'", "''")
    return Lots(
        pieces=_pieces(sum_lots(lots)),
        count=amount(len(lots)),
        prices=_say_prices([lot["price_usd_m2"] for lot in lots if lot["price_usd_m2"] is not None]),
        address=url_for("api.items", collection_id="lots", filter=f"cluster_id = '{cluster_id}'"),
    )


def _pieces(sums: Sequence[Sum]) -> list[Piece]:
    words, total = lot_words(), fsum(one.area_ha for one in sums)
    pieces, left = [], 0.0
    for one in sums:
        width = _HUNDRED * one.area_ha / total if total else 0.0
        area = None if one.unmeasured == one.count else f"{amount(round(one.area_ha, 2))} ha"
        pieces.append(
            Piece(
                one.status,
                words[one.status],
                LOTS[one.status],
                amount(one.count),
                area,
                round(left, 2),
                round(width, 2),
            )
        )
        left += width
    return pieces


def _say_prices(prices: Sequence[float]) -> str | None:
    if not prices:
        return None
    least, most = amount(min(prices)), amount(max(prices))
    said = gettext("asking prices of {count} lots: {prices} USD/m²")
    both = least if least == most else str(gettext("{least} to {most}")).format(least=least, most=most)
    return str(said).format(count=amount(len(prices)), prices=both)
