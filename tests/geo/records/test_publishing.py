"""Publishing the record: its head is served, other revisions lie aside, and nobody waits for a writer."""

import json
import multiprocessing
from datetime import date

from sqlalchemy import insert

from geo.changes import Action, Change
from geo.publish import find_published
from geo.records.audit import read_audit
from geo.records.database import writing
from geo.records.model import AUDIT
from geo.records.publishing import publish_aside, publish_head
from geo.records.store import open_records
from tests.geo.records.conftest import URL, accept, facts_at, new_fact

TODAY = date(2026, 11, 22)
LEASED = {"field": "leased_area_ha", "unit": "ha", "cluster_id": "north", "period": "2025"}


def leased(snapshot):
    """Read the leased land of the cluster north."""
    return snapshot.collections["clusters"].record(0)["leased_area_ha"]


def test_the_head_is_served_and_says_which_revision_it_is(records):
    published = publish_head(records, TODAY)
    told = published.about["record"]
    assert (told["revision"], told["digest"]) == (1, records.head().digest)
    accept(records, new_fact("7", **LEASED))
    assert leased(publish_head(records, TODAY)) == 7.0
    assert find_published(records.home).about["record"]["revision"] == 2


def test_what_is_served_already_is_not_made_anew(records):
    first = publish_head(records, TODAY)
    again = publish_head(records, TODAY)
    assert (again.folder, again.published) == (first.folder, first.published)


def test_going_back_serves_the_old_values_as_a_new_revision(records):
    publish_head(records, TODAY)
    accept(records, new_fact("7", **LEASED))
    publish_head(records, TODAY)
    records.roll_back(1, "Lan", "nhầm")
    back = publish_head(records, TODAY)
    assert (leased(back), back.about["record"]["revision"]) == (4.0, 3)


def test_a_revision_published_aside_touches_nothing_that_is_served(records):
    accept(records, new_fact("7", **LEASED))
    served = publish_head(records, TODAY)
    aside = publish_aside(records, 1, TODAY)
    assert leased(find_published(aside)) == 4.0
    assert find_published(aside).about["record"]["revision"] == 1
    assert find_published(records.home).revision == served.revision
    assert publish_aside(records, 1, TODAY) == aside


def test_reports_of_projects_are_in_the_record_and_in_nothing_that_is_published(records):
    row = {"cluster_id": "north", "project": "Dự án kín", "period": "2024", "line": "1", "value": 5.0,
           "unit": "người", "source_id": "form"}  # fmt: skip
    accept(records, Change("project_reports", "", Action.ADDED, None, row))
    published = publish_head(records, TODAY)
    assert records.package_at(2).tables["project_reports"]["project"].tolist() == ["Dự án kín"]
    held = b"".join(path.read_bytes() for path in published.folder.iterdir())
    assert "Dự án kín".encode() not in held
    assert json.dumps("Dự án kín").encode() not in held


def begin(home, gate):
    records = open_records(home, URL)
    gate.wait()
    publish_head(records, TODAY)


def test_two_who_publish_at_once_bring_out_the_head(records):
    accept(records, new_fact("7", **LEASED))
    processes = multiprocessing.get_context("forkserver")
    gate = processes.Barrier(2)
    both = [processes.Process(target=begin, args=(records.home, gate)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0]
    assert find_published(records.home).about["record"]["revision"] == 2
    assert len([path for path in (records.home / "snapshots").iterdir() if path.is_dir()]) == 1


def test_readers_are_answered_while_a_writer_holds_the_record(records):
    publish_head(records, TODAY)
    with writing(records.engine) as connection:
        line = {"who": "Lan", "made_at": "", "what": "slow", "detail": "{}"}
        connection.execute(insert(AUDIT).values(line))
        assert records.head().number == 1
        assert len(facts_at(records, 1)) == 17
        assert publish_head(records, TODAY).about["record"]["revision"] == 1
        with records.reading() as reader:
            assert "slow" not in [line.what for line in read_audit(reader)]
    with records.reading() as reader:
        assert "slow" in [line.what for line in read_audit(reader)]
