"""The form of filters: a field for each part of the question, with how many clusters a choice would find."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow.compute as pc
from flask import render_template
from flask_babel import gettext

from geo.conditions import SHARES, AnyOf, Condition, Exactly, Holding, Presence, Span
from geo.ground import known_measured
from geo.industries import SEPARATOR
from geo.published import INDICATORS
from geo.rasters.kinds import MEASURED
from geo.schema import Column
from geo.selection import WORDS
from geo.text import collation_key
from webmap.pages.condition_words import district_names, presence_words, say_condition
from webmap.pages.frame import page_address
from webmap.pages.table_cells import Wording, unit_of
from webmap.pages.wording import amount
from webmap.pages.words import code_words
from webmap.screen.shown import Shown
from webmap.screen.tidy import KNOWN_COLUMN, KNOWN_IS, LEAST, MOST

_SHARE = 100.0
_RENT = "land_rent_usd_m2"


@dataclass(frozen=True)
class Choice:
    """One value that may be chosen, and how many clusters it would leave."""

    value: str
    label: str
    count: str
    on: bool
    vietnamese: bool = False


@dataclass(frozen=True)
class End:
    """One end of a range as a field of text; `problem` says what was expected of what was typed."""

    name: str
    label: str
    value: str
    problem: str = ""


@dataclass(frozen=True)
class Field:
    """One part of the form: `choices` as boxes or, if `one`, as a list; or the `ends` of a range.

    `kept` is a condition that the field cannot show: it goes along unseen and is said in `note`.
    """

    name: str
    title: str
    unit: str = ""
    choices: Sequence[Choice] = ()
    one: bool = False
    ends: Sequence[End] = ()
    note: str = ""
    kept: str = ""


@dataclass(frozen=True)
class Group:
    """The fields under one heading; `active` counts those that ask something."""

    id: str
    title: str
    fields: Sequence[Field]
    active: int = 0
    open: bool = False
    known: Sequence[tuple[str, str]] = field(default_factory=list)


def render_filters(shown: Shown) -> str:
    """Make the form with what is asked now."""
    question = shown.question
    groups = _Form(shown).groups()
    own = {one.name for group in groups for one in group.fields} | {WORDS, "page"}
    texts = question.address.texts
    return render_template(
        "screen/_filters.html",
        action=question.address.path,
        carried={name: text for name, text in texts.items() if name not in own},
        words=question.selection.words,
        groups=groups,
        known_column=KNOWN_COLUMN,
        known_is=KNOWN_IS,
        ledger=page_address(question.language, "contradictions"),
    )


class _Form:
    """Makes the fields of one question."""

    def __init__(self, shown: Shown) -> None:
        self._shown, self._question = shown, shown.question
        self._columns = shown.question.columns
        self._conditions = shown.question.selection.conditions
        self._wording = Wording(self._columns, {}, shown.question.language)

    def groups(self) -> list[Group]:
        """List the groups, the most used first and open."""
        listed = (
            ("main", gettext("Status and kind"), (self._boxes("status"), self._boxes("kind"))),
            ("industry", self._title("industries"), (self._industries(),)),
            ("place", gettext("Place"), (self._districts(), self._wards())),
            ("land", gettext("Land and fill rate"), tuple(map(self._range, (
                "planned_area_ha", "ready_area_ha", "unleased_area_ha", "stated_fill_rate", "fill_rate",
            )))),
            ("terms", gettext("Rent and wastewater"), (
                self._range("land_rent_usd_m2_min"), self._boxes("wastewater_status", missing=True),
            )),
            ("ground", gettext("Fit to build"), tuple(map(self._range, self._measured()))),
            ("data", gettext("What is known"), (self._boxes("boundary_quality"), self._contradictions())),
        )  # fmt: skip
        return [
            Group(id, title, fields, active := sum(map(self._is_asked, fields)), id == "main" or active > 0,
                  self._indicators() if id == "data" else ())
            for id, title, fields in listed if fields
        ]  # fmt: skip

    def _measured(self) -> list[str]:
        """Name what rasters measure, where some cluster has a value or it is asked for."""
        held = [one.name for one in MEASURED if one.name in self._shown.frozen.property_names]
        known = known_measured(self._shown.frozen)
        return [name for name in held if name in known or name in self._conditions]

    def _is_asked(self, field: Field) -> bool:
        return field.name in self._conditions or any(end.problem for end in field.ends)

    def _boxes(self, name: str, *, missing: bool = False) -> Field:
        """Offer the words of a closed list that occur, and those that are chosen."""
        column, counts = self._columns[name], self._shown.facets.counts(name)
        chosen = _chosen(self._conditions.get(name))
        occurring = set(pc.unique(self._shown.frozen.columns[name]).to_pylist()) | set(chosen or ())
        words = [(code, self._wording.code(column, code)) for code in column.enum if code in occurring]
        if missing:
            words.append((Presence.MISSING, gettext("no statement")))
            counts = {**counts, Presence.MISSING: counts.get(None, 0)}
        choices = [
            Choice(code, word, amount(counts.get(code, 0)), code in (chosen or ())) for code, word in words
        ]
        return self._with_kept(Field(name, self._title(name), choices=choices), shows=chosen is not None)

    def _industries(self) -> Field:
        """Offer the industries that clusters name; one cluster counts for each it names."""
        name = "industries"
        counts = Counter[str]()
        for cell, count in self._shown.facets.counts(name).items():
            for code in (cell or Presence.MISSING).split(SEPARATOR):
                counts[code] += count
        chosen = _chosen(self._conditions.get(name))
        words = {**code_words()[name], Presence.MISSING: gettext("no statement")}
        choices = [
            Choice(code, word, amount(counts[code]), code in (chosen or ()))
            for code, word in words.items()
            if counts[code] or code in (chosen or ())
        ]
        return self._with_kept(Field(name, self._title(name), choices=choices), shows=chosen is not None)

    def _districts(self) -> Field:
        counts = self._shown.facets.counts("district_code")
        chosen = _chosen(self._conditions.get("district_code"))
        choices = [
            Choice(code, name, amount(counts.get(code, 0)), code in (chosen or ()), vietnamese=True)
            for code, name in district_names(self._shown.snapshot.collections["clusters"]).items()
        ]
        field = Field("district_code", gettext("Former district"), choices=choices)
        return self._with_kept(
            field, shows=chosen is not None and set(chosen) <= {one.value for one in choices}
        )

    def _wards(self) -> Field:
        """Offer the wards that clusters are in as one list: there are more than anyone ticks."""
        facets = self._shown.facets
        counts = facets.counts("ward_code")
        chosen = _chosen(self._conditions.get("ward_code"))
        names = dict(
            zip(
                *(self._shown.frozen.columns[name].to_pylist() for name in ("ward_code", "ward_name")),
                strict=True,
            )
        )
        names.pop(None, None)
        choices = [
            Choice(code, names[code], amount(counts.get(code, 0)), code in (chosen or ()), vietnamese=True)
            for code in sorted(names, key=lambda code: collation_key(names[code] or ""))
        ]
        choices.append(
            Choice(Presence.MISSING, presence_words()[Presence.MISSING], amount(counts.get(None, 0)),
                   Presence.MISSING in (chosen or ()))
        )  # fmt: skip
        field = Field("ward_code", self._title("ward_name"), choices=choices, one=True)
        shows = chosen is not None and len(chosen) <= 1 and set(chosen) <= {one.value for one in choices}
        return self._with_kept(field, shows=shows)

    def _contradictions(self) -> Field:
        facets = self._shown.facets
        counts = facets.counts("contradictions")
        some = sum(count for number, count in counts.items() if number)
        on = self._conditions.get("contradictions") == Span(1.0, None)
        choice = Choice("1..", gettext("at least one figure is contradicted"), amount(some), on)
        field = Field("contradictions", gettext("Contradictions"), choices=[choice])
        return self._with_kept(field, shows=on or "contradictions" not in self._conditions)

    def _range(self, name: str) -> Field:
        """Offer the two ends of a range, shares in percent."""
        column, condition = self._columns[name], self._conditions.get(name)
        plain = condition is None or (
            isinstance(condition, Span) and not condition.above and not condition.below
        )
        ends = (condition.least, condition.most) if isinstance(condition, Span) and plain else (None, None)
        known = len(self._shown.found) - self._shown.column(name).count(None)
        field = Field(
            name,
            gettext("Asking rent, its lower end") if name == f"{_RENT}_min" else self._title(name),
            unit="%" if name in SHARES else unit_of(column),
            ends=[
                self._end(column, name + LEAST, gettext("from"), ends[0]),
                self._end(column, name + MOST, gettext("to"), ends[1]),
            ],
            note=gettext(
                "known of %(known)s of %(all)s", known=amount(known), all=amount(len(self._shown.found))
            ),
        )
        return self._with_kept(field, shows=plain)

    def _end(self, column: Column, name: str, label: str, value: float | None) -> End:
        problem = self._question.problems.get(name)
        if problem is not None:
            return End(name, label, problem.got, problem.expected.in_language(self._question.language))
        typed = "" if value is None else amount(value * _SHARE if column.name in SHARES else value)
        return End(name, label, typed)

    def _with_kept(self, field: Field, *, shows: bool) -> Field:
        """Let a condition that the field cannot show go along, and say it."""
        if shows:
            return field
        name = field.name
        said = say_condition(
            self._columns[name],
            self._conditions[name],
            self._wording,
            self._shown.snapshot.collections["clusters"],
        )
        return Field(
            name, field.title, field.unit, field.choices, field.one, field.ends,
            str(gettext("now: %(condition)s", condition=said)), self._question.selection.texts[name],
        )  # fmt: skip

    def _title(self, name: str) -> str:
        return (
            self._wording.titles[name].split(" (")[0] if name == "ward_name" else self._wording.titles[name]
        )

    def _indicators(self) -> list[tuple[str, str]]:
        names = (f"{name}_min" if name == _RENT else name for name in INDICATORS)
        return [(name, self._wording.titles[name]) for name in names if name in self._columns]


def _chosen(condition: Condition | None) -> tuple[str, ...] | None:
    """List the codes a condition asks for, or that nothing is known; None where it asks something else."""
    parts = condition.parts if isinstance(condition, AnyOf) else () if condition is None else (condition,)
    if all(isinstance(part, Exactly | Holding) or part == Presence.MISSING for part in parts):
        return tuple(part.text if isinstance(part, Exactly | Holding) else str(part) for part in parts)
    return None
