"""What accepting would do, in the round numbers of the package of three clusters."""

from dataclasses import replace

import pytest

from geo.changes import Action
from geo.intake.effects import FIRST_FIGURE, NOT_PUBLISHED, RULES, TAKES_THE_PLACE, WITHDRAWN, apply_changes
from geo.intake.plan import plan
from geo.intake.reading import Place, Reading, Row, Source

PLACE = Place("bieu-02.xlsx", "Biểu 02", "D5")
FORM = Source("form", "Biểu 02 · Cụm North · 2025 · bieu-02.xlsx", "report")


def fact(cluster: str, field: str, value: str, unit: str = "ha", source: str = "form", **more) -> Row:
    content = {"cluster_id": cluster, "field": field, "value": value, "unit": unit, "source_id": source}
    return Row("facts", content | {"period": "2025"} | more, PLACE)


def reading(*rows: Row, source: Source = FORM) -> Reading:
    return Reading(rows=rows, sources=(source,))


def test_a_new_fact_is_added_with_what_follows_from_it(package):
    (change,) = plan(reading(fact("south", "leased_area_ha", "20")), package).changes
    assert change.action is Action.ADDED
    assert change.before is None
    assert (change.after["value_min"], change.after["qualifier"]) == (20.0, "exact")
    assert (change.after["valid_until"], change.after["scope"]) == ("2025-12-14", "cluster")


def test_an_effect_says_what_is_published_before_and_after_and_by_which_rule(package):
    (effect,) = plan(reading(fact("north", "leased_area_ha", "5")), package).effects
    assert (effect.before.value, effect.before.as_of) == ("4", "2024")
    assert (effect.after.value, effect.after.source) == ("5", FORM.title)
    assert effect.rule in (RULES[2], RULES[3])


def test_where_nothing_was_known_the_effect_says_so(package):
    (effect,) = plan(reading(fact("west", "planned_area_ha", "12")), package).effects
    assert effect.before is None
    assert effect.rule == FIRST_FIGURE


def test_a_figure_that_is_not_published_has_an_effect_that_says_why(package):
    (effect,) = plan(reading(fact("north", "planned_area_ha", "25")), package).effects
    assert effect.before == effect.after
    assert (effect.brought.value, effect.rule) == ("25", RULES[2])


def test_half_a_years_revenue_is_brought_and_not_published(package):
    (effect,) = plan(
        reading(fact("south", "revenue_bn_vnd", "9", "tỷ đồng", period="2025-H1")), package
    ).effects
    assert (effect.after, effect.rule) == (None, NOT_PUBLISHED)


def test_totals_change_with_the_clusters_behind_them(package):
    made = plan(reading(fact("west", "planned_area_ha", "12"), fact("north", "leased_area_ha", "5")), package)
    totals = {total.column: total for total in made.totals}
    planned, leased = totals["planned_area_ha"], totals["leased_area_ha"]
    assert (planned.before, planned.before_known, planned.after, planned.after_known) == (60, 2, 72, 3)
    assert (leased.before, leased.after, leased.after_known, leased.after_of) == (19, 20, 2, 3)
    assert "workers" not in totals


@pytest.fixture
def accepted(package):
    """The package after a form was accepted."""
    rows = reading(fact("north", "leased_area_ha", "5"), fact("north", "workers", "310", "lao động"))
    return apply_changes(package, plan(rows, package).changes, rows.sources)


def test_the_same_form_again_changes_nothing_and_says_so(accepted):
    again = plan(
        reading(fact("north", "leased_area_ha", "5"), fact("north", "workers", "310", "lao động")), accepted
    )
    assert again.changes == ()
    assert "2 rows are there already" in again.statements[0].text.en


def test_a_corrected_form_takes_the_place_of_its_own_figures_only(accepted):
    corrected = replace(FORM, title="Biểu 02 · Cụm North · 2025 · sua-lai.xlsx")
    rows = reading(
        fact("north", "leased_area_ha", "5.5"), fact("north", "workers", "310", "lao động"), source=corrected
    )
    made = plan(rows, accepted)
    (change,) = made.changes
    assert change.action is Action.SUPERSEDED
    assert (change.before["value"], change.after["value"], change.after["id"]) == ("5", "5.5", change.key)
    assert made.effects[0].rule == TAKES_THE_PLACE


