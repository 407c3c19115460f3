"""Other servers of the same standard, each in an environment of its own under `var/bench/env/`."""

from pathlib import Path

from commands.serving import DEFAULT_WORKERS, THREADS

ENVIRONMENTS = Path("var/bench/env").absolute()


def granian(peer: str, interface: str, target: str, port: int) -> tuple[str, ...]:
    """Serve a peer as our own server is served, from the peer's environment."""
    # an ASGI server runs its application on one loop: more threads than one are for WSGI only
    threads = ("--blocking-threads", str(THREADS)) if interface == "wsgi" else ()
    options = ("--interface", interface, "--port", str(port), "--workers", str(DEFAULT_WORKERS), *threads)
    return (str(ENVIRONMENTS / peer / "bin" / "granian"), *options, "--no-ws", "--log-level", "error", target)
