"""A comparison of reported and seen as a page prints it: shares, hectares, gap, tolerance, sources."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from geo.seen_words import BEYOND, JUDGED, VERDICTS, Verdict
from geo.snapshot import Snapshot
from webmap.pages.frame import page_address
from webmap.pages.wording import amount, percent, when

Record = Mapping[str, Any]

_PERCENT = 100.0
_SHARE_DIGITS, _HA_DIGITS = 1, 2
_SIGNS = {True: "+", False: "−"}


@dataclass(frozen=True)
class Comparison:
    """One comparison in words; what is not known is None."""

    name: str
    address: str
    verdict: str
    why: str
    beyond: str | None
    seen: str
    seen_when: str
    raster: str
    raster_id: str
    covered: str
    reported: str | None
    reported_when: str | None
    sources: list[tuple[str, Record | None]]
    gap: str | None
    gap_ha: str | None
    tolerance: str | None
    tolerance_ha: str | None

    @property
    def is_beyond(self) -> bool:
        """Tell whether the gap is beyond the tolerance."""
        return self.verdict in BEYOND


class Printer:
    """Prints comparisons of a snapshot in a language."""

    def __init__(self, snapshot: Snapshot, language: str) -> None:
        self._language = language
        self._sources = {source["id"]: source for source in snapshot.collections["sources"].records()}
        self._rasters = {raster["id"]: raster for raster in snapshot.about.get("rasters", ())}

    def say(self, one: Record) -> Comparison:
        """Print one comparison."""
        judged = one["verdict"] in JUDGED
        return Comparison(
            name=one[f"name_{self._language}"],
            address=page_address(self._language, f"clusters/{one['cluster_id']}") + "#seen",
            verdict=one["verdict"],
            why=VERDICTS[one["verdict"]].in_language(self._language),
            beyond=_hectares(one["beyond_ha"]) if one["verdict"] in BEYOND else None,
            seen=_share(one["seen_share"]),
            seen_when=when(one["seen_date"]),
            raster=self._rasters.get(one["seen_source"], {}).get("source", one["seen_source"]),
            raster_id=one["seen_source"],
            covered=_share(one["covered_share"]),
            reported=None if one["reported_share"] is None else _share(one["reported_share"]),
            reported_when=when(one["reported_period"]) if one["reported_period"] else None,
            sources=[(name, self._sources.get(name)) for name in _listed(one["reported_source"])],
            gap=_signed(one["gap_share"] * _PERCENT, _SHARE_DIGITS) if judged else None,
            gap_ha=_signed(one["gap_ha"], _HA_DIGITS) if judged else None,
            tolerance=amount(round(one["tolerance_share"] * _PERCENT, _SHARE_DIGITS)) if judged else None,
            tolerance_ha=_hectares(one["tolerance_ha"]) if judged else None,
        )

    def say_all(self, comparisons: Iterable[Record]) -> list[Comparison]:
        """Print many."""
        return [self.say(one) for one in comparisons]


def short_words() -> dict[str, str]:
    """Say each verdict in a word or two."""
    return {
        Verdict.SEEN_MORE: gettext("seen more than reported"),
        Verdict.REPORTED_MORE: gettext("reported more than seen"),
        Verdict.AGREE: gettext("agree"),
        Verdict.LOW_COVER: gettext("too little of it was seen"),
        Verdict.NOT_REPORTED: gettext("nothing reported before it"),
        Verdict.TOO_OLD: gettext("the report is too old"),
        Verdict.NO_ACCURACY: gettext("accuracy not known"),
    }


def _listed(ids: str | None) -> list[str]:
    return [one for one in (ids or "").split("; ") if one]


def _share(share: float) -> str:
    return percent(round(share, 3))


def _hectares(hectares: float) -> str:
    return amount(round(hectares, _HA_DIGITS))


def _signed(number: float, digits: int) -> str:
    rounded = round(number, digits)
    return amount(0.0) if rounded == 0 else f"{_SIGNS[rounded > 0]}{amount(abs(rounded))}"
