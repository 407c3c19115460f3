"""The closed lists of the data in words, and the texts of the map page, in the language of the request."""

from flask_babel import gettext, pgettext

from geo.schema import Basis, Kind, Quality, Status

Words = dict[str, str]


def status_words() -> Words:
    """Say how far a cluster has come."""
    return {
        Status.PLANNED: gettext("planned"),
        Status.ESTABLISHED: gettext("established"),
        Status.UNDER_CONSTRUCTION: gettext("under construction"),
        Status.INFRASTRUCTURE_COMPLETE: gettext("infrastructure complete"),
        Status.ACTIVE: gettext("active"),
    }


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
        "wastewater_status": {
            "capacity_named": gettext("a capacity is stated"),
            "built": gettext("built"),
            "planned": pgettext("wastewater", "planned"),
        },
    }


def flag_words() -> dict[str, Words]:
    """Say the doubts that go along with a value, by property; a code without doubt has none."""
    return {
        "commune_basis": {"from_name": gettext("read off the cluster's name")},
        "ward_basis": {"derived": gettext("derived, may differ")},
        "confidence": {"medium": gettext("medium confidence"), "low": gettext("low confidence")},
    }


def unit_words() -> Words:
    """Say the units of the published columns."""
    return {
        "ha": "ha",
        "m": "m",
        "%": "%",
        "10^9 VND": gettext("billion VND"),
        "USD/m2": "USD/m²",
        "USD/m2/year": gettext("USD/m²/year"),
        "m3/day": gettext("m³/day"),
    }


def page_texts() -> Words:
    """List what the page's script says; words in braces are filled in by it."""
    return {
        "no_data": gettext("no data"),
        "loading_failed": gettext("The clusters could not be loaded. Please reload the page."),
        "partial": gettext("Only {shown} of {total} clusters are shown."),
        "all": gettext("{total} clusters"),
        "found": gettext("{shown} of {total} clusters"),
        "none_found": gettext("No cluster has such a name."),
        "not_on_map": gettext("not on the map"),
        "total": gettext("Total"),
        "one_statement": gettext("one statement about {clusters} clusters"),
        "statements": gettext("{statements} statements about {clusters} clusters"),
        "map": gettext("Map of the industrial clusters; the list holds the same clusters"),
        "zoom_in": gettext("Zoom in"),
        "zoom_out": gettext("Zoom out"),
        "whole": gettext("Show the whole area"),
        "former_district": gettext("Former district"),
        "former_commune": gettext("Former commune"),
        "ward": gettext("Commune or ward now"),
        "position": gettext("Position"),
        "outline": gettext("Outline"),
        "accuracy": gettext("accurate to about {metres} m"),
        "measured": gettext("Area measured on the outline"),
        "place": gettext("Place"),
        "land": gettext("Land"),
        "rates": gettext("Fill rates"),
        "stated": gettext("As stated"),
        "stated_meaning": gettext("as the source states it, definition unknown"),
        "group_statement": gettext("one statement about {clusters} clusters, not a measurement of this one"),
        "not_computable": gettext("not computable"),
        "lacks": gettext("lacks"),
        "remedies": gettext("What would make them computable"),
        "terms": gettext("Terms and infrastructure"),
        "activity": gettext("Production"),
        "rent_meaning": gettext("asking price, VAT not included"),
        "rent": gettext("Asking land rent"),
        "bound": gettext("known as a bound only"),
        "unknown_here": gettext("No data"),
        "contradictions": gettext("Sources contradict each other. Items concerned: {count}."),
        "sources": gettext("Sources"),
        "source": gettext("Source {number}: {title}"),
        "factsheet": gettext("Factsheet"),
        "geojson": "GeoJSON",
        "first_half": gettext("first half of {year}"),
        "second_half": gettext("second half of {year}"),
        "undated": gettext("undated"),
        "quarter": gettext("Q{quarter} {year}"),
        "to": gettext("{least} to {most}"),
    }
