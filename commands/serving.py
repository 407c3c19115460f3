"""Serving: what must hold before the workers start, and starting them."""

import socket
import tempfile
from pathlib import Path

from geo.errors import SourceError
from webmap.settings import PROJECT

DEFAULT_WORKERS = 2
THREADS = 64
"""Of each worker; slow readers hold some of them."""

_KILL_AFTER_S = 2
"""A browser that keeps its connection open must not keep the server from stopping."""


def require_writable(folder: Path) -> None:
    """Make sure that a folder is there and can be written.

    Raises
    ------
    SourceError
        If it cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise SourceError(
            f"cannot write to {folder} ({error.strerror}); choose another folder: ATLAS_HOME=/path make serve"
        ) from error


def require_free(host: str, port: int) -> None:
    """Make sure that an address can be listened on.

    Raises
    ------
    SourceError
        If it cannot.
    """
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as error:
        # create_server appends the address to the system's words, which name it already
        reason = str(error.strerror).partition(" (while")[0]
        raise SourceError(
            f"cannot listen on {host}:{port} ({reason});"
            f" stop what uses it or choose another port: PORT={port + 1} make serve"
        ) from error


def run(target: str, host: str, port: int, workers: int = DEFAULT_WORKERS) -> None:
    """Serve a WSGI application, `module:name`, until interrupted."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        target,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        log_level=LogLevels.error,
        websockets=False,
        workers_kill_timeout=_KILL_AFTER_S,
        respawn_failed_workers=True,
        working_dir=PROJECT,
    ).serve()
