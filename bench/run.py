"""One run: servers up, answers checked, and then short rounds, server after server, over and over."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

from bench.asking import NotAnsweredError, Question, get_answer, require_answer
from bench.atlas import atlas, limits
from bench.homes import home_of, open_clusters, package_of
from bench.limit import write_fixed
from bench.page import Weight
from bench.peers.postgis import PostGIS, load_table
from bench.peers.pygeoapi import pygeoapi
from bench.peers.tipg import tipg
from bench.report import Round
from bench.servers import NotStartedError, Running, Server, resident_mb, running
from bench.tasks import COLLECTION, CONCURRENCIES, TASKS, Task, expected_features
from geo.snapshot import Frozen

_FIRST = {"S": "item", "M": "box"}
"""The light question a server must answer to count as started."""


@dataclass(frozen=True)
class Extent:
    """How much is measured: rounds, starts of each server, seconds of a round.

    No round but the first begins when more than `most_s` have gone into the rounds of one of the data
    S and M, or `whole_s` into all, starts and checks included: a run lasts ten minutes at most.
    """

    rounds: int
    starts: int
    seconds: int = 1
    most_s: float = 150
    whole_s: float = 480


@dataclass
class Bench:
    """A run while it is made; without a database there are no peers."""

    folder: Path
    port: int
    extent: Extent
    database: PostGIS | None
    measured: list[Round] = field(default_factory=list)
    weights: list[Weight] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    begin: float = field(default_factory=time.monotonic)

    def measure(self, data: str) -> None:
        """Put all questions about the data S or M to all servers."""
        package, home = package_of(data, self.folder), home_of(data, self.folder)
        frozen = open_clusters(home)
        fixed = self.folder / "fixed" / data
        with ExitStack() as stack:
            up = [self._start(stack, atlas(package, home, self.port), data)]
            asked = [task for task in TASKS if task.data == data]
            questions = list(self._questions(up[0].server, asked, frozen))
            answered = [question.task for question in questions]
            write_fixed(fixed, {question.task.name: get_answer(question) for question in questions})
            for server in limits(fixed, self.port + 1):
                up.append(self._start(stack, server, data))
                questions += self._questions(server, answered, frozen)
            for server in self._peers(data, frozen):
                try:
                    up.append(self._start(stack, server, data))
                except NotStartedError as error:
                    self._skip(f"{server.name}, {data}: {error}")
                    continue
                questions += self._questions(server, asked, frozen)
            self._go_round(data, questions)
            self._weigh(data, up)

    def _peers(self, data: str, frozen: Frozen) -> Iterator[Server]:
        if self.database is not None:
            load_table(self.database, COLLECTION, frozen)
            yield pygeoapi(frozen, self.database, self.folder / "pygeoapi" / data, self.port + 3)
            yield tipg(self.database, self.port + 4)

    def _start(self, stack: ExitStack, server: Server, data: str) -> Running:
        """Start a server so many times, and leave it running with the median of its cold starts."""
        first = next(task for task in TASKS if task.name == _FIRST[data])
        log = self.folder / f"{server.name}-{data}.log"
        starts = []
        for _ in range(self.extent.starts - 1):
            with running(server, first, log) as trial:
                starts.append(trial.cold_start_s)
        stays = stack.enter_context(running(server, first, log))
        print(f"{data}: {server.name} is up", flush=True)
        return replace(stays, cold_start_s=median([*starts, stays.cold_start_s]))

    def _questions(self, server: Server, tasks: Sequence[Task], frozen: Frozen) -> Iterator[Question]:
        for task in tasks:
            try:
                question = require_answer(server, task, expected_features(task, frozen))
            except NotAnsweredError as error:
                self._skip(f"{server.name}, {task.data}: {task.title}: {error}")
                continue
            if question.is_slow:
                self._skip(
                    f"{server.name}, {task.data}: {task.title}, more than one round and one client:"
                    f" one answer takes {question.alone_s:.1f} s"
                )
            yield question

    def _skip(self, reason: str) -> None:
        print(f"not measured: {reason}", flush=True)
        self.skipped.append(reason)

    def _go_round(self, data: str, questions: Sequence[Question]) -> None:
        begin = time.monotonic()
        for number in range(self.extent.rounds):
            now = time.monotonic()
            late = now - begin > self.extent.most_s or now - self.begin > self.extent.whole_s
            if number and late:
                self._skip(
                    f"{data}: {self.extent.rounds - number} of {self.extent.rounds} rounds: out of time"
                )
                return
            self._round(number, questions)

    def _round(self, number: int, questions: Sequence[Question]) -> None:
        """Put each question to one server after the other, so that what disturbs one disturbs all."""
        print(f"round {number + 1} of {self.extent.rounds}", flush=True)
        for task, clients, question in _in_turns(questions):
            if question.is_slow and (number > 0 or clients > 1):
                continue
            seen = question.put(clients, self.extent.seconds)
            if seen.failed or not seen.per_second:
                why = f"{seen.failed} requests failed" if seen.failed else "no answer came"
                self._skip(f"{question.server.name}, {task.data}: {task.title}, round {number + 1}: {why}")
            if not seen.per_second:
                continue
            self.measured.append(
                Round(
                    task.name,
                    question.server.name,
                    clients,
                    number,
                    seen.per_second,
                    seen.p50_ms,
                    seen.p99_ms,
                )
            )

    def _weigh(self, data: str, up: Sequence[Running]) -> None:
        for one in up:
            self.weights.append(Weight(one.server.name, data, one.cold_start_s, resident_mb(one.process)))
        if self.database is not None:
            memory = resident_mb(self.database.process)
            self.weights.append(Weight("PostgreSQL behind both peers", data, None, memory))


def _in_turns(questions: Sequence[Question]) -> Iterable[tuple[Task, int, Question]]:
    for task in TASKS:
        for clients in CONCURRENCIES:
            for question in questions:
                if question.task == task:
                    yield task, clients, question
