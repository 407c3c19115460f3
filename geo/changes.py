"""Changes to the rows of a data package: what a revision of the record is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Content = Mapping[str, Any]
"""The cells of a row by column; a row of a layer has its `geometry` as GeoJSON in WGS 84."""


class Action(StrEnum):
    """What happens to a row. Nothing is ever erased: a row superseded or withdrawn stays in the record."""

    ADDED = "added"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Change:
    """One row of one table before and after; `before` is None where it is added, `after` where withdrawn."""

    table: str
    key: str
    action: Action
    before: Content | None
    after: Content | None
