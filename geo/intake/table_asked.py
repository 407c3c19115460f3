"""What a table leaves open and options answer: its source, its time, and which cluster a name means."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from geo.facts import parse_days
from geo.intake.days import find_days, parse_time
from geo.intake.form_layout import Said
from geo.intake.form_period import find_periods, parse_period
from geo.intake.headers import IGNORED, is_target
from geo.intake.matching import (
    Names,
    cluster_names,
    commune_names,
    district_names,
    match_question,
    ward_names,
)
from geo.intake.numbers import clean
from geo.intake.reading import Choice, Finding, Options, Place, Question, Source
from geo.intake.sheets import Cell
from geo.intake.table_says import finding
from geo.package import Package
from geo.schema import Text
from geo.tables import SOURCE_KINDS
from geo.text import fold

NEW = "new"
"""The answer that makes a new cluster of a name."""

_KIND_TEXT = {
    "decision": Text("Quyết định", "Decision"),
    "government": Text("Cơ quan nhà nước", "Government"),
    "report": Text("Báo cáo", "Report"),
    "press": Text("Báo chí", "Press"),
    "commercial_portal": Text("Cổng thông tin thương mại", "Commercial portal"),
}


@dataclass
class Asked:
    """The answers given, and the questions and findings that arise; each question is asked once."""

    package: Package
    options: Options
    questions: dict[str, Question] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clusters: Names = cluster_names(self.package)
        self.wards: Names = ward_names(self.package)
        self.communes: Names = commune_names(self.package)
        self.districts: Names = district_names(self.package)

    def ask(self, question: Question) -> None:
        """Ask, unless it was asked already."""
        self.questions.setdefault(question.name, question)

    def mapping(self, place: Place) -> dict[str, str]:
        """Collect what headings mean by answer: a saved mapping, then `column:HEADING`."""
        saved = self._saved(place)
        own = {
            name.removeprefix("column:"): value
            for name, value in self.options.items()
            if name.startswith("column:")
        }
        for heading, target in {**saved, **own}.items():
            if target != IGNORED and not is_target(target):
                self.findings.append(finding("option", place, name=f"column:{heading}", got=target))
        return {
            heading: target
            for heading, target in {**saved, **own}.items()
            if target == IGNORED or is_target(target)
        }

    def _saved(self, place: Place) -> dict[str, str]:
        if not (text := self.options.get("mapping")):
            return {}
        try:
            saved = json.loads(text)
        except (ValueError, RecursionError):
            saved = None
        if not isinstance(saved, dict) or not all(isinstance(value, str) for value in saved.values()):
            self.findings.append(finding("option", place, name="mapping", got=text[:60]))
            return {}
        return saved

    def source(self, place: Place) -> Source | None:
        """Name the document behind the table; ask where it is not named."""
        title, kind = self.options.get("source"), self.options.get("source_kind")
        if not title:
            text = Text(
                "Số liệu này lấy từ văn bản nào? (tên nguồn)", "Which document is this from? (its title)"
            )
            self.ask(Question("source", place, text))
        if kind not in SOURCE_KINDS:
            choices = tuple(Choice(one, _KIND_TEXT[one]) for one in SOURCE_KINDS)
            text = Text("Nguồn thuộc loại nào?", "Of which kind is the source?")
            self.ask(Question("source_kind", place, text, choices, "report"))
        if not title or kind not in SOURCE_KINDS:
            return None
        return Source(f"table:{title}", title, kind, self.options.get("source_url"))

    def time(self, above: Iterable[Cell], place: Place) -> dict[str, Any] | None:
        """Find the time of a whole table: by option, or what stands above it; None where it is not said."""
        if said := self.options.get("period"):
            return self.period(said, place)
        if said := self.options.get("as_of"):
            return self.as_of(said, place)
        lines = [Said(clean(str(cell.value)), cell.place) for cell in above]
        days = {found for line in lines for found in _as_of_days(line.text)}
        if len(days) == 1:
            return {"as_of": days.pop()}
        periods = {named.period for named in find_periods(lines) if named.period}
        return {"period": periods.pop()} if len(periods) == 1 else None

    def period(self, said: Any, place: Place) -> dict[str, Any] | None:
        """Read a reporting period."""
        period = parse_period(clean(f"{said:g}" if isinstance(said, float) else str(said)))
        if period is None:
            self.findings.append(finding("period", place, got=clean(str(said))))
            return None
        return {"period": period}

    def as_of(self, said: Any, place: Place) -> dict[str, Any] | None:
        """Read the time something is valid at."""
        stated = parse_time(said)
        if stated is None or parse_days(stated) is None:
            self.findings.append(finding("period", place, got=clean(str(said))))
            return None
        return {"as_of": stated}

    def ask_time(self, place: Place) -> None:
        """Ask for the time of figures that change with it."""
        vi = "Số liệu của kỳ nào? (period=2026-H1 hoặc 2025; hoặc as_of=2026-06-30)"
        self.ask(
            Question(
                "period", place, Text(vi, "Of which period? (period=2026-H1 or 2025; or as_of=2026-06-30)")
            )
        )

    def cluster(self, said: str, within: Iterable[str], place: Place) -> str | None:
        """Find the cluster a name means; `new` where a new one is consented to, None where it is open."""
        areas = tuple(within)
        option = f"cluster:{said}"
        if answer := self.options.get(option):
            return self._answered(option, answer, place)
        match = self.clusters.find(said, areas)
        if match.key is not None:
            return match.key
        if not match.candidates and self.options.get("new_clusters") == "yes":
            return NEW
        question = match_question(option, place, match)
        more = (
            Choice(NEW, Text("Cụm mới", "A new cluster")),
            Choice(IGNORED, Text("Bỏ qua", "Leave it out")),
        )
        self.ask(Question(option, place, question.text, (*question.choices, *more), question.proposed))
        return None

    def _answered(self, option: str, answer: str, place: Place) -> str | None:
        if answer in (IGNORED, NEW) or self.clusters.get(answer):
            return None if answer == IGNORED else answer
        found = self.clusters.find(answer)
        if found.key is None:
            self.findings.append(finding("option", place, name=option, got=answer))
        return found.key


_UNTIL = re.compile(r"(?:tinh den|den|as of|as at|thoi diem)( het)?( ngay)?\s*:?\s*$")


def _as_of_days(text: str) -> Iterator[str]:
    """Find the day a table is of: `(Số liệu tính đến ngày 15/12/2025)`; a day it was signed on is none."""
    folded = fold(clean(text))
    days = list(find_days(text))
    if len(days) == 1 and _UNTIL.search(folded[: days[0][0].start()]):
        yield days[0][1].isoformat()


def column_question(heading: str, place: Place, titles: Mapping[str, Text]) -> Question:
    """Ask what a column is."""
    choices = tuple(Choice(name, title) for name, title in titles.items())
    return Question(
        f"column:{heading}", place,
        Text(f"Cột “{heading}” là chỉ tiêu nào?", f"What is the column “{heading}”?"),
        (*choices, Choice(IGNORED, Text("Không đọc cột này", "Do not read it"))),
        choices[0].value if len(choices) == 1 else None,
    )  # fmt: skip
