"""What the search box proposes while one types: names, what they are, what each changes in the address."""

from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Response, json, request
from flask_babel import gettext, ngettext

from geo.gazetteer import Entry, Found, Gazetteer, Group, gazetteer_of, plain
from webmap.answers import answer
from webmap.errors import to_problem_details
from webmap.pages.wording import amount, is_vietnamese
from webmap.state import state

_WORDS = "q"
_LONGEST = 100
_NAMED = 2
"""So many units of today are named behind a former one that was divided."""


def show_suggestions(language: str) -> Response:
    """Answer with the names that bear the words of `q`, group by group, as JSON."""
    given = request.args.getlist(_WORDS)
    if len(given) != 1 or len(given[0]) > _LONGEST or not plain(given[0]):
        expected = gettext("expected q once, with 1 to %(most)s characters to look for", most=_LONGEST)
        got = ", ".join(f"q={text[:_LONGEST]!r}" for text in given) or gettext("no q")
        return to_problem_details(HTTPStatus.BAD_REQUEST, f"{got}; {expected}")
    found = _gazetteer(state().snapshot.folder).find(given[0])
    titles = group_titles()
    body = {
        "said": _say(found),
        "groups": [
            {"title": titles[group], "options": [_to_option(entry, language) for entry in entries]}
            for group, entries in found.groups.items()
        ],
    }
    return answer(json.dumps(body, ensure_ascii=False).encode(), "application/json")


@lru_cache(maxsize=2)
def _gazetteer(folder: Path) -> Gazetteer:
    """Collect the names once a snapshot, whose folder is the key."""
    return gazetteer_of(state().snapshot)


def group_titles() -> dict[Group, str]:
    """Say the groups of names."""
    return {
        Group.CLUSTER: gettext("Industrial clusters"),
        Group.WARD: gettext("Communes and wards"),
        Group.COMMUNE: gettext("Former communes and wards"),
        Group.DISTRICT: gettext("Former districts"),
        Group.DEVELOPER: gettext("Infrastructure developers"),
        Group.INDUSTRY: gettext("Industry groups"),
    }


def _say(found: Found) -> str:
    if not found.count:
        return str(gettext("Nothing bears this name."))
    if found.guessed:
        return str(gettext("Nothing bears exactly this name; these are similar."))
    said = ngettext("%(count)s suggestion", "%(count)s suggestions", found.count, count=amount(found.count))
    return str(said)


def _to_option(entry: Entry, language: str) -> dict[str, Any]:
    option: dict[str, Any] = {
        "title": entry.title.in_language(language),
        "note": _note(entry),
        "change": dict(entry.change),
    }
    foreign = entry.is_name and language != "vi" and is_vietnamese(option["title"])
    return option | {"lang": "vi"} if foreign else option


def _note(entry: Entry) -> str:
    """Say where a name belongs, and how many clusters it leads to."""
    if entry.group == Group.CLUSTER:
        return entry.lies_in
    count = ngettext("%(shown)s cluster", "%(shown)s clusters", entry.clusters, shown=amount(entry.clusters))
    if entry.became:
        return f"{_became(entry.lies_in.split(', '))} · {count}"
    if entry.group == Group.COMMUNE:
        count = gettext("named by %(clusters)s", clusters=count)
    return f"{entry.lies_in} · {count}" if entry.lies_in else str(count)


def _became(units: list[str]) -> str:
    named, more = ", ".join(units[:_NAMED]), len(units) - _NAMED
    if more > 0:
        return str(gettext("now %(units)s and %(more)s more", units=named, more=more))
    return str(gettext("now %(units)s", units=named))
