"""The city's programmes: what was aimed at, and what is known to have come of it."""

from flask import Response, render_template


def show_programmes(language: str) -> Response:
    """Answer with the page."""
    return Response(render_template("programmes.html", lang=language))
