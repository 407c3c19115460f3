"""Whatever parses a file somebody brought runs in a process of its own, with little to break.

The child has limits of memory, time and disk, nothing of the service's surroundings, and a folder that is
thrown away; it gives back plain values only. It is a fresh interpreter, never a fork of the service with
its threads.
"""

import io
import logging
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import is_dataclass
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import Any, TypeVar, cast

from geo.errors import IntakeError, RefusedError
from geo.intake.reading import Brought
from geo.intake.refusals import refusal

SECONDS = 10
MEMORY_MB = 500
INPUT_MB = 100

_log = logging.getLogger(__name__)
_PROJECT = Path(__file__).resolve().parent.parent.parent
_START = f"import sys; sys.path.insert(0, {str(_PROJECT)!r}); from geo.intake.guarded import main; main()"
_MOST_AT_ONCE = BoundedSemaphore(2)
_PLAIN = {"datetime": ("date", "datetime", "time", "timedelta"), "builtins": ("set", "frozenset", "complex")}
_OUT_OF_TIME = (-signal.SIGKILL, -signal.SIGXCPU)
_OUT_OF_MEMORY = (b"memory allocation", b"MemoryError", b"bad_alloc", b"Cannot allocate")

T = TypeVar("T")

inside = False
"""True in the child: there a guarded function is called as it is."""


def run(function: Callable[..., T], *arguments: Any) -> T:
    """Call a function that parses what somebody brought, in a guarded process.

    The function stands at the top of a module of `geo`. It gives back plain values (numbers, texts, days,
    bytes, and lists, dicts and dataclasses of `geo` made of them): nothing else is accepted from the child.
    Every `Brought` among the arguments is checked first: its size, and if it is an archive all of it.

    Raises
    ------
    RefusedError
        If a file is too large, hostile or damaged, or reading it takes too long or too much memory.
    IntakeError
        As the function itself raises it.
    """
    if inside:
        return function(*arguments)
    files = list(files_in(arguments))
    name = files[0].name if files else ""
    for file in files:
        if len(file.content) > INPUT_MB << 20:
            raise refusal("file.size", file.name, got=len(file.content) >> 20, most=INPUT_MB)
    request = pickle.dumps((function, arguments), protocol=5)
    with _MOST_AT_ONCE, TemporaryDirectory(prefix="atlas-intake-") as folder:
        return cast(T, _answer(name, *_call(name, request, folder)))


def files_in(arguments: Iterable[Any]) -> Iterable[Brought]:
    """Find what was brought among the arguments of a call."""
    for argument in arguments:
        if isinstance(argument, Brought):
            yield argument
        elif isinstance(argument, list | tuple):
            yield from files_in(argument)


def _call(name: str, request: bytes, folder: str) -> tuple[int, bytes, bytes]:
    with subprocess.Popen(
        [sys.executable, "-I", "-c", _START],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env={"LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "TMPDIR": folder},
        start_new_session=True,
    ) as child:
        try:
            answer, said = child.communicate(request, timeout=SECONDS)
        except subprocess.TimeoutExpired as error:
            raise refusal("file.time", name, got=SECONDS) from error
        finally:
            child.kill()
    return child.returncode, answer, said


def _answer(name: str, code: int, answer: bytes, said: bytes) -> Any:
    if code in _OUT_OF_TIME:
        raise refusal("file.time", name, got=SECONDS)
    if code != 0:
        _log.warning("reading %r ended with %d: %s", name, code, said[-2000:].decode("utf-8", "replace"))
        if any(words in said for words in _OUT_OF_MEMORY):
            raise refusal("file.memory", name, got=MEMORY_MB)
        raise refusal("file.unreadable", name, got=_signal_name(code))
    outcome, value = _read(name, answer)
    if outcome == "refused":
        raise RefusedError(*value)
    if outcome == "intake":
        raise IntakeError(value)
    return value


def _read(name: str, answer: bytes) -> tuple[str, Any]:
    try:
        outcome, value = _Plain(io.BytesIO(answer)).load()
    except (pickle.UnpicklingError, EOFError, ValueError, TypeError, AttributeError, IndexError) as error:
        _log.warning("reading %r gave back what is not taken: %s", name, error)
        raise refusal("file.unreadable", name, got=type(error).__name__) from error
    return outcome, value


def _signal_name(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else str(code)


def _is_plain(found: type) -> bool:
    return is_dataclass(found) or issubclass(found, (tuple, Enum))


class _Plain(pickle.Unpickler):
    """Takes plain values, and tuples, dataclasses and vocabularies made in `geo`, from the child.

    A module of `geo` also holds what it imported, a name with dots leads through it to anything there is, and
    making an error or a record may do something: none of these are taken.
    """

    def find_class(self, module: str, name: str) -> Any:
        if name in _PLAIN.get(module, ()):
            return super().find_class(module, name)
        if module.startswith("geo.") and module in sys.modules and name.isidentifier():
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module and _is_plain(found):
                return found
        raise pickle.UnpicklingError(
            f"a guarded function gave back a {module}.{name}: plain values are expected"
        )
