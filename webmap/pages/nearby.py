"""The clusters around one cluster, for its factsheet."""

from dataclasses import dataclass

from geo.nearby import find_in_same_district, find_nearest
from webmap.pages.cluster_subject import Subject
from webmap.pages.frame import page_address
from webmap.pages.wording import amount

_NEAREST = 5
_KM = 1000.0


@dataclass(frozen=True)
class Near:
    """Another cluster; `distance` is empty where this one has no place."""

    name: str
    address: str
    status: str
    district: str
    distance: str = ""
    uncertainty: str = ""


def find_near(subject: Subject) -> list[Near]:
    """List the nearest clusters, or those of the same former district where this one has no place."""
    clusters = subject.snapshot.collections["clusters"]
    nearest = find_nearest(clusters, subject.row, _NEAREST)
    if nearest:
        return [_near(subject, one.row, one.distance_m, one.uncertainty_m) for one in nearest]
    return [_near(subject, int(row)) for row in find_in_same_district(clusters, subject.row)]


def _near(
    subject: Subject, row: int, distance_m: float | None = None, uncertainty_m: float | None = None
) -> Near:
    record = subject.snapshot.collections["clusters"].record(row)
    return Near(
        name=record[f"name_{subject.language}"],
        address=page_address(subject.language, f"clusters/{record['id']}"),
        status=subject.words["status"][record["status"]],
        district=record["district_name"],
        distance="" if distance_m is None else _kilometres(distance_m),
        uncertainty="" if uncertainty_m is None else _kilometres(uncertainty_m),
    )


def _kilometres(metres: float) -> str:
    return f"{amount(round(metres / _KM, 1 if metres >= _KM else 2))} km"
