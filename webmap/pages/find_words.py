"""The conditions of the land finder and how they were judged, in words of the language of the request."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from geo.distances import Distance
from geo.finding import Tally
from geo.industries import SEPARATOR
from geo.judging import Condition, Judgement, Verdict
from geo.sites import Site
from webmap.pages.find_address import LISTED
from webmap.pages.wording import amount, when
from webmap.pages.words import code_words

_KM = 1000.0
_TENTHS_FROM_KM = 10.0


@dataclass(frozen=True)
class Judged:
    """One condition on one site: `mark` is meets, fails or unknown, `said` says why."""

    code: str
    title: str
    mark: str
    said: str


def kilometres(metres: float) -> str:
    """Print a distance: tenths of a kilometre, hundredths below one."""
    return f"{amount(round(metres / _KM, 1 if metres >= _KM else 2))} km"


def say_distance(distance: Distance | None) -> str:
    """Print a distance with how far off it may be."""
    if distance is None:
        return ""
    return f"{kilometres(distance.metres)} ± {kilometres(distance.uncertainty_m)}"


def name_condition(code: str) -> str:
    """Name a condition in a word or two."""
    names = {
        "land": gettext("Ready land"),
        "piece": gettext("In one piece"),
        "industries": gettext("Industry"),
        "rent": gettext("Asking rent"),
        "wastewater": gettext("Wastewater"),
        "wastewater_built": gettext("Plant built"),
        "distance": gettext("Distance"),
        "known": gettext("What is known"),
        "status": gettext("Status"),
        "district_code": gettext("Former district"),
        "ward_code": gettext("Commune or ward now"),
    }
    return names[code]


def unit_of(code: str) -> str:
    """Say the unit of the number a condition asks for."""
    return {"land": "ha", "piece": "ha", "rent": "USD/m²", "distance": "km"}.get(code, "")


class FindWords:
    """Says conditions and judgements; `place` names where distances are measured from."""

    def __init__(self, place: str, units: dict[str, dict[str, str]]) -> None:
        self._place = place
        codes = code_words()
        self._listed = {**units, "status": codes["status"], "industries": codes["industries"]}
        self._wastewater = codes["wastewater_status"]

    def say_condition(self, condition: Any) -> str:
        """Say what is asked."""
        code = condition.code
        if code in LISTED:
            named = ", ".join(self._value(code, value) for value in condition.values)
            return f"{name_condition(code)}: {named}"
        limit = amount(condition.limit or 0.0)
        day = getattr(condition, "day", None)
        said = {
            "land": gettext("{limit} ha ready by {day}") if day else gettext("{limit} ha of ready land"),
            "piece": gettext("{limit} ha in one piece"),
            "rent": gettext("asking rent of at most {limit} USD/m²"),
            "wastewater": gettext("a wastewater capacity is named"),
            "wastewater_built": gettext("the wastewater plant is built"),
            "distance": gettext("at most {limit} km from {place}, in a straight line"),
        }[code]
        return str(said).format(limit=limit, day=when(day.isoformat()) if day else "", place=self._place)

    def judged(self, condition: Condition, judgement: Judgement, site: Site, far: Distance | None) -> Judged:
        """Say how a condition was judged on a site, and why."""
        said = self._say(condition, judgement, site, far)
        return Judged(condition.code, name_condition(condition.code), judgement.verdict, said)

    def industries(self, site: Site) -> str:
        """Say the industries that were read off the sectors of a site."""
        codes = (site.record["industries"] or "").split(SEPARATOR)
        return "; ".join(self._value("industries", code) for code in codes if code)

    def _value(self, code: str, value: str) -> str:
        return self._listed[code].get(value, value)

    def _say(self, condition: Condition, judgement: Judgement, site: Site, far: Distance | None) -> str:
        reason, _, value = judgement.reason.partition(":")
        if reason == "stated":
            return self._value(condition.code, value)
        if reason == "wastewater":
            return self.say_wastewater(site)
        if reason == "not_stated":
            return gettext("no source says")
        said = self._land(reason) or {
            "named": "{industries}",
            "several": gettext("several trades, not named"),
            "names_others": gettext("others are named: {industries}"),
            "rent": gettext("{found} USD/m² asked"),
            "bound_only": gettext("known as a bound only"),
            "distance": gettext("{far} in a straight line"),
            "position": gettext("{far}: the position is too uncertain to tell"),
            "no_place": gettext("its position is not known"),
        }.get(reason, reason)
        found = "" if judgement.found is None else amount(round(judgement.found, 2))
        return str(said).format(found=found, far=say_distance(far), industries=self.industries(site))

    def _land(self, reason: str) -> str:
        return {
            "ready": gettext("{found} ha ready"),
            "ready_by": gettext("{found} ha ready by then"),
            "unleased": gettext("at most {found} ha are not let"),
            "planned": gettext("the whole cluster has {found} ha"),
            "ready_unknown": gettext("no source says how much is ready"),
            "later_unknown": gettext("{found} ha ready now; no source says what will be by then"),
            "piece": gettext("largest piece {found} ha"),
            "no_lots": gettext("no source says how the land is divided"),
        }.get(reason, "")

    def say_wastewater(self, site: Site) -> str:
        """Say what is known of the treatment of wastewater."""
        capacity, status = site.record["wastewater_capacity_m3_day"], site.record["wastewater_status"]
        if capacity is None and status is None:
            return ""
        state = self._wastewater[status] if status in ("built", "planned") else ""
        if capacity is None:
            return state or gettext("capacity named; built or planned unknown")
        said = f"{amount(capacity)} {gettext('m³/day')}"
        return f"{said}, {state or gettext('capacity named; built or planned unknown')}"


def say_short(condition: Condition, short: float) -> str:
    """Say by how much a site misses a condition."""
    figure = f"{amount(max(round(short, 2), 0.01))} {unit_of(condition.code)}"
    return str(gettext("one condition away, by {figure}")).format(figure=figure)


def say_hectares(tally: Tally) -> str:
    """Say the hectares of some sites as far as known: ready, else unleased, else planned land."""
    kinds = {
        "ready_area_ha": gettext("ready land {hectares} ha, known of {known} of {sites}"),
        "unleased_area_ha": gettext("unleased land {hectares} ha, known of {known} of {sites}"),
        "planned_area_ha": gettext("planned area {hectares} ha, known of {known} of {sites}"),
    }
    said = [
        str(kinds[name]).format(
            hectares=amount(round(total, 2)), known=amount(known), sites=amount(tally.sites)
        )
        for name, (total, known) in tally.areas.items()
        if known and name in ("planned_area_ha", "ready_area_ha")
    ]
    return "; ".join(said) if said else str(gettext("hectares not known")) if tally.sites else ""


def say_verdict(verdict: str) -> str:
    """Say a verdict in a word."""
    return {
        Verdict.MEETS: gettext("meets"),
        Verdict.FAILS: gettext("fails"),
        Verdict.UNKNOWN: gettext("not known"),
    }[Verdict(verdict)]
