"""The names of the classes of a raster: from the command line, from a table, or those of ESA WorldCover."""

import csv
from collections.abc import Iterable
from pathlib import Path

from geo.errors import QueryError, SourceError
from geo.rasters.kinds import BUILT_UP, WORLDCOVER, Words
from geo.rasters.refusals import refuse
from geo.schema import Text

_MOST_NAMED = 10


def parse_classes(said: str) -> Words:
    """Read `10=Cây|Trees,20=…`, or a CSV with the columns code, vi and en; a single name stands for both.

    Raises
    ------
    QueryError
        If it is neither.
    """
    pairs = _listed(said) if "=" in said else _tabled(Path(said))
    found: Words = {}
    for code, vi, en in pairs:
        if not code.isdecimal() or not vi or str(int(code)) in found:
            raise QueryError(f"--classes: {code!r} = {vi!r}; expected each whole number once, with a name")
        found[str(int(code))] = Text(vi, en or vi)
    return found


def require_named(codes: Iterable[int], classes: Words, file: str) -> Words:
    """Return the names of the codes that occur.

    Raises
    ------
    RefusedError
        If one of them has no name.
    """
    known = classes or WORLDCOVER
    unnamed = [str(code) for code in sorted(codes) if str(code) not in known]
    if unnamed:
        raise refuse("raster.unnamed-classes", file, got=", ".join(unnamed[:_MOST_NAMED]))
    seen = {str(code) for code in codes} | {BUILT_UP}
    return classes or {code: name for code, name in WORLDCOVER.items() if code in seen}


def _listed(said: str) -> list[tuple[str, str, str]]:
    pairs = (one.partition("=") for one in said.split(",") if one.strip())
    split = ((code.strip(), name.partition("|")) for code, _, name in pairs)
    return [(code, vi.strip(), en.strip()) for code, (vi, _, en) in split]


def _tabled(path: Path) -> list[tuple[str, str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, ValueError) as error:
        raise SourceError(f"cannot read the classes from {path}: {error}") from error
    if not rows or not {"code", "vi"} <= rows[0].keys():
        raise QueryError(f"{path.name}: expected the columns code, vi and en")
    return [tuple((row.get(name) or "").strip() for name in ("code", "vi", "en")) for row in rows]  # type: ignore[misc]
