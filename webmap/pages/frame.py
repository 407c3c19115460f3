"""What stands around every page: its language, the way to the other pages and to the other language."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from flask import request, url_for
from flask_babel import get_locale, gettext

from webmap.params import LANGUAGES
from webmap.state import state

_OWN_NAMES = {"vi": "Tiếng Việt", "en": "English"}


@dataclass(frozen=True)
class Entry:
    """One entry of a menu."""

    title: str
    address: str
    current: bool
    code: str = ""


def page_frame() -> dict[str, Any]:
    """Give the templates what `base.html` needs."""
    language = str(get_locale() or LANGUAGES[0])
    snapshot = state().snapshot
    return {
        "lang": language,
        "simulated": snapshot.simulated,
        "atlas_title": snapshot.about[f"title_{language}"],
        "credits": snapshot.about["credits"],
        "home_address": page_address(language, ""),
        "navigation": _navigation(language),
        "languages": [
            Entry(_OWN_NAMES[code], _in_language(code), code == language, code) for code in LANGUAGES
        ],
    }


def page_address(language: str, path: str) -> str:
    """Make the address of a page: its path below the language's prefix."""
    return url_for(f"pages_{language}.index").rstrip("/") + f"/{path}"


def _navigation(language: str) -> list[Entry]:
    data = url_for("api.collections", f="html", lang=language)
    menu = (
        (gettext("Map"), page_address(language, "")),
        (gettext("Totals"), page_address(language, "totals")),
        (gettext("Data"), data),
    )
    return [Entry(title, address, _is_current(address)) for title, address in menu]


def _is_current(address: str) -> bool:
    """Every answer of the service belongs to the entry that leads into it."""
    if request.blueprint == "api":
        return "/api/" in address
    here = request.script_root + request.path
    return here.rstrip("/") == address.rstrip("/")


def _in_language(language: str) -> str:
    """Make the address of this page in a language; the query string stays."""
    if request.path.startswith("/api"):
        args = {**request.args, "lang": language}
        return f"{request.script_root}{quote(request.path)}?{urlencode(args)}"
    path = f"{request.path}/".removeprefix("/en/").strip("/")
    query = request.query_string.decode("ascii", "replace")
    return page_address(language, quote(path)) + (f"?{query}" if query else "")
