"""The data dictionary: every column of every collection and table, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext

from geo.conditions import SHARES
from geo.fields import FIELDS
from geo.published import COLLECTIONS, RATES, SIMULATED
from geo.rasters.kinds import MEASURED
from geo.schema import Column, LotStatus, Qualifier
from geo.seen_words import VERDICTS
from geo.tables import SIMULATED as MARK
from geo.tables import TABLES
from webmap.pages.table_cells import scope_words
from webmap.pages.words import Words, code_words, flag_words, formula_words, unit_words
from webmap.state import state


@dataclass(frozen=True)
class Entry:
    """One column: what it holds, in which unit, which words it may hold, what an empty cell means."""

    name: str
    title: str
    type: str
    unit: str
    words: list[tuple[str, str]]
    empty: str
    note: str = ""


@dataclass(frozen=True)
class Section:
    """The columns of one collection or table."""

    id: str
    name: str
    title: str
    entries: list[Entry]


def collection_sections(language: str) -> list[Section]:
    """Describe the columns of the collections of the service."""
    mark = (SIMULATED,) if state().snapshot.simulated else ()
    return [
        _section("collection", one.id, one.title.in_language(language), (*one.columns, *mark), language)
        for one in COLLECTIONS.values()
    ]


def table_sections(language: str) -> list[Section]:
    """Describe the columns of the tables of the package."""
    mark = (MARK,) if state().snapshot.simulated else ()
    return [
        _section("table", one.path, one.title.in_language(language), (*one.columns, *mark), language)
        for one in TABLES.values()
        if one.public
    ]


def _section(kind: str, name: str, title: str, columns: Iterable[Column], language: str) -> Section:
    subject = name.removesuffix(".csv")
    words = _vocabularies(language)
    formulas = formula_words()
    units, types = unit_words() | _more_units(), _type_words()
    entries = [
        Entry(
            name=column.name,
            title=column.title.in_language(language),
            type=types[column.type],
            unit=_share_or_count(column) if column.unit == "1" else units.get(column.unit or "", ""),
            words=[(code, _word(words, subject, column.name, code)) for code in column.words],
            empty=_empty(column),
            note=formulas.get(column.name, ""),
        )
        for column in columns
    ]
    return Section(f"{kind}-{subject}", name, title, entries)


def _word(words: dict[str, Words], subject: str, name: str, code: str) -> str:
    basis = words["basis"] if name.endswith("_basis") else {}
    return {**basis, **words.get(name, {}), **words.get(f"{subject}.{name}", {})}.get(code, "")


def _type_words() -> Words:
    return {
        "string": gettext("text"),
        "number": gettext("number"),
        "integer": gettext("whole number"),
        "boolean": gettext("yes or no"),
        "date": gettext("day, as 2025-07-01"),
    }


def _more_units() -> Words:
    return {
        "deg": gettext("degrees"),
        "km2": "km²",
    }


def _share_or_count(column: Column) -> str:
    share = column.name in SHARES or column.maximum == 1.0
    return str(gettext("a share from 0 to 1") if share else gettext("a count or a ratio"))


def _vocabularies(language: str) -> dict[str, Words]:
    """Say every code a column may hold, by column, or by table and column where the name has two meanings."""
    codes, flags = code_words(), flag_words()
    merged = {name: {**codes.get(name, {}), **flags.get(name, {})} for name in (*codes, *flags)}
    kinds = {"sources.kind": codes["source_kind"], "programme_targets.kind": _target_words()}
    return merged | kinds | {
        "lots.status": lot_words(),
        "seen.verdict": {code: words.in_language(language) for code, words in VERDICTS.items()},
        "scope": scope_words(),
        "stated_fill_rate_scope": scope_words(),
        "confidence": {"high": gettext("high confidence"), **flags["confidence"]},
        "qualifier": _qualifier_words(),
        "field": {name: field.title.in_language(language) for name, field in FIELDS.items()},
        "area": {"city": gettext("the whole city or province"), "district": gettext("one former district")},
        "part": _part_words(),
        "simulated": {"SIMULATED": gettext("made by a program")},
    }  # fmt: skip


def lot_words() -> Words:
    """Say whether a lot can be had."""
    return {
        LotStatus.READY: gettext("ready to let"),
        LotStatus.LATER: gettext("ready later"),
        LotStatus.OPTIONED: gettext("reserved"),
        LotStatus.LEASED: gettext("leased"),
        LotStatus.COMMITTED: gettext("committed"),
        LotStatus.PUBLIC: gettext("public land"),
        LotStatus.BLOCKED: gettext("blocked"),
        LotStatus.UNKNOWN: gettext("not known"),
    }


def _qualifier_words() -> Words:
    return {
        Qualifier.EXACT: gettext("an exact number"),
        Qualifier.RANGE: gettext("a range"),
        Qualifier.MORE_THAN: gettext("more than this"),
        Qualifier.ABOUT: gettext("about this"),
    }


def _target_words() -> Words:
    return {"target": gettext("target"), "actual": gettext("result")}


def _part_words() -> Words:
    return {
        "whole": gettext("the whole unit"),
        "part": gettext("a part of it"),
        "part_default": gettext("a part of it, the usual successor"),
        "abolished_2025-01-01": gettext("abolished on 1 January 2025"),
    }


def _empty(column: Column) -> str:
    """Say what an empty cell means."""
    if column.required:
        return str(gettext("never empty"))
    for ending, said in (
        ("_basis", gettext("not known")),
        ("_source", gettext("the value is missing")),
        ("_as_of", gettext("the value is missing, or its source gives no date")),
        ("_missing", gettext("the rate is computed")),
        ("_weighted", gettext("computable for no cluster here")),
        ("_simple", gettext("computable for no cluster here")),
        ("_group", gettext("no statement about a group")),
        ("valid_from", gettext("no such day known")),
        ("valid_to", gettext("no such day known: it may hold still")),
    ):
        if column.name.endswith(ending):
            return str(said)
    if column.name in RATES:
        return str(gettext("not computable; %(name)s says why", name=f"{column.name}_missing"))
    if column.name in {one.name for one in MEASURED}:
        return str(gettext("not measured: no surveyed outline, or no raster there"))
    return _special_empty(column.name) or str(gettext("no source states it"))


def _special_empty(name: str) -> str:
    said = {
        "ward_code": gettext("not known, or one of several wards: see ward_name"),
        "phase": gettext("the cluster has no phases"),
        "bounds": gettext("no value is known as a bound only"),
        "geometry_area_ha": gettext("there is no surveyed outline to measure"),
        "period": gettext("no reporting period: see as_of"),
        "qualifier": gettext("the value is no number"),
        "value_min": gettext("the value is no number"),
        "value_max": gettext("the value is no number, or has no upper end"),
        "value": gettext("no exact number: see value_stated"),
    }
    return str(said.get(name, ""))
