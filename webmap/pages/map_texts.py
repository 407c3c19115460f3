"""The texts the script of the map page says; words in braces are filled in by it."""

from flask_babel import gettext

Words = dict[str, str]


def map_texts() -> Words:
    """List the texts in the language of the request."""
    return {**_of_map(), **_of_clusters(), **_of_areas()}


def _of_map() -> Words:
    return {
        "loading": gettext("Loading…"),
        "loading_failed": gettext("The clusters could not be loaded. Please reload the page."),
        "panel_failed": gettext(
            "This could not be loaded. Please choose the cluster again, or open its factsheet."
        ),
        "factsheet": gettext("Factsheet"),
        "map": gettext("Map of the industrial clusters; the list holds the same clusters"),
        "zoom_in": gettext("Zoom in"),
        "zoom_out": gettext("Zoom out"),
        "whole": gettext("Show the whole area"),
        "unknown_layer": gettext("There is no layer “{value}”; the first one is shown."),
        **place_texts(),
        "tiles_failed": gettext("Tiles of the street map cannot be loaded. The map works without it."),
    }


def _of_clusters() -> Words:
    return {
        "no_data": gettext("no data"),
        "partial": gettext("Only {shown} of {total} clusters are shown."),
        "all": gettext("{total} clusters"),
        "found": gettext("{shown} of {total} clusters"),
        "none_found": gettext("No cluster is found."),
        "search_clusters": gettext("name, district, commune/ward, developer"),
        "unknown_cluster": gettext("There is no cluster “{value}” in this atlas."),
        "not_on_map": gettext("not on the map"),
        "total": gettext("Total"),
        "one_statement": gettext("one statement about {clusters} clusters"),
        "statements": gettext("{statements} statements about {clusters} clusters"),
    }


def _of_areas() -> Words:
    return {
        "all_areas": gettext("{total} areas"),
        "found_areas": gettext("{shown} of {total} areas"),
        "none_found_areas": gettext("No area has such a name."),
        "search_areas": gettext("name of the area"),
        "unknown_area": gettext("There is no area “{value}” in this atlas."),
        "little_known": gettext("pale, dashed: known of fewer than half of its clusters"),
        "clusters_there": gettext("{clusters} clusters"),
        "one_cluster_there": gettext("1 cluster"),
        "no_cluster_there": gettext("no cluster known there"),
        "weighted": gettext("weighted by hectares {value}"),
        "simple": gettext("simple mean {value}"),
        "known_of": gettext("known of {known} of {clusters}"),
        "figures_there": gettext("Figures of its clusters"),
        "list_there": gettext("Its clusters"),
        "planned_known": gettext("Planned area, as far as known"),
        "clusters_title": gettext("Clusters"),
        "no_figure": gettext("No figure of any cluster"),
        "size_of": gettext("Area of the circle: {what}"),
        "size_planned": gettext("planned hectares, as far as known"),
        "size_clusters": gettext("number of clusters"),
        "former_district": gettext("Former district"),
        "ward": gettext("Commune or ward now"),
        "by_weighted": gettext("weighted by hectares"),
        "by_simple": gettext("simple mean of the clusters"),
    }


def place_texts() -> Words:
    """List the texts by which any map names airports and ports."""
    return {
        "international_airport": gettext("{name} International Airport"),
        "airport": gettext("{name} Airport"),
        "river_port": gettext("{name} River Port"),
    }
