"""The child's side of the guard: take the limits on, check the files, call, and answer."""

import os
import pickle
import resource
import sys
import traceback
from typing import Any

from geo.errors import IntakeError, RefusedError
from geo.intake import guard
from geo.intake.archives import is_archive, require_safe_archive

DATA_MB = 350
"""What the child may allocate; with the libraries themselves it stays below `guard.MEMORY_MB`."""
_SPACE_MB = 2_000
_FILES_MB = 200
_FAILED = 1


def main() -> None:
    """Read the call from standard input and write its answer to standard output."""
    _limit()
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between
    try:
        outcome = _outcome()
    except MemoryError:
        os.write(2, b"MemoryError")
        os._exit(_FAILED)
    except BaseException:  # noqa: BLE001  a parser written in Rust panics with a BaseException
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(_FAILED)
    with answer:
        pickle.dump(outcome, answer, protocol=5)


def _limit() -> None:
    for limit, amount in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, guard.SECONDS),
        (resource.RLIMIT_DATA, DATA_MB << 20),
        (resource.RLIMIT_AS, _SPACE_MB << 20),
        (resource.RLIMIT_FSIZE, _FILES_MB << 20),
    ):
        resource.setrlimit(limit, (amount, amount))


def _outcome() -> tuple[str, Any]:
    guard.inside = True
    function, arguments = pickle.load(sys.stdin.buffer)
    try:
        for file in guard.files_in(arguments):
            if is_archive(file):
                require_safe_archive(file)
        return "value", function(*arguments)
    except RefusedError as error:
        return "refused", error.args
    except IntakeError as error:
        return "intake", str(error)
