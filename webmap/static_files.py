"""The files of the pages: packed once, and at an address with their version, so that browsers keep them.

The version stands in the path, not behind it: modules and images that a file names are found beside it.
"""

import gzip
import hashlib
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

_PACKED = frozenset({".js", ".css", ".svg"})
_WORTH_PACKING = 1_000
_FOR_GOOD = "public, max-age=31536000, immutable"


def add_static_files(app: Flask) -> None:
    """Serve the static folder at addresses that change whenever any of its files does."""
    folder = Path(str(app.static_folder))
    now = _version(folder)

    def say_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values.setdefault("version", now)

    def send(filename: str, version: str = "") -> Response:
        response = _packed(app.send_static_file(filename), folder / filename)
        if version == now:
            response.headers["Cache-Control"] = _FOR_GOOD
        return response

    app.url_defaults(say_version)
    app.view_functions["static"] = send
    app.add_url_rule("/static-<version>/<path:filename>", endpoint="static")


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _packed(response: Response, path: Path) -> Response:
    """Give the packed bytes to those who take them; what is not a whole text goes as it is."""
    if response.status_code != HTTPStatus.OK or path.suffix not in _PACKED:
        return response
    changed = path.stat()
    response.vary.add("Accept-Encoding")
    response.set_etag(response.get_etag()[0] or "", weak=True)
    response.close()
    response.direct_passthrough = False
    if changed.st_size < _WORTH_PACKING or not request.accept_encodings["gzip"]:
        response.set_data(path.read_bytes())
    else:
        response.set_data(_gzip(path, changed.st_mtime_ns))
        response.headers["Content-Encoding"] = "gzip"
    return response


@lru_cache(maxsize=256)
def _gzip(path: Path, changed: int) -> bytes:
    """Pack a file as it was when it was changed last; the time is part of the key."""
    return gzip.compress(path.read_bytes(), 9, mtime=0)
