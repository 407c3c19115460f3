"""How every answer of the service goes out: ETag, 304, ranges, gzip, cache and cross-origin headers."""

import base64
import gzip
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote_plus

from flask import Response, g, request
from werkzeug.sansio.utils import get_current_url

from webmap.state import state

_PROJECT = Path(__file__).resolve().parent.parent
VERSION = hashlib.sha256(
    b"".join(
        path.read_bytes()
        for folder in ("geo", "webmap")
        for end in ("py", "html", "mo", "typ")
        for path in sorted((_PROJECT / folder).rglob(f"*.{end}"))
    )
).hexdigest()
"""Part of every ETag: other code, templates or translations answer differently."""

_WORTH_PACKING = 1_000
_CACHE = "public, max-age=0, must-revalidate"
_VARY = "Accept, Accept-Encoding"
PARTIAL = frozenset(
    f"HTTP_{name}" for name in ("RANGE", "IF_RANGE", "IF_MATCH", "IF_MODIFIED_SINCE", "IF_UNMODIFIED_SINCE")
)
"""Headers that ask for something else than the whole answer."""

_STATED = "HTTP_IF_NONE_MATCH"
DIGEST = "HTTP_WANT_REPR_DIGEST"
"""Asks for the checksum of an answer (RFC 9530): of 50 MB it takes as long as the answer itself."""

LARGE = 4_000_000
_PIECE = 1 << 17
"""A larger body leaves in pieces: they are copied several times as fast where they fit the caches."""

Part = bytes | memoryview


def answer(
    body: Part | Sequence[Part],
    media_type: str,
    links: Iterable[Mapping[str, str]] = (),
    packed_body: Callable[[], bytes | None] = lambda: None,
    *,
    is_packed: bool = False,
    day: str = "",
) -> Response:
    """Answer a reading request with a body that follows from snapshot and address alone, or bears a day too.

    `packed_body` may know the same body in gzip already; one that `is_packed` by its format goes as it is.
    """
    parts = [body] if isinstance(body, Part) else body
    length = sum(map(len, parts))
    packed = length > _WORTH_PACKING and not is_packed and _takes_gzip()
    etag = _entity_tag(media_type, "gzip" if packed else "identity", day)
    headers = {**_tagged(etag), **_linked(links)}
    if packed:
        headers["Content-Encoding"] = "gzip"
        if etag not in request.if_none_match:
            parts = [packed_body() or gzip.compress(b"".join(parts), compresslevel=6, mtime=0)]
            length = len(parts[0])
    if "sha-256" in request.environ.get(DIGEST, ""):
        headers["Repr-Digest"] = _digest(parts)
    response = Response(_in_pieces(parts) if length > LARGE else b"".join(parts), mimetype=media_type)
    response.headers.extend(headers)
    response.content_length = length
    return _conditional(response, length)


def _digest(parts: Iterable[Part]) -> str:
    checksum = hashlib.sha256()
    for part in parts:
        checksum.update(part)
    return f"sha-256=:{base64.b64encode(checksum.digest()).decode()}:"


def unchanged(media_type: str, day: str = "") -> Response | None:
    """Say that nothing has changed to one who has this answer in a coding they take, without making it."""
    stated: str = request.environ.get(_STATED, "")
    if not stated:
        return None
    codings = ("identity", "gzip") if _takes_gzip() else ("identity",)
    known = (_entity_tag(media_type, coding, day) for coding in codings)
    etag = next((etag for etag in known if etag in stated), None)
    return Response(status=HTTPStatus.NOT_MODIFIED, headers=_tagged(etag)) if etag else None


def _entity_tag(media_type: str, coding: str, day: str) -> str:
    return entity_tag(state().snapshot.revision, canonical_address(), media_type, coding + day)


def _tagged(etag: str) -> dict[str, str]:
    return {"ETag": f'"{etag}"', "Cache-Control": _CACHE, "Vary": _VARY}


def _takes_gzip() -> bool:
    return "HTTP_ACCEPT_ENCODING" in request.environ and request.accept_encodings["gzip"] > 0


def _linked(links: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Link to all but other formats.

    A dozen formats of a long question would be more than a proxy takes; they stand in the body.
    """
    named = [
        f'<{link["href"]}>; rel="{link["rel"]}"; type="{link["type"]}"'
        for link in links
        if link["rel"] != "alternate"
    ]
    return {"Link": ", ".join(named)} if named else {}


def _conditional(response: Response, length: int) -> Response:
    """Answer with what the conditions of a request leave of the whole answer, if there are any."""
    if _STATED in request.environ or not PARTIAL.isdisjoint(request.environ):
        response.make_conditional(request, accept_ranges=True, complete_length=length)
    return response


def _in_pieces(parts: Iterable[Part]) -> Iterator[bytes]:
    held: list[Part] = []
    room = _PIECE
    for part in parts:
        for begin in range(0, len(part), _PIECE):
            held.append(part[begin : begin + _PIECE])
            room -= len(held[-1])
            if room <= 0:
                yield b"".join(held)
                held, room = [], _PIECE
    yield b"".join(held)


class Asked(NamedTuple):
    """The address of a request without its parameters, and each of these as it stands in an address."""

    base: str
    parameters: dict[str, str]


def asked() -> Asked:
    """Take the address of this request apart, once for all that is made of it."""
    if "asked" not in g:
        base = _base_address(request.scheme, request.host, request.root_path, request.path)
        written = {name: f"{quote_plus(name)}={quote_plus(value)}" for name, value in request.args.items()}
        g.asked = Asked(base, written)
    return g.asked  # type: ignore[no-any-return]


_base_address = lru_cache(maxsize=512)(get_current_url)


def canonical_address() -> str:
    """Write the address of this request the same, whatever the order of its parameters."""
    base, parameters = asked()
    return f"{base}?{'&'.join(sorted(parameters.values()))}"


def entity_tag(revision: str, canonical: str, media_type: str, coding: str) -> str:
    """Hash what an answer follows from: the snapshot, the canonical address, format and coding."""
    parts = "\n".join([VERSION, revision, canonical, media_type, coding])
    return hashlib.sha256(parts.encode()).hexdigest()[:32]
