"""The columns a reader may choose for the table: groups of them, single ones, or all."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext

from geo.conditions import Condition, Containing, Presence, Span, is_number
from geo.published import COMPUTED, INDICATORS, RATES, RENT
from geo.rasters.kinds import MEASURED
from geo.schema import Column
from webmap.pages.wording import said_once

MAIN, GROUNDS, GROUND, ALL = "main", "grounds", "ground", "all"
_RENT = "land_rent_usd_m2"

GROUPS: dict[str, tuple[str, ...]] = {
    MAIN: (
        "status", "district_name", "ward_name", "planned_area_ha", "industrial_area_ha", "leased_area_ha",
        "stated_fill_rate", *RATES, "enterprises", "workers", "revenue_bn_vnd", *RENT, "industries",
        "boundary_quality", "contradictions",
    ),
    "identity": ("id", "name_vi", "name_en", "status", "kind", "phase"),
    "place": (
        "district_code", "district_name", "ward_code", "ward_name", "ward_basis", "ward_name_otherwise",
        "communes_pre2025",
        "commune_basis", "place_basis", "boundary_quality", "boundary_source", "position_accuracy_m",
        "geometry_area_ha",
    ),
    "land": (
        "planned_area_ha", "industrial_area_ha", "cleared_area_ha", "serviced_area_ha", "leased_area_ha",
        "committed_area_ha", "unleased_area_ha", "ready_area_ha", "site_clearance_pct",
    ),
    "rates": ("stated_fill_rate", "stated_fill_rate_scope", "stated_fill_rate_group", *RATES),
    "production": (
        "enterprises", "enterprises_unit", "workers", "workers_per_ha", "revenue_bn_vnd", "revenue_per_ha",
        "budget_bn_vnd",
    ),
    "terms": (
        *RENT, "management_fee_usd_m2_year", "operating_period", "building_density_max", "far_max",
        "max_floors", "wastewater_capacity_m3_day", "wastewater_status",
    ),
    "origin": (
        "developer", "industries", "sectors", "decision_no", "date_established", "date_groundbreaking",
        "investment_bn_vnd",
    ),
    GROUND: tuple(one.name for one in MEASURED),
    "quality": ("known_indicators", "contradictions", "bounds", "period", "as_of"),
}  # fmt: skip
"""Group → its columns. `grounds` adds basis, source and date to every value, `all` is every column."""

_ABOVE = ("status", "district_code", "industries")
"""What the first line of the form asks for."""
_TEXTS = ("ward_name", "communes_pre2025", "developer", "sectors", "decision_no", "date_established", "phase")


@said_once
def group_titles() -> dict[str, str]:
    """Say the groups, and the two words that are no groups, in the language of the request."""
    return {
        MAIN: gettext("Main columns"),
        "identity": gettext("Names and kind"),
        "place": gettext("Place and outline"),
        "land": gettext("Land"),
        "rates": gettext("Fill rates"),
        "production": gettext("Production"),
        "terms": gettext("Terms and infrastructure"),
        "origin": gettext("Decision, developer, sectors"),
        GROUND: gettext("Fit to build"),
        "quality": gettext("Contradictions, bounds, latest dates"),
        GROUNDS: gettext("Basis, source and date of every value"),
        ALL: gettext("All columns"),
    }


def choose_columns(
    chosen: Iterable[str], columns: Mapping[str, Column], first: str = "name_vi"
) -> list[Column]:
    """List the columns that group names and column names stand for, each once, the name first."""
    asked = [name for name in chosen if name != GROUNDS] or [MAIN]
    names = [first]
    for name in asked:
        names += columns if name == ALL else GROUPS.get(name, (name,))
    if GROUNDS in chosen:
        names = [each for name in names for each in (name, *grounds_of(name, columns))]
    return [columns[name] for name in dict.fromkeys(names) if name in columns]


def find_leading(
    conditions: Mapping[str, Condition], sorted_by: str | None, columns: Mapping[str, Column]
) -> list[Column]:
    """Name the columns a question is about, which stand first: sorted, or filtered to more than one value."""
    open_ended = [
        name for name, condition in conditions.items()
        if isinstance(condition, (Span, Containing)) or condition in (Presence.KNOWN, Presence.BOUND)
    ]  # fmt: skip
    names = dict.fromkeys([*open_ended, *([sorted_by] if sorted_by else [])])
    return [columns[name] for name in names]


def put_forward(shown: list[Column], leading: list[Column]) -> list[Column]:
    """Put the columns a question is about right behind the name and the status."""
    names, rest = shown[:1], shown[1:]
    if rest and rest[0].name == "status":
        names, rest = shown[:2], shown[2:]
    return list({column.name: column for column in (*names, *leading, *rest)}.values())


def filter_groups(columns: Mapping[str, Column], shown: Iterable[str]) -> dict[str, list[Column]]:
    """List what one may filter by, group by group: numbers, choices and some texts, and all of `shown`."""
    named = {
        name
        for names in GROUPS.values()
        for name in names
        if name in columns and _is_asked_for(columns[name])
    }
    wanted = named | set(shown)
    groups, placed = {}, set(_ABOVE)
    for group in (*(name for name in GROUPS if name != MAIN), GROUNDS):
        members = [
            name for name in GROUPS.get(group, tuple(columns)) if name in wanted and name not in placed
        ]
        placed.update(members)
        if members:
            groups[group] = [columns[name] for name in members]
    return groups


def _is_asked_for(column: Column) -> bool:
    return is_number(column) or bool(column.words) or column.name in _TEXTS


def grounds_of(name: str, columns: Mapping[str, Column]) -> list[str]:
    """Name the columns that say where a value comes from, and what a rate lacks."""
    stem = _RENT if name in RENT else name
    if name == RENT[0] or stem not in (*INDICATORS, *COMPUTED, *GROUPS[GROUND]):
        return []
    ends = ("basis", "source", "as_of", "missing")
    return [found for end in ends if (found := f"{stem}_{end}") in columns]


def companions_of(chosen: Iterable[Column], columns: Mapping[str, Column]) -> list[Column]:
    """Add to the columns of a file those without which a value would say more than it should."""
    names = [*(name for name in ("id", "cluster_id") if name in columns), *(column.name for column in chosen)]
    if "stated_fill_rate" in names:
        names += ["stated_fill_rate_scope", "stated_fill_rate_group"]
    if "enterprises" in names:
        names.append("enterprises_unit")
    names += ["bounds", *(["simulated"] if "simulated" in columns else [])]
    return [columns[name] for name in dict.fromkeys(names)]
