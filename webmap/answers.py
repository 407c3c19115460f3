"""How every answer of the service goes out: ETag, 304, ranges, gzip, cache and cross-origin headers."""

import gzip
import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from urllib.parse import urlencode

from flask import Response, request

from webmap.state import state

_WEBMAP = Path(__file__).resolve().parent
VERSION = hashlib.sha256(
    b"".join(path.read_bytes() for end in ("py", "html", "mo") for path in sorted(_WEBMAP.rglob(f"*.{end}")))
).hexdigest()
"""Part of every ETag: other code, templates or translations answer differently."""

_WORTH_PACKING = 1_000
_CACHE = "public, max-age=0, must-revalidate"


def answer(
    body: bytes,
    media_type: str,
    links: Iterable[Mapping[str, str]] = (),
    packed_body: Callable[[], bytes | None] = lambda: None,
) -> Response:
    """Answer a reading request with a body that follows from snapshot and address alone.

    `packed_body` may know the same body in gzip already.
    """
    packed = len(body) > _WORTH_PACKING and request.accept_encodings["gzip"] > 0
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
    named = [f'<{link["href"]}>; rel="{link["rel"]}"; type="{link["type"]}"' for link in links]
    if named:
        response.headers["Link"] = ", ".join(named)
    return response


def entity_tag(media_type: str, coding: str) -> str:
    """Hash what an answer follows from: the snapshot, the canonical address, format and coding."""
    canonical = f"{request.path}?{urlencode(sorted(request.args.items(multi=True)))}"
    parts = "\n".join([VERSION, state().snapshot.revision, request.host_url, canonical, media_type, coding])
    return hashlib.sha256(parts.encode()).hexdigest()[:32]
