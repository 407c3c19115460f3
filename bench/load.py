"""Load: wrk for a bounded time, and one request by hand to see that the answer is right."""

import gzip
import itertools
import json
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

_LUA = Path(__file__).with_name("wrk.lua")
_PATIENCE_S = 60
_LOADS = itertools.count()


@dataclass(frozen=True)
class Answer:
    """One answer: status, headers by lower-case name, body, and how long it took."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    def count_features(self) -> int:
        """Count the GeoJSON features of the body."""
        packed = self.headers.get("content-encoding") == "gzip"
        document = json.loads(gzip.decompress(self.body) if packed else self.body)
        return 1 if document["type"] == "Feature" else len(document["features"])


@dataclass(frozen=True)
class Load:
    """What wrk saw."""

    per_second: float
    p50_ms: float
    p99_ms: float
    failed: int


def ask(address: str, headers: Mapping[str, str]) -> Answer:
    """Put one question."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=_PATIENCE_S)
    begin = time.perf_counter()
    try:
        connection.request("GET", f"{parts.path}?{parts.query}", headers=dict(headers))
        response = connection.getresponse()
        body = response.read()
    finally:
        connection.close()
    received = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, received, body, time.perf_counter() - begin)


def run_load(address: str, headers: Mapping[str, str], concurrency: int, seconds: int) -> Load:
    """Put one question over and over, over as many connections as `concurrency` says."""
    command = [
        "wrk",
        "-t1",
        f"-c{concurrency}",
        f"-d{seconds}s",
        f"--timeout={_PATIENCE_S}s",
        "-s",
        str(_LUA),
    ]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    # the number of this load goes to the script, so that no question of an earlier one comes again
    command += [address, "--", str(next(_LOADS))]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    seen = json.loads(report.splitlines()[-1])
    return Load(
        per_second=seen["requests"] / (seen["duration_us"] / 1e6),
        p50_ms=seen["p50_us"] / 1e3,
        p99_ms=seen["p99_us"] / 1e3,
        failed=seen["failed"],
    )
