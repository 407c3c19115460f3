"""The table: every cluster and every column."""

from flask import Response, render_template


def show_table(language: str) -> Response:
    """Answer with the page."""
    return Response(render_template("table.html", lang=language))
