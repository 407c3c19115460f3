"""What accepting a reading would do: changes of the record, what they publish, and what speaks against it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from geo.changes import Change
from geo.intake.changing import draw_changes
from geo.intake.effects import Effect, TotalChange, find_effects
from geo.intake.nonsense import find_nonsense
from geo.intake.reading import Finding, Level, Question, Reading, Source, Statement
from geo.package import Package


@dataclass(frozen=True)
class Plan:
    """All that is shown before anything is stored."""

    changes: tuple[Change, ...] = ()
    effects: tuple[Effect, ...] = ()
    totals: tuple[TotalChange, ...] = ()
    findings: tuple[Finding, ...] = ()
    statements: tuple[Statement, ...] = ()
    questions: tuple[Question, ...] = ()
    sources: tuple[Source, ...] = ()
    preview: Mapping[str, Any] | None = field(default=None, compare=False)
    mapping: Mapping[str, str] | None = None

    def has_errors(self) -> bool:
        """Tell whether anything found cannot be right, or a question is open: then nothing is accepted."""
        return bool(self.questions) or any(finding.level is Level.ERROR for finding in self.findings)


def plan(reading: Reading, package: Package) -> Plan:
    """Work out what accepting a reading would change in the record `package` is the head of."""
    drawn = draw_changes(reading, package)
    effects, totals = find_effects(package, drawn.changes, reading.sources)
    named = {(change.after or {}).get("source_id") for change in drawn.changes}
    return Plan(
        drawn.changes,
        tuple(effects),
        tuple(totals),
        (*reading.findings, *find_nonsense(reading, package)),
        (*reading.statements, *drawn.statements),
        reading.questions,
        tuple(source for source in reading.sources if source.key in named),
        reading.preview,
        reading.mapping,
    )
