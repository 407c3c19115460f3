"""Figures that cannot be right, or hardly: one table of rules over what was read, against the record."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from geo.chosen import choose_published, with_source_kind
from geo.fields import FIELDS
from geo.intake import nonsense_history, nonsense_places, nonsense_reports
from geo.intake.changing import complete_fact
from geo.intake.nonsense_subject import Found, Read, Subject
from geo.intake.numbers import said
from geo.intake.reading import Finding, Level, Reading
from geo.law_rules import RULE_SETS
from geo.package import Package
from geo.schema import Status, Text

_YEARS = (1900, 2100)
_DEFAULT_SHARE = 0.70
_MOST_PCT = 100.0
_MOST_RENT_USD = 500.0
"""Nobody in the country asks more for a square metre; a figure beyond is in another currency."""
_REPEATS = 3
_CHANCE = 10
"""So many times as many values must be possible as there are clusters, before three alike tell anything."""
_MEASURED = (("ha",), ("tỷ đồng",), ("lao động",))
_DEGREES = ("lat", "lon")
_PARTS_OF_CLUSTER = (
    "industrial_land_ha",
    "serviced_area_ha",
    "cleared_area_ha",
    "leased_area_ha",
    "committed_area_ha",
)


@dataclass(frozen=True)
class Rule:
    """One rule: who breaks it, how bad that is, and what is said; `{…}` stands for what was found."""

    id: str
    level: Level
    message: Text
    suggestion: Text
    find: Callable[[Subject], Iterator[Found]]


def find_nonsense(reading: Reading, package: Package) -> list[Finding]:
    """Apply every rule to what was read; a cell whose error is known already is not blamed again."""
    subject = _subject(reading, package)
    blamed = {finding.place for finding in reading.findings if finding.level is Level.ERROR}
    return [
        _finding(rule, found) for rule in RULES for found in rule.find(subject) if found.place not in blamed
    ]


def _finding(rule: Rule, found: Found) -> Finding:
    return Finding(
        rule.level, f"nonsense.{rule.id}", found.place, found.fill(rule.message), found.fill(rule.suggestion)
    )


def _subject(reading: Reading, package: Package) -> Subject:
    read = [
        Read(complete_fact(row.content), row.place)
        for row in reading.rows
        if row.table == "facts" and row.content.get("field") in FIELDS
    ]
    facts = with_source_kind(package)
    concerned = facts[facts["cluster_id"].isin({row.content.get("cluster_id") for row in reading.rows})]
    published = choose_published(concerned).to_dict("records")
    return Subject(
        read,
        tuple(reading.rows),
        package,
        {(fact["cluster_id"], fact["field"]): fact for fact in published},
        concerned.to_dict("records"),
    )


def _numbers(subject: Subject) -> Iterator[Read]:
    """Walk the facts read whose value is one exact number."""
    for read in subject.read:
        if FIELDS[read.fact["field"]].kind == "number" and read.number is not None:
            yield read


def _title(read: Read) -> Text:
    return FIELDS[read.fact["field"]].title


def _told(read: Read, **more: str | Text) -> Found:
    return Found(read.place, {"title": _title(read), "got": said(read.number or 0.0), **more})


def _is_percent(read: Read) -> bool:
    return FIELDS[read.fact["field"]].units[:1] == ("%",)


def _year_as_rate(subject: Subject) -> Iterator[Found]:
    for read in _numbers(subject):
        if _is_percent(read) and _YEARS[0] <= (read.number or 0) <= _YEARS[1]:
            yield _told(read)


def _rate_beyond_whole(subject: Subject) -> Iterator[Found]:
    for read in _numbers(subject):
        if (
            _is_percent(read)
            and (read.number or 0) > _MOST_PCT
            and not _YEARS[0] <= (read.number or 0) <= _YEARS[1]
        ):
            yield _told(read)


def _negative(subject: Subject) -> Iterator[Found]:
    for read in _numbers(subject):
        if (read.number or 0.0) < 0 and read.fact["field"] not in _DEGREES:
            yield _told(read)


def _beyond(part: str, whole: str, *, together: bool) -> Callable[[Subject], Iterator[Found]]:
    """Find a part larger than its whole: both read `together` at one time, or one of them in the record."""

    def find(subject: Subject) -> Iterator[Found]:
        for read in _numbers(subject):
            if read.fact["field"] != part:
                continue
            now = subject.beside(read, whole)
            limit = now.number if now else None if together else subject.published_number(read, whole)
            if limit is not None and bool(now) == together and (read.number or 0) > limit * (1 + 1e-9):
                yield _told(read, whole=FIELDS[whole].title, most=said(limit))
        if not together:
            yield from _smaller_whole(subject, part, whole)

    return find


def _smaller_whole(subject: Subject, part: str, whole: str) -> Iterator[Found]:
    for read in _numbers(subject):
        if read.fact["field"] == whole and subject.beside(read, part) is None:
            known = subject.published_number(read, part)
            if known is not None and known > (read.number or 0) * (1 + 1e-9):
                most = said(read.number or 0.0)
                yield Found(
                    read.place,
                    {"title": FIELDS[part].title, "got": said(known), "whole": _title(read), "most": most},
                )


def _unlawful_size(subject: Subject) -> Iterator[Found]:
    rules = RULE_SETS[-1]
    least, most = rules.special_size_ha_least, rules.total_ha_most
    for read in _numbers(subject):
        if (
            read.fact["field"] == "planned_area_ha"
            and not least <= (read.number or 0) <= most
            and (read.number or 0) > 0
        ):
            yield _told(read, least=said(least), most=said(most))


def _more_than_a_cluster(subject: Subject) -> Iterator[Found]:
    """A part beyond what a whole cluster may have, where the whole is not known."""
    most = RULE_SETS[-1].total_ha_most
    for read in _numbers(subject):
        if read.fact["field"] in _PARTS_OF_CLUSTER and (read.number or 0) > most:
            planned = subject.beside(read, "planned_area_ha")
            if planned is None and subject.published_number(read, "planned_area_ha") is None:
                yield _told(read, most=said(most))


def _default_share(subject: Subject) -> Iterator[Found]:
    for read in _numbers(subject):
        if read.fact["field"] != "industrial_land_ha":
            continue
        other = subject.beside(read, "planned_area_ha")
        whole = other.number if other else subject.published_number(read, "planned_area_ha")
        if whole and abs((read.number or 0) / whole - _DEFAULT_SHARE) < 1e-6:
            yield _told(read, whole=said(whole))


def _no_unit(subject: Subject) -> Iterator[Found]:
    for read in _numbers(subject):
        field = FIELDS[read.fact["field"]]
        if (
            field.units
            and not read.fact["unit"]
            and "" not in field.units
            and not str(read.fact["value"]).endswith("%")
        ):
            yield _told(read, units=", ".join(field.units))


def _price_too_high(subject: Subject) -> Iterator[Found]:
    for read in subject.read:
        if read.fact["field"] == "land_rent_usd_m2" and (read.fact["value_max"] or 0) > _MOST_RENT_USD:
            yield Found(read.place, {"title": _title(read), "got": said(read.fact["value_max"])})


def _zero_area(subject: Subject) -> Iterator[Found]:
    for read in _numbers(subject):
        if (
            read.fact["field"] in ("planned_area_ha", "industrial_land_ha", "land_rent_usd_m2")
            and read.number == 0
        ):
            yield _told(read)


def _zero_for_unknown(subject: Subject) -> Iterator[Found]:
    """Something that operates lets land, employs people and earns money."""
    fields = ("leased_area_ha", "fill_rate_pct", "workers", "enterprises", "revenue_bn_vnd", "projects")
    for read in _numbers(subject):
        active = subject.status(read.fact["cluster_id"]) == Status.ACTIVE
        if active and read.number == 0 and read.fact["field"] in fields:
            yield _told(read)


def _two_values(subject: Subject) -> Iterator[Found]:
    for first, read in _again(subject):
        if first.fact["value"] != read.fact["value"]:
            yield Found(
                read.place,
                {
                    "title": _title(read),
                    "got": read.text(),
                    "other": first.text(),
                    "first": first.place.text(),
                },
            )


def _twice(subject: Subject) -> Iterator[Found]:
    for first, read in _again(subject):
        if first.fact["value"] == read.fact["value"]:
            yield Found(read.place, {"title": _title(read), "got": read.text(), "first": first.place.text()})


def _again(subject: Subject) -> Iterator[tuple[Read, Read]]:
    """Pair what is said a second time of a cluster, field and time by one source with the first."""
    seen: dict[tuple[Any, ...], Read] = {}
    for read in subject.read:
        fact = read.fact
        key = (fact["cluster_id"], fact["field"], fact["period"] or fact["as_of"], fact["source_id"])
        if key in seen:
            yield seen[key], read
        else:
            seen[key] = read


def _same_for_several(subject: Subject) -> Iterator[Found]:
    """A measured figure of many digits is hardly the same for several of a few clusters by chance."""
    found: dict[tuple[str, str], list[Read]] = defaultdict(list)
    for read in _numbers(subject):
        if FIELDS[read.fact["field"]].units[:1] in _MEASURED:
            found[read.fact["field"], str(read.fact["value"])].append(read)
    many = len({read.fact["cluster_id"] for read in subject.read})
    for (_, value), same in found.items():
        clusters = list(dict.fromkeys(read.fact["cluster_id"] for read in same))
        if len(clusters) >= _REPEATS and 10 ** _digits(value) > _CHANCE * many:
            yield _told(same[-1], clusters=", ".join(clusters))


def _digits(value: str) -> int:
    return len(value.replace(".", "").strip("0"))


def _same_row(subject: Subject) -> Iterator[Found]:
    """Two clusters of which every figure is the same were copied from each other."""
    rows: dict[str, dict[str, Read]] = defaultdict(dict)
    for read in _numbers(subject):
        if read.fact["field"] not in _DEGREES:
            rows[read.fact["cluster_id"]][read.fact["field"]] = read
    seen: dict[tuple[tuple[str, str], ...], str] = {}
    for cluster, own in rows.items():
        key = tuple(sorted((field, str(read.fact["value"])) for field, read in own.items()))
        if len(key) >= _REPEATS and sum(_digits(value) >= 2 for _, value in key) >= 2:
            if key in seen:
                yield Found(next(iter(own.values())).place, {"cluster": cluster, "other": seen[key]})
            seen.setdefault(key, cluster)


def _lots_beyond(subject: Subject) -> Iterator[Found]:
    """Lots of a cluster are no larger than the cluster."""
    sums: dict[str, float] = defaultdict(float)
    for row in subject.rows:
        if row.table == "lots" and row.content.get("area_ha"):
            cluster = row.content["cluster_id"]
            sums[cluster] += row.content["area_ha"]
            planned = subject.number(cluster, "planned_area_ha")
            if planned is not None and sums[cluster] > planned * (1 + 1e-9):
                yield Found(
                    row.place,
                    {"cluster": cluster, "got": said(round(sums[cluster], 6)), "most": said(planned)},
                )
                sums[cluster] = float("-inf")


def _slips(subject: Subject) -> Iterator[Found]:
    yield from nonsense_history.slips(subject)
    yield from nonsense_reports.slips(subject)


def _jumps(subject: Subject) -> Iterator[Found]:
    yield from nonsense_history.jumps(subject)
    yield from nonsense_reports.jumps(subject)


_CHECK = Text("Kiểm tra lại với văn bản gốc.", "Check it against the document.")
_CELL = Text("Kiểm tra lại ô này với văn bản gốc.", "Check the cell against the document.")
_EMPTY = Text(
    "Nếu chưa biết, để ô trống thay vì ghi 0.", "If it is not known, leave the cell empty instead of 0."
)
_BEYOND = Text("{title} ({got}) lớn hơn {whole} ({most})", "{title} ({got}) exceeds {whole} ({most})")
_BEYOND_RECORD = Text("{title} ({got}) lớn hơn {whole} ({most}); một trong hai số đã có trong hồ sơ",
                      "{title} ({got}) exceeds {whole} ({most}); one of them is in the record")  # fmt: skip
_PARTS = (
    ("leased-beyond-industrial", "leased_area_ha", "industrial_land_ha"),
    ("leased-beyond-planned", "leased_area_ha", "planned_area_ha"),
    ("leased-beyond-serviced", "leased_area_ha", "serviced_area_ha"),
    ("leased-beyond-committed", "leased_area_ha", "committed_area_ha"),
    ("committed-beyond-industrial", "committed_area_ha", "industrial_land_ha"),
    ("industrial-beyond-planned", "industrial_land_ha", "planned_area_ha"),
    ("serviced-beyond-planned", "serviced_area_ha", "planned_area_ha"),
    ("cleared-beyond-planned", "cleared_area_ha", "planned_area_ha"),
    ("foreign-beyond-projects", "projects_foreign", "projects"),
    ("operating-beyond-projects", "projects_operating", "projects"),
)


def _error(rule: str, find: Callable[[Subject], Iterator[Found]], vi: str, en: str, do: Text = _CELL) -> Rule:
    return Rule(rule, Level.ERROR, Text(vi, en), do, find)


def _warning(
    rule: str, find: Callable[[Subject], Iterator[Found]], vi: str, en: str, do: Text = _CHECK
) -> Rule:
    return Rule(rule, Level.WARNING, Text(vi, en), do, find)


RULES: tuple[Rule, ...] = (
    _error("year-as-rate", _year_as_rate, "{title}: {got} là một năm, không phải tỷ lệ",
           "{title}: {got} is a year and no rate", Text("Kiểm tra có lệch cột không.", "Check whether columns shifted.")),
    _error("rate-beyond-whole", _rate_beyond_whole, "{title}: {got} % lớn hơn 100 %", "{title}: {got} % exceeds 100 %"),
    _error("negative", _negative, "{title}: số âm ({got})", "{title}: a negative number ({got})"),
    _error("swapped-coordinates", nonsense_places.swapped, "vĩ độ {lat} và kinh độ {lon} bị đổi chỗ cho nhau",
           "latitude {lat} and longitude {lon} are swapped", Text("Đổi chỗ hai cột.", "Swap the two columns.")),
    _error("outside-province", nonsense_places.outside_province, "điểm ({lat}, {lon}) nằm ngoài {province}",
           "the point ({lat}, {lon}) lies outside {province}"),
    _warning("outside-commune", nonsense_places.outside_commune, "điểm ({lat}, {lon}) cách {commune} khoảng {got} km",
             "the point ({lat}, {lon}) is about {got} km off {commune}"),
    *(Rule(rule, Level.ERROR, _BEYOND, _CELL, _beyond(part, whole, together=True)) for rule, part, whole in _PARTS),
    *(Rule(f"{rule}-known", Level.WARNING, _BEYOND_RECORD, _CHECK, _beyond(part, whole, together=False))
      for rule, part, whole in _PARTS),
    _error("unit-missing", _no_unit, "{title}: {got} không có đơn vị", "{title}: {got} has no unit",
           Text("Ghi đơn vị: {units}.", "State the unit: {units}.")),
    _error("zero-area", _zero_area, "{title} bằng 0", "{title} is 0", _EMPTY),
    _error("two-values", _two_values, "{title}: {got} khác với {other} ở {first}, cùng cụm cùng kỳ",
           "{title}: {got} is not the {other} at {first}, of the same cluster and time"),
    _error("lots-beyond-cluster", _lots_beyond, "{cluster}: các lô cộng lại {got} ha, lớn hơn diện tích cụm {most} ha",
           "{cluster}: its lots make {got} ha, more than its {most} ha"),
    _warning("price-too-high", _price_too_high, "{title}: {got} USD/m² là quá cao", "{title}: {got} USD/m² is too much",
             Text("Kiểm tra đơn vị tiền và đơn vị diện tích.", "Check the currency and the unit of area.")),
    _warning("lawful-size", _unlawful_size, "{title}: {got} ha nằm ngoài khoảng {least}–{most} ha theo luật",
             "{title}: {got} ha is outside the lawful {least}–{most} ha"),
    _warning("beyond-cluster", _more_than_a_cluster, "{title}: {got} ha, trong khi cả một cụm có nhiều nhất {most} ha",
             "{title}: {got} ha, while a whole cluster has {most} ha at most",
             Text("Kiểm tra dấu thập phân và đơn vị.", "Check the decimal sign and the unit.")),
    _warning("industrial-default", _default_share, "{title} ({got} ha) đúng bằng 70,0 % của {whole} ha: số mặc định, không phải số đo",
             "{title} ({got} ha) is exactly 70.0 % of {whole} ha: a planning default, no measurement",
             Text("Lấy số từ quy hoạch chi tiết được duyệt.", "Take it from the approved detailed plan.")),
    _warning("zero-for-unknown", _zero_for_unknown, "{title} bằng 0 ở cụm đang hoạt động: có thể là chưa biết",
             "{title} is 0 for an active cluster: perhaps unknown", _EMPTY),
    _warning("slip", _slips, "{title}: {got} gấp khoảng {times} lần số trước ({before}, {when})",
             "{title}: {got} is about {times} times the figure before ({before}, {when})",
             Text("Kiểm tra dấu thập phân và đơn vị.", "Check the decimal sign and the unit.")),
    _warning("jump", _jumps, "{title}: {got}, thay đổi {change} % so với {before} ({when})",
             "{title}: {got}, a change of {change} % against {before} ({when})"),
    _warning("twice", _twice, "{title}: {got} đã có ở {first}", "{title}: {got} stands already at {first}",
             Text("Xóa dòng lặp.", "Remove the row that repeats.")),
    _warning("same-for-several", _same_for_several, "{title}: cùng một số {got} cho nhiều cụm: {clusters}",
             "{title}: the same {got} for several clusters: {clusters}"),
    _warning("same-row", _same_row, "mọi số liệu của {cluster} giống hệt {other}", "every figure of {cluster} is that of {other}"),
)  # fmt: skip
"""What cannot be right is an error, what may be is a warning."""
