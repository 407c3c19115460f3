"""Stands in for the panel of a cluster until its own module is there."""

from flask import Response, render_template_string

from webmap.state import state

_PANEL = """<header><h2 id="panel-title" tabindex="-1">{{ name }}</h2></header>"""


def show_panel(language: str, cluster_id: str) -> Response:
    """Answer with the name of a cluster."""
    clusters = state().snapshot.collections["clusters"]
    record = clusters.record(clusters.get_row(cluster_id))
    return Response(render_template_string(_PANEL, name=record[f"name_{language}"]))
