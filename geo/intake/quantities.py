"""The units people write in tables and forms, and what one is of another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from geo.text import fold


@dataclass(frozen=True)
class Unit:
    """A unit as people write it; one of it is `factor` of the unit the product keeps, `kept`.

    A `noun` only names what is counted (`người`, `cụm`), so that it is a unit in brackets and none at
    the end of a heading.
    """

    name: str
    kept: str
    factor: Decimal = Decimal(1)
    noun: bool = False


class _Written(NamedTuple):
    name: str
    kept: str
    factor: str
    spellings: str


_MEASURES = (
    _Written("ha", "ha", "1", "ha|hecta|hec ta|hectare|hectares"),
    _Written("m2", "ha", "0.0001", "m2|met vuong|sqm|sq m|square metres|square meters"),
    _Written("nghìn m2", "ha", "0.1", "nghin m2|ngan m2|1000 m2|1.000 m2"),
    _Written("km2", "ha", "100", "km2|square kilometres|square kilometers"),
    _Written("tỷ đồng", "tỷ đồng", "1", "ty dong|ti dong|ty|ti|ty vnd|ti vnd|ty d|bn vnd|vnd bn|billion vnd|bn dong"),
    _Written("triệu đồng", "tỷ đồng", "0.001", "trieu dong|trieu|tr dong|trd|trieu d|trieu vnd|million vnd|vnd million|mn vnd|m vnd"),
    _Written("nghìn đồng", "tỷ đồng", "0.000001", "nghin dong|ngan dong|1000 dong|1.000 dong|1000d|nghin d|thousand vnd"),
    _Written("đồng", "tỷ đồng", "0.000000001", "dong|vnd|vnđ|đ"),
    _Written("nghìn tỷ đồng", "tỷ đồng", "1000", "nghin ty dong|ngan ty dong|nghin ty|ngan ty|nghin ti dong|trillion vnd"),
    _Written("triệu USD", "triệu USD", "1", "trieu usd|million usd|usd million|mn usd|m usd|musd|trieu do la|trieu do"),
    _Written("USD", "triệu USD", "0.000001", "usd|us$|$|do la|do la my"),
    _Written("USD/m2", "USD/m2", "1", "usd/m2|$/m2|us$/m2|usd per m2|usd/sqm"),
    _Written("USD/m2/năm", "USD/m2/năm", "1", "usd/m2/nam|usd/m2/year|$/m2/nam|usd/m2/yr"),
    _Written("USD/m2/tháng", "USD/m2/năm", "12", "usd/m2/thang|usd/m2/month|$/m2/thang"),
    _Written("%", "%", "1", "%|phan tram|percent|per cent|pct"),
    _Written("0–1", "%", "100", "0-1|0–1|fraction|0 to 1|0 den 1"),
    _Written("triệu đồng/người/tháng", "triệu đồng/người/tháng", "1",
             "trieu dong/nguoi/thang|trd/nguoi/thang|tr dong/nguoi/thang|trieu d/nguoi/thang|million vnd/person/month"
             "|trieu/nguoi/thang|trieu dong/thang|trieu dong/lao dong/thang|mvnd month"),
    _Written("nghìn đồng/người/tháng", "triệu đồng/người/tháng", "0.001", "nghin dong/nguoi/thang|ngan dong/nguoi/thang"),
    _Written("đồng/người/tháng", "triệu đồng/người/tháng", "0.000001", "dong/nguoi/thang|vnd/nguoi/thang|vnd/person/month"),
    _Written("m3/ngày đêm", "m3/ngày đêm", "1", "m3/ngay dem|m3/ngay|m3/day|m3/d|m3/ngd"),
    _Written("lần", "lần", "1", "lan|times"),
)  # fmt: skip

_NOUNS = (
    _Written("người", "người", "1", "nguoi|lao dong|people|persons|workers|ld|nguoi lao dong"),
    _Written("nghìn người", "người", "1000", "nghin nguoi|ngan nguoi|1000 nguoi|thousand people"),
    _Written("dự án", "dự án", "1", "du an|da|projects|project|dadt"),
    _Written("cụm", "cụm", "1", "cum|ccn|cum cong nghiep|clusters|cluster|so cum"),
    _Written("doanh nghiệp", "doanh nghiệp", "1", "doanh nghiep|dn|enterprises|firms"),
    _Written("cơ sở", "cơ sở", "1", "co so|establishments"),
    _Written("tầng", "tầng", "1", "tang|storeys|floors"),
    _Written("công trình", "cụm", "1", "cong trinh|nha may"),
    _Written("0/1", "0/1", "1", "1/0|1 hoac 0|0 hoac 1|co/khong|co: 1, khong: 0|co=1 khong=0|1: co, 0: khong|yes/no"),
)  # fmt: skip

_SUPERSCRIPTS = str.maketrans("²³", "23")
_SIGNS = re.compile(r"[^a-z0-9%$/]+")
_BRACKETS = re.compile(r"[(\[{]([^)\]}]*)[)\]}]")
_LAST_WORDS = re.compile(r"[\s_]+")
_LONGEST_UNIT = 4
_ALSO_WORDS = {"dong", "d", "lan", "ti"}
"""What ends a heading as a word of its own too: `lao động`, `lần đầu`."""


def _key(text: str) -> str:
    return _SIGNS.sub("", fold(text.translate(_SUPERSCRIPTS))).strip("/")


def _spelled(rows: tuple[_Written, ...], noun: bool) -> Iterator[tuple[str, Unit]]:
    for row in rows:
        unit = Unit(row.name, row.kept, Decimal(row.factor), noun)
        for spelling in row.spellings.split("|"):
            yield _key(spelling), unit
            yield _key(spelling).replace("/", ""), unit


_BY_SPELLING = {**dict(_spelled(_NOUNS, True)), **dict(_spelled(_MEASURES, False))}


def find_unit(text: str) -> Unit | None:
    """Find the unit a text is, with or without accents, brackets and blanks: `(Tỉ đồng)`, `m²`."""
    return _BY_SPELLING.get(_key(text))


def find_heading_unit(heading: str) -> Unit | None:
    """Find the unit a heading names: in brackets, or as its last words (`Vốn, tỷ đồng`, `leased_area_ha`)."""
    for bracketed in reversed(_BRACKETS.findall(heading)):
        if unit := find_unit(bracketed.removeprefix("ĐVT").removeprefix("Đơn vị tính").lstrip(" :")):
            return unit
    words = [word for word in _LAST_WORDS.split(_BRACKETS.sub(" ", heading).strip()) if word]
    for count in range(min(_LONGEST_UNIT, len(words)), 0, -1):
        unit = find_unit(" ".join(words[-count:]))
        if unit and not unit.noun and (count > 1 or _key(words[-1]) not in _ALSO_WORDS):
            return unit
    return find_unit(heading.rpartition(",")[2])


def convert(value: float, unit: Unit, kept: str) -> float | None:
    """Say a value in the unit the product keeps, to the last digit; None where it measures something else."""
    return float(Decimal(repr(value)) * unit.factor) if unit.kept == kept else None
