"""What can go wrong, and whose fault it is."""

from collections.abc import Sequence
from typing import NamedTuple

from geo.changes import Change
from geo.schema import Text


class GeoError(Exception):
    """Anything the domain refuses."""


class QueryError(GeoError, ValueError):
    """The question is at fault."""


class BBoxError(QueryError):
    """A bounding box that is no box on the Earth."""


class ClusterNotFoundError(GeoError, LookupError):
    """Nothing has this id."""


class IntakeError(GeoError, ValueError):
    """A file someone brings is at fault; the message says where in it."""


class RefusedError(IntakeError):
    """A file somebody brings is refused as a whole: by which rule, why, and what to do, in both languages."""

    def __init__(self, rule: str, file: str, message: Text, suggestion: Text) -> None:
        super().__init__(rule, file, message, suggestion)
        self.rule = rule
        self.file = file
        self.message = message
        self.suggestion = suggestion

    def __str__(self) -> str:
        return f"{self.file}: {self.message.en}; {self.suggestion.en}"


class Refusal(NamedTuple):
    """What is told about a file refused, and what to do about it; both may hold `{…}` for what was got."""

    message: Text
    suggestion: Text

    def of(self, rule: str, file: str, **got: object) -> RefusedError:
        """Make the error of a rule; a `Text` among what was got is said in its language."""
        vi = {name: value.vi if isinstance(value, Text) else value for name, value in got.items()}
        en = {name: value.en if isinstance(value, Text) else value for name, value in got.items()}
        message, suggestion = (Text(said.vi.format(**vi), said.en.format(**en)) for said in self)
        return RefusedError(rule, file, message, suggestion)


class DataError(GeoError):
    """Our stored data is at fault; the message says file, row and column."""


class CRSError(DataError):
    """A coordinate system is absent, or not the one promised."""


class MovedOnError(GeoError):
    """Others changed the record since the revision somebody worked on.

    `changes` are theirs; `both` names the rows that both touch, by table and key.
    """

    def __init__(
        self, based_on: int, head: int, changes: Sequence[Change], both: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(
            f"the record moved on from revision {based_on} to {head}: others changed {len(changes)} rows,"
            f" {len(both)} of them what you change too; look at the changes and accept again"
        )
        self.based_on, self.head, self.changes, self.both = based_on, head, tuple(changes), tuple(both)


class SourceError(DataError, OSError):
    """A file cannot be read or written."""
