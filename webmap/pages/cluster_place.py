"""Where a cluster lies, in words: units then and now, the position and the outline, each with its doubt."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext

from webmap.pages.cluster_subject import Subject
from webmap.pages.wording import amount, metres


@dataclass(frozen=True)
class Whereabout:
    """One line about the place; `flag` is a doubt, `note` the ground, `is_name` says it is a name."""

    title: str
    shown: str | None
    flag: str | None = None
    note: str | None = None
    is_name: bool = False


def find_whereabouts(subject: Subject) -> list[Whereabout]:
    """Say all that is known of the place of a cluster."""
    return [*_units(subject), *_position(subject)]


def _units(subject: Subject) -> Iterator[Whereabout]:
    record = subject.record
    yield Whereabout(gettext("Former district"), record["district_name"], is_name=True)
    for title, name, basis in (
        (gettext("Former commune"), "communes_pre2025", "commune_basis"),
        (gettext("Commune or ward now"), "ward_name", "ward_basis"),
    ):
        code = record[basis]
        doubt = subject.doubts[basis].get(code)
        yield Whereabout(title, record[name], doubt, None if doubt else subject.words[basis].get(code), True)
    if record["ward_name_otherwise"]:
        flag = gettext("contradicts the position: check it before relying on either")
        yield Whereabout(
            gettext("The tables name instead"), record["ward_name_otherwise"], flag, is_name=True
        )


def _position(subject: Subject) -> Iterator[Whereabout]:
    record, words = subject.record, subject.words
    distance, measured = record["position_accuracy_m"], record["geometry_area_ha"]
    accuracy = None
    if distance is not None and record["place_basis"] != "district":
        accuracy = str(gettext("accurate to about {metres} m")).format(metres=metres(distance))
    yield Whereabout(gettext("Position"), words["place_basis"][record["place_basis"]], note=accuracy)
    yield Whereabout(gettext("Outline"), words["boundary_quality"][record["boundary_quality"]])
    if measured is not None:
        yield Whereabout(gettext("Area measured on the outline"), f"{amount(measured)} ha")
