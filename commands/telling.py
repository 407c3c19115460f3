"""A plan in the words of a person at a terminal: what is at fault first, the sums at the end; or as JSON."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict
from typing import Any

from geo.changes import Action
from geo.fields import FIELDS
from geo.intake.effects import Effect, Standing, TotalChange
from geo.intake.numbers import said
from geo.intake.plan import Plan
from geo.intake.reading import Finding, Question
from geo.layers import LAYERS
from geo.published import RATES
from geo.schema import Level, Text
from geo.tables import TABLES
from geo.units import unit_text

NOTHING = Text(
    "Chưa ghi gì: thêm --accept --by TÊN --why LÝ-DO để ghi.",
    "Nothing was stored; add --accept --by NAME --why TEXT to store it.",
)
FAULTY = Text(
    "Chưa ghi gì: sửa những chỗ sai rồi nộp lại, hoặc thêm --skip-faulty để chỉ ghi phần không sai.",
    "Nothing was stored: correct what is wrong, or add --skip-faulty to store the rest.",
)
STORED = Text(
    "Đã ghi thành bản {0} của hồ sơ và đã công bố.", "Stored as revision {0} of the record, and published."
)
_LEVELS = {Level.ERROR: Text("LỖI", "ERROR"), Level.WARNING: Text("CẢNH BÁO", "WARNING")}
_ACTIONS = {
    Action.ADDED: Text("thêm", "added"),
    Action.SUPERSEDED: Text("thay", "replaced"),
    Action.WITHDRAWN: Text("rút", "withdrawn"),
}
_TABLES = {
    "facts": Text("số liệu của cụm", "facts"),
    "area_reports": Text("dòng báo cáo địa bàn", "lines of area reports"),
    "project_reports": Text("dòng báo cáo dự án", "lines of project reports"),
    "clusters": Text("cụm", "clusters"),
    "lots": Text("lô đất", "lots"),
    "outlines": Text("ranh giới cụm", "outlines"),
}
_YES_NO = {"1": Text("có", "yes"), "0": Text("không", "no")}
_SOURCE = Text("Nguồn mới", "New source")
_NONE = Text("chưa có", "none")
_PARTS = ("statements", "findings", "questions", "changes", "effects", "totals", "sources")
_MOST_EFFECTS = 200


def told(plan: Plan, names: Mapping[str, Text], files: int, language: str) -> str:
    """Say what was understood, what is at fault and what would change.

    Parameters
    ----------
    names : of the clusters, by id
    files : how many were brought
    """
    new = frozenset(source.title for source in plan.sources)
    lines = [
        *(line for finding in _by_level(plan.findings) for line in _finding(finding, language)),
        *(line for question in plan.questions for line in _question(question, language)),
        *(f"  {statement.text.in_language(language)}" for statement in plan.statements),
        *(f"{_SOURCE.in_language(language)}: {source.title}" for source in plan.sources),
        *(_effect(effect, names, new, language) for effect in plan.effects[:_MOST_EFFECTS]),
        *_more(len(plan.effects) - _MOST_EFFECTS, language),
        *(_total(total, language) for total in plan.totals),
        *_counted(plan, language),
        _sums(plan, files).in_language(language),
    ]
    return "\n".join(lines)


def as_json(plan: Plan, files: int, revision: int | None) -> str:
    """Write a plan for programs: its parts, its sums, and the revision that stored it, if one did."""
    parts: dict[str, Any] = {name: [asdict(part) for part in getattr(plan, name)] for name in _PARTS}
    counts = {"files": files, **{f"{level}s": _count(plan, level) for level in Level},
              "questions": len(plan.questions)}  # fmt: skip
    whole = parts | {"mapping": plan.mapping, "counts": counts, "revision": revision}
    return json.dumps(whole, ensure_ascii=False, indent=1, default=str)


def _by_level(findings: Sequence[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: list(Level).index(finding.level))


def _finding(finding: Finding, language: str) -> Iterator[str]:
    level, place = _LEVELS[finding.level].in_language(language), finding.place.text().in_language(language)
    yield f"{level} {place}: {finding.message.in_language(language)}  [{finding.rule}]"
    yield f"    → {finding.suggestion.in_language(language)}"


def _question(question: Question, language: str) -> Iterator[str]:
    asked, place = Text("HỎI", "QUESTION").in_language(language), question.place.text().in_language(language)
    yield f"{asked} {place}: {question.text.in_language(language)}  (--option '{question.name}=…')"
    for choice in question.choices:
        mark = "*" if choice.value == question.proposed else " "
        why = f" – {choice.why.in_language(language)}" if choice.why else ""
        yield f"  {mark} {choice.value}: {choice.title.in_language(language)}{why}"


def _effect(effect: Effect, names: Mapping[str, Text], new: AbstractSet[str], language: str) -> str:
    cluster = names[effect.cluster].in_language(language) if effect.cluster in names else effect.cluster
    field = FIELDS[effect.field].title.in_language(language)
    before, after, brought = (
        _standing(one, new, language) for one in (effect.before, effect.after, effect.brought)
    )
    stays = Text(f"vẫn là {after}", f"still {after}").in_language(language)
    change = stays if before == after else f"{before} → {after}"
    if effect.brought is not None and after != brought:
        change += Text(f", không lấy {brought}", f", not {brought}").in_language(language)
    return f"= {cluster}, {field}: {change} ({effect.rule.in_language(language)})"


def _standing(standing: Standing | None, new: AbstractSet[str], language: str) -> str:
    """Say a value with its grounds; the sources that are brought are named once, above."""
    if standing is None:
        return _NONE.in_language(language)
    if standing.unit == "0/1":
        return _YES_NO.get(standing.value, _number(standing.value)).in_language(language)
    value = _number(standing.value).in_language(language)
    source = None if standing.source in new else standing.source
    grounds = ", ".join(part for part in (source, standing.as_of) if part)
    unit = unit_text(standing.unit).in_language(language)
    return " ".join(part for part in (value, unit, f"[{grounds}]" if grounds else "") if part)


def _number(value: str) -> Text:
    try:
        return said(float(value))
    except ValueError:
        return Text(value, value)


def _total(total: TotalChange, language: str) -> str:
    before, after = (_total_value(total.column, value) for value in (total.before, total.after))
    known = Text(
        f"{total.before_known} → {total.after_known} trên {total.after_of} cụm có số liệu",
        f"{total.before_known} → {total.after_known} of {total.after_of} clusters known",
    )
    whole = Text("Toàn địa bàn", "All clusters").in_language(language)
    return (
        f"= {whole}, {total.title.in_language(language)}: "
        f"{before.in_language(language)} → {after.in_language(language)} ({known.in_language(language)})"
    )


def _total_value(column: str, value: float | None) -> Text:
    if value is None:
        return _NONE
    if column not in RATES:
        return said(round(value, 6))
    percent = said(round(100 * value, 2))
    return Text(f"{percent.vi} %", f"{percent.en} %")


def _more(count: int, language: str) -> list[str]:
    return (
        [Text(f"  … và {count} số nữa", f"  … and {count} more").in_language(language)] if count > 0 else []
    )


def _counted(plan: Plan, language: str) -> Iterator[str]:
    """Count the rows that would change, by what happens to them and by table."""
    if not plan.changes:
        yield Text("Không có gì để ghi.", "No row would change.").in_language(language)
        return
    counts = Counter((change.action, change.table) for change in plan.changes)
    parts = (
        f"{_ACTIONS[action].in_language(language)} {count} {_title(table).in_language(language)}"
        for (action, table), count in counts.items()
    )
    yield f"{Text('Sẽ ghi', 'To be stored').in_language(language)}: {', '.join(parts)}"


def _title(table: str) -> Text:
    described = TABLES.get(table) or LAYERS.get(table)
    return _TABLES.get(table) or (described.title if described else Text(table, table))


def _count(plan: Plan, level: Level) -> int:
    return sum(finding.level is level for finding in plan.findings)


def _sums(plan: Plan, files: int) -> Text:
    errors, warnings, questions = _count(plan, Level.ERROR), _count(plan, Level.WARNING), len(plan.questions)
    return Text(
        f"{errors} lỗi, {warnings} cảnh báo, {questions} câu hỏi trong {files} tệp.",
        f"Errors: {errors}, warnings: {warnings}, questions: {questions}, files: {files}.",
    )
