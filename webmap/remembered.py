"""Answers of the service given again without being made again, for as long as the snapshot stays.

An answer follows from the snapshot, the address and a few headers alone. It is kept under all of
them, so that nothing ever has to be forgotten but for want of room.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from webmap.alike import PATTERN, Headers, Pattern, parted
from webmap.answers import DIGEST, LARGE, PARTIAL
from webmap.state import SNAPSHOT, State

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_PREFIX = "/api"
_ASKED_BY = (
    "wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT",
    "HTTP_ACCEPT_ENCODING",
)  # fmt: skip
_OF_A_BODY = ("content-length", "content-type", "content-encoding", "content-disposition", "content-crs")
_QUESTION = 1 + _ASKED_BY.index("QUERY_STRING")
"""Where the query string stands in a key, behind the revision."""

_LONGEST_KEY = 4_000
_MOST_PATTERNS = 100
_ROOM = 64_000_000
_ASIDE = 2_000
"""Bytes a kept answer takes aside from its text: tuples, strings, its place in the memory."""

_OK, _UNCHANGED = "200 OK", "304 NOT MODIFIED"

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
        return (
            self.status in (_OK, _UNCHANGED)
            and self.etag is not None
            and "set-cookie" not in names
            and not nonce
        )

    @property
    def unchanged(self) -> "Answer":
        """Make the answer to one who has this already."""
        kept = [(name, value) for name, value in self.headers if name.lower() not in _OF_A_BODY]
        return Answer(_UNCHANGED, kept, b"")

    def size(self, key: Key) -> int:
        """Measure what it takes to keep this under a key."""
        headers = sum(len(name) + len(value) for name, value in self.headers)
        return _ASIDE + sum(map(len, key)) + headers + len(self.body)


@dataclass(frozen=True)
class Passing:
    """An answer too large to be kept, on its way out in pieces."""

    status: str
    headers: list[tuple[str, str]]
    pieces: Iterable[bytes]


@dataclass
class Remembered:
    """A WSGI application in front of another, which remembers what it answered."""

    app: "WSGIApplication"
    state: State
    _kept: OrderedDict[Key, Answer] = field(default_factory=OrderedDict)
    _size: int = 0
    _revision: str = ""
    _patterns: dict[Key, tuple[Pattern, Headers]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer from memory, or ask and remember."""
        environ[SNAPSHOT] = snapshot = self.state.latest()
        if not _is_plain(environ):
            return self.app(environ, start_response)
        key = (snapshot.revision, *(str(environ.get(name, "")) for name in _ASKED_BY))
        stated = environ.get("HTTP_IF_NONE_MATCH", "")
        # what is made by a pattern is made too soon to be worth the room
        answer = self._find(key) or (self._find((*key, stated)) if stated else None) or self._alike(key)
        if answer is None:
            made = self._ask(environ, key)
            if isinstance(made, Passing):
                start_response(made.status, made.headers)
                return made.pieces
            answer = made
            # that nothing has changed is true for those who stated the same
            self._keep(key if answer.status == _OK else (*key, stated), answer)
        if answer.status == _OK and answer.etag and (answer.etag in stated or stated.strip() == "*"):
            answer = answer.unchanged
        start_response(answer.status, list(answer.headers))
        return [answer.body]

    def _alike(self, key: Key) -> Answer | None:
        """Answer by the pattern of an answer that differs in its filter alone."""
        if key[0] != self._revision:
            self._patterns.clear()  # those of an older snapshot keep its files mapped
        parts = parted(key[_QUESTION])
        found = parts and self._patterns.get(_with_question(key, parts[0]))
        if parts is None or found is None:
            return None
        pattern, headers = found
        made = pattern.answer(parts[1], headers)
        return made and Answer(_OK, *made)

    def _ask(self, environ: "WSGIEnvironment", key: Key) -> Answer | Passing:
        """Ask the application, and keep the pattern it may leave of its answer."""
        made = _ask(self.app, environ)
        pattern: Pattern | None = environ.get(PATTERN)
        parts = parted(key[_QUESTION])
        if pattern is None or parts is None or "Content-Encoding" in dict(made.headers):
            return made
        with self._lock:
            if key[0] != self._revision or len(self._patterns) >= _MOST_PATTERNS:
                self._patterns.clear()
            self._revision = key[0]
            self._patterns[_with_question(key, parts[0])] = pattern, made.headers
        return made

    def _find(self, key: Key) -> Answer | None:
        with self._lock:
            answer = self._kept.get(key)
            if answer is not None:
                self._kept.move_to_end(key)
        return answer

    def _keep(self, key: Key, answer: Answer) -> None:
        if not answer.is_lasting or sum(map(len, key)) > _LONGEST_KEY:
            return
        with self._lock:
            if key not in self._kept:
                self._kept[key] = answer
                self._size += answer.size(key)
            while self._size > _ROOM:
                oldest, forgotten = self._kept.popitem(last=False)
                self._size -= forgotten.size(oldest)


def _with_question(key: Key, question: str) -> Key:
    return (*key[:_QUESTION], question, *key[_QUESTION + 1 :])


def _is_plain(environ: "WSGIEnvironment") -> bool:
    """Tell whether a request asks the service for a whole answer."""
    return (
        environ["REQUEST_METHOD"] == "GET"
        and environ.get("PATH_INFO", "").startswith(_PREFIX)
        and PARTIAL.isdisjoint(environ)
        and DIGEST not in environ
    )


def _ask(app: "WSGIApplication", environ: "WSGIEnvironment") -> Answer | Passing:
    started: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], _: Any = None) -> Any:
        started[:] = [status, headers]
        return lambda _: None

    pieces = app(environ, start_response)
    if started and int(dict(started[1]).get("Content-Length", 0)) > LARGE:
        return Passing(started[0], started[1], pieces)
    try:
        body = b"".join(pieces)
    finally:
        if hasattr(pieces, "close"):
            pieces.close()
    return Answer(started[0], started[1], body)
