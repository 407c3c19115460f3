"""The form of the land finder: a field for each part of the question, filled in as it was asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext

from geo.ground import GROUND
from geo.ranking import MOST_WEIGHT, WEIGHTS
from geo.rasters.kinds import KINDS
from geo.schema import Status
from geo.snapshot import Snapshot
from webmap.pages.condition_words import district_names
from webmap.pages.find_address import BY, HECTARES, RENT, WEIGHT, WITHIN_KM, Asked
from webmap.pages.find_places import list_places
from webmap.pages.words import code_words, status_words

Options = list[tuple[str, str]]


@dataclass(frozen=True)
class Control:
    """One control; with `groups` it is a choice from lists under their titles, else a line of text."""

    name: str
    label: str
    value: str
    problem: str = ""
    hint: str = ""
    kind: str = "text"
    groups: list[tuple[str, Options]] = field(default_factory=list)


@dataclass(frozen=True)
class Slider:
    """The weight of one term of the score."""

    name: str
    label: str
    value: int
    most: int = MOST_WEIGHT


def make_controls(asked: Asked, snapshot: Snapshot, problems: Mapping[str, str]) -> dict[str, Control]:
    """Make the controls by name."""
    lines = {
        HECTARES: (gettext("Hectares wanted"), "text", "3"),
        BY: (gettext("Ready by"), "date", ""),
        RENT: (gettext("Highest rent (USD/m²)"), "text", "320"),
        "at": (gettext("or at longitude, latitude"), "text", "105.8070, 21.2212"),
        WITHIN_KM: (gettext("At most (km)"), "text", "30"),
    }
    controls = {
        name: Control(name, label, asked.texts.get(name, ""), problems.get(name, ""), hint, kind)
        for name, (label, kind, hint) in lines.items()
    }
    for name, label in ground_labels(asked, snapshot).items():
        controls[name] = Control(name, label, asked.texts.get(name, ""), problems.get(name, ""), "5")
    for name, (label, groups) in _choices(snapshot).items():
        value = asked.texts.get(name, "")
        listed = {code for _, options in groups for code, _ in options}
        if value and value not in listed:
            groups = [*groups, ("", [(value, value)])]
        controls[name] = Control(name, label, value, problems.get(name, ""), groups=groups)
    return controls


def ground_labels(asked: Asked, snapshot: Snapshot) -> dict[str, str]:
    """Name the conditions on the ground that a raster answers, or that are asked all the same."""
    kinds = {one["kind"] for one in snapshot.about["rasters"]}
    labels = {
        "height": gettext("At least this high (m)"),
        "slope": gettext("At most this steep (%)"),
        "flood": gettext("Flooded at most (%)"),
        "depth": gettext("No flood above (m)"),
    }
    return {
        code: labels[code]
        for code, measure in GROUND.items()
        if kinds & set(measure.kinds) or code in asked.texts
    }


def name_unheld(snapshot: Snapshot, language: str) -> list[str]:
    """Name what of the ground is not known here for want of a raster, each with the free one."""
    held = {one["kind"] for one in snapshot.about["rasters"]}
    lacking = [KINDS[kind] for kind in ("dem", "flood") if kind not in held]
    return [f"{one.title.in_language(language)} – {one.free.in_language(language)}" for one in lacking]


def _choices(snapshot: Snapshot) -> dict[str, tuple[str, list[tuple[str, Options]]]]:
    hubs, towns = list_places(snapshot)
    districts = list(district_names(snapshot.collections["clusters"]).items())
    wards = snapshot.collections["wards"].records(names=("code", "full_name"))
    status = [(str(code), status_words()[code]) for code in reversed(Status)]
    waste = [("named", gettext("capacity named")), ("built", gettext("plant built"))]
    industries = list(code_words()["industries"].items())
    any_one = ("", [("", gettext("any"))])
    return {
        "near": (
            gettext("Distance from"),
            [("", [("", gettext("nowhere in particular"))]), (gettext("Transport, city centre"), hubs),
             (gettext("Towns and villages"), towns)],
        ),
        "wastewater": (gettext("Wastewater treatment"), [("", [("", gettext("any")), *waste])]),
        "district_code": (gettext("Former district"), [any_one, ("", districts)]),
        "ward_code": (
            gettext("Commune or ward now"),
            [any_one, ("", [(one["code"], one["full_name"]) for one in wards])],
        ),
        "status": (gettext("Status"), [any_one, ("", status)]),
        "industries": (gettext("Industry"), [any_one, ("", industries)]),
    }  # fmt: skip


def make_sliders(asked: Asked) -> list[Slider]:
    """Make the sliders of the weights."""
    labels = {
        "land": gettext("More ready land"),
        "rent": gettext("Lower rent"),
        "distance": gettext("Shorter distance"),
        "known": gettext("More is known"),
    }
    return [Slider(WEIGHT + code, labels[code], asked.weights[code]) for code in WEIGHTS]
