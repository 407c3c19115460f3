"""What stands around every page: its language, the way to the other pages and to the other language."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

from flask import g, request, url_for
from flask_babel import get_locale, gettext

from webmap.pages.wording import title_language
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
    """Give the templates what `base.html` needs: made once for all the parts of an answer."""
    if "frame" not in g:
        g.frame = _make_frame()
    return dict(g.frame)


def _make_frame() -> dict[str, Any]:
    language = str(get_locale() or LANGUAGES[0])
    snapshot = state().snapshot
    alternates = _alternates()
    return {
        "lang": language,
        "title_language": title_language,
        "simulated": snapshot.simulated,
        "atlas_title": snapshot.about[f"title_{language}"],
        "province": snapshot.about[f"province_{language}"],
        "credits": snapshot.about["credits"],
        "boundary_credits": sorted(set(snapshot.about["boundary_credits"].values())),
        "canonical": next((entry.address for entry in alternates if entry.code == language), None),
        "alternates": alternates,
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
    menu = (
        (gettext("Map"), ""),
        (gettext("Find land"), "find"),
        (gettext("Table"), "table"),
        (gettext("Totals"), "totals"),
        (gettext("Programmes"), "programmes"),
        (gettext("Sources"), "sources"),
        (gettext("Data"), "data"),
        (gettext("About"), "about"),
    )
    return [Entry(title, page_address(language, path), _is_current(language, path)) for title, path in menu]


def _is_current(language: str, path: str) -> bool:
    """A page below another belongs to it, and every answer of the service to the page on data."""
    if request.blueprint == "api":
        return path == "data"
    here = (request.script_root + request.path).strip("/")
    there = page_address(language, path).strip("/")
    return here == there or (path != "" and here.startswith(f"{there}/"))


def _alternates() -> list[Entry]:
    """Name this page in every language by its full address, without its query; errors have none."""
    if request.blueprint == "api" or request.url_rule is None:
        return []
    root = request.host_url.rstrip("/")
    ways = [
        Entry(_OWN_NAMES[code], root + _in_language(code).split("?")[0], False, code) for code in LANGUAGES
    ]
    return [*ways, replace(ways[0], code="x-default")]


def _in_language(language: str) -> str:
    """Make the address of this page in a language; the query string stays."""
    if request.path.startswith("/api"):
        args = {**request.args, "lang": language}
        return f"{request.script_root}{quote(request.path)}?{urlencode(args)}"
    path = f"{request.path}/".removeprefix("/en/").strip("/")
    query = request.query_string.decode("ascii", "replace")
    return page_address(language, quote(path)) + (f"?{query}" if query else "")
