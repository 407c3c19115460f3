"""The cells of the table in words: values with what qualifies them, and what is missing said so."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext

from geo.conditions import SHARES, is_number
from geo.facts import parse_value
from geo.industries import SEPARATOR
from geo.occupancy import REMEDIES
from geo.published import RATES, RENT, parse_bounds
from geo.rasters.kinds import MEASURED
from geo.schema import Column, Qualifier
from geo.text import bare_name
from webmap.pages.frame import page_address
from webmap.pages.wording import amount, as_stated, percent, said_once, when
from webmap.pages.words import code_words, flag_words, say_phase, unit_words

Record = Mapping[str, Any]
_MEASURED = frozenset(one.name for one in MEASURED)
_TIMES = re.compile(r"(?:.+_)?(?:as_of|period)|date_.+")
_VIETNAMESE = re.compile(r"name_vi|communes_pre2025|developer|sectors|.+_name|operating_period")


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: a text, or nothing and the word for that; `note` and `flag` qualify it."""

    text: str = ""
    missing: str = ""
    note: str = ""
    flag: str = ""
    link: str = ""
    filters: str = ""
    vietnamese: bool = False


@said_once
def establishment_words() -> dict[str, str]:
    """Say what is counted as establishments."""
    return {
        "doanh nghiệp": gettext("enterprises"),
        "hộ sản xuất, kinh doanh": gettext("producing households"),
        "hộ đăng ký sản xuất, kinh doanh": gettext("registered households"),
        "cơ sở": gettext("establishments"),
    }


class Wording:
    """Says the cells of one table; `groups` counts the clusters behind each statement about a group."""

    def __init__(self, columns: Mapping[str, Column], groups: Mapping[str, int], language: str) -> None:
        self.titles = {name: column.title.in_language(language) for name, column in columns.items()}
        self._groups = groups
        self._codes = code_words()
        self._flags = flag_words()
        self._units = establishment_words()
        self._no_data = gettext("no data")
        self.language = language
        self._special: dict[str, Callable[[Column, Any, Record], Cell]] = {
            "contradictions": self._contradictions,
            "stated_fill_rate": self._stated,
            "enterprises": self._establishments,
            "enterprises_unit": self._unit,
            "bounds": self._bounds,
            "phase": self._phase,
        }

    def cell(self, column: Column, record: Record) -> Cell:
        """Say one value of one cluster."""
        bound = parse_bounds(record["bounds"]).get("land_rent_usd_m2" if column.name in RENT else column.name)
        value = record[column.name]
        if bound:
            exact = parse_value(bound).qualifier == Qualifier.EXACT
            return Cell(as_stated(bound), flag=gettext("cannot be: not used") if exact else gettext("bound"))
        if value is None:
            return Cell(missing=gettext("not computable") if column.name in RATES else self._no_data)
        write = self._special.get(column.name, self._number if is_number(column) else self._text)
        return write(column, value, record)

    def _unit(self, _: Column, value: str, __: Record) -> Cell:
        return Cell(self._units.get(value, value))

    def _number(self, column: Column, value: float, _: Record) -> Cell:
        return Cell(number(column, value))

    def _text(self, column: Column, value: str, record: Record) -> Cell:
        name = column.name
        if name.endswith("_missing"):
            return Cell("; ".join(self._lack(code) for code in value.split()))
        if column.listed:
            return Cell("; ".join(self.code(column, code) for code in value.split(SEPARATOR)))
        if column.enum:
            return Cell(self.code(column, value), note=self._flags.get(name, {}).get(value, ""))
        if name.endswith("_source") and "; " not in value:
            return Cell(value, link=self._address_of(name, value))
        if _TIMES.fullmatch(name):
            return Cell("; ".join(when(part) for part in value.split("; ")))
        return Cell(
            value,
            filters={"district_name": "district_code", "ward_name": "ward_code"}.get(name, ""),
            vietnamese=bool(_VIETNAMESE.fullmatch(name)),
            note=self._flags["ward_basis"].get(record["ward_basis"], "") if name == "ward_name" else "",
        )

    def _address_of(self, name: str, source: str) -> str:
        """Tell where a source is described; that of what was measured is a raster."""
        if name.removesuffix("_source") in _MEASURED:
            return url_for("api.raster", raster_id=source, lang=self.language)
        return page_address(self.language, f"sources/{source}")

    def code(self, column: Column, value: str) -> str:
        """Say a value of a closed list in few words."""
        words = {"stated_fill_rate_scope": scope_words()}
        basis = self._codes["basis"] if column.name.endswith("_basis") else {}
        listed = words.get(column.name, self._codes.get(column.name, basis))
        said = listed.get(value) or self._flags.get(column.name, {}).get(value, value)
        return said.split(":")[0]

    def _lack(self, code: str) -> str:
        if code in self.titles:
            return self.titles[code]
        return REMEDIES[code].in_language(self.language).split(":")[0]

    def _contradictions(self, _: Column, value: int, __: Record) -> Cell:
        return Cell(amount(value), flag=gettext("contradictory") if value else "")

    def _stated(self, column: Column, value: float, record: Record) -> Cell:
        if record["stated_fill_rate_scope"] != "group":
            return Cell(number(column, value))
        clusters = self._groups.get(record["stated_fill_rate_group"], 0)
        return Cell(number(column, value), flag=gettext("group of %(clusters)s", clusters=amount(clusters)))

    def _establishments(self, column: Column, value: float, record: Record) -> Cell:
        unit = record["enterprises_unit"]
        return Cell(number(column, value), note=self._units.get(unit, unit or ""))

    def _phase(self, _: Column, value: str, __: Record) -> Cell:
        said = say_phase(value)
        return Cell(said, vietnamese=said == value)

    def _bounds(self, _: Column, value: str, __: Record) -> Cell:
        parts = parse_bounds(value).items()
        return Cell("; ".join(f"{self.titles.get(name, name)} {as_stated(said)}" for name, said in parts))


@said_once
def scope_words() -> dict[str, str]:
    """Say what a statement is about."""
    return {
        "cluster": gettext("about this cluster"),
        "group": gettext("one statement about several clusters"),
    }


def number(column: Column, value: float) -> str:
    """Print a number of a column, shares as percent."""
    return percent(value) if column.name in SHARES else amount(value)


def unit_of(column: Column) -> str:
    """Say the unit of a column; of a rent also for what time and without which tax."""
    if column.name in RENT:
        return str(gettext("USD/m², whole lease term, VAT not included"))
    return unit_words().get(column.unit or "", "")


def short_name(name: str) -> str:
    """Leave out the words every cluster's name has."""
    bare = bare_name(name)
    return bare[:1].upper() + bare[1:]
