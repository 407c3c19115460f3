"""The land finder: asks the question the way an investor does, and answers with every step in sight."""

import secrets
from collections import Counter
from http import HTTPStatus
from itertools import groupby
from operator import itemgetter
from typing import Any
from urllib.parse import quote

from flask import Response, g, redirect, render_template, request, url_for

from geo.conditions import AskedError
from geo.formats.offered import FORMATS
from geo.schema import Text
from geo.snapshot import Snapshot
from webmap.pages.find_address import MOST_COMPARED, PAGE, is_tidy, parse_asked
from webmap.pages.find_comparison import compare
from webmap.pages.find_form import ground_labels, make_controls, make_sliders, name_unheld
from webmap.pages.find_map import draw_finder_map, found_data, map_data
from webmap.pages.find_question import Finding, answer_asked
from webmap.pages.find_results import MOST_MISSES, PAGE_RESULTS, Card, Cards, StepShown, show_steps
from webmap.pages.find_words import FindWords, words_of
from webmap.pages.frame import page_address
from webmap.pages.wording import amount, is_vietnamese
from webmap.screen.download import OFFICIAL, list_systems
from webmap.screen.question import columns_of
from webmap.state import state

MOST_SAVED = 300
"""More ids than this make an address that proxies refuse."""


def show_finder(language: str) -> Response:
    """Answer with the sites that meet a question, or with what of it cannot be answered beside its field."""
    snapshot = state().snapshot
    columns = columns_of(snapshot, "clusters")
    asked, errors = parse_asked(request.args, columns)
    finding = None
    if not errors:
        try:
            finding = answer_asked(asked, snapshot, columns)
            _require_page(finding)
        except AskedError as error:
            finding, errors = None, {error.name: error}
    if finding and not is_tidy(request.args, asked):
        tidy = page_address(language, "find") + asked.query(page=asked.texts.get(PAGE))
        return redirect(tidy, HTTPStatus.SEE_OTHER)  # type: ignore[return-value]
    g.nonce = secrets.token_urlsafe(16)
    problems = {name: error.expected.in_language(language) for name, error in errors.items()}
    page = render_template(
        "find.html",
        lang=language,
        nonce=g.nonce,
        asked=asked,
        controls=make_controls(asked, snapshot, problems),
        sliders=make_sliders(asked),
        ground=list(ground_labels(asked, snapshot)),
        unheld=name_unheld(snapshot, language),
        problems=problems,
        refusal=[(error.name, error.got, problems[name]) for name, error in errors.items()],
        map=draw_finder_map(snapshot),
        map_data=map_data(snapshot, language),
        amount=amount,
        is_vietnamese=is_vietnamese,
        **(_found(finding, snapshot, language) if finding else {}),
    )
    status = HTTPStatus.BAD_REQUEST if errors else HTTPStatus.OK
    return Response(page, status=status, headers={"Cache-Control": "no-store"})


def _require_page(finding: Finding) -> None:
    last = max(1, -(-len(finding.ranked) // PAGE_RESULTS))
    if finding.asked.page > last:
        said = Text(f"số trang từ 1 đến {last}", f"a page from 1 to {last}")
        raise AskedError(PAGE, str(finding.asked.page), said)


def _found(finding: Finding, snapshot: Snapshot, language: str) -> dict[str, Any]:
    asked, answer = finding.asked, finding.answer
    words = words_of(asked, snapshot)
    cards = Cards(finding, words, language)
    first = (asked.page - 1) * PAGE_RESULTS
    shown = list(enumerate(finding.ranked, start=1))[first : first + PAGE_RESULTS]
    sure = sum(not one.found.unknown for one in finding.ranked)
    placeless = snapshot.collections["clusters"].placeless
    return {
        "finding": finding,
        "steps": show_steps(finding, words),
        "everything": words.say_hectares(answer.all),
        "hardest": None if finding.ranked else _hardest(finding, words),
        "verdicts": words.verdicts,
        "sure": cards.ranked(pair for pair in shown if pair[0] <= sure),
        "maybe": _by_unknown(cards.ranked(pair for pair in shown if pair[0] > sure)),
        "unknown_counts": Counter(len(one.found.unknown) for one in finding.ranked),
        "asked_count": len(finding.conditions),
        "unplaced": sum(bool(placeless[one.found.site.row]) for one in finding.ranked),
        "counts": {"sure": sure, "maybe": len(finding.ranked) - sure, "misses": len(answer.misses)},
        "misses": cards.misses(answer.misses[:MOST_MISSES]) if asked.page == 1 else [],
        "pages": _pages(finding),
        "comparison": compare(finding, words, snapshot, language),
        "saved": _saved(finding, language),
        "found_data": found_data(finding, snapshot, language, first + len(shown)),
        "place": words.place,
        "unmeasured": asked.query(near=None, at=None, km=None),
        "most_compared": MOST_COMPARED,
        "narrowed": list(asked.selection.texts.items()),
    }


def _by_unknown(cards: list[Card]) -> list[tuple[int, list[Card]]]:
    """Put together the sites of which equally many conditions are unknown."""
    return [(count, list(those)) for count, those in groupby(cards, key=lambda card: card.unknown)]


def _hardest(finding: Finding, words: FindWords) -> StepShown | None:
    """Say at which step most fall away; None where nothing was asked."""
    pairs = zip(finding.answer.steps, show_steps(finding, words), strict=True)
    fallen = [(step.failed.sites + step.silent.sites, shown) for step, shown in pairs]
    return max(fallen, key=itemgetter(0))[1] if fallen else None


def _pages(finding: Finding) -> list[tuple[int, str]]:
    last = -(-len(finding.ranked) // PAGE_RESULTS)
    return [(page, finding.asked.query(page=str(page))) for page in range(1, last + 1)] if last > 1 else []


def _saved(finding: Finding, language: str) -> dict[str, Any]:
    """Say where the shortlist, or the sites found, can be had as a file, on the map and on paper."""
    chosen = list(finding.asked.compared)
    ids = chosen or [one.found.site.record["id"] for one in finding.ranked[:MOST_SAVED]]
    listed = ", ".join(f"'{one_id}'" for one_id in ids)
    return {
        "ids": ids,
        "chosen": bool(chosen),
        "cut": not chosen and len(finding.ranked) > MOST_SAVED,
        "service": url_for("api.items", collection_id="clusters"),
        "filter": f"id IN ({listed})",
        "limit": len(ids),
        "formats": [(name, one.title) for name, one in FORMATS.items()],
        "systems": list_systems(),
        "official": OFFICIAL,
        "paper": page_address(language, "find.pdf") + finding.asked.query(),
        "map": page_address(language, "") + f"?id={quote(','.join(ids), safe=',')}",
    }