def test_what_a_form_sent_again_leaves_empty_is_withdrawn_and_nothing_else(accepted):
    corrected = replace(FORM, title="Biểu 02 · Cụm North · 2025 · sua-lai.xlsx")
    made = plan(reading(fact("north", "leased_area_ha", "5"), source=corrected), accepted)
    (change,) = made.changes
    assert (change.action, change.before["field"], change.after) == (Action.WITHDRAWN, "workers", None)
    assert (made.effects[0].brought, made.effects[0].rule) == (None, WITHDRAWN)
    elsewhere = replace(FORM, title="Biểu 02 · Cụm North · 2026 · sau.xlsx")
    later = fact("north", "leased_area_ha", "5", period="2026")
    assert [c.action for c in plan(reading(later, source=elsewhere), accepted).changes] == [Action.ADDED]


def test_two_reports_of_like_titles_are_two_documents(package):
    first, second = (Source("form", f"Báo cáo · {name}", "report") for name in ("Sở", "Xã"))
    once = reading(fact("north", "leased_area_ha", "5"), source=first)
    held = apply_changes(package, plan(once, package).changes, (first,))
    (change,) = plan(reading(fact("north", "leased_area_ha", "6"), source=second), held).changes
    assert change.action is Action.ADDED


def test_another_form_or_time_never_takes_the_place(accepted):
    other = Source("form", "Biểu 03 · Xã Đông", "report")
    later = replace(FORM, title="Biểu 02 · Cụm North · 2026 · bieu-02.xlsx")
    for rows in (
        reading(fact("north", "leased_area_ha", "6"), source=other),
        reading(fact("north", "leased_area_ha", "6", period="2026"), source=later),
        reading(fact("north", "leased_area_ha", "6"), source=replace(FORM, kind="press")),
    ):
        assert [change.action for change in plan(rows, accepted).changes] == [Action.ADDED]


def test_an_outline_takes_the_place_of_the_outline_of_its_cluster(package):
    ring = [[105.7, 21.0], [105.71, 21.0], [105.71, 21.01], [105.7, 21.0]]
    content = {
        "id": "south",
        "boundary_quality": "official",
        "position_accuracy_m": 0.5,
        "place_basis": "outline",
        "source_id": "form",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    (change,) = plan(reading(Row("outlines", content, PLACE)), package).changes
    assert (change.key, change.action) == ("south", Action.SUPERSEDED)
    assert change.before["geometry"]["type"] == "Point"
    moved = apply_changes(package, [change], (FORM,)).layers["outlines"].set_index("id")
    assert moved.geometry["south"].geom_type == "Polygon"
    assert len(moved) == 3


def test_a_new_cluster_has_an_outline_that_is_missing(package):
    content = dict(package.tables["clusters"].iloc[0]) | {"id": "new", "name_vi": "Cụm công nghiệp Mới"}
    made = plan(reading(Row("clusters", content, PLACE)), package)
    assert [(change.table, change.key) for change in made.changes] == [
        ("clusters", "new"),
        ("outlines", "new"),
    ]
    assert made.changes[1].after["boundary_quality"] == "missing"


def test_a_line_of_an_area_report_takes_the_place_of_that_line(package):
    def line(value: float) -> Row:
        content = {"form": "03", "level": "commune", "unit_code": "00001", "period": "2025", "line": "17"}
        return Row("area_reports", content | {"value": value, "unit": "ha", "source_id": "form"}, PLACE)

    once = apply_changes(package, plan(reading(line(10)), package).changes, (FORM,))
    assert plan(reading(line(10)), once).changes == ()
    (change,) = plan(reading(line(11)), once).changes
    assert (change.action, change.before["value"], change.after["value"]) == (Action.SUPERSEDED, 10, 11)


def test_nothing_read_changes_nothing(package):
    assert plan(Reading(), package).changes == ()
