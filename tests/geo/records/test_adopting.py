"""A newer package changes what came from a package, and nothing that people brought in."""

from dataclasses import replace

import pandas as pd
import pytest

from geo.changes import Action, Change
from geo.errors import QueryError
from geo.package import Package
from geo.records.revisions import Kind
from tests.geo.records.conftest import accept, facts_at, new_fact


def newer(package, *, drop=(), add=(), **values):
    """Make a newer version of the facts: some dropped, some with other values, some added."""
    facts = package.tables["facts"]
    rows = [row | {"value": values.get(row["id"], row["value"])} for row in facts.to_dict("records")]
    rows = [row for row in rows if row["id"] not in drop] + [rows[0] | {"id": key} for key in add]
    return {"facts": pd.DataFrame(rows, columns=facts.columns, dtype=object)}


def test_the_same_package_again_is_no_revision(records, package):
    assert records.adopt(package, "server.py", "again", "first").number == 1


def test_a_newer_package_changes_its_rows_and_their_order(records, package, changed):
    version = changed(**newer(package, drop=["f00003"], add=["f00018"], f00017="Công ty Mới"))
    revision = records.adopt(version, "server.py", "newer", "second")
    assert (revision.kind, revision.about["checksum"]) == (Kind.PACKAGE, "second")
    assert list(facts_at(records, 2)) == list(version.tables["facts"]["id"])
    changes = {change.key: change.action for change in records.compare(1, 2)}
    assert changes == {"f00003": "withdrawn", "f00017": "superseded", "f00018": "added"}


def test_what_people_brought_in_changed_or_withdrew_stays(records, package, changed):
    before = package.tables["facts"].to_dict("records")[6]
    accept(
        records,
        new_fact("320"),
        Change("facts", "f00007", Action.SUPERSEDED, before, before | {"value": "310"}),
        Change("facts", "f00017", Action.WITHDRAWN, {}, None),
    )
    version = changed(**newer(package, f00007="999", f00017="Công ty Mới", f00013="16"))
    records.adopt(version, "server.py", "newer")
    facts = facts_at(records, 3)
    assert (facts["f00007"], facts["f900000001"], facts["f00013"]) == ("310", "320", "16")
    assert "f00017" not in facts
    assert list(facts)[-1] == "f900000001"


def test_a_row_people_rest_on_stays_though_the_newer_package_lacks_it(records, package, changed):
    accept(records, new_fact("7", cluster_id="west"))
    tables = newer(package, drop=["f00017"])
    clusters = package.tables["clusters"]
    outlines = package.layers["outlines"]
    version = Package(
        package.about,
        {**package.tables, **tables, "clusters": clusters[clusters["id"] != "west"]},
        {"outlines": outlines[outlines["id"] != "west"]},
    )
    records.adopt(version, "server.py", "newer")
    held = records.package_at(3)
    assert "west" in set(held.tables["clusters"]["id"])
    assert "west" in set(held.layers["outlines"]["id"])
    assert "f00017" not in set(held.tables["facts"]["id"])


def test_another_package_replaces_all_where_nothing_was_imported(records, package, changed):
    other = replace(changed(**newer(package, drop=["f00001"])), about=replace(package.about, name="khac"))
    records.adopt(other, "server.py", "another")
    held = records.package_at(2)
    assert held.about.name == "khac"
    assert len(held.tables["facts"]) == 16


def test_another_package_is_refused_where_something_was_imported(records, package):
    accept(records, new_fact("320"))
    other = replace(package, about=replace(package.about, name="khac"))
    with pytest.raises(QueryError, match=r"holds mau .* and this is khac; back the record up"):
        records.adopt(other, "server.py", "another")


def test_going_back_over_a_newer_package_brings_the_old_one_and_it_can_be_adopted_again(
    records, package, changed
):
    version = changed(**newer(package, add=["f00018"], f00017="Công ty Mới"))
    records.adopt(version, "server.py", "newer", "second")
    back = records.roll_back(1, "Lan", "chưa duyệt")
    assert back.about["checksum"] == "first"
    assert facts_at(records, 3) == facts_at(records, 1)
    records.adopt(version, "server.py", "newer", "second")
    assert facts_at(records, 4) == facts_at(records, 2)
