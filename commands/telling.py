"""What an import would do, as lines for people."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from geo.changes import Action, Change
from geo.fields import FIELDS
from geo.intake.effects import Effect, Standing, TotalChange
from geo.intake.numbers import said
from geo.intake.plan import Plan
from geo.published import RATES
from geo.schema import Text

_MOST = 200
_ACTION = {
    Action.ADDED: Text("thêm", "added"),
    Action.SUPERSEDED: Text("thay", "superseded"),
    Action.WITHDRAWN: Text("rút", "withdrawn"),
}
_UNCHANGED = Text("không có gì thay đổi trong sổ", "nothing in the record would change")
_LISTED = ("clusters", "outlines", "decisions")
"""The tables of which every row is told of; of facts the effects tell, of others their number."""


def told(plan: Plan, language: str) -> list[str]:
    """Say what was understood, found and asked, and what would change."""
    lines = [f"  {statement.text.in_language(language)}" for statement in plan.statements]
    for finding in plan.findings:
        place = finding.place.text().in_language(language)
        lines.append(f"{finding.level} {finding.rule}: {place}: {finding.message.in_language(language)}")
        lines.append(f"    → {finding.suggestion.in_language(language)}")
    for question in plan.questions:
        lines.append(f"? {question.text.in_language(language)}  (--option '{question.name}=…')")
        for choice in question.choices:
            mark = "*" if choice.value == question.proposed else " "
            why = f" – {choice.why.in_language(language)}" if choice.why else ""
            lines.append(f"   {mark} {choice.value}: {choice.title.in_language(language)}{why}")
    lines += [] if plan.changes else [_UNCHANGED.in_language(language)]
    lines += [line.in_language(language) for line in _changed(plan.changes)]
    effects = [_effect(effect).in_language(language) for effect in plan.effects]
    lines += effects[:_MOST]
    lines += [f"… +{len(effects) - _MOST}"] if len(effects) > _MOST else []
    return lines + [_total(total).in_language(language) for total in plan.totals]


def _changed(changes: Sequence[Change]) -> Iterator[Text]:
    for (action, table), count in Counter((change.action, change.table) for change in changes).items():
        vi, en = _ACTION[action].vi, _ACTION[action].en
        yield Text(f"{vi} {count} dòng của bảng {table}", f"{en}: {count} rows of {table}")
    for change in changes:
        if change.table in _LISTED:
            cells = ", ".join(_cells(change.before or {}, change.after or {}))
            yield Text(*(f"  {change.table} {change.key}: {cells}",) * 2)


def _cells(before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[str]:
    """Tell of the cells that change; of a shape only that it does."""
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if old != new:
            yield name if name == "geometry" else f"{name} {old or '–'} → {new or '–'}"


def _effect(effect: Effect) -> Text:
    title = FIELDS[effect.field].title
    number = FIELDS[effect.field].kind == "number"
    before, after = _standing(effect.before, number), _standing(effect.after, number)
    kept = effect.before == effect.after and effect.after != effect.brought
    brought = _standing(effect.brought, number)
    vi = f"= {effect.cluster}, {title.vi}: {before.vi} → {after.vi}"
    en = f"= {effect.cluster}, {title.en}: {before.en} → {after.en}"
    if kept or effect.after is None:
        vi, en = (
            f"{vi}; lưu, không công bố: {brought.vi}",
            f"{en}; kept, not published: {brought.en}",
        )
    return Text(f"{vi} ({effect.rule.vi})", f"{en} ({effect.rule.en})")


def _standing(standing: Standing | None, number: bool) -> Text:
    if standing is None:
        return Text("chưa có", "none")
    value = _number(standing.value) if number else Text(standing.value, standing.value)
    ground = ", ".join(part for part in (standing.source, standing.as_of) if part)
    unit = f" {standing.unit}" if standing.unit and standing.unit != "0/1" else ""
    return Text(f"{value.vi}{unit} [{ground}]", f"{value.en}{unit} [{ground}]")


def _number(value: str) -> Text:
    try:
        return said(float(value))
    except ValueError:
        return Text(value, value)


def _total(total: TotalChange) -> Text:
    percent = total.column in RATES
    before = _sum(total.before, percent, f"{total.before_known}/{total.before_of}")
    after = _sum(total.after, percent, f"{total.after_known}/{total.after_of}")
    return Text(
        f"Σ {total.title.vi}: {before.vi} → {after.vi}",
        f"Σ {total.title.en}: {before.en} → {after.en}",
    )


def _sum(value: float | None, percent: bool, known: str) -> Text:
    if value is None:
        return Text(f"chưa có ({known} cụm)", f"none ({known} clusters)")
    number = said(round(100 * value, 2) if percent else round(value, 4))
    sign = " %" if percent else ""
    return Text(f"{number.vi}{sign} ({known} cụm)", f"{number.en}{sign} ({known} clusters)")
