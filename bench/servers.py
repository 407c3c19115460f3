"""Servers as processes: started, waited for, weighed, and stopped with all their workers."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from bench.load import ask
from bench.tasks import ANOTHER, Task

_START_S = 60
_STOP_S = 10
_LOOK_EVERY_S = 0.01


@dataclass(frozen=True)
class Service:
    """Where an OGC API keeps the collection, and how it names GeoJSON."""

    items: str
    geojson: str

    def address(self, task: Task) -> str:
        """Write a question as this service reads it."""
        feature = f"/{quote(task.feature)}" if task.feature else ""
        return f"{self.items}{feature}?{urlencode({**task.parameters, 'f': self.geojson})}"


@dataclass(frozen=True)
class Fixed:
    """A server that has one address for each question."""

    def address(self, task: Task) -> str:
        """Name the answer; what is different each time is sent too, so that asking costs the same."""
        return f"/{task.name}?v={ANOTHER if task.varies else ''}"


@dataclass(frozen=True)
class Server:
    """One server to measure.

    `services` are the ways it can be asked the same; the quickest is measured.
    """

    name: str
    command: tuple[str, ...]
    port: int
    services: tuple[Service | Fixed, ...]
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def root(self) -> str:
        """Return the address of the server."""
        return f"http://127.0.0.1:{self.port}"


@dataclass(frozen=True)
class Running:
    """A server that answers, its first process, and how long it took to get there."""

    server: Server
    process: int
    cold_start_s: float


class NotStartedError(Exception):
    """A server does not come up; says where its words are."""


def require_free(ports: Iterable[int]) -> None:
    """See that nobody listens where the servers will: another's answers would be measured as theirs."""
    for port in ports:
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError as error:
            raise SystemExit(f"port {port} is in use; choose others: python -m bench --port …") from error


@contextmanager
def running(server: Server, question: Task, log: Path) -> Iterator[Running]:
    """Run a server for as long as the block lasts; `question` is what it must answer to count as started."""
    begin = time.perf_counter()
    with log.open("ab") as output:
        process = subprocess.Popen(
            server.command,
            env={**os.environ, **server.environment},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(server, question, process, log)
        yield Running(server, process.pid, time.perf_counter() - begin)
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes], with_signal: int = signal.SIGTERM) -> None:
    """Ask a process to end; after a while, end what is left of its group."""
    process.send_signal(with_signal)
    try:
        process.wait(_STOP_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait(server: Server, question: Task, process: subprocess.Popen[bytes], log: Path) -> None:
    address = server.root + server.services[0].address(question)
    end = time.perf_counter() + _START_S
    while time.perf_counter() < end and process.poll() is None:
        try:
            if ask(address, {}).status < 400:
                return
        except OSError:
            pass
        time.sleep(_LOOK_EVERY_S)
    raise NotStartedError(f"{server.name} does not answer {address}; its words are in {log}")


def resident_mb(root: int) -> float:
    """Weigh a process and all below it; memory that several share counts once."""
    return sum(map(_proportional_kb, _family(root))) / 1024


def _family(root: int) -> set[int]:
    """List a process and all below it."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            # the name, in parentheses, may hold spaces
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(path.parent.name))
    found, left = set(), [root]
    while left:
        found.add(left[-1])
        left.extend(children.get(left.pop(), []))
    return found


def _proportional_kb(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
