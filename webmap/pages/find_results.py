"""What the land finder shows: the steps, the sites found and why each stands where it does, near misses."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext

from geo.finding import Miss, Step
from geo.judging import Judgement, lots_by, ready_ha
from geo.ranking import FIGURES, Ranked, Term
from geo.sites import Site, largest_piece_ha
from geo.text import bare_name
from webmap.pages.find_question import Finding
from webmap.pages.find_words import FindWords, Judged, name_condition, say_distance, say_hectares, say_short
from webmap.pages.frame import page_address
from webmap.pages.wording import amount
from webmap.pages.words import status_words

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


@dataclass(frozen=True)
class Card:
    """One site as the list shows it."""

    id: str
    number: str
    name: str
    address: str
    district: str
    status: str
    score: str
    figures: list[tuple[str, str, str]]
    judged: list[Judged]
    terms: list[TermShown]
    compared: bool
    miss: str = ""

    @property
    def unknown(self) -> list[str]:
        """Name the conditions nobody can judge."""
        return [one.title for one in self.judged if one.mark == "unknown"]


def show_steps(finding: Finding, words: FindWords) -> list[StepShown]:
    """Say what each condition ruled out."""
    everything = finding.answer.all.sites or 1
    return [_show_step(step, words, everything) for step in finding.answer.steps]


def _show_step(step: Step, words: FindWords, everything: int) -> StepShown:
    said = gettext("{count} do not meet it")
    silent = gettext("{count} do not say")
    kept = gettext("of these, {count} do not say")
    fallen = [tally for tally in (step.failed, step.silent) if tally.sites]
    return StepShown(
        title=words.say_condition(step.condition),
        failed=str(said).format(count=amount(step.failed.sites)) if step.failed.sites else "",
        silent=str(silent).format(count=amount(step.silent.sites)) if step.silent.sites else "",
        left=amount(step.left.sites),
        unknown_left=str(kept).format(count=amount(step.unknown_left)) if step.unknown_left else "",
        fallen_area=" + ".join(say_hectares(tally) for tally in fallen),
        left_area=say_hectares(step.left),
        share=step.left.sites / everything,
    )


class Cards:
    """Makes the cards of sites in the language of a page."""

    def __init__(self, finding: Finding, words: FindWords, language: str) -> None:
        self._finding = finding
        self._words = words
        self._language = language
        self._status = status_words()
        self._by_code = {condition.code: condition for condition in finding.conditions}

    def ranked(self, ranked: Iterable[tuple[int, Ranked]]) -> list[Card]:
        """Make the cards of sites that were found, under their places."""
        return [
            self._card(
                one.found.site, amount(place), amount(round(one.score)), self._judged(one), self._terms(one)
            )
            for place, one in ranked
        ]

    def misses(self, misses: Iterable[Miss]) -> list[Card]:
        """Make the cards of sites one condition away."""
        return [
            self._card(
                miss.found.site,
                "",
                "",
                [self._judge(code, miss.found.judgements[code], miss.found.site) for code in self._by_code],
                [],
                miss=f"{self._words.say_condition(miss.condition)}: {say_short(miss.condition, miss.short)}",
            )
            for miss in misses
        ]

    def _card(
        self,
        site: Site,
        number: str,
        score: str,
        judged: list[Judged],
        terms: list[TermShown],
        miss: str = "",
    ) -> Card:
        record = site.record
        return Card(
            id=record["id"],
            number=number,
            name=bare_name(record[f"name_{self._language}"]),
            address=page_address(self._language, f"clusters/{record['id']}"),
            district=record["district_name"],
            status=self._status[record["status"]],
            score=score,
            figures=self._figures(site),
            judged=judged,
            terms=terms,
            compared=record["id"] in self._finding.asked.compared,
            miss=miss,
        )

    def _judged(self, one: Ranked) -> list[Judged]:
        return [self._judge(code, one.found.judgements[code], one.found.site) for code in self._by_code]

    def _judge(self, code: str, judgement: Judgement, site: Site) -> Judged:
        far = self._finding.distances[site.row] if self._finding.distances else None
        return self._words.judged(self._by_code[code], judgement, site, far)

    def _figures(self, site: Site) -> list[tuple[str, str, str]]:
        """List the key figures as title, value (empty if unknown) and remark."""
        far = self._finding.distances[site.row] if self._finding.distances else None
        lines = [
            (name_condition("land"), _hectares(ready_ha(site)), _say_lots(site)),
            (name_condition("rent"), say_rent(site), gettext("asking price, VAT not included")),
            (name_condition("wastewater"), self._words.say_wastewater(site), ""),
            (gettext("Planned area"), _hectares(site.record["planned_area_ha"]), ""),
        ]
        if self._finding.distances is not None:
            lines.insert(2, (name_condition("distance"), say_distance(far), gettext("straight line")))
        return [(title, value, note if value else "") for title, value, note in lines]

    def _terms(self, one: Ranked) -> list[TermShown]:
        return [self._term(term, one.found.site) for term in one.terms]

    def _term(self, term: Term, site: Site) -> TermShown:
        far = self._finding.distances[site.row] if self._finding.distances else None
        values = {
            "land": _hectares(term.value),
            "rent": say_rent(site),
            "distance": say_distance(far),
            "known": str(gettext("{known} of {figures} figures")).format(
                known=amount(term.value or 0.0), figures=amount(len(FIGURES))
            ),
        }
        return TermShown(
            title=name_condition(term.code),
            value=values[term.code],
            share=amount(round(term.share, 2)),
            weight=amount(term.weight),
            points=str(gettext("{points} of {most}")).format(
                points=amount(round(term.points, 1)), most=amount(round(term.most, 1))
            ),
        )


def _hectares(figure: float | None) -> str:
    return "" if figure is None else f"{amount(round(figure, 2))} ha"


def _say_lots(site: Site) -> str:
    if not site.has_lots:
        return ""
    lots = lots_by(site, None)
    return str(gettext("{lots} ready lots, largest piece {piece} ha")).format(
        lots=amount(len(lots)), piece=amount(round(largest_piece_ha(site, lots), 2))
    )


def say_rent(site: Site) -> str:
    """Print the rent that is asked, with its range; empty where none is known."""
    least, most = site.record["land_rent_usd_m2_min"], site.record["land_rent_usd_m2_max"]
    if least is None:
        return ""
    if most is None or most == least:
        return f"{amount(least)} USD/m²"
    said = gettext("{least} to {most}").format(least=amount(least), most=amount(most))
    return f"{said} USD/m²"
