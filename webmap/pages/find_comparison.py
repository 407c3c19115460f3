"""Up to five sites side by side: how each condition was judged, and every figure with its source."""

from dataclasses import dataclass
from typing import Any

from geo.judging import lots_by
from geo.sites import Site, largest_piece_ha
from geo.snapshot import Snapshot
from webmap.pages.cluster_subject import Citations, Subject
from webmap.pages.cluster_values import RENT, STATED, Value, title_of, value_of
from webmap.pages.find_address import COMPARE
from webmap.pages.find_question import Finding, all_sites
from webmap.pages.find_words import FindWords, Judged, say_distance
from webmap.pages.frame import page_address
from webmap.pages.table_cells import short_name
from webmap.pages.words import code_words, flag_words, unit_words

FIGURES = (
    "ready_area_ha", "unleased_area_ha", "planned_area_ha", "industrial_area_ha", "serviced_area_ha",
    "leased_area_ha", STATED, RENT, "management_fee_usd_m2_year", "operating_period", "building_density_max",
    "far_max", "wastewater_capacity_m3_day", "sectors", "developer", "decision_no",
)  # fmt: skip
"""The figures an investor compares."""


@dataclass(frozen=True)
class Compared:
    """One of the sites side by side."""

    id: str
    name: str
    address: str
    district: str
    status: str
    distance: str
    accuracy_m: float | None
    judged: list[Judged]
    values: list[Value]
    piece_ha: float | None
    without: str


@dataclass(frozen=True)
class Comparison:
    """All of them, the titles of their figures, and the sources cited."""

    sites: list[Compared]
    titles: list[str]
    citations: Citations

    @property
    def unstated(self) -> list[str]:
        """Name the figures that no source states of any of them."""
        return [
            title
            for nth, title in enumerate(self.titles)
            if all(site.values[nth].shown is None for site in self.sites)
        ]


def compare(finding: Finding, words: FindWords, snapshot: Snapshot, language: str) -> Comparison | None:
    """Put the chosen sites side by side; None where none is chosen."""
    if not finding.asked.compared:
        return None
    codes = code_words()
    citations = Citations(snapshot.collections["sources"], codes["source_kind"])
    rows = [snapshot.collections["clusters"].get_row(one) for one in finding.asked.compared]
    shared: tuple[Any, ...] = (language, citations, codes, flag_words(), unit_words())
    sites = [_put_together(Subject(snapshot, row, *shared), finding, words) for row in rows]
    return Comparison(sites, [title_of(name, language) for name in FIGURES], citations)


def _put_together(subject: Subject, finding: Finding, words: FindWords) -> Compared:
    site = all_sites(subject.snapshot)[subject.row]
    far = finding.distances[site.row] if finding.distances else None
    record, asked = site.record, finding.asked
    others = ",".join(one for one in asked.compared if one != record["id"])
    return Compared(
        id=record["id"],
        name=short_name(subject.name),
        address=page_address(subject.language, f"clusters/{record['id']}"),
        district=record["district_name"],
        status=subject.words["status"][record["status"]],
        distance=say_distance(far),
        accuracy_m=record["position_accuracy_m"],
        judged=[words.judged(one, one.judge(site), site, far) for one in finding.conditions],
        values=[value_of(subject, name) for name in FIGURES],
        piece_ha=_piece(site),
        without=asked.query(**{COMPARE: others}),
    )


def _piece(site: Site) -> float | None:
    return largest_piece_ha(site, lots_by(site, None)) if site.has_lots else None
