"""About the atlas: its method and its limits, in plain words."""

from flask import Response, render_template


def show_about(language: str) -> Response:
    """Answer with the page."""
    return Response(render_template("about.html", lang=language))
