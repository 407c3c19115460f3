"""Reports of communes and the province, held against their clusters."""

from geo.area_reports import city_figures, report


def cluster(ward, industrial=10.0, leased=4.0, status="active"):
    return {"status": status, "ward_code": ward, "planned_area_ha": 15.0, "industrial_area_ha": industrial,
            "leased_area_ha": leased, "workers": None}  # fmt: skip


def row(line, value, form="03", period="2026-H1", code="10000"):
    level = "province" if form == "04" else "commune"
    return {"form": form, "level": level, "unit_code": None if form == "04" else code, "period": period,
            "line": line, "value": value, "unit": "ha", "source_id": f"form-{period}"}  # fmt: skip


def lines(rows, clusters):
    (found,) = report(rows, clusters, {"10000": "Xã A"})
    return {one["line"]: one for one in found["lines"]}


def test_a_line_is_held_against_the_active_clusters_of_the_commune():
    clusters = [cluster("10000"), cluster("10000", status="planned"), cluster("20000")]
    held = lines([row("15", 1), row("16", 16.5), row("19", 40.0)], clusters)
    assert (held["15"]["computed"], held["15"]["difference"]) == (1, 0)
    assert (held["16"]["computed"], held["16"]["difference"]) == (15, 1.5)
    assert (held["19"]["computed"], held["19"]["difference"]) == (40, 0)


def test_where_a_cluster_says_nothing_there_is_no_difference():
    held = lines([row("17", 30)], [cluster("10000"), cluster("10000", industrial=None)])
    assert (held["17"]["computed"], held["17"]["known"], held["17"]["clusters"]) == (10, 1, 2)
    assert held["17"]["difference"] is None


def test_only_the_latest_report_of_a_unit_is_shown():
    (found,) = report([row("15", 1, period="2025"), row("15", 2)], [], {})
    assert found["period"] == "2026-H1"


def test_sums_of_half_a_year_are_no_figures_of_the_city():
    rows = [row(line, 5, "04", period) for line in ("15", "24") for period in ("2026-H1", "2025")]
    found = [(one["field"], one["as_of"]) for one in city_figures(rows)]
    assert found == [
        ("clusters_active", "2026-H1"),
        ("clusters_active", "2025"),
        ("budget_bn_vnd_per_year", "2025"),
    ]
