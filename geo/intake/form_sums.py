"""Figures of a cluster summed from its projects' forms 01, when every project in operation has reported."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from geo.intake.form_period import period_text
from geo.intake.form_rows import Filled, fact_content
from geo.intake.form_says import finding
from geo.intake.numbers import said
from geo.intake.reading import Finding, Place, Row, Source, Statement
from geo.package import Package
from geo.schema import Text
from geo.text import fold

SUMMED = {
    "1": ("revenue_bn_vnd", "tỷ đồng"),
    "2": ("budget_bn_vnd", "tỷ đồng"),
    "3": ("workers", "người"),
}
"""The lines of form 01 that add up over the projects of a cluster; a mean income does not."""

Reports = Mapping[str, Mapping[str, float]]
"""What each project reported, by line."""


@dataclass
class Sums:
    """The sums proposed, and what is said where none can be."""

    sources: list[Source] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def sum_projects(forms: Sequence[Filled], package: Package) -> Sums:
    """Sum the forms 01 of each cluster and period these forms concern, those of the record included."""
    found = Sums()
    for cluster, period in dict.fromkeys(_touched(forms)):
        reports = _reports(cluster, period, forms, package)
        if reports:
            _sum_cluster(cluster, period, reports, forms, package, found)
    return found


def _touched(forms: Sequence[Filled]) -> Iterator[tuple[str, str]]:
    for filled in forms:
        if filled.form.number in ("01", "02") and filled.is_known and filled.subject and filled.period:
            yield filled.subject.key, filled.period


def _of(number: str, cluster: str, period: str, forms: Sequence[Filled]) -> list[Filled]:
    return [
        one
        for one in forms
        if (one.form.number, one.period) == (number, period) and one.subject and one.subject.key == cluster
    ]


def _reports(cluster: str, period: str, forms: Sequence[Filled], package: Package) -> Reports:
    """Collect what projects reported; a form brought now stands in for the same project's in the record."""
    reports: dict[str, dict[str, float]] = {}
    known = package.tables["project_reports"]
    known = known[(known["cluster_id"] == cluster) & (known["period"] == period)]
    for project, line, value in zip(known["project"], known["line"], known["value"], strict=True):
        reports.setdefault(fold(project), {})[line] = float(value)
    for filled in _of("01", cluster, period, forms):
        if filled.project is not None:
            reports[fold(filled.project.name)] = dict(filled.entries.values)
    return reports


def _operating(cluster: str, period: str, forms: Sequence[Filled], package: Package) -> float | None:
    """Find how many projects operate: line 8 of the form 02 brought, or else of the one in the record."""
    brought = [one.entries.values.get("8") for one in _of("02", cluster, period, forms)]
    if brought:
        return brought[0]
    facts, sources = package.tables["facts"], package.tables["sources"]
    reports = set(sources.loc[sources["kind"] == "report", "id"])
    own = facts[
        (facts["cluster_id"] == cluster)
        & (facts["field"] == "projects_operating")
        & (facts["period"] == period)
        & facts["source_id"].isin(reports)
    ]
    return None if own.empty else float(own["value_min"].iloc[-1])


def _sum_cluster(
    cluster: str, period: str, reports: Reports, forms: Sequence[Filled], package: Package, found: Sums
) -> None:
    own = [*_of("01", cluster, period, forms), *_of("02", cluster, period, forms)]
    place, name = own[0].place, own[0].subject.name if own[0].subject else cluster
    operating, count = _operating(cluster, period, forms, package), len(reports)
    when = period_text(period)
    if operating is not None and count > operating:
        found.findings.append(
            finding("more-projects", place, cluster=name, got=str(count), most=str(int(operating)))
        )
    if operating != count:
        of = Text("(chưa rõ)", "(unknown)") if operating is None else said(operating)
        share = Text(f"{count} trên {of.vi}", f"{count} of {of.en}")
        found.statements.append(_not_summed(name, when, share, place))
        return
    source = Source(
        f"tong-bieu-01:{cluster}:{period}",
        f"Tính toán: tổng các Biểu 01 · {name} · {when.vi} · {count} dự án"
        f" (computed: sum of {count} Biểu 01)",
        "report",
    )
    rows = list(_sums(cluster, period, reports, source, place, name, when, found))
    found.rows += rows
    found.sources += [source] if rows else []


def _sums(
    cluster: str,
    period: str,
    reports: Reports,
    source: Source,
    place: Place,
    name: str,
    when: Text,
    found: Sums,
) -> Iterator[Row]:
    for line, (column, unit) in SUMMED.items():
        values = [values[line] for values in reports.values() if line in values]
        if len(values) < len(reports):
            share = Text(
                f"dòng {line}: {len(values)} trên {len(reports)}",
                f"line {line}: {len(values)} of {len(reports)}",
            )
            found.statements.append(_not_summed(name, when, share, place))
            continue
        total = float(sum(Decimal(repr(value)) for value in values))
        yield Row("facts", fact_content(cluster, column, total, unit, period, source.key), place)


def _not_summed(name: str, when: Text, share: Text, place: Place) -> Statement:
    return Statement(
        Text(f"{name}, {when.vi}: {share.vi} dự án đang hoạt động đã báo cáo Biểu 01; chưa cộng cho cụm",
             f"{name}, {when.en}: {share.en} operating projects reported form 01; no sum for the cluster"),
        place,
    )  # fmt: skip
