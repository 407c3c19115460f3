"""Answers of the service given again without being made again, for as long as the snapshot stays.

An answer follows from the snapshot, the address and a few headers alone. It is kept under all of
them, so that nothing ever has to be forgotten but for want of room.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from webmap.state import SNAPSHOT, State

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_PREFIX = "/api"
_ASKED_BY = (
    "wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT",
    "HTTP_ACCEPT_ENCODING",
)  # fmt: skip
_OTHERWISE = (
    "HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE",
)  # fmt: skip
"""Headers that ask for something else than the whole answer."""

_OF_A_BODY = ("content-length", "content-type", "content-encoding", "content-disposition", "content-crs")
_LONGEST_KEY = 4_000
_LARGEST_BODY = 4_000_000
_ROOM = 64_000_000

Key = tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """A whole answer, as WSGI passes it on."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def etag(self) -> str | None:
        """Return the ETag, quotes included."""
        return next((value for name, value in self.headers if name == "ETag"), None)

    @property
    def is_lasting(self) -> bool:
        """Tell whether the same question will get just this again."""
        names = {name.lower() for name, _ in self.headers}
        nonce = any("'nonce-" in value for _, value in self.headers)
        fits = len(self.body) <= _LARGEST_BODY
        return (
            self.status == "200 OK"
            and self.etag is not None
            and "set-cookie" not in names
            and fits
            and not nonce
        )

    @property
    def unchanged(self) -> "Answer":
        """Make the answer to one who has this already."""
        kept = [(name, value) for name, value in self.headers if name.lower() not in _OF_A_BODY]
        return Answer("304 NOT MODIFIED", kept, b"")


@dataclass
class Remembered:
    """A WSGI application in front of another, which remembers what it answered."""

    app: "WSGIApplication"
    state: State
    _kept: OrderedDict[Key, Answer] = field(default_factory=OrderedDict)
    _size: int = 0
    _lock: Lock = field(default_factory=Lock)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer from memory, or ask and remember."""
        environ[SNAPSHOT] = snapshot = self.state.latest()
        if not _is_plain(environ):
            return self.app(environ, start_response)
        key = (snapshot.revision, *(str(environ.get(name, "")) for name in _ASKED_BY))
        answer = self._find(key)
        if answer is None:
            answer = _ask(self.app, environ)
            if answer.is_lasting and sum(map(len, key)) <= _LONGEST_KEY:
                self._keep(key, answer)
        stated = environ.get("HTTP_IF_NONE_MATCH", "")
        if answer.etag and answer.status == "200 OK" and (answer.etag in stated or stated == "*"):
            answer = answer.unchanged
        start_response(answer.status, list(answer.headers))
        return [answer.body]

    def _find(self, key: Key) -> Answer | None:
        with self._lock:
            answer = self._kept.get(key)
            if answer is not None:
                self._kept.move_to_end(key)
        return answer

    def _keep(self, key: Key, answer: Answer) -> None:
        with self._lock:
            if key not in self._kept:
                self._kept[key] = answer
                self._size += len(answer.body)
            while self._size > _ROOM:
                _, forgotten = self._kept.popitem(last=False)
                self._size -= len(forgotten.body)


def _is_plain(environ: "WSGIEnvironment") -> bool:
    """Tell whether a request asks the service for a whole answer."""
    return (
        environ["REQUEST_METHOD"] == "GET"
        and environ.get("PATH_INFO", "").startswith(_PREFIX)
        and not any(name in environ for name in _OTHERWISE)
    )


def _ask(app: "WSGIApplication", environ: "WSGIEnvironment") -> Answer:
    started: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], _: Any = None) -> Any:
        started[:] = [status, headers]
        return lambda _: None

    pieces = app(environ, start_response)
    try:
        body = b"".join(pieces)
    finally:
        if hasattr(pieces, "close"):
            pieces.close()
    return Answer(started[0], started[1], body)
