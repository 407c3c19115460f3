"""How a condition of an investor is judged on one site: met, failed and by how much, or unknown.

Unknown is never taken for no, and never for yes. A figure that is known as a bound only is not used as a
number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from geo.distances import Distance
from geo.industries import SEPARATOR
from geo.sites import Lot, Site, largest_piece_ha

_KM = 1000.0
MANY = "many"
"""The code of a site that takes several trades without naming them."""

_ROUNDING = 1e-9


class Verdict(StrEnum):
    """What is known about a condition on a site."""

    MEETS = "meets"
    FAILS = "fails"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Judgement:
    """A verdict with its reason, a code that pages put in words.

    `found` is the figure it rests on, `short` by how much the condition is missed, in its own unit.
    """

    verdict: Verdict
    reason: str
    found: float | None = None
    short: float | None = None


class Condition(Protocol):
    """One condition of the question: its name, and the number it asks for, if it asks for one."""

    @property
    def code(self) -> str:
        """Name the condition."""

    @property
    def limit(self) -> float | None:
        """Return the number asked for."""

    def judge(self, site: Site) -> Judgement:
        """Judge it on one site."""


@dataclass(frozen=True)
class Listed:
    """A column of a closed list or of codes holds one of these."""

    code: str
    values: tuple[str, ...]
    limit: None = None

    def judge(self, site: Site) -> Judgement:
        """Judge by the published value."""
        value = site.record[self.code]
        if value is None:
            return Judgement(Verdict.UNKNOWN, "not_stated")
        return Judgement(Verdict.MEETS if value in self.values else Verdict.FAILS, f"stated:{value}")


@dataclass(frozen=True)
class Industries:
    """The industries that sources name for a site include one of these."""

    values: tuple[str, ...]
    code: str = "industries"
    limit: None = None

    def judge(self, site: Site) -> Judgement:
        """Judge by what was read off the sectors; a site of several trades, not named, may take any."""
        named = (site.record["industries"] or "").split(SEPARATOR)
        if named == [""]:
            return Judgement(Verdict.UNKNOWN, "not_stated")
        if set(named) & set(self.values):
            return Judgement(Verdict.MEETS, "named")
        return (
            Judgement(Verdict.UNKNOWN, "several")
            if MANY in named
            else Judgement(Verdict.FAILS, "names_others")
        )


@dataclass(frozen=True)
class Rent:
    """The asking rent, by the lower end of its range, is at most this, or below it."""

    limit: float
    below: bool = False
    code: str = "rent"

    def judge(self, site: Site) -> Judgement:
        """Judge by the lowest rent that is asked."""
        asked = site.record["land_rent_usd_m2_min"]
        if asked is None:
            return Judgement(
                Verdict.UNKNOWN, "bound_only" if _is_bound(site, "land_rent_usd_m2") else "not_stated"
            )
        if asked < self.limit or (asked == self.limit and not self.below):
            return Judgement(Verdict.MEETS, "rent", asked)
        return Judgement(Verdict.FAILS, "rent", asked, asked - self.limit)


def _is_bound(site: Site, name: str) -> bool:
    return f"{name}:" in (site.record["bounds"] or "")


@dataclass(frozen=True)
class Wastewater:
    """A capacity to treat wastewater is named; with `built`, a plant that stands."""

    built: bool = False
    limit: None = None

    @property
    def code(self) -> str:
        """Name the condition."""
        return "wastewater_built" if self.built else "wastewater"

    def judge(self, site: Site) -> Judgement:
        """Judge by what is named; a capacity alone leaves open whether the plant was built."""
        status, capacity = site.record["wastewater_status"], site.record["wastewater_capacity_m3_day"]
        if status is None and capacity is None:
            return Judgement(Verdict.UNKNOWN, "not_stated")
        reason = f"wastewater:{status or 'capacity_named'}"
        if not self.built or status == "built":
            return Judgement(Verdict.MEETS, reason, capacity)
        return Judgement(Verdict.FAILS if status == "planned" else Verdict.UNKNOWN, reason, capacity)


@dataclass(frozen=True)
class Within:
    """At most so many kilometres from a place, in a straight line; `distances` go by row."""

    limit: float
    distances: Sequence[Distance | None]
    code: str = "distance"

    def judge(self, site: Site) -> Judgement:
        """Judge by the distance and how sure it is: what may lie on either side of the limit is unknown."""
        distance = self.distances[site.row]
        if distance is None:
            return Judgement(Verdict.UNKNOWN, "no_place")
        found, limit_m = distance.metres / _KM, self.limit * _KM
        if distance.most_m <= limit_m:
            return Judgement(Verdict.MEETS, "distance", found)
        if distance.least_m > limit_m:
            return Judgement(Verdict.FAILS, "distance", found, found - self.limit)
        return Judgement(Verdict.UNKNOWN, "position", found)


@dataclass(frozen=True)
class ReadyLand:
    """So many hectares are serviced and not let: now, or by a day."""

    limit: float
    day: date | None = None
    code: str = "land"

    def judge(self, site: Site) -> Judgement:
        """Judge by what is ready, what will be, and by what the site can hold at all."""
        ready, most = ready_ha(site), most_ha(site)
        by_then = None if ready is None else ready + coming_ha(site, self.day)
        if by_then is not None and by_then >= self.limit - _ROUNDING:
            return Judgement(Verdict.MEETS, "ready" if ready == by_then else "ready_by", by_then)
        if most is not None and most[1] < self.limit - _ROUNDING:
            return Judgement(Verdict.FAILS, most[0], most[1], self.limit - most[1])
        if by_then is None:
            return Judgement(Verdict.UNKNOWN, "ready_unknown")
        if self.day is not None and self._may_come(site, by_then):
            return Judgement(Verdict.UNKNOWN, "later_unknown", by_then)
        return Judgement(Verdict.FAILS, "ready", by_then, self.limit - by_then)

    def _may_come(self, site: Site, by_then: float) -> bool:
        """Tell whether enough may be ready by the day though nobody says so."""
        undated = sum(lot.area_ha or 0.0 for lot in _undated(site))
        open_ended = not site.has_lots or _is_unmeasured(site.lots)
        return open_ended or by_then + undated >= self.limit - _ROUNDING


@dataclass(frozen=True)
class OnePiece:
    """So many hectares of ready lots adjoin each other."""

    limit: float
    day: date | None = None
    code: str = "piece"

    def judge(self, site: Site) -> Judgement:
        """Judge by the lots; without them nobody says how the land is divided."""
        if not site.has_lots:
            return Judgement(Verdict.UNKNOWN, "no_lots")
        lots = lots_by(site, self.day)
        found = largest_piece_ha(site, lots)
        if found >= self.limit - _ROUNDING:
            return Judgement(Verdict.MEETS, "piece", found)
        if _is_unmeasured(lots):
            return Judgement(Verdict.UNKNOWN, "no_lots", found)
        if self.day is not None and self._may_come(site, lots):
            return Judgement(Verdict.UNKNOWN, "later_unknown", found)
        return Judgement(Verdict.FAILS, "piece", found, self.limit - found)

    def _may_come(self, site: Site, lots: Sequence[Lot]) -> bool:
        """Tell whether such a piece may be ready by the day though nobody says so."""
        undated = _undated(site)
        largest = largest_piece_ha(site, (*lots, *undated))
        return _is_unmeasured(undated) or largest >= self.limit - _ROUNDING


def lots_by(site: Site, day: date | None) -> list[Lot]:
    """List the lots that are ready, or will be by a day."""
    return [lot for lot in site.lots if lot.is_ready or (lot.day and day and lot.day <= day)]


def _undated(site: Site) -> list[Lot]:
    return [lot for lot in site.lots if not lot.is_ready and lot.day is None]


def ready_ha(site: Site) -> float | None:
    """Return the hectares ready to let: serviced − leased, else the ready lots together, else unknown."""
    stated: float | None = site.record["ready_area_ha"]
    ready = [lot for lot in site.lots if lot.is_ready]
    if stated is not None or not site.has_lots or _is_unmeasured(ready):
        return stated
    return sum(lot.area_ha or 0.0 for lot in ready)


def _is_unmeasured(lots: Iterable[Lot]) -> bool:
    """Tell whether the area of any lot is unknown: their sum is then a bound."""
    return any(lot.area_ha is None for lot in lots)


def coming_ha(site: Site, day: date | None) -> float:
    """Return the hectares of lots that are not ready yet and will be by a day."""
    return sum(lot.area_ha or 0.0 for lot in lots_by(site, day) if not lot.is_ready)


def most_ha(site: Site) -> tuple[str, float] | None:
    """Tell the most a site can have to let, and what says so: unleased land, or its area less what is let.

    Ready land is part of either, so a smaller figure proves that a larger wish cannot be met.
    """
    planned, leased = site.record["planned_area_ha"], site.record["leased_area_ha"]
    limits: list[tuple[str, float | None]] = [
        ("unleased", site.record["unleased_area_ha"]),
        ("planned", planned),
        ("unlet", None if planned is None or leased is None else planned - leased),
    ]
    known = [(reason, most) for reason, most in limits if most is not None and most >= 0]
    return min(known, key=lambda limit: limit[1], default=None)
