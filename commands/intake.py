"""Bringing files in: what was understood and what is wrong is shown first; only `--accept` stores."""

import argparse
import json
from dataclasses import asdict, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

from commands.arguments import SHIPPED, the_record
from commands.entering import enter
from geo.boundaries import with_wards
from geo.errors import QueryError, SourceError
from geo.intake.effects import Effect
from geo.intake.offered import plan_of, reader_of
from geo.intake.reading import Brought
from geo.intake.sound import sound_files, sound_rows
from geo.records.publishing import publish_head
from webmap.settings import Settings

_MOST = 200
_NOTHING = "nothing was stored; add --accept --by NAME --why TEXT to store it"
_FAULTY = "nothing was stored: correct what is wrong, or add --skip-faulty to store the rest"


def import_files(arguments: argparse.Namespace, settings: Settings) -> int:
    """Read report forms, tables, coordinates or GIS files; a dry run unless accepted."""
    if arguments.accept and not (arguments.by and arguments.why):
        raise QueryError("--accept needs --by NAME and --why TEXT: both stay in the record")
    read = reader_of(arguments.kind)
    files = [_brought(path) for path in arguments.files]
    records = the_record(settings)
    head = records.find_head() or enter(records, SHIPPED)
    package = with_wards(records.package_at(head.number), settings.home)
    options = _options(arguments.option)
    reading = read(files, package, options)
    plan = plan_of(reading, package)
    faulty = plan.has_errors()
    print(_as_json(plan) if arguments.json else "\n".join(_told(plan, arguments.language)))
    if not arguments.accept or (faulty and not arguments.skip_faulty):
        if not arguments.json:
            print(_FAULTY if faulty else _NOTHING)
        return 1 if faulty else 0
    if faulty and arguments.kind == "forms":
        files = sound_files(files, plan)
        plan = plan_of(read(files, package, options), package)
    elif faulty:
        plan = plan_of(sound_rows(reading, plan), package)
    if faulty and not plan.changes:
        raise QueryError("nothing is left to store when all that is at fault is put aside")
    revision = records.accept(
        plan.changes, arguments.by, arguments.why, files, based_on=head.number, sources=plan.sources
    )
    publish_head(records, date.today())
    if not arguments.json:
        print(f"stored as revision {revision.number} of the record, and published")
    return 0


def _brought(path: Path) -> Brought:
    try:
        return Brought(path.name, path.read_bytes())
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror}") from error


def _options(pairs: list[str]) -> dict[str, str]:
    for pair in pairs:
        if not pair.partition("=")[1]:
            raise QueryError(f"--option {pair!r}; expected name=value, for example --option period=2024-H1")
    return {name: value for name, _, value in (pair.partition("=") for pair in pairs)}


def _told(plan: Any, language: str) -> list[str]:
    lines = [f"  {statement.text.in_language(language)}" for statement in plan.statements]
    for finding in plan.findings:
        place = finding.place.text().in_language(language)
        lines.append(f"{finding.level} {finding.rule}: {place}: {finding.message.in_language(language)}")
        lines.append(f"    → {finding.suggestion.in_language(language)}")
    for question in plan.questions:
        lines.append(f"? {question.text.in_language(language)}  (--option {question.name}=…)")
        for choice in question.choices:
            mark = "*" if choice.value == question.proposed else " "
            lines.append(f"   {mark} {choice.value}: {choice.title.in_language(language)}")
    lines += [f"{change.action} {change.table} {change.key}" for change in plan.changes[:_MOST]]
    lines += [f"… {len(plan.changes) - _MOST} more"] if len(plan.changes) > _MOST else []
    return lines + [_effect(effect, language) for effect in plan.effects]


def _effect(effect: Effect, language: str) -> str:
    before, after = (
        f"{one.value} {one.unit or ''}".strip() if one else "–" for one in (effect.before, effect.after)
    )
    return f"= {effect.cluster}, {effect.field}: {before} → {after} ({effect.rule.in_language(language)})"


def _as_json(plan: Any) -> str:
    names = ("statements", "findings", "questions", "changes", "effects", "sources")
    parts = {name: [_plain(part) for part in getattr(plan, name)] for name in names}
    return json.dumps(parts, ensure_ascii=False, indent=1, default=str)


def _plain(part: Any) -> Any:
    return asdict(part) if is_dataclass(part) and not isinstance(part, type) else part
