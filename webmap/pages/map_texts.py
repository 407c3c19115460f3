"""The texts the script of the map page says; words in braces are filled in by it."""

from flask_babel import gettext

from geo.conditions import AskedError

Words = dict[str, str]


def map_texts() -> Words:
    """List the texts in the language of the request."""
    return {**_of_map(), **_of_tools(), **_of_areas()}


def say_refused(error: AskedError, language: str) -> str:
    """Say what of the address cannot be answered, and what could be."""
    return _refused().format(
        name=error.name, value=error.got[:60], expected=error.expected.in_language(language)
    )


def say_unknown(name: str, value: str) -> str:
    """Say that nobody knows what the address names."""
    said = {
        "layer": gettext("There is no layer “{value}”; the usual one is shown."),
        "cluster": gettext("There is no cluster “{value}” in this atlas."),
        "area": gettext("There is no area “{value}” in this atlas."),
    }
    return str(said[name]).format(value=value[:60])


def _refused() -> str:
    return str(gettext("“{name}={value}” cannot be answered; expected: {expected}. It is left out."))


def _of_map() -> Words:
    return {
        "loading": gettext("Loading…"),
        "loading_failed": gettext("The clusters could not be loaded. Please reload the page."),
        "retry": gettext("Try again"),
        "panel_failed": gettext("This could not be loaded. Please try again, or open the factsheet."),
        "factsheet": gettext("Factsheet"),
        "map": gettext("Map of the industrial clusters; the table holds the same clusters"),
        "zoom_in": gettext("Zoom in"),
        "zoom_out": gettext("Zoom out"),
        "whole": gettext("Show the whole area"),
        "selected": gettext("Show what is selected"),
        "refused": _refused(),
        "found": gettext("{shown} of {total} clusters"),
        **place_texts(),
        "tiles_failed": gettext("Tiles of the street map cannot be loaded. The map works without it."),
    }


def _of_tools() -> Words:
    return {
        "copied": gettext("The link is copied."),
        "not_copied": gettext("The browser does not allow copying; the link is in its address bar."),
        "at_pointer": gettext("At the pointer:"),
        "at_centre": gettext("At the centre of the map:"),
        "remove_shape": gettext("Remove the shape"),
    }


def _of_areas() -> Words:
    return {
        "no_data": gettext("no data"),
        "clusters_there": gettext("{clusters} clusters"),
        "one_cluster_there": gettext("1 cluster"),
        "no_cluster_there": gettext("no cluster known there"),
        "known_of": gettext("known of {known} of {clusters}"),
    }


def place_texts() -> Words:
    """List the texts by which any map names airports and ports."""
    return {
        "international_airport": gettext("{name} International Airport"),
        "airport": gettext("{name} Airport"),
        "river_port": gettext("{name} River Port"),
    }
