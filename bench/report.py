"""From what was measured to medians, ratios and goals. Knows no server and measures nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bench.tasks import BUSY, Share, Task, Within

OURS, FLASK, WSGI = "CCN Atlas", "Flask", "WSGI"
LIMITS = (FLASK, WSGI)


@dataclass(frozen=True)
class Round:
    """What one server did with one question, for a second or so."""

    task: str
    server: str
    concurrency: int
    number: int
    per_second: float
    p50_ms: float
    p99_ms: float


@dataclass(frozen=True)
class Figure:
    """A median over rounds and the ends it lies between."""

    middle: float
    least: float
    most: float

    @property
    def spread(self) -> float:
        """Return how far the ends lie apart, as a share of the median."""
        return (self.most - self.least) / self.middle


@dataclass(frozen=True)
class Cell:
    """All rounds of one server, one question and one concurrency."""

    rounds: Sequence[Round]

    @property
    def per_second(self) -> Figure:
        """Return the answers a second."""
        return figure(one.per_second for one in self.rounds)

    @property
    def p50_ms(self) -> float:
        """Return the time half of the answers took."""
        return median(one.p50_ms for one in self.rounds)

    @property
    def p99_ms(self) -> float:
        """Return the time 99 of 100 answers took."""
        return median(one.p99_ms for one in self.rounds)


@dataclass(frozen=True)
class Verdict:
    """Whether a goal was reached, and the value it was held against."""

    reached: bool
    value: float


Cells = Mapping[tuple[str, int, str], Cell]
"""By question, concurrency and server."""


def figure(values: Iterable[float]) -> Figure:
    """Take the median and the ends of values."""
    taken = list(values)
    return Figure(median(taken), min(taken), max(taken))


def to_cells(rounds: Iterable[Round]) -> Cells:
    """Sort rounds by question, concurrency and server."""
    found: dict[tuple[str, int, str], list[Round]] = {}
    for one in rounds:
        found.setdefault((one.task, one.concurrency, one.server), []).append(one)
    return {key: Cell(of_key) for key, of_key in found.items()}


def ratio(cells: Cells, task: str, concurrency: int, server: str, base: str) -> Figure | None:
    """Divide the rate of a server by that of another, round by round; None where either was not measured.

    Rounds of one number lie seconds apart, so what slows the machine slows both. A server that was
    measured in fewer rounds, because it is slow, is compared by the medians.
    """
    ours, theirs = (cells.get((task, concurrency, name)) for name in (server, base))
    if ours is None or theirs is None or not theirs.per_second.middle:
        return None
    rates = {one.number: one.per_second for one in theirs.rounds}
    if rates.keys() == {one.number for one in ours.rounds} and all(rates.values()):
        return figure(one.per_second / rates[one.number] for one in ours.rounds)
    share = ours.per_second.middle / theirs.per_second.middle
    return Figure(share, share, share)


def noise(cells: Cells, concurrency: int) -> float:
    """Return how much the rate of Flask varied between rounds: the median over questions."""
    spreads = [
        cell.per_second.spread
        for (_, clients, server), cell in cells.items()
        if (clients, server) == (concurrency, FLASK)
    ]
    return median(spreads) if spreads else 0.0


def judge(cells: Cells, task: Task) -> Verdict | None:
    """Hold a question against its goal; None where it has none, or was not answered."""
    if isinstance(task.goal, Share):
        share = ratio(cells, task.name, BUSY, OURS, FLASK)
        return None if share is None else Verdict(share.middle >= task.goal.least, share.middle)
    if isinstance(task.goal, Within) and (alone := cells.get((task.name, 1, OURS))) is not None:
        return Verdict(alone.p50_ms <= task.goal.most_ms, alone.p50_ms)
    return None
