"""The vocabulary: what a column is, and the closed lists of words the data may use."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

type_name = Literal["string", "number", "integer", "boolean", "date"]


class Level(StrEnum):
    """An error cannot be right; a warning may be, and somebody should look."""

    ERROR = "error"
    WARNING = "warning"


class Status(StrEnum):
    """How far a cluster has come, in this order."""

    PLANNED = "planned"
    ESTABLISHED = "established"
    UNDER_CONSTRUCTION = "under_construction"
    INFRASTRUCTURE_COMPLETE = "infrastructure_complete"
    ACTIVE = "active"


class Kind(StrEnum):
    """An ordinary cluster, or one of a craft village."""

    INDUSTRIAL = "industrial"
    CRAFT_VILLAGE = "craft_village"


class Quality(StrEnum):
    """How an outline came to be."""

    OFFICIAL = "official"
    DIGITISED = "digitised"
    SCHEMATIC = "schematic"
    MISSING = "missing"


class Basis(StrEnum):
    """Why a published number stands there."""

    REPORTED = "reported"
    COMPUTED = "computed"
    MISSING = "missing"


class Qualifier(StrEnum):
    """How much a stated number says."""

    EXACT = "exact"
    RANGE = "range"
    MORE_THAN = "more_than"
    ABOUT = "about"


class LotStatus(StrEnum):
    """Whether a lot can be had."""

    READY = "ready"
    LATER = "later"
    OPTIONED = "optioned"
    LEASED = "leased"
    COMMITTED = "committed"
    PUBLIC = "public"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Text:
    """A text for people, in both languages of the product."""

    vi: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the text in `vi` or `en`."""
        return self.vi if language == "vi" else self.en


@dataclass(frozen=True)
class Column:
    """One column of a table or one property of a feature; `unit` is the unit of its numbers.

    A cell holds one word of `enum`, or several of `listed` with semicolons between them.
    """

    name: str
    type: type_name
    title: Text
    unit: str | None = None
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """List the words of a closed list that a cell may hold, one or several of them."""
        return self.enum or self.listed

    def constraints(self) -> dict[str, Any]:
        """List what holds for every value, in the words of the Frictionless table schema."""
        named = {
            "required": self.required or None,
            "unique": self.unique or None,
            "enum": list(self.enum) or None,
            "minimum": self.minimum,
            "maximum": self.maximum,
            "pattern": self.pattern,
        }
        return {name: value for name, value in named.items() if value is not None}


@dataclass(frozen=True)
class Table:
    """A table of the data package; `foreign_keys` maps a column to the (table, column) it names.

    A table that is not `always` there has no file while it has no rows. One that is not `public` is in
    the record, and in nothing that is published of it.
    """

    name: str
    title: Text
    columns: tuple[Column, ...]
    primary_key: str | None = None
    foreign_keys: tuple[tuple[str, str, str], ...] = ()
    licence: str = "CC-BY-4.0"
    always: bool = True
    public: bool = True

    @property
    def path(self) -> str:
        """Name the file of this table inside the package."""
        return f"{self.name}.csv"

    def names(self) -> list[str]:
        """List the column names in their order."""
        return [column.name for column in self.columns]


def text(
    name: str,
    vi: str,
    en: str,
    *,
    required: bool = False,
    unique: bool = False,
    enum: tuple[str, ...] = (),
    pattern: str | None = None,
) -> Column:
    """Describe a column of text."""
    return Column(name, "string", Text(vi, en), required=required, unique=unique, enum=enum, pattern=pattern)


def number(
    name: str,
    vi: str,
    en: str,
    unit: str | None = None,
    *,
    required: bool = False,
    minimum: float | None = 0.0,
    maximum: float | None = None,
) -> Column:
    """Describe a column of decimal numbers; negative ones are refused unless `minimum` says so."""
    return Column(name, "number", Text(vi, en), unit, required=required, minimum=minimum, maximum=maximum)


def choice(name: str, vi: str, en: str, words: type[StrEnum], *, required: bool = False) -> Column:
    """Describe a column whose values come from a closed list."""
    return text(name, vi, en, required=required, enum=tuple(words))


def date(name: str, vi: str, en: str) -> Column:
    """Describe a column of calendar days."""
    return Column(name, "date", Text(vi, en))
