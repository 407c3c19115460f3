"""What a browser's own trace says: when a frame was on the screen that shows what a page has marked."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Event = Mapping[str, Any]

CATEGORIES = (
    "blink.user_timing",
    "devtools.timeline",
    "devtools.timeline.frame",
    "disabled-by-default-devtools.timeline",
    "disabled-by-default-devtools.timeline.frame",
)
DRAWN, SHOWN = "atlas:drawn", "atlas:shown"
"""Marks (`performance.mark`) of a page: the clusters are on the map; the answer to a question is shown."""

INPUT = "bench:input"
"""Our own mark, just before a person's input."""

_NAVIGATION = "navigationStart"
_STEPS = ("Commit", "ActivateLayerTree", "DrawFrame")
"""What a change goes through, first in its own thread, until it is on the screen; a canvas has no Paint."""


class NoFrameError(Exception):
    """A trace lacks a mark, or the frame that shows what was marked; says which."""


def first_drawn_ms(events: Sequence[Event]) -> float:
    """Measure from the navigation to the frame in which the clusters are on the map.

    Raises
    ------
    NoFrameError
        If the trace holds no such frame.
    """
    drawn = _last(events, DRAWN)
    begin = _last(
        (one for one in events if one["pid"] == drawn["pid"] and _leads_to_a_page(one)), _NAVIGATION
    )
    return _ms(begin, _frame_after(events, drawn))


def shown_ms(events: Sequence[Event]) -> float:
    """Measure from what was asked last to the frame that shows its answer.

    Raises
    ------
    NoFrameError
        If the trace holds no such frame.
    """
    return _ms(_last(events, INPUT), _frame_after(events, _last(events, SHOWN)))


def _leads_to_a_page(event: Event) -> bool:
    address = event.get("args", {}).get("data", {}).get("documentLoaderURL", "")
    return event["name"] == _NAVIGATION and str(address).startswith("http")


def _frame_after(events: Sequence[Event], mark: Event) -> Event:
    """Follow a mark through the commit of its thread to the frame that is drawn."""
    found = mark
    for turn, name in enumerate(_STEPS):
        found = _next(events, name, found, None if turn else mark)
    return found


def _next(events: Sequence[Event], name: str, after: Event, of_thread: Event | None) -> Event:
    following = [
        one
        for one in events
        if one["name"] == name
        and one["pid"] == after["pid"]
        and one["ts"] >= after["ts"]
        and (of_thread is None or one["tid"] == of_thread["tid"])
    ]
    if not following:
        raise NoFrameError(f"no {name} follows {after['name']}")
    return min(following, key=lambda one: float(one["ts"]))


def _last(events: Iterable[Event], name: str) -> Event:
    found = [one for one in events if one["name"] == name]
    if not found:
        raise NoFrameError(f"the trace holds no {name}")
    return max(found, key=lambda one: float(one["ts"]))


def _ms(begin: Event, end: Event) -> float:
    return float(end["ts"] - begin["ts"]) / 1000
