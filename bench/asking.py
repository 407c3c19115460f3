"""Before anything is timed: every server is asked every question once, and must answer it right."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from bench.load import Answer, Load, ask, run_load
from bench.servers import Fixed, Server, Service
from bench.tasks import Task

_TRIES = 3
_LEAST_WARM, _MOST_WARM, _WARM_S = 2, 10, 2.0
_TURNS = 0.75
"""Two cores need half as many turns as there are clients until each has an answer; and some more."""

_NOT_MODIFIED = 304
_OK = 200
_MOST_S = 12
_TOO_SLOW_S = 1.0
"""A server that takes longer for one answer alone is not asked by many at once: it would take minutes."""


@dataclass(frozen=True)
class Question:
    """A task as one server reads it, and how long one answer takes alone."""

    server: Server
    task: Task
    address: str
    headers: Mapping[str, str]
    alone_s: float

    @property
    def is_slow(self) -> bool:
        """Tell whether one round must do, and one client."""
        return self.alone_s > _TOO_SLOW_S

    def put(self, concurrency: int, seconds: int) -> Load:
        """Put the question for some seconds, for longer where so many answers need it, or none came."""
        needed = ceil(self.alone_s * max(_TRIES, _TURNS * concurrency))
        seen = run_load(self.address, self.headers, concurrency, min(max(needed, seconds), _MOST_S))
        return seen if seen.per_second else run_load(self.address, self.headers, concurrency, _MOST_S)


class NotAnsweredError(Exception):
    """A server does not answer a question, or answers it wrong; says why."""


def require_answer(server: Server, task: Task, expected: int) -> Question:
    """See that a server answers a question with as many features as there are; choose its quickest way.

    Raises
    ------
    NotAnsweredError
        If it does so in none of its ways.
    """
    found, reasons = [], []
    for service in server.services:
        try:
            found.append(_try(server, service, task, expected))
        except NotAnsweredError as error:
            reasons.append(str(error))
    if not found:
        raise NotAnsweredError("; ".join(dict.fromkeys(reasons)))
    return min(found, key=lambda question: question.alone_s)


def get_answer(question: Question) -> Answer:
    """Put the question once."""
    return ask(question.address, question.headers)


def _try(server: Server, service: Service | Fixed, task: Task, expected: int) -> Question:
    address = server.root + service.address(task)
    headers = task.headers
    if task.revalidates:
        headers = {**headers, "If-None-Match": _require_etag(ask(address, headers))}
    answers = list(_warm_up(address, headers))
    _check(answers[0], task, expected)
    # the quickest: what else the machine does at the moment only ever adds
    return Question(server, task, address, headers, min(answer.seconds for answer in answers))


def _warm_up(address: str, headers: Mapping[str, str]) -> Iterator[Answer]:
    """Ask until every worker has most likely answered once: who remembers answers is measured remembering."""
    begin = time.monotonic()
    for number in range(_MOST_WARM):
        if number >= _LEAST_WARM and time.monotonic() - begin > _WARM_S:
            return
        yield ask(address, headers)


def _require_etag(answer: Answer) -> str:
    if "etag" not in answer.headers:
        raise NotAnsweredError("it sends no ETag")
    return answer.headers["etag"]


def _check(answer: Answer, task: Task, expected: int) -> None:
    right = _NOT_MODIFIED if task.revalidates else _OK
    if answer.status != right:
        raise NotAnsweredError(f"it answers {answer.status}; expected {right}")
    if task.packed and answer.headers.get("content-encoding") != "gzip":
        raise NotAnsweredError("it does not pack its answers")
    if right == _OK and (count := answer.count_features()) != expected:
        raise NotAnsweredError(f"it answers with {count} features; there are {expected}")
