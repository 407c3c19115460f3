"""The kinds of files that can be brought, and what reads each of them."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Protocol

from geo.errors import QueryError
from geo.intake.reading import Brought, Options, Reading
from geo.package import Package


class Reader(Protocol):
    """What reads files of one kind on top of what the record holds; it stores nothing."""

    def __call__(self, files: Sequence[Brought], package: Package, options: Options) -> Reading: ...


KINDS: Mapping[str, tuple[str, str]] = {
    "forms": ("geo.intake.forms", "read_forms"),
    "table": ("geo.intake.tabular", "read_table"),
    "coordinates": ("geo.intake.coordinates", "read_coordinates"),
    "gis": ("geo.intake.gis", "read_gis"),
}
"""Each kind by its module and function: a reader is imported when its kind is asked for."""


def reader_of(kind: str) -> Reader:
    """Find what reads a kind of files.

    Raises
    ------
    QueryError
        If there is no such kind.
    """
    if kind not in KINDS:
        raise QueryError(f"{kind!r} is no kind of file; expected one of {', '.join(KINDS)}")
    return _find(*KINDS[kind])  # type: ignore[no-any-return]


def plan_of(reading: Reading, package: Package) -> Any:
    """Work out what a reading would change in the record."""
    return _find("geo.intake.plan", "plan")(reading, package)


def _find(module: str, name: str) -> Any:
    try:
        return getattr(import_module(module), name)
    except ModuleNotFoundError as error:
        raise QueryError(f"this version cannot do that yet: {module} is missing") from error
