"""The measured part of `docs/performance.md`; what people wrote around it stays."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.report import FLASK, LIMITS, OURS, WSGI, Cell, Cells, Figure, judge, noise, ratio
from bench.tasks import BUSY, CONCURRENCIES, TASKS, Share, Task

BEGIN = "<!-- measured: written by `make bench`; do not edit up to the next such mark -->"
END = "<!-- measured: end -->"
_NONE = "–"


@dataclass(frozen=True)
class Weight:
    """What it takes to run a server on the data S or M."""

    server: str
    data: str
    cold_start_s: float | None
    resident_mb: float


@dataclass(frozen=True)
class Run:
    """All that one run found out."""

    cells: Cells
    peers: Sequence[str]
    weights: Sequence[Weight]
    skipped: Sequence[str]
    about: Mapping[str, str]


def write_page(path: Path, run: Run) -> None:
    """Replace the measured part of a page.

    Raises
    ------
    ValueError
        If the page does not have the two marks the measured part stands between.
    """
    write_between(path, BEGIN, END, to_markdown(run))


def write_between(path: Path, begin: str, end: str, tables: str) -> None:
    """Replace what stands between two marks of a page.

    Raises
    ------
    ValueError
        If the page does not have them.
    """
    before, found, rest = path.read_text(encoding="utf-8").partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"{path} lacks the marks {begin} and {end}; put them where the tables belong")
    path.write_text(f"{before}{begin}\n\n{tables}\n\n{end}{after}", encoding="utf-8")


def to_markdown(run: Run) -> str:
    """Write goals, rates, latencies and weights as tables."""
    parts = [
        "\n".join(f"- {name}: {value}" for name, value in {**run.about, "noise": _noise(run.cells)}.items()),
        "### Goals\n\n" + table(("question", "goal", "measured", "ready bytes", ""), _goals(run.cells)),
        "### Answers a second\n\n" + table(_rate_head(run), _rates(run)),
        "### Latency, p50 / p99 in ms\n\n" + table(_latency_head(run), _latencies(run)),
        "### Memory and cold start\n\n"
        + table(("server", "data", "cold start, s", "resident, MB"), map(_weight, run.weights)),
    ]
    if run.skipped:
        parts.append("### Not measured\n\n" + "\n".join(f"- {line}" for line in run.skipped))
    return "\n\n".join(parts)


def _noise(cells: Cells) -> str:
    alone, busy = (f"{noise(cells, clients):.0%}" for clients in CONCURRENCIES)
    return (
        f"rates of ready bytes through Flask vary between rounds by {alone} (c = 1) and {busy} (c = {BUSY})"
    )


def _goals(cells: Cells) -> Iterator[tuple[str, ...]]:
    for task in TASKS:
        if task.goal is None:
            continue
        verdict = judge(cells, task)
        word = "not measured" if verdict is None else "reached" if verdict.reached else "**not reached**"
        if isinstance(task.goal, Share):
            goal = f"≥ {task.goal.least:.0%} of Flask, c = {BUSY}"
            yield _title(task), goal, _NONE if verdict is None else f"{verdict.value:.0%}", "100%", word
        else:
            goal, limit = f"≤ {task.goal.most_ms:g} ms, c = 1", _alone_ms(cells, task, FLASK)
            yield _title(task), goal, _alone_ms(cells, task, OURS), limit, word


def _alone_ms(cells: Cells, task: Task, server: str) -> str:
    cell = cells.get((task.name, 1, server))
    return _NONE if cell is None else f"{cell.p50_ms:.1f} ms"


def _rate_head(run: Run) -> tuple[str, ...]:
    peers = [text for peer in run.peers for text in (peer, f"we ÷ {peer}")]
    return ("question", "c", OURS, "of Flask (lowest to highest)", "of bare WSGI", FLASK, WSGI, *peers)


def _rates(run: Run) -> Iterator[tuple[str, ...]]:
    for task, clients in _asked(run.cells):

        def rate(server: str, task: Task = task, clients: int = clients) -> str:
            cell = run.cells.get((task.name, clients, server))
            return _NONE if cell is None else _number(cell.per_second.middle)

        def share(base: str, task: Task = task, clients: int = clients) -> Figure | None:
            return ratio(run.cells, task.name, clients, OURS, base)

        of_peers = [text for peer in run.peers for text in (rate(peer), _times(share(peer)))]
        of_flask, of_wsgi = _percent(share(FLASK), ends=True), _percent(share(WSGI))
        yield _title(task), str(clients), rate(OURS), of_flask, of_wsgi, rate(FLASK), rate(WSGI), *of_peers


def _latency_head(run: Run) -> tuple[str, ...]:
    return ("question", "c", OURS, *LIMITS, *run.peers)


def _latencies(run: Run) -> Iterator[tuple[str, ...]]:
    for task, clients in _asked(run.cells):
        cells = [run.cells.get((task.name, clients, server)) for server in (OURS, *LIMITS, *run.peers)]
        yield _title(task), str(clients), *map(_latency, cells)


def _asked(cells: Cells) -> Iterator[tuple[Task, int]]:
    measured = {(task, clients) for task, clients, _ in cells}
    for task in TASKS:
        for clients in CONCURRENCIES:
            if (task.name, clients) in measured:
                yield task, clients


def _title(task: Task) -> str:
    return f"{task.data}: {task.title}"


def _latency(cell: Cell | None) -> str:
    return _NONE if cell is None else f"{_number(cell.p50_ms)} / {_number(cell.p99_ms)}"


def _weight(weight: Weight) -> tuple[str, ...]:
    start = _NONE if weight.cold_start_s is None else f"{weight.cold_start_s:.2f}"
    return weight.server, weight.data, start, f"{weight.resident_mb:,.0f}"


def _percent(share: Figure | None, ends: bool = False) -> str:
    if share is None:
        return _NONE
    return f"{share.middle:.0%}" + (f" ({share.least:.0%} to {share.most:.0%})" if ends else "")


def _times(share: Figure | None) -> str:
    return _NONE if share is None else f"{_number(share.middle)} ×"


def _number(value: float) -> str:
    """Write three figures, no more."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def table(head: Sequence[str], rows: Iterable[tuple[str, ...]]) -> str:
    """Write rows below a head."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
