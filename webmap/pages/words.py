"""The closed lists of the data in words, in the language of the request."""

import re

from flask_babel import get_locale, gettext, pgettext

from geo.industries import INDUSTRIES
from geo.schema import Basis, Kind, Quality, Status
from webmap.pages.wording import said_once

Words = dict[str, str]

_PHASE, _EXTENSION = re.compile(r"giai đoạn (\d+)"), "mở rộng"


@said_once
def status_words() -> Words:
    """Say how far a cluster has come."""
    return {
        Status.PLANNED: gettext("planned"),
        Status.ESTABLISHED: gettext("established"),
        Status.UNDER_CONSTRUCTION: gettext("under construction"),
        Status.INFRASTRUCTURE_COMPLETE: gettext("infrastructure complete"),
        Status.ACTIVE: gettext("active"),
    }


@said_once
def code_words() -> dict[str, Words]:
    """Say every code a property of a cluster may hold, by property."""
    return {
        "status": status_words(),
        "kind": {
            Kind.INDUSTRIAL: gettext("industrial cluster"),
            Kind.CRAFT_VILLAGE: gettext("craft-village cluster"),
        },
        "boundary_quality": {
            Quality.OFFICIAL: gettext("official outline"),
            Quality.DIGITISED: gettext("digitised outline"),
            Quality.SCHEMATIC: gettext("schematic: a shape of the right area, not the boundary"),
            Quality.MISSING: gettext("no outline"),
        },
        "place_basis": {
            "outline": gettext("the outline"),
            "pin": gettext("a pin a source gives"),
            "commune": gettext("the point of the former commune"),
            "ward": gettext("the point of the ward"),
            "district": gettext("only the former district is known"),
        },
        "commune_basis": {"stated": gettext("stated by a source")},
        "ward_basis": {
            "stated": gettext("stated by a source"),
            "pin": gettext("by the pin"),
            "outline": gettext("by the outline"),
        },
        "basis": {
            Basis.REPORTED: gettext("stated by a source"),
            Basis.COMPUTED: gettext("computed"),
            Basis.MISSING: gettext("no data"),
        },
        "source_kind": {
            "decision": gettext("decision"),
            "government": gettext("government"),
            "report": gettext("report"),
            "press": gettext("press"),
            "commercial_portal": gettext("commercial portal"),
        },
        "industries": industry_words(str(get_locale())),
        "wastewater_status": {
            "capacity_named": gettext("a capacity is stated"),
            "built": gettext("built"),
            "planned": pgettext("wastewater", "planned"),
        },
    }


def industry_words(language: str) -> Words:
    """Say every group of industries."""
    return {code: one.title.in_language(language) for code, one in INDUSTRIES.items()}


def say_phase(phase: str) -> str:
    """Say which phase of a cluster is meant; what is worded otherwise stands as it is."""
    if found := _PHASE.fullmatch(phase):
        return str(gettext("phase %(number)s", number=found[1]))
    return str({_EXTENSION: gettext("extension")}.get(phase, phase))


@said_once
def flag_words() -> dict[str, Words]:
    """Say the doubts that go along with a value, by property; a code without doubt has none."""
    return {
        "commune_basis": {"from_name": gettext("read off the cluster's name")},
        "ward_basis": {"derived": gettext("derived, may differ")},
        "confidence": {"medium": gettext("medium confidence"), "low": gettext("low confidence")},
    }


@said_once
def formula_words() -> Words:
    """Say in words how a difference or a quotient is computed, by property."""
    return {
        "unleased_area_ha": gettext("industrial land − leased land"),
        "ready_area_ha": gettext("serviced land − leased land"),
        "workers_per_ha": gettext("workers ÷ planned area"),
        "revenue_per_ha": gettext("revenue ÷ planned area"),
    }


@said_once
def unit_words() -> Words:
    """Say the units of the published columns."""
    return {
        "ha": "ha",
        "m": "m",
        "%": "%",
        "10^9 VND": gettext("billion VND"),
        "USD/m2": "USD/m²",
        "USD/m2/year": gettext("USD/m²/year"),
        "1/ha": gettext("people/ha"),
        "10^9 VND/ha": gettext("billion VND/ha"),
        "m3/day": gettext("m³/day"),
    }
