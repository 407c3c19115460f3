"""The conditions of the land finder and how they were judged, in words of the language of the request."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from geo.distances import Distance
from geo.finding import Tally
from geo.ground import GROUND
from geo.industries import SEPARATOR
from geo.judging import Condition, Judgement, Verdict
from geo.sites import Site
from geo.snapshot import Snapshot
from webmap.pages.condition_words import district_names
from webmap.pages.find_address import LISTED, Asked
from webmap.pages.find_places import name_spot
from webmap.pages.wording import amount, metres, when, with_unit
from webmap.pages.words import Words, code_words

_KM = 1000.0
_LEAST_KM = 0.1
_LEAST_SHORT = 0.01
_WIDER = ("planned", "unleased", "unlet")
_UNITS = {
    "land": "ha", "piece": "ha", "rent": "USD/m²", "distance": "km",
    "height": "m", "slope": "%", "flood": "%", "depth": "m",
}  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """One condition on one site: `mark` is meets, fails or unknown, `said` says why."""

    code: str
    title: str
    mark: str
    said: str


def kilometres(length_m: float) -> str:
    """Print a length: tenths of a kilometre, hundredths below one, metres below a tenth."""
    if length_m < _LEAST_KM * _KM:
        return f"{metres(length_m)} m"
    return f"{amount(round(length_m / _KM, 1 if length_m >= _KM else 2))} km"


def say_distance(distance: Distance | None) -> str:
    """Print a distance with how far off it may be; nothing where it is unknown."""
    if distance is None:
        return ""
    return f"{kilometres(distance.metres)} ± {kilometres(distance.uncertainty_m)}"


def hectares(figure: float | None) -> str:
    """Print hectares; nothing where they are unknown."""
    return "" if figure is None else f"{amount(round(figure, 2))} ha"


class FindWords:
    """Says conditions, judgements and figures; `place` names where distances are measured from.

    A page says the same words many times, and looking one up takes longer than saying it: each is looked
    up once.
    """

    def __init__(self, place: str, units: dict[str, Words], rasters: Words) -> None:
        codes = code_words()
        self._rasters = rasters
        self.place = place
        self.status = codes["status"]
        self.names = _names()
        self.verdicts = _verdicts()
        self.texts = _texts()
        self._asked = _asked()
        self._reasons = _reasons()
        self._listed = {**units, "status": codes["status"], "industries": codes["industries"]}
        self._wastewater = codes["wastewater_status"]

    def say_condition(self, condition: Any) -> str:
        """Say what is asked."""
        code = condition.code
        if code in LISTED:
            return f"{self.names[code]}: {', '.join(self._value(code, one) for one in condition.values)}"
        day = getattr(condition, "day", None)
        below = getattr(condition, "below", False)
        said = self._asked["land_by" if code == "land" and day else "rent_below" if below else code]
        limit = amount(condition.limit or 0.0)
        if code in GROUND:
            limit = with_unit(limit, _UNITS[code])
        return said.format(limit=limit, day=when(day.isoformat()) if day else "", place=self.place)

    def judged(self, condition: Condition, judgement: Judgement, site: Site, far: Distance | None) -> Judged:
        """Say how a condition was judged on a site, and why."""
        said = self._say(condition, judgement, site, far)
        return Judged(condition.code, self.names[condition.code], judgement.verdict, said)

    def _say(self, condition: Condition, judgement: Judgement, site: Site, far: Distance | None) -> str:
        reason, _, value = judgement.reason.partition(":")
        if reason == "stated":
            return self._value(condition.code, value)
        if reason == "wastewater":
            return self.say_wastewater(site)
        found = "" if judgement.found is None else amount(round(judgement.found, 2))
        if reason in GROUND:
            source = self._rasters.get(site.record[f"{GROUND[reason].column}_source"], "")
            return self._reasons[reason].format(found=with_unit(found, _UNITS[reason]), source=source)
        industries = self.industries(site) if "named" in reason or "names" in reason else ""
        return self._reasons[reason].format(found=found, far=say_distance(far), industries=industries)

    def _value(self, code: str, value: str) -> str:
        return self._listed[code].get(value, value)

    def industries(self, site: Site) -> str:
        """Say the industries that were read off the sectors of a site."""
        codes = (site.record["industries"] or "").split(SEPARATOR)
        return "; ".join(self._value("industries", code) for code in codes if code)

    def say_wastewater(self, site: Site) -> str:
        """Say what is known of the treatment of wastewater; nothing where that is nothing."""
        return ": ".join(part for part in self.wastewater_parts(site) if part)

    def wastewater_parts(self, site: Site) -> tuple[str, str]:
        """Say the capacity to treat wastewater, and whether the plant stands; empty if unknown."""
        capacity, status = site.record["wastewater_capacity_m3_day"], site.record["wastewater_status"]
        if capacity is None and status is None:
            return "", ""
        state = self._wastewater[status] if status in ("built", "planned") else self.texts["capacity_named"]
        return "" if capacity is None else f"{amount(capacity)} {self.texts['m3_day']}", state

    def say_rent(self, site: Site) -> str:
        """Print the rent that is asked, with its range; nothing where none is known."""
        least, most = site.record["land_rent_usd_m2_min"], site.record["land_rent_usd_m2_max"]
        if least is None:
            return ""
        if most is None or most == least:
            return f"{amount(least)} USD/m²"
        return f"{self.texts['range'].format(least=amount(least), most=amount(most))} USD/m²"

    def say_short(self, code: str, short: float, reason: str) -> str:
        """Say by how much a site misses a condition; `reason` tells whether it may be more."""
        figure = with_unit(amount(max(round(short, 2), _LEAST_SHORT)), _UNITS[code])
        return self.texts["away_at_least" if reason in _WIDER else "away"].format(figure=figure)

    def say_hectares(self, tally: Tally) -> str:
        """Say the planned and the ready hectares of some sites, as far as they are known."""
        said = [
            self.texts[name].format(
                hectares=amount(round(total, 2)), known=amount(known), sites=amount(tally.sites)
            )
            for name, (total, known) in tally.areas.items()
            if known and name in self.texts
        ]
        return "; ".join(said) or (self.texts["no_hectares"] if tally.sites else "")


def words_of(asked: Asked, snapshot: Snapshot) -> FindWords:
    """Make what says the conditions of a question in the language of the request."""
    collections = snapshot.collections
    wards = collections["wards"].records(names=("code", "full_name"))
    return FindWords(
        name_spot(asked, collections["places"]),
        {
            "district_code": district_names(collections["clusters"]),
            "ward_code": {ward["code"]: ward["full_name"] for ward in wards},
        },
        {one["id"]: f"{one['source']}, {when(one['date'])}" for one in snapshot.about["rasters"]},
    )


def _names() -> Words:
    """Name each condition and term in a word or two."""
    return {
        "land": gettext("Ready land"),
        "piece": gettext("In one piece"),
        "industries": gettext("Industry"),
        "rent": gettext("Asking rent"),
        "wastewater": gettext("Wastewater"),
        "wastewater_built": gettext("Plant built"),
        "distance": gettext("Distance"),
        "height": gettext("Mean height"),
        "slope": gettext("Mean slope"),
        "flood": gettext("Share flooded"),
        "depth": gettext("Greatest flood depth"),
        "known": gettext("What is known"),
        "status": gettext("Status"),
        "district_code": gettext("Former district"),
        "ward_code": gettext("Commune or ward now"),
    }


def _verdicts() -> Words:
    return {
        Verdict.MEETS: gettext("meets"),
        Verdict.FAILS: gettext("does not meet"),
        Verdict.UNKNOWN: gettext("not known"),
    }


def _asked() -> Words:
    return {
        "land": gettext("{limit} ha of ready land"),
        "land_by": gettext("{limit} ha ready by {day}"),
        "piece": gettext("{limit} ha in one piece"),
        "rent": gettext("asking rent of at most {limit} USD/m²"),
        "rent_below": gettext("asking rent below {limit} USD/m²"),
        "wastewater": gettext("a wastewater capacity is named"),
        "wastewater_built": gettext("the wastewater plant is built"),
        "distance": gettext("at most {limit} km from {place}, in a straight line"),
        "height": gettext("a mean height of at least {limit}"),
        "slope": gettext("a mean slope of at most {limit}"),
        "flood": gettext("at most {limit} of the area flooded"),
        "depth": gettext("no flood deeper than {limit}"),
    }


def _reasons() -> Words:
    return {
        "not_stated": gettext("no source says"),
        "named": "{industries}",
        "several": gettext("several trades, not named"),
        "names_others": gettext("others are named: {industries}"),
        "rent": gettext("{found} USD/m² asked"),
        "bound_only": gettext("known as a bound only"),
        "distance": "{far}",
        "position": gettext("{far}: the position is too uncertain to tell"),
        "no_place": gettext("its position is not known"),
        "no_survey": gettext("not measured: it has no surveyed outline"),
        "no_raster": gettext("not measured: no raster covers it"),
        **dict.fromkeys(GROUND, "{found} ({source})"),
        "ready": gettext("{found} ha ready"),
        "ready_by": gettext("{found} ha ready by then"),
        "unleased": gettext("at most {found} ha are not let"),
        "unlet": gettext("at most {found} ha are not let"),
        "planned": gettext("the whole cluster has {found} ha"),
        "ready_unknown": gettext("no source says how much is ready"),
        "later_unknown": gettext("{found} ha ready now; no source says what will be by then"),
        "piece": gettext("largest piece {found} ha"),
        "no_lots": gettext("no source says how the land is divided"),
    }


def _texts() -> Words:
    return {
        "capacity_named": gettext("capacity named; built or planned unknown"),
        "m3_day": gettext("m³/day"),
        "range": gettext("{least} to {most}"),
        "away": gettext("one condition away, by {figure}"),
        "away_at_least": gettext("one condition away, by at least {figure}"),
        "ready_area_ha": gettext("ready land {hectares} ha, known of {known} of {sites}"),
        "planned_area_ha": gettext("planned area {hectares} ha, known of {known} of {sites}"),
        "no_hectares": gettext("hectares not known"),
        "planned": gettext("Planned area"),
        "unleased": gettext("Unleased industrial land"),
        "not_all_ready": gettext("not all of it need be ready"),
        "asking": gettext("asking price, VAT not included"),
        "straight": gettext("straight line"),
        "lots": gettext("{lots} ready lots, largest piece {piece} ha"),
        "figures_known": gettext("{known} of {figures} figures"),
        "points": gettext("{points} of {most}"),
        "failed": gettext("{count} do not meet it"),
        "silent": gettext("{count} do not say"),
        "unknown_left": gettext("of these, {count} do not say"),
    }
