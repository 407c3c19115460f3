"""How every answer of the service goes out: ETag, 304, ranges, gzip, cache and cross-origin headers."""

import gzip
import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from urllib.parse import urlencode

from flask import Response, g, request

from webmap.state import state

_PROJECT = Path(__file__).resolve().parent.parent
VERSION = hashlib.sha256(
    b"".join(
        path.read_bytes()
        for folder in ("geo", "webmap")
        for end in ("py", "html", "mo")
        for path in sorted((_PROJECT / folder).rglob(f"*.{end}"))
    )
).hexdigest()
"""Part of every ETag: other code, templates or translations answer differently."""

_WORTH_PACKING = 1_000
_CACHE = "public, max-age=0, must-revalidate"


def answer(
    body: bytes,
    media_type: str,
    links: Iterable[Mapping[str, str]] = (),
    packed_body: Callable[[], bytes | None] = lambda: None,
    *,
    is_packed: bool = False,
) -> Response:
    """Answer a reading request with a body that follows from snapshot and address alone.

    `packed_body` may know the same body in gzip already; one that `is_packed` by its format goes as it is.
    """
    packed = len(body) > _WORTH_PACKING and not is_packed and request.accept_encodings["gzip"] > 0
    etag = entity_tag(media_type, "gzip" if packed else "identity")
    if packed and etag not in request.if_none_match:
        body = packed_body() or gzip.compress(body, compresslevel=6, mtime=0)
    response = Response(body, mimetype=media_type)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.set_etag(etag)
    response.make_conditional(request, accept_ranges=True, complete_length=len(body))
    response.headers["Cache-Control"] = _CACHE
    response.headers["Vary"] = "Accept, Accept-Encoding"
    # a dozen formats of a long question would be more than a proxy takes; they stand in the body
    named = [
        f'<{link["href"]}>; rel="{link["rel"]}"; type="{link["type"]}"'
        for link in links
        if link["rel"] != "alternate"
    ]
    if named:
        response.headers["Link"] = ", ".join(named)
    return response


def encoded_arguments() -> dict[str, str]:
    """Write each parameter of this request as it stands in an address; worked out once a request."""
    if "encoded" not in g:
        g.encoded = {name: urlencode({name: value}) for name, value in request.args.items()}
    return g.encoded  # type: ignore[no-any-return]


def entity_tag(media_type: str, coding: str) -> str:
    """Hash what an answer follows from: the snapshot, the canonical address, format and coding."""
    canonical = f"{request.base_url}?{'&'.join(sorted(encoded_arguments().values()))}"
    parts = "\n".join([VERSION, state().snapshot.revision, canonical, media_type, coding])
    return hashlib.sha256(parts.encode()).hexdigest()[:32]
