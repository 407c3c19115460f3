"""What the land finder shows: the steps, the sites found and why each stands where it does, near misses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from geo.distances import Distance
from geo.finding import Found, Miss, Step
from geo.judging import lots_by, ready_ha
from geo.ranking import FIGURES, Ranked, Term
from geo.sites import Site, largest_piece_ha
from webmap.pages.cluster_values import print_times
from webmap.pages.find_question import Finding
from webmap.pages.find_words import FindWords, Judged, hectares, say_distance
from webmap.pages.frame import page_address
from webmap.pages.table_cells import short_name
from webmap.pages.wording import amount

PAGE_RESULTS = 20
MOST_MISSES = 10


@dataclass(frozen=True)
class StepShown:
    """One step of ruling out, in words; `share` is what is left of all sites, from 0 to 1."""

    title: str
    failed: str
    silent: str
    left: str
    unknown_left: str
    fallen_area: str
    left_area: str
    share: float


@dataclass(frozen=True)
class TermShown:
    """One term of a score in words."""

    title: str
    value: str
    share: str
    weight: str
    points: str
    known: bool


@dataclass(frozen=True)
class Figure:
    """A key figure; `value` is empty where it is unknown."""

    title: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Card:
    """One site as the list shows it; `number` and `score` are empty for a near miss.

    `unknown` counts the conditions nobody can judge.
    """

    id: str
    name: str
    address: str
    district: str
    status: str
    figures: list[Figure]
    judged: list[Judged]
    compared: bool
    unknown: int
    number: str = ""
    score: str = ""
    terms: tuple[TermShown, ...] = ()
    miss: str = ""


def show_steps(finding: Finding, words: FindWords) -> list[StepShown]:
    """Say what each condition ruled out."""
    everything = finding.answer.all.sites or 1
    return [_show_step(step, words, everything) for step in finding.answer.steps]


def _show_step(step: Step, words: FindWords, everything: int) -> StepShown:
    def count(key: str, sites: int) -> str:
        return words.texts[key].format(count=amount(sites)) if sites else ""

    fallen = [words.say_hectares(tally) for tally in (step.failed, step.silent) if tally.sites]
    return StepShown(
        title=words.say_condition(step.condition),
        failed=count("failed", step.failed.sites),
        silent=count("silent", step.silent.sites),
        left=amount(step.left.sites),
        unknown_left=count("unknown_left", step.unknown_left),
        fallen_area=" + ".join(fallen),
        left_area=words.say_hectares(step.left),
        share=step.left.sites / everything,
    )


class Cards:
    """Makes the cards of sites in the language of a page."""

    def __init__(self, finding: Finding, words: FindWords, language: str) -> None:
        self._finding = finding
        self._words = words
        self._name = f"name_{language}"
        self._sheets = page_address(language, "clusters")

    def ranked(self, ranked: Iterable[tuple[int, Ranked]]) -> list[Card]:
        """Make the cards of sites that were found, under their places."""
        return [
            self._card(
                one.found,
                number=amount(place),
                score=amount(round(one.score)),
                terms=tuple(self._term(term, one.found.site) for term in one.terms),
            )
            for place, one in ranked
        ]

    def misses(self, misses: Iterable[Miss]) -> list[Card]:
        """Make the cards of sites one condition away."""
        return [self._card(miss.found, miss=self._say_miss(miss)) for miss in misses]

    def _say_miss(self, miss: Miss) -> str:
        asked = self._words.say_condition(miss.condition)
        code = miss.condition.code
        reason = miss.found.judgements[code].reason
        return f"{asked}: {self._words.say_short(code, miss.short, reason)}"

    def _card(
        self,
        found: Found,
        number: str = "",
        score: str = "",
        terms: tuple[TermShown, ...] = (),
        miss: str = "",
    ) -> Card:
        site, record = found.site, found.site.record
        return Card(
            id=record["id"],
            name=short_name(record[self._name]),
            address=f"{self._sheets}/{record['id']}",
            district=record["district_name"],
            status=self._words.status[record["status"]],
            figures=self._figures(site),
            judged=self._judged(found),
            compared=record["id"] in self._finding.asked.compared,
            unknown=len(found.unknown),
            number=number,
            score=score,
            terms=terms,
            miss=miss,
        )

    def _far(self, site: Site) -> Distance | None:
        return self._finding.distances[site.row] if self._finding.distances else None

    def _judged(self, found: Found) -> list[Judged]:
        return [
            self._words.judged(one, found.judgements[one.code], found.site, self._far(found.site))
            for one in self._finding.conditions
        ]

    def _figures(self, site: Site) -> list[Figure]:
        words, record = self._words, site.record
        ready, unleased = ready_ha(site), record["unleased_area_ha"]
        lines = [
            Figure(
                words.names["land"], hectares(ready), _notes(self._say_lots(site), record, "ready_area_ha")
            )
        ]
        if unleased is not None and unleased != ready:
            note = _notes(words.texts["not_all_ready"], record, "unleased_area_ha")
            lines.append(Figure(words.texts["unleased"], hectares(unleased), note))
        note = _notes(words.texts["asking"], record, "land_rent_usd_m2")
        lines.append(Figure(words.names["rent"], rent := words.say_rent(site), note if rent else ""))
        if self._finding.distances is not None:
            far = say_distance(self._far(site))
            lines.append(Figure(words.names["distance"], far, words.texts["straight"] if far else ""))
        capacity, state = words.wastewater_parts(site)
        note = _notes(state, record, "wastewater_capacity_m3_day")
        lines.append(Figure(words.names["wastewater"], capacity, note))
        planned = hectares(record["planned_area_ha"])
        lines.append(Figure(words.texts["planned"], planned, _notes("", record, "planned_area_ha")))
        return lines

    def _say_lots(self, site: Site) -> str:
        if not site.has_lots:
            return ""
        lots = lots_by(site, None)
        piece = amount(round(largest_piece_ha(site, lots), 2))
        return self._words.texts["lots"].format(lots=amount(len(lots)), piece=piece)

    def _term(self, term: Term, site: Site) -> TermShown:
        texts = self._words.texts
        return TermShown(
            title=self._words.names[term.code],
            value=self._term_value(term, site),
            share=amount(round(term.share, 2)),
            weight=amount(term.weight),
            points=texts["points"].format(
                points=amount(round(term.points, 1)), most=amount(round(term.most, 1))
            ),
            known=term.value is not None,
        )

    def _term_value(self, term: Term, site: Site) -> str:
        if term.code == "land":
            return hectares(term.value)
        if term.code == "rent":
            return self._words.say_rent(site)
        if term.code == "distance":
            return say_distance(self._far(site))
        known, figures = amount(term.value or 0.0), amount(len(FIGURES))
        return self._words.texts["figures_known"].format(known=known, figures=figures)


def _notes(said: str, record: Mapping[str, Any], name: str) -> str:
    """Add to what is said of a figure when it was so."""
    as_of = record[f"{name}_as_of"]
    return ", ".join(part for part in (said, print_times(as_of) if as_of else "") if part)
