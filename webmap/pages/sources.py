"""The sources: every one, its kind, and how many facts rest on it."""

from flask import Response, render_template


def show_sources(language: str) -> Response:
    """Answer with the page."""
    return Response(render_template("sources.html", lang=language))
