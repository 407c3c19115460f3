"""What can be wrong with a data package beyond its schema: a table of rules, each with an id."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from shapely import STRtree

from geo.bbox import BBox
from geo.crs import geodesic_area_ha
from geo.facts import parse_value
from geo.fields import FIELDS
from geo.rows import rows_of
from geo.schema import Level as Level
from geo.schema import Qualifier, Quality, Status, Text
from geo.text import fold


class Found(NamedTuple):
    """Where a rule was broken: a table or layer, the row of its file, the column, and the values."""

    file: str
    row: int
    column: str
    detail: str


@dataclass(frozen=True)
class Subject:
    """What is checked.

    `chosen` are the published facts, one a cluster and field, on the index of `facts`;
    `contradictions` pairs of facts that cannot both hold; `size_ha` the lawful size today.
    """

    clusters: pd.DataFrame
    facts: pd.DataFrame
    chosen: pd.DataFrame
    contradictions: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]
    city_series: pd.DataFrame
    outlines: GeoDataFrame
    bbox: BBox
    size_ha: tuple[float, float]

    @cached_property
    def fact_rows(self) -> list[tuple[Any, dict[str, Any]]]:
        """Pair the index of every fact with its cells, once for all rules."""
        return _rows(self.facts)


@dataclass(frozen=True)
class Rule:
    """One rule: who breaks it, and how bad that is."""

    id: str
    level: Level
    title: Text
    find: Callable[[Subject], Iterator[Found]]


@dataclass(frozen=True)
class Breach:
    """One breach of one rule, ready to be shown."""

    rule: str
    level: Level
    title: Text
    file: str
    row: int
    column: str
    detail: str


_FIRST_ROW = 2
"""The header is row 1 of a table, as spreadsheets count."""

_AREA_SHARE = 0.05
_DEFAULT_SHARE = 0.70
_DUPLICATE_AREA_SHARE = 0.05
_JUMP_SHARE = 0.20
_REPEATS = 3
_TOUCH_HA = 0.001
_YEARS = (1900, 2100)
_PHASE = re.compile(r"( -)? (giai doan )?([0-9]|i|ii|iii)$| mo rong$|^cum cong nghiep (lang nghe )?")
_SURVEYED = (Quality.OFFICIAL, Quality.DIGITISED)


def _row(position: Any) -> int:
    return int(position) + _FIRST_ROW


def _rows(table: pd.DataFrame) -> list[tuple[Any, dict[str, Any]]]:
    """Pair the index of every row with its cells; a missing text stays None, as iterrows would not."""
    return list(zip(table.index, rows_of(table), strict=True))


def _fact(position: Any, fact: Mapping[str, Any], detail: str, column: str = "value") -> Found:
    return Found("facts.csv", _row(position), column, f"{fact['cluster_id']}.{fact['field']}: {detail}")


def _exact(facts: pd.DataFrame, field: str) -> pd.DataFrame:
    return facts[(facts["field"] == field) & (facts["qualifier"] == Qualifier.EXACT)]


def _outlines(subject: Subject) -> Iterator[tuple[int, Any, Any]]:
    """Walk the outlines that have a geometry: feature number, properties, geometry."""
    layer = subject.outlines
    for number, (record, geometry) in enumerate(
        zip(rows_of(layer.drop(columns="geometry")), layer.geometry, strict=True), start=1
    ):
        if geometry is not None:
            yield number, record, geometry


def _invalid_geometry(subject: Subject) -> Iterator[Found]:
    for number, record, geometry in _outlines(subject):
        if geometry.is_empty or not geometry.is_valid:
            yield Found("outlines.geojson", number, "geometry", f"{record['id']}: {geometry.geom_type}")


def _outside_province(subject: Subject) -> Iterator[Found]:
    west, south, east, north = subject.bbox
    for number, record, geometry in _outlines(subject):
        x1, y1, x2, y2 = geometry.bounds
        if not (west <= x1 and x2 <= east and south <= y1 and y2 <= north):
            at = f"{x1:.5f}, {y1:.5f}"
            yield Found("outlines.geojson", number, "geometry", f"{record['id']}: {at}")


def _outline_area(subject: Subject) -> Iterator[Found]:
    planned = _exact(subject.chosen, "planned_area_ha").set_index("cluster_id")["value_min"]
    for number, record, geometry in _outlines(subject):
        stated = planned.get(record["id"])
        if record["boundary_quality"] not in _SURVEYED or stated is None:
            continue
        measured = geodesic_area_ha(geometry)
        if abs(measured - stated) > _AREA_SHARE * stated:
            detail = f"{record['id']}: {measured:.2f} ha ≠ {stated:g} ha"
            yield Found("outlines.geojson", number, "geometry", detail)


def _overlapping_outlines(subject: Subject) -> Iterator[Found]:
    surveyed = [
        (number, record["id"], geometry)
        for number, record, geometry in _outlines(subject)
        if record["boundary_quality"] in _SURVEYED
    ]
    shapes = np.array([geometry for _, _, geometry in surveyed], dtype=object)
    for one, other in sorted(STRtree(shapes).query(shapes, predicate="intersects").T.tolist()):
        shared = geodesic_area_ha(shapes[one].intersection(shapes[other])) if one < other else 0.0
        if shared > _TOUCH_HA:
            detail = f"{surveyed[one][1]} ∩ {surveyed[other][1]} = {shared:.2f} ha"
            yield Found("outlines.geojson", surveyed[other][0], "geometry", detail)


def _unlawful_size(subject: Subject) -> Iterator[Found]:
    least, most = subject.size_ha
    for position, fact in _rows(_exact(subject.chosen, "planned_area_ha")):
        if not least <= fact["value_min"] <= most:
            yield _fact(position, fact, f"{fact['value_min']:g} ha ∉ {least:g}–{most:g} ha")


def _beyond(part: str, whole: str) -> Callable[[Subject], Iterator[Found]]:
    def find(subject: Subject) -> Iterator[Found]:
        wholes = _exact(subject.chosen, whole).set_index("cluster_id")["value_min"]
        for position, fact in _rows(_exact(subject.chosen, part)):
            limit = wholes.get(fact["cluster_id"], math.inf)
            if fact["value_min"] > limit:
                yield _fact(position, fact, f"{fact['value_min']:g} ha > {whole} {limit:g} ha")

    return find


def _year_as_rate(subject: Subject) -> Iterator[Found]:
    for position, fact in _rows(_exact(subject.facts, "fill_rate_pct")):
        if _YEARS[0] <= fact["value_min"] <= _YEARS[1]:
            yield _fact(position, fact, f"{fact['value']} %")


def _rate_beyond_whole(subject: Subject) -> Iterator[Found]:
    for position, fact in _rows(_exact(subject.facts, "fill_rate_pct")):
        beyond = fact["value_min"] > 100 and not _YEARS[0] <= fact["value_min"] <= _YEARS[1]
        if beyond or fact["value_min"] < 0:
            yield _fact(position, fact, f"{fact['value']} %")


def _status_of(subject: Subject) -> dict[str, str]:
    return dict(zip(subject.clusters["id"], subject.clusters["status"], strict=True))


def _zero_for_unknown(subject: Subject) -> Iterator[Found]:
    statuses = _status_of(subject)
    for position, fact in _rows(_exact(subject.facts, "fill_rate_pct")):
        if fact["value_min"] == 0 and statuses[fact["cluster_id"]] == Status.ACTIVE:
            yield _fact(position, fact, f"0 %, {Status.ACTIVE}")


def _rate_before_operation(subject: Subject) -> Iterator[Found]:
    ready = (Status.ACTIVE, Status.INFRASTRUCTURE_COMPLETE)
    statuses = _status_of(subject)
    for position, fact in _rows(subject.facts[subject.facts["field"] == "fill_rate_pct"]):
        if statuses[fact["cluster_id"]] not in ready:
            yield _fact(position, fact, f"{fact['value']} %, {statuses[fact['cluster_id']]}")
    for position, row in _rows(subject.city_series):
        if "started" in row["field"] and row["field"].endswith("_fill"):
            yield Found("city_series.csv", _row(position), "value", f"{row['field']}: {row['value']}")


def _group_statement(subject: Subject) -> Iterator[Found]:
    for group, rows in subject.facts[subject.facts["scope"] == "group"].groupby("group_id"):
        names = ", ".join(rows["cluster_id"])
        yield Found("facts.csv", _row(rows.index[0]), "scope", f"{group}: 1 × {len(rows)} ({names})")


def _swapped_coordinates(subject: Subject) -> Iterator[Found]:
    west, south, east, north = subject.bbox
    wrong = {"lat": (west, east), "lon": (south, north)}
    for field, (low, high) in wrong.items():
        for position, fact in _rows(_exact(subject.facts, field)):
            if low <= fact["value_min"] <= high:
                yield _fact(position, fact, fact["value"])


def _unused_pin(subject: Subject) -> Iterator[Found]:
    if "pin_problem" not in subject.outlines:
        return
    for number, (cluster_id, problem) in enumerate(
        zip(subject.outlines["id"], subject.outlines["pin_problem"], strict=True), start=1
    ):
        if isinstance(problem, str):
            yield Found("outlines.geojson", number, "pin_problem", f"{cluster_id}: {problem}")


def _default_share(subject: Subject) -> Iterator[Found]:
    planned = _exact(subject.chosen, "planned_area_ha").set_index("cluster_id")["value_min"]
    for position, fact in _rows(_exact(subject.chosen, "industrial_land_ha")):
        whole = planned.get(fact["cluster_id"])
        if whole and math.isclose(fact["value_min"] / whole, _DEFAULT_SHARE, abs_tol=1e-6):
            yield _fact(position, fact, f"{fact['value_min']:g} ÷ {whole:g} = 70,0 %")


def _missing_unit(subject: Subject) -> Iterator[Found]:
    for position, fact in subject.fact_rows:
        field = FIELDS.get(fact["field"])
        if field and field.kind == "number" and not fact["unit"] and not fact["value"].endswith("%"):
            yield _fact(position, fact, fact["value"], "unit")


def _unknown_unit(subject: Subject) -> Iterator[Found]:
    for position, fact in subject.fact_rows:
        field = FIELDS.get(fact["field"])
        if field and field.units and fact["unit"] and fact["unit"] not in field.units:
            yield _fact(position, fact, f"{fact['unit']} ∉ {', '.join(field.units)}", "unit")


def _misread_value(subject: Subject) -> Iterator[Found]:
    """The numbers of a fact must be those that its text, as the source states it, reads as."""
    for position, fact in subject.fact_rows:
        if FIELDS[fact["field"]].kind != "number":
            continue
        stated = parse_value(fact["value"])
        ends = tuple(None if pd.isna(fact[end]) else fact[end] for end in ("value_min", "value_max"))
        if stated.smallest is None or (*ends, fact["qualifier"]) != tuple(stated):
            yield _fact(position, fact, f"{fact['value']!r} ≠ {ends[0]}, {ends[1]}, {fact['qualifier']}")


def _negative(subject: Subject) -> Iterator[Found]:
    for position, fact in subject.fact_rows:
        if FIELDS[fact["field"]].kind == "number" and (fact["value_min"] or 0.0) < 0:
            yield _fact(position, fact, fact["value"])


def _pin_outside(subject: Subject) -> Iterator[Found]:
    west, south, east, north = subject.bbox
    within = {"lon": (west, east, south, north), "lat": (south, north, west, east)}
    for field, (low, high, *swapped) in within.items():
        for position, fact in _rows(_exact(subject.facts, field)):
            degrees = fact["value_min"]
            if not low <= degrees <= high and not swapped[0] <= degrees <= swapped[1]:
                yield _fact(position, fact, fact["value"])


def _undated(subject: Subject) -> Iterator[Found]:
    for position, fact in subject.fact_rows:
        if fact["as_of"] is None and fact["period"] is None:
            yield _fact(position, fact, fact["value"], "as_of")


def _contradiction(subject: Subject) -> Iterator[Found]:
    for fact, published in subject.contradictions:
        detail = f"{fact['value']} ({fact['source_id']}) ≠ {published['value']} ({published['source_id']})"
        yield _fact(fact["position"], fact, detail)


def _same_investment(subject: Subject) -> Iterator[Found]:
    shown = _exact(subject.facts, "total_investment_bn_vnd")
    for (_, value), rows in shown.groupby(["source_id", "value"]):
        names = list(dict.fromkeys(rows["cluster_id"]))
        if len(names) > 1:
            yield _fact(rows.index[-1], rows.iloc[-1], f"{' = '.join(names)} = {value}")


def _list_price(subject: Subject) -> Iterator[Found]:
    rents = subject.chosen[subject.chosen["field"] == "land_rent_usd_m2"]
    counted = Counter(rents["value"])
    for value, times in counted.most_common(1):
        if times > len(rents) / 2 and times > 2:
            first = rents[rents["value"] == value]
            yield _fact(first.index[0], first.iloc[0], f"{value} USD/m2 × {times} / {len(rents)}")


def _month_of_report(subject: Subject) -> Iterator[Found]:
    dates = subject.facts[subject.facts["field"] == "date_established"]
    for position, fact in _rows(dates):
        if re.fullmatch(r"\d{4}-\d{2}", fact["value"]) and (fact["as_of"] or "").startswith(fact["value"]):
            yield _fact(position, fact, f"{fact['value']} ~ {fact['as_of']}")


def _base_name(name: str) -> str:
    base = fold(name)
    while (shorter := _PHASE.sub("", base).strip()) != base:
        base = shorter
    return base


def _likely_duplicate(subject: Subject) -> Iterator[Found]:
    areas = _known_areas(subject)
    for _, members in subject.clusters.groupby("district_code"):
        rows = [(position, {**row, "base": _base_name(row["name_vi"])}) for position, row in _rows(members)]
        for (_, one), (position, other) in combinations(rows, 2):
            if _same_name_and_area(one, other, areas) or _same_commune_and_status(one, other):
                yield Found("clusters.csv", _row(position), "id", f"{one['id']} ≈ {other['id']}")


def _known_areas(subject: Subject) -> dict[str, list[float]]:
    fields = ("planned_area_ha", "area_ha_reported")
    exact = subject.facts[
        subject.facts["field"].isin(fields) & (subject.facts["qualifier"] == Qualifier.EXACT)
    ]
    return {cluster_id: list(rows["value_min"]) for cluster_id, rows in exact.groupby("cluster_id")}


def _same_name_and_area(one: Any, other: Any, areas: Mapping[str, list[float]]) -> bool:
    """Same name but for the phase, with areas that agree; both stand in one district."""
    return one["base"] == other["base"] and any(
        abs(a - b) <= _DUPLICATE_AREA_SHARE * max(a, b)
        for a in areas.get(one["id"], [])
        for b in areas.get(other["id"], [])
    )


def _same_commune_and_status(one: Any, other: Any) -> bool:
    """Stated to stand in the same commune and both active, under names that are not phases of one."""
    return bool(
        one["communes_pre2025"]
        and one["communes_pre2025"] == other["communes_pre2025"]
        and one["commune_basis"] == other["commune_basis"] == "stated"
        and one["status"] == other["status"] == Status.ACTIVE
        and one["base"] != other["base"]
    )


def _city(subject: Subject) -> pd.DataFrame:
    return subject.city_series[subject.city_series["area"] == "city"]


def _repeated_figure(subject: Subject) -> Iterator[Found]:
    """A count of people or firms that does not change over three dates was copied, not counted anew."""
    for field, rows in _city(subject).groupby("field"):
        dated = rows[rows["as_of"].notna()]
        for value, same in dated.groupby("value"):
            times = list(dict.fromkeys(same["as_of"]))
            if len(times) >= _REPEATS:
                detail = f"{field} = {value}: {', '.join(times)}"
                yield Found("city_series.csv", _row(same.index[-1]), "value", detail)


def _jump(subject: Subject) -> Iterator[Found]:
    """A city figure that moves by a fifth while the number of clusters stays was defined anew."""
    city = _city(subject)
    counts = city[city["field"] == "clusters_active"].set_index("as_of")["value_min"].to_dict()
    for field in ("area_ha", "establishments", "workers"):
        rows = city[(city["field"] == field) & city["valid_until"].notna()].sort_values("valid_until")
        pairs = zip(rows.index[:-1], rows.index[1:], strict=True)
        for before, after in pairs:
            old, new = rows.loc[before], rows.loc[after]
            same_count = counts.get(old["as_of"]) == counts.get(new["as_of"])
            if same_count and abs(new["value_min"] - old["value_min"]) > _JUMP_SHARE * old["value_min"]:
                detail = f"{field}: {old['value']} ({old['as_of']}) → {new['value']} ({new['as_of']})"
                yield Found("city_series.csv", _row(after), "value", detail)


def _count_with_two_meanings(subject: Subject) -> Iterator[Found]:
    """A number to be started that equals the number established counts the latter."""
    city = _city(subject)
    established = city[city["field"].str.startswith("clusters_established_")]
    promised = city[city["field"].isin(["clusters_to_be_started", "target_2021_groundbreaking"])]
    for position, row in _rows(promised):
        for _, other in _rows(established[established["value_min"] == row["value_min"]]):
            detail = f"{row['field']} = {other['field']} = {row['value']}"
            yield Found("city_series.csv", _row(position), "value", detail)


def _error(rule_id: str, vi: str, en: str, find: Callable[[Subject], Iterator[Found]]) -> Rule:
    return Rule(rule_id, Level.ERROR, Text(vi, en), find)


def _warning(rule_id: str, vi: str, en: str, find: Callable[[Subject], Iterator[Found]]) -> Rule:
    return Rule(rule_id, Level.WARNING, Text(vi, en), find)


RULES: tuple[Rule, ...] = (
    _error("geometry-invalid", "hình học không hợp lệ", "the geometry is not valid", _invalid_geometry),
    _error("geometry-outside", "hình học nằm ngoài địa bàn", "the geometry lies outside the province", _outside_province),
    _error("outline-area", "diện tích ranh giới khác diện tích quy hoạch quá 5 %",
           "the outline's area differs from the planned area by more than 5 %", _outline_area),
    _error("outline-overlap", "hai ranh giới chồng lên nhau", "two outlines overlap", _overlapping_outlines),
    _error("leased-beyond-industrial", "đất cho thuê lớn hơn đất công nghiệp", "more leased than industrial land",
           _beyond("leased_area_ha", "industrial_land_ha")),
    _error("leased-beyond-planned", "đất cho thuê lớn hơn diện tích cụm", "more leased land than planned area",
           _beyond("leased_area_ha", "planned_area_ha")),
    _error("leased-beyond-serviced", "đất cho thuê lớn hơn đất đã có hạ tầng", "more leased than serviced land",
           _beyond("leased_area_ha", "serviced_area_ha")),
    _error("committed-beyond-industrial", "đất đã chấp thuận lớn hơn đất công nghiệp",
           "more committed than industrial land", _beyond("committed_area_ha", "industrial_land_ha")),
    _error("industrial-beyond-planned", "đất công nghiệp lớn hơn diện tích cụm",
           "more industrial land than planned area", _beyond("industrial_land_ha", "planned_area_ha")),
    _error("year-as-rate", "năm nằm trong cột tỷ lệ lấp đầy", "a year stands in the column of fill rates", _year_as_rate),
    _error("rate-beyond-whole", "tỷ lệ lấp đầy ngoài 0–100 %", "a fill rate outside 0–100 %", _rate_beyond_whole),
    _error("swapped-coordinates", "kinh độ và vĩ độ bị đổi chỗ", "latitude and longitude are swapped", _swapped_coordinates),
    _error("unit-missing", "thiếu đơn vị", "the unit is missing", _missing_unit),
    _error("unit-unknown", "đơn vị lạ đối với chỉ tiêu này", "a unit this field does not use", _unknown_unit),
    _error("value-misread", "số đã đọc khác với lời của nguồn", "the numbers read differ from what the source states",
           _misread_value),
    _error("negative", "số âm", "a negative number", _negative),
    _error("pin-outside", "điểm ghim nằm ngoài địa bàn", "a pin outside the province", _pin_outside),
    _error("leased-beyond-committed", "đất cho thuê lớn hơn đất đã chấp thuận, vốn bao gồm nó",
           "more leased than committed land, which includes it", _beyond("leased_area_ha", "committed_area_ha")),
    _warning("lawful-size", "diện tích ngoài quy mô luật định", "the size is outside the lawful range", _unlawful_size),
    _warning("pin-unused", "điểm ghim không dùng được", "a pin that was not used", _unused_pin),
    _warning("industrial-default", "đất công nghiệp đúng bằng 70,0 %: số mặc định, không phải số đo",
             "industrial land is exactly 70.0 %: a planning default, no measurement", _default_share),
    _warning("zero-for-unknown", "tỷ lệ 0 ở cụm đang hoạt động: có thể là chưa biết",
             "a rate of 0 for an active cluster: perhaps unknown", _zero_for_unknown),
    _warning("rate-before-operation", "tỷ lệ lấp đầy của cụm chưa hoạt động: thường là số đăng ký",
             "a fill rate before operation: usually registrations", _rate_before_operation),
    _warning("group-statement", "một phát biểu chung cho nhiều cụm, không phải nhiều số đo",
             "one statement about several clusters, not several measurements", _group_statement),
    _warning("likely-duplicate", "có thể là cùng một nơi", "possibly one and the same place", _likely_duplicate),
    _warning("same-investment", "cùng một số vốn cho nhiều cụm", "the same investment on several clusters", _same_investment),
    _warning("contradiction", "mâu thuẫn với giá trị được công bố", "contradicts the published value", _contradiction),
    _warning("list-price", "quá nửa số cụm cùng một giá: giá niêm yết", "most clusters share one rent: a list price", _list_price),
    _warning("month-of-report", "ngày thành lập trùng tháng của bài báo",
             "the month of establishment is the month of the report", _month_of_report),
    _warning("undated", "không có thời điểm", "no date", _undated),
    _warning("figure-repeated", "số liệu lặp lại nguyên văn qua nhiều kỳ",
             "a figure repeated unchanged over several dates", _repeated_figure),
    _warning("figure-jump", "số liệu nhảy vọt trong khi số cụm không đổi",
             "a figure jumps while the number of clusters stays", _jump),
    _warning("count-two-meanings", "một con số dùng cho hai nghĩa: số cụm đã thành lập, không phải sẽ khởi công",
             "one number with two meanings: established, not to be started", _count_with_two_meanings),
)  # fmt: skip


def find_breaches(subject: Subject) -> list[Breach]:
    """Apply every rule and list all breaches, errors first, in the order of the rules."""
    return [Breach(rule.id, rule.level, rule.title, *found) for rule in RULES for found in rule.find(subject)]
