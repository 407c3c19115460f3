"""What can go wrong, and whose fault it is."""


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


class DataError(GeoError):
    """Our stored data is at fault; the message says file, row and column."""


class CRSError(DataError):
    """A coordinate system is absent, or not the one promised."""


class SourceError(DataError, OSError):
    """A file cannot be read or written."""
