"""The data to take away: the whole package, its dictionary, and how to read it."""

from flask import Response, render_template


def show_data(language: str) -> Response:
    """Answer with the page."""
    return Response(render_template("data.html", lang=language))
