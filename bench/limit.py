"""The limit: bytes that are ready, through Flask and through bare WSGI, served just as our server is.

`python -m bench.limit flask 8121 FOLDER` serves the answers that `write_fixed` left in a folder.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from flask import Flask, Response

from bench.load import Answer

_FOLDER = "BENCH_FIXED"
_KEPT = ("content-type", "content-encoding", "etag")
_INDEX = "index.json"


def write_fixed(folder: Path, answers: Mapping[str, Answer]) -> None:
    """Keep answers, by the name of their question, to be served as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    index = {}
    for name, answer in answers.items():
        (folder / name).write_bytes(answer.body)
        index[name] = [
            answer.status,
            {key: value for key, value in answer.headers.items() if key in _KEPT},
        ]
    (folder / _INDEX).write_text(json.dumps(index))


def flask_app() -> Flask:
    """Make the smallest Flask app that answers with ready bytes."""
    app = Flask(__name__, static_folder=None)
    fixed = _read_fixed()

    @app.get("/<name>")
    def answer(name: str) -> Response:
        status, headers, body = fixed[name]
        return Response(body, status, headers)

    return app


def wsgi_app() -> Callable[..., list[bytes]]:
    """Make the smallest WSGI app that answers with ready bytes."""
    fixed = {
        f"/{name}": (f"{status} -", [*headers.items(), ("content-length", str(len(body)))], body)
        for name, (status, headers, body) in _read_fixed().items()
    }

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        status, headers, body = fixed[environ["PATH_INFO"]]
        start_response(status, headers)
        return [body]

    return answer


def _read_fixed() -> dict[str, tuple[int, dict[str, str], bytes]]:
    folder = Path(os.environ[_FOLDER])
    index = json.loads((folder / _INDEX).read_text())
    return {
        name: (status, headers, (folder / name).read_bytes()) for name, (status, headers) in index.items()
    }


APPS: Mapping[str, Callable[[], Any]] = {"flask": flask_app, "wsgi": wsgi_app}


def __getattr__(name: str) -> Any:
    """Build an app when the WSGI server asks for it."""
    if name not in APPS:
        raise AttributeError(name)
    return APPS[name]()


if __name__ == "__main__":
    from commands.serving import run

    os.environ[_FOLDER] = sys.argv[3]
    run(f"bench.limit:{sys.argv[1]}", "127.0.0.1", int(sys.argv[2]))
