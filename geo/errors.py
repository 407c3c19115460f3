"""What can go wrong, and whose fault it is."""

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


class DataError(GeoError):
    """Our stored data is at fault; the message says file, row and column."""


class CRSError(DataError):
    """A coordinate system is absent, or not the one promised."""


class SourceError(DataError, OSError):
    """A file cannot be read or written."""
