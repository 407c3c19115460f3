"""A new worker makes the maps before anybody asks: what they are classed with takes seconds to import."""

from threading import Thread

from flask import Flask

from webmap.params import LANGUAGES


def warm(app: Flask) -> Thread:
    """Ask an app for its map in every language, beside whatever else it answers."""
    thread = Thread(target=_ask_for_maps, args=(app,), name="warming", daemon=True)
    thread.start()
    return thread


def _ask_for_maps(app: Flask) -> None:
    client = app.test_client()
    for language in LANGUAGES:
        client.get("/en/" if language == "en" else "/")
