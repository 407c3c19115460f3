"""Every fact about one cluster in the words of a page, and the contradictions between them side by side."""

from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext

from geo.choice import deciding_rule
from geo.fields import FIELDS
from geo.industries import read_sectors
from geo.units import unit_text
from webmap.pages.cluster_subject import Citation, Record, Subject
from webmap.pages.wording import amount, as_stated, degrees, when, with_unit


@dataclass(frozen=True)
class Fact:
    """One fact: what its source says, of what time, and how it stands to the published one."""

    shown: str
    unit: str
    time: str | None
    citation: Citation
    published: bool
    contradicts: bool
    flags: tuple[str, ...]
    rule: str = ""
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stated:
    """All that sources say about one field; the published fact comes first."""

    title: str
    facts: list[Fact]


def find_stated(subject: Subject) -> list[Stated]:
    """List every fact, field by field."""
    order = {name: rank for rank, name in enumerate(FIELDS)}
    ranked = sorted(subject.facts, key=lambda fact: (order[fact["field"]], not fact["published"], fact["id"]))
    return [
        Stated(FIELDS[name].title.in_language(subject.language), [show_fact(subject, fact) for fact in group])
        for name, group in groupby(ranked, key=lambda fact: fact["field"])
    ]


def find_contradictions(subject: Subject) -> list[Stated]:
    """Put side by side what sources say about each field they disagree on, with the rule that decided."""
    found = []
    for name in [name for name in FIELDS if name in subject.contradicted]:
        facts = [fact for fact in subject.facts if fact["field"] == name]
        facts.sort(key=lambda fact: (not fact["published"], not fact["contradicts"], fact["id"]))
        shown = [show_fact(subject, fact, _rule(subject, fact)) for fact in facts]
        found.append(Stated(FIELDS[name].title.in_language(subject.language), shown))
    return found


def show_fact(subject: Subject, fact: Record, rule: str = "") -> Fact:
    """Print one fact."""
    time = fact["period"] or fact["as_of"]
    unit = unit_text(fact["unit"]).in_language(subject.language)
    return Fact(
        shown=with_unit(print_value(fact), unit) if unit.startswith("%") else print_value(fact),
        unit="" if unit.startswith("%") else unit,
        time=when(time) if time else None,
        citation=subject.citations.cite(fact["source_id"])[0],
        published=fact["published"],
        contradicts=fact["contradicts"],
        flags=tuple(_find_flags(subject, fact)),
        rule=rule,
        groups=_groups(subject, fact),
    )


def _groups(subject: Subject, fact: Record) -> tuple[str, ...]:
    """Say sectors in the words of the list of industries."""
    if fact["field"] != "sectors":
        return ()
    return tuple(subject.words["industries"][code] for code in read_sectors(fact["value"]).codes)


def print_value(fact: Record) -> str:
    """Print what a fact says, without its unit."""
    kind = FIELDS[fact["field"]].kind
    if kind == "date":
        return when(fact["value"])
    if kind != "number" or fact["value_min"] is None:
        return str(fact["value"])
    return degrees(fact["value_min"]) if fact["unit"] == "deg" else as_stated(fact["value"])


def _find_flags(subject: Subject, fact: Record) -> list[str]:
    flags = []
    if fact["scope"] == "group":
        members = amount(subject.count_members(fact["group_id"]))
        flags.append(str(gettext("one statement about {clusters} clusters")).format(clusters=members))
    if doubt := subject.doubts["confidence"].get(fact["confidence"]):
        flags.append(doubt)
    return flags


def _rule(subject: Subject, fact: Record) -> str:
    if fact["published"]:
        return ""
    rule = deciding_rule(subject.published[fact["field"]], fact)
    return "" if rule is None else rule_words()[rule]


def rule_words() -> list[str]:
    """Say the rules of `geo.facts.CHOICE`, in their order, as reasons why another fact is not published."""
    return [
        gettext("a person decided for the other, with a reason"),
        gettext("it is about several clusters; what is said of this one alone goes first"),
        gettext("its source ranks lower: decision, then government and reports, press, commercial portal"),
        gettext("it is older or undated; the latest goes first"),
        gettext("it ranks the same and was recorded later"),
    ]
