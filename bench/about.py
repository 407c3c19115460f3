"""Where and with what a run was made."""

import os
import platform
import re
import subprocess
from datetime import date
from importlib.metadata import version
from pathlib import Path

from bench.peers import ENVIRONMENTS
from bench.peers.postgis import find_binaries


def describe(peers: bool) -> dict[str, str]:
    """Name machine, versions and day, and how busy the machine is already: say this before measuring."""
    return {
        "machine": f"{_processor()}, {os.cpu_count()} cores, {_memory_gb():.0f} GB, {platform.system()}",
        "date": date.today().isoformat(),
        "other work on the machine at the start": f"{os.getloadavg()[0]:.1f} processes",
        "versions": ", ".join([*_versions(), *(_peer_versions() if peers else ())]),
    }


def _processor() -> str:
    found = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return found[1] if found else platform.machine()


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _versions() -> list[str]:
    ours = [f"{name} {version(name)}" for name in ("flask", "granian", "pyarrow")]
    # it exits with 1 after it has named its version
    wrk = subprocess.run(("wrk", "-v"), capture_output=True, text=True, check=False).stdout.split()[1]
    return [f"Python {platform.python_version()}", *ours, f"wrk {wrk}"]


def _peer_versions() -> list[str]:
    return [
        *(f"{name} {_peer_version(name)}" for name in ("pygeoapi", "tipg")),
        _said(str(find_binaries() / "postgres"), "--version").replace(" (PostgreSQL)", ""),
    ]


def _peer_version(name: str) -> str:
    program = f"from importlib.metadata import version; print(version({name!r}))"
    return _said(str(ENVIRONMENTS / name / "bin" / "python"), "-c", program)


def _said(*command: str) -> str:
    return (
        subprocess.run(command, capture_output=True, text=True, check=True)
        .stdout.partition("(Debian")[0]
        .strip()
    )
