"""The values of one cluster as pages print them: each with its basis, date, doubts and numbered sources."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext

from geo.conditions import SHARES
from geo.fields import FIELD_OF_INDICATOR, FIELDS
from geo.industries import read_sectors
from geo.occupancy import REMEDIES
from geo.published import COLLECTIONS
from geo.schema import Qualifier
from geo.units import unit_text
from webmap.pages.cluster_subject import Citation, Record, Subject
from webmap.pages.wording import amount, as_stated, percent, when
from webmap.pages.words import formula_words

LAND = (
    "planned_area_ha", "industrial_area_ha", "serviced_area_ha", "cleared_area_ha", "leased_area_ha",
    "committed_area_ha", "unleased_area_ha", "ready_area_ha",
)  # fmt: skip
TERMS = (
    "developer", "sectors", "decision_no", "date_established", "date_groundbreaking", "investment_bn_vnd",
    "land_rent_usd_m2", "management_fee_usd_m2_year", "operating_period", "building_density_max", "far_max",
    "max_floors", "site_clearance_pct", "wastewater_capacity_m3_day",
)  # fmt: skip
ACTIVITY = ("enterprises", "workers", "revenue_bn_vnd", "budget_bn_vnd")
STATED = "stated_fill_rate"
RENT = "land_rent_usd_m2"

_OTHER_AREAS = (
    "area_ha_reported", "area_both_phases_ha", "cluster_land_ha", "construction_area_ha",
    "infrastructure_area_ha", "industrial_point_initial_area_ha",
)  # fmt: skip
_DATES = ("date_established", "date_groundbreaking")
_COLUMNS = {column.name: column for column in COLLECTIONS["clusters"].columns}


@dataclass(frozen=True)
class Value:
    """One value as it is printed; `shown` is None where it is missing, and `remedy` says what would tell.

    `groups` says a text of the source in words of a closed list, in the language of the page; the last
    of them stands for the phrases that are `unread`, which are none of the list.
    """

    name: str
    title: str
    shown: str | None
    unit: str
    basis: str
    as_of: str
    flags: tuple[str, ...]
    citations: list[Citation]
    remedy: str | None = None
    formula: str = ""
    stated_instead: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def title_of(name: str, language: str) -> str:
    """Name a published value; the two ends of a rent have one name."""
    if name == RENT:
        return FIELD_OF_INDICATOR[RENT].title.in_language(language)
    return _COLUMNS[name].title.in_language(language)


def value_of(subject: Subject, name: str) -> Value:
    """Put one published value together with all that a reader needs to judge it."""
    if name not in subject.values:
        subject.values[name] = _put_together(subject, name)
    value: Value = subject.values[name]
    return value


def _put_together(subject: Subject, name: str) -> Value:
    record, known = subject.record, subject.record[f"{name}_basis"] != "missing"
    as_of = record[f"{name}_as_of"]
    return Value(
        name=name,
        title=title_of(name, subject.language),
        shown=_shown(subject, name) if known else None,
        unit=_unit(subject, name) if known else "",
        basis=subject.words["basis"][record[f"{name}_basis"]],
        as_of=print_times(as_of) if as_of else gettext("undated"),
        flags=tuple(_find_flags(subject, name)) if known else (),
        citations=subject.citations.cite(record[f"{name}_source"]),
        remedy=None if known else _find_remedy(name, subject.language),
        formula=formula_words().get(name, ""),
        stated_instead=() if known else tuple(_find_other_areas(subject, name)),
        **(_read_sectors(subject) if known and name == "sectors" else {}),
    )


def values_of(subject: Subject, names: tuple[str, ...]) -> list[Value]:
    """Put several values together, in their order."""
    return [value_of(subject, name) for name in names]


def print_times(stated: str) -> str:
    """Print the times of one or several inputs."""
    return ", ".join(when(time) for time in stated.split("; "))


def print_bound(name: str, stated: str) -> str:
    """Print a value that is known as a bound only, without its unit; of a share, as a percentage."""
    printed = as_stated(stated)
    return f"{printed}%" if name in SHARES and not printed.endswith("%") else printed


def _find_remedy(name: str, language: str) -> str | None:
    """Say which form or document would supply a value, where one is known to."""
    needed: dict[str, str] = {
        "unleased_area_ha": gettext("needs industrial and leased land"),
        "ready_area_ha": gettext("needs serviced and leased land"),
    }
    if name in needed:
        return needed[name]
    place = _find_place(name, language)
    if place is None:
        return None
    if language == "en":
        place = place.replace("Biểu ", "Form (Biểu) ").replace(" line", ", line")
    return str(gettext("Not published. It would be in: {place}")).format(place=place)


def _find_place(name: str, language: str) -> str | None:
    if name in REMEDIES:
        return REMEDIES[name].in_language(language).split(": ", 1)[-1]
    decision = gettext("the decision that established the cluster")
    return {
        STATED: gettext("Biểu 02 line 5"),
        "decision_no": decision,
        "date_established": decision,
        "investment_bn_vnd": gettext("Biểu 02 line 1"),
        "site_clearance_pct": gettext("the local report on site clearance"),
        "enterprises": gettext("Biểu 02 line 6 and the list of households"),
        "workers": gettext("Biểu 01 line 3 of each of its projects"),
        "revenue_bn_vnd": gettext("Biểu 01 line 1 of each of its projects"),
        "budget_bn_vnd": gettext("Biểu 01 line 2 of each of its projects"),
    }.get(name)


def _find_other_areas(subject: Subject, name: str) -> Iterator[str]:
    """Name the areas of another kind that sources state; none stands in for the planned one."""
    if name != "planned_area_ha":
        return
    for fact in subject.facts:
        if fact["field"] in _OTHER_AREAS:
            kind = FIELDS[fact["field"]].title.in_language(subject.language)
            said = gettext("a source states {area} ha: {kind}; not used as the planned area")
            yield str(said).format(area=as_stated(fact["value"]), kind=kind)


def _read_sectors(subject: Subject) -> dict[str, tuple[str, ...]]:
    reading, words = read_sectors(subject.record["sectors"]), subject.words["industries"]
    return {"groups": tuple(words[code] for code in reading.codes), "unread": reading.unread}


def _shown(subject: Subject, name: str) -> str:
    value = subject.record.get(name)
    if name == RENT:
        return _rent(subject)
    if name in subject.bounds:
        return print_bound(name, subject.bounds[name])
    if name in _DATES:
        return print_times(str(value))
    if isinstance(value, str):
        return value
    return percent(value) if name in SHARES else amount(value)  # type: ignore[arg-type]


def _rent(subject: Subject) -> str:
    if RENT in subject.bounds:
        return as_stated(subject.bounds[RENT])
    least, most = subject.record[f"{RENT}_min"], subject.record[f"{RENT}_max"]
    if most is None or least == most:
        return amount(least)
    return str(gettext("{least} to {most}")).format(least=amount(least), most=amount(most))


def _unit(subject: Subject, name: str) -> str:
    if name in SHARES:
        return ""
    if name == "enterprises":
        return unit_text(subject.record["enterprises_unit"]).in_language(subject.language)
    unit = _COLUMNS[f"{RENT}_min" if name == RENT else name].unit
    return subject.units.get(unit or "", "")


def _find_flags(subject: Subject, name: str) -> list[str]:
    """Say every doubt about a value."""
    if name == "ready_area_ha" and _is_committed_beyond_lease(subject.record):
        return [gettext("part of it may be committed already")]
    if name not in FIELD_OF_INDICATOR:
        return []
    fact = subject.published.get(FIELD_OF_INDICATOR[name].name)
    flags = [gettext("as the source states it, definition unknown")] if name == STATED else []
    if name == RENT:
        flags.append(gettext("asking price, VAT not included"))
    return [*flags, *(_doubts(subject, name, fact) if fact else ())]


def _is_committed_beyond_lease(record: Record) -> bool:
    committed, leased = record["committed_area_ha"], record["leased_area_ha"]
    return committed is not None and leased is not None and committed > leased


def _doubts(subject: Subject, name: str, fact: Record) -> list[str]:
    flags = []
    if fact["scope"] == "group":
        members = amount(subject.count_members(fact["group_id"]))
        said = gettext("one statement about {clusters} clusters, not a measurement of this one")
        flags.append(str(said).format(clusters=members))
    if name in subject.bounds:
        exact = fact["qualifier"] == Qualifier.EXACT
        flags.append(gettext("cannot be: not used") if exact else gettext("known as a bound only"))
    if fact["field"] in subject.contradicted:
        flags.append(gettext("the sources contradict each other"))
    if doubt := subject.doubts["confidence"].get(fact["confidence"]):
        flags.append(doubt)
    return flags
