"""The benchmark in a browser: times follow from the trace of the page that was marked, sizes from what was loaded."""

import gzip
import json

import pytest

from bench.bare import PAGE, bare_answers
from bench.browser_page import Script, Seen, Timing, to_markdown
from bench.load import Answer
from bench.report import Figure
from bench.tracing import DRAWN, INPUT, SHOWN, NoFrameError, first_drawn_ms, shown_ms
from bench.visits import Loaded

PAGE_PROCESS, OTHER_PROCESS = 1, 2
MAIN, COMPOSITOR = 10, 11


def event(name, ms, pid=PAGE_PROCESS, tid=MAIN, **data):
    return {"name": name, "ts": ms * 1000, "pid": pid, "tid": tid, "args": {"data": data}}


def frame(ms, pid=PAGE_PROCESS):
    """The steps of a frame that is painted at a time, and on the screen 30 ms later."""
    return [
        event("Commit", ms + 10, pid),
        event("ActivateLayerTree", ms + 20, pid, COMPOSITOR),
        event("DrawFrame", ms + 30, pid, COMPOSITOR),
    ]


@pytest.fixture
def trace():
    """A page asked for at 100 ms that draws at 500 and paints at 540; an empty one before, and another beside it."""
    return [
        event("navigationStart", 90, documentLoaderURL=""),
        event("navigationStart", 100, documentLoaderURL="http://127.0.0.1/"),
        event("navigationStart", 300, OTHER_PROCESS, documentLoaderURL="http://127.0.0.1/"),
        *frame(460),
        event(DRAWN, 500),
        *frame(510, OTHER_PROCESS),
        event("Commit", 505, tid=COMPOSITOR),
        *frame(540),
        *frame(700),
    ]


def test_a_map_is_drawn_when_the_frame_painted_after_the_mark_is_on_the_screen(trace):
    assert first_drawn_ms(trace) == 570 - 100


def test_an_answer_is_shown_by_the_frame_after_the_last_mark(trace):
    again = [event(INPUT, 800), event(SHOWN, 830), event(INPUT, 900), event(SHOWN, 950), *frame(960)]
    assert shown_ms([*trace, *again]) == 990 - 900


def test_the_order_in_which_a_trace_lists_its_events_does_not_matter(trace):
    assert first_drawn_ms(trace[::-1]) == first_drawn_ms(trace)


@pytest.mark.parametrize("missing", [DRAWN, "navigationStart", "Commit", "DrawFrame"])
def test_a_trace_without_the_frame_says_what_it_lacks(trace, missing):
    with pytest.raises(NoFrameError, match=missing):
        first_drawn_ms([one for one in trace if one["name"] != missing])


def test_scripts_are_added_up_without_what_else_came():
    loaded = Loaded(
        {"/a.js": "Script", "/b.js": "Script", "/": "Document"}, {"/a.js": 100, "/b.js": 20, "/": 9_000}
    )
    assert loaded.bytes_of("Script") == 120


@pytest.mark.parametrize(("count", "on_canvas"), [(1, "false"), (1_501, "true")])
def test_the_bare_page_draws_the_features_of_our_map_as_our_map_would(count, on_canvas):
    body = json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature"}] * count}).encode()
    features = Answer(200, {"content-type": "application/geo+json"}, body, 0.0)
    answers = bare_answers(features)
    html = gzip.decompress(answers[PAGE].body).decode()
    assert f"preferCanvas: {on_canvas}" in html and DRAWN in html and SHOWN in html
    assert answers["clusters"] is features


def test_times_and_sizes_stand_beside_their_limits_and_the_peer():
    ours, peer = Figure(1_200.0, 1_100.0, 1_650.4), Figure(600.0, 590.0, 610.0)
    seen = Seen(
        [
            Timing("drawn", ours, peer, 1_500),
            Timing("filtered", Figure(150.0, 90.0, 200.0), None, 100),
            Timing("slowed", ours, None),
            Timing("never", None, None, 100),
        ],
        [Script("index", 87_500)],
        350_000,
        {"date": "2026-11-22"},
        ["never: no control"],
    )
    text = to_markdown(seen)
    assert (
        "| drawn | ≤ 1,500 ms | 1,200 ms (1,100 to 1,650) | 80% | 600 ms (590 to 610) | 2 × | reached |"
        in text
    )
    assert "| filtered | ≤ 100 ms | 150 ms (90 to 200) | 150% | – | – | **not reached** |" in text
    assert "| slowed | – | 1,200 ms (1,100 to 1,650) | – | – | – | for information |" in text
    assert "| never | ≤ 100 ms | – | – | – | – | not measured |" in text
    assert "| index | 87.5 | 25% | reached |" in text and "- never: no control" in text
