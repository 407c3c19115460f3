"""The benchmark: medians, ratios and goals follow from the rounds, and the limit gives the same bytes."""

import socket
from dataclasses import replace

import pytest
from werkzeug.test import Client

from bench.browser_page import BEGIN as IN_BROWSER
from bench.browser_page import END as IN_BROWSER_END
from bench.limit import APPS, write_fixed
from bench.load import Answer
from bench.page import BEGIN, END, Run, Weight, to_markdown, write_between, write_page
from bench.report import FLASK, OURS, Round, judge, noise, ratio, to_cells
from bench.servers import require_free
from bench.tasks import BUSY, TASKS, Share

TASK = {task.name: task for task in TASKS}


def rounds(task, server, rates, clients=BUSY, p50_ms=1.0):
    return [
        Round(task, server, clients, number, rate, p50_ms, p50_ms * 4) for number, rate in enumerate(rates)
    ]


@pytest.fixture
def measured():
    """Three rounds at 80, 90 and 98 % of Flask, of which the second was a slow one for both; a peer measured once."""
    return [
        *rounds("item", OURS, [800.0, 450.0, 980.0]),
        *rounds("item", FLASK, [1000.0, 500.0, 1000.0]),
        *rounds("item", "tipg", [200.0]),
    ]


def test_a_cell_is_the_median_of_its_rounds(measured):
    ours = to_cells(measured)["item", BUSY, OURS].per_second
    assert (ours.middle, ours.least, ours.most) == (800.0, 450.0, 980.0)


def test_shares_are_taken_round_by_round_so_that_a_slow_moment_of_the_machine_cancels_out(measured):
    share = ratio(to_cells(measured), "item", BUSY, OURS, FLASK)
    assert (share.least, share.middle, share.most) == (0.8, 0.9, 0.98)


def test_a_peer_measured_in_fewer_rounds_is_compared_by_medians(measured):
    assert ratio(to_cells(measured), "item", BUSY, OURS, "tipg").middle == 4.0


def test_what_was_not_measured_has_no_ratio(measured):
    assert ratio(to_cells(measured), "item", 1, OURS, FLASK) is None
    assert ratio(to_cells(measured), "whole", BUSY, OURS, FLASK) is None
    assert ratio(to_cells(rounds("item", OURS, [9.0])), "item", BUSY, OURS, FLASK) is None


def test_a_base_that_answered_nothing_has_no_ratio(measured):
    silent = rounds("item", "pygeoapi", [0.0, 0.0, 0.0])
    assert ratio(to_cells([*measured, *silent]), "item", BUSY, OURS, "pygeoapi") is None


def test_noise_is_how_far_the_rounds_of_ready_bytes_lie_apart(measured):
    assert noise(to_cells(measured), BUSY) == 0.5
    assert noise({}, BUSY) == 0.0


@pytest.mark.parametrize(("rate", "reached"), [(900.0, True), (899.0, False)], ids=["just", "just not"])
def test_a_share_is_reached_from_the_goal_on(rate, reached):
    cells = to_cells([*rounds("item", OURS, [rate]), *rounds("item", FLASK, [1000.0])])
    assert judge(cells, TASK["item"]).reached is reached


@pytest.mark.parametrize(("p50_ms", "reached"), [(50.0, True), (50.1, False)], ids=["just", "just not"])
def test_a_time_is_that_of_one_client_alone(p50_ms, reached):
    alone = rounds("ten-thousand", OURS, [20.0], clients=1, p50_ms=p50_ms)
    busy = rounds("ten-thousand", OURS, [20.0], p50_ms=900.0)
    assert judge(to_cells([*alone, *busy]), TASK["ten-thousand"]).reached is reached


def test_a_question_nobody_answered_is_neither_reached_nor_missed():
    assert judge({}, TASK["item"]) is None
    assert judge({}, TASK["ten-thousand"]) is None


@pytest.fixture
def run(measured):
    weights = [Weight(OURS, "S", 0.5, 100.0)]
    return Run(to_cells(measured), ("pygeoapi", "tipg"), weights, ["tipg: no ETag"], {"date": "2026-11-22"})


def test_the_tables_name_rates_shares_and_goals(run):
    text = to_markdown(run)
    assert "| S: one feature | ≥ 90% of Flask, c = 16 | 90% | 100% | reached |" in text
    assert "| S: one feature | 16 | 800 | 90% (80% to 98%) | – | 1,000 | – | – | – | 200 | 4 × |" in text
    assert "| CCN Atlas | S | 0.50 | 100 |" in text
    assert "- tipg: no ETag" in text


def test_the_time_of_ready_bytes_stands_beside_a_goal_in_milliseconds(run):
    alone = [
        *rounds("ten-thousand", OURS, [12.0], 1, 81.0),
        *rounds("ten-thousand", FLASK, [16.0], 1, 62.5),
    ]
    text = to_markdown(replace(run, cells=to_cells(alone)))
    assert "as GeoJSON | ≤ 50 ms, c = 1 | 81.0 ms | 62.5 ms | **not reached** |" in text


def test_a_filter_asked_again_and_one_that_is_new_each_time_are_two_goals():
    goals = [task.title for task in TASKS if task.goal == Share(0.40)]
    assert [title.partition(", ")[2] for title in goals] == ["repeated", "another number each time"]


@pytest.mark.parametrize(
    ("status", "body"), [(200, b'{"type":"Feature"}'), (304, b"")], ids=["whole", "unchanged"]
)
@pytest.mark.parametrize("make", APPS.values(), ids=APPS)
def test_the_limit_answers_with_the_very_bytes_and_status_of_our_server(
    make, status, body, tmp_path, monkeypatch
):
    write_fixed(tmp_path, {"item": Answer(status, {"etag": '"1"', "date": "today"}, body, 0.1)})
    monkeypatch.setenv("BENCH_FIXED", str(tmp_path))
    answer = Client(make()).get("/item?v=")
    assert (answer.status_code, answer.data, answer.headers["etag"]) == (status, body, '"1"')
    assert "date" not in answer.headers


def test_a_port_that_somebody_listens_on_is_refused_before_anything_is_measured():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(SystemExit, match=f"port {port} is in use"):
            require_free([port])


def test_what_people_wrote_around_the_tables_stays(run, tmp_path):
    page = tmp_path / "performance.md"
    page.write_text(f"before\n{BEGIN}\nstale\n{END}\nafter\n", encoding="utf-8")
    write_page(page, run)
    write_page(page, run)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n") and text.endswith("\nafter\n")
    assert "stale" not in text and text.count("### Goals") == 1


def test_a_page_without_a_place_for_the_tables_is_refused(run, tmp_path):
    page = tmp_path / "performance.md"
    page.write_text("by hand", encoding="utf-8")
    with pytest.raises(ValueError, match="lacks the marks"):
        write_page(page, run)
    assert page.read_text(encoding="utf-8") == "by hand"


def test_the_two_measured_parts_of_a_page_leave_each_other_alone(run, tmp_path):
    page = tmp_path / "performance.md"
    page.write_text(f"{BEGIN}\n{END}\n{IN_BROWSER}\n{IN_BROWSER_END}\n", encoding="utf-8")
    write_between(page, IN_BROWSER, IN_BROWSER_END, "seconds")
    write_page(page, run)
    text = page.read_text(encoding="utf-8")
    assert "### Goals" in text and f"{IN_BROWSER}\n\nseconds\n\n{IN_BROWSER_END}" in text
