"""Bringing in and reviewing on the web: what is shown, what is asked, what is stored, and by whom."""

import re
from shutil import copytree

import pytest

from geo.records.proposals import Status, get_proposal, list_proposals
from geo.records.store import open_records
from tests.webmap.people import EDITOR, REVIEWER, Person, copy_home, form_02, make_home


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    return make_home(tmp_path_factory.mktemp("first") / "home")


@pytest.fixture
def home(first, tmp_path):
    return copy_home(first, tmp_path / "home")


@pytest.fixture
def editor(home):
    return Person(home, EDITOR)


@pytest.fixture
def reviewer(home):
    return Person(home, REVIEWER)


@pytest.fixture
def records(home):
    opened = open_records(home)
    yield opened
    opened.close()


@pytest.fixture
def pending(editor):
    address = editor.bring("forms", ("Biểu 02.xlsx", form_02()))
    assert editor.send(address, "hand-in").status_code == 303
    return address


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_form_is_shown_before_anything_is_stored(editor, records):
    page = text(editor.page("/en" + editor.bring("forms", ("Biểu 02.xlsx", form_02()))))
    assert "Serviced land" in page and "25 ha" in page and "half of 2026" in page
    assert "Fill rate of ready land" in page
    assert (records.head().number, list_proposals(records)[0].status) == (1, Status.DRAFT)


def test_what_is_accepted_is_published_with_its_source(reviewer, pending, records):
    answer = reviewer.decide(pending, "accept")
    assert answer.status_code == 303
    revision = records.head()
    assert (revision.number, revision.made_by, revision.reason) == (2, REVIEWER, "đã đối chiếu")
    assert [file.name for file in revision.files] == ["Biểu 02.xlsx"]
    assert "/clusters/south" in reviewer.page(pending)
    sheet = text(reviewer.page("/en/clusters/south"))
    assert "Biểu 02 (Thông tư 14/2024/TT-BCT)" in sheet and "80%" in sheet


def test_a_mistake_is_told_at_its_cell_and_can_be_neither_handed_in_nor_accepted(editor, reviewer, records):
    address = editor.bring("forms", ("sai.xlsx", form_02({"4": 26})))
    page = text(editor.page(address))
    assert "ô D13" in page and "lỗi" in page
    assert editor.send(address, "hand-in").status_code == 422
    assert reviewer.decide(address, "accept").status_code == 422
    assert records.head().number == 1


def test_what_the_file_does_not_say_is_asked_and_never_taken_silently(editor, records):
    address = editor.bring("forms", ("x.xlsx", form_02(period=None)))
    page = editor.page(address)
    assert (
        'name="answer:period"' in page and "checked" not in page and "selected" not in page.split("<main")[1]
    )
    assert editor.send(address, "answer", {"answer:period": "2026-H1"}).status_code == 303
    assert get_proposal(records, 1).options == {"period": "2026-H1"}
    assert editor.send(address, "hand-in").status_code == 303


def test_an_answer_nobody_asked_for_can_be_given_and_taken_back(editor, records):
    address = editor.bring("forms", ("x.xlsx", form_02(period=None)))
    editor.send(address, "answer", {"new-name": "period", "new-value": "2026-H1"})
    assert get_proposal(records, 1).options == {"period": "2026-H1"}
    editor.send(address, "answer", {"answer:period": ""})
    assert get_proposal(records, 1).options == {}


def test_a_refusal_needs_a_reason_and_keeps_it_for_the_editor(editor, reviewer, pending, records):
    assert reviewer.decide(pending, "refuse", reason=" ").status_code == 422
    assert reviewer.decide(pending, "refuse", reason="thiếu dấu").status_code == 303
    assert "thiếu dấu" in editor.page(pending)
    assert reviewer.decide(pending, "accept").status_code in (409, 422)
    assert records.head().number == 1


def test_acceptance_needs_a_reason_and_a_look_at_the_warnings(editor, reviewer, records):
    address = editor.bring("forms", ("x.xlsx", form_02({"5": 70})))
    editor.send(address, "hand-in")
    assert "cảnh báo" in text(reviewer.page(address))
    assert reviewer.decide(address, "accept", seen="").status_code == 422
    assert reviewer.decide(address, "accept", reason="").status_code == 422
    assert reviewer.decide(address, "accept").status_code == 303


def test_the_second_of_two_editors_sees_what_the_first_changed_and_decides(
    editor, reviewer, pending, records
):
    other = editor.bring("forms", ("khác.xlsx", form_02({"3": 30, "4": 24, "5": 80})))
    editor.send(other, "hand-in")
    seen = re.search(r'name="head" value="(\d+)"', reviewer.page(other))[1]
    reviewer.decide(pending, "accept")
    late = reviewer.send(other, "accept", {"reason": "x", "head": seen, "seen": "yes"})
    assert late.status_code == 422 and records.head().number == 2
    page = text(reviewer.page("/en" + other))
    assert "The record has changed since this was brought" in page
    assert "Others changed what this changes too" in page and "25 ha" in page
    assert reviewer.decide(other, "accept").status_code == 303
    assert "30 ha" in text(reviewer.page("/clusters/south"))


def test_a_draft_is_seen_by_its_editor_and_reviewers_and_can_be_dropped(editor, reviewer, home, records):
    address = editor.bring("forms", ("x.xlsx", form_02()))
    assert reviewer.send(address, "hand-in").status_code == 409
    assert editor.send(address, "drop").status_code == 303
    assert get_proposal(records, 1).status is Status.DROPPED
    assert "x.xlsx" not in editor.page("/review")


def test_columns_once_told_can_be_used_again(editor, records):
    table = "Tên cụm;Xyz;Đã cho thuê (ha)\nSouth;12,5;8\n".encode()
    told = {"source": "Sổ của Sở", "source_kind": "report", "period": "2025"}
    address = editor.bring("table", ("bang.csv", table), **told)
    editor.send(address, "answer", {"answer:column:Xyz": "industrial_land_ha", "answer:unit:Xyz": "ha"})
    assert editor.send(address, "hand-in").status_code == 303
    page = editor.page("/intake?kind=table")
    assert "bang.csv" in page and "industrial_land_ha" in page


def test_coordinates_pasted_are_drawn_and_become_the_outline(editor, reviewer, records):
    pasted = "\n".join(f"{n} {y:.3f} {x:.3f}" for n, (x, y) in enumerate(_forty_ha(), 1))
    told = {"pasted": pasted, "cluster": "south", "decision_no": "12/QĐ-UBND", "declared_area_ha": "40"}
    address = editor.bring("coordinates", **told)
    assert "EPSG:5897" in editor.page(address) and "page-data" in editor.page(address)
    editor.send(address, "answer", {"answer:crs": "EPSG:5897"})
    editor.send(address, "hand-in")
    assert reviewer.decide(address, "accept").status_code == 303
    feature = reviewer.client.get("/api/collections/clusters/items/south?f=geojson").get_json()
    assert feature["properties"]["boundary_quality"] == "official"


def _forty_ha():
    x, y = 583_000.0, 2_317_600.0
    return [(x, y), (x, y + 400), (x + 1000, y + 400), (x + 1000, y)]


def test_two_revisions_are_compared_and_gone_back_to_by_a_new_one(reviewer, pending, records):
    reviewer.decide(pending, "accept")
    assert "25 ha" in text(reviewer.page("/record/compare?first=1&second=2"))
    assert reviewer.client.get("/record/compare?first=1&second=9").status_code == 400
    assert reviewer.decide("/record", "roll-back", to="1").status_code == 303
    assert records.head().number == 3 and records.compare(1, 3) == []
    assert "Biểu 02.xlsx" not in reviewer.page("/clusters/south")
    log = text(reviewer.page("/en/log"))
    assert "gone back" in log and "proposal accepted" in log


def test_a_contradiction_is_decided_by_a_person_and_both_values_stay(reviewer, records):
    address = "/contradictions/south/planned_area_ha"
    portal = re.search(r'value="(f00011)"', reviewer.page(address))[1]
    assert reviewer.decide(address, "decide", reason="", fact=portal).status_code == 422
    assert reviewer.decide(address, "decide", reason="x", fact="f00001").status_code == 422
    assert reviewer.decide(address, "decide", reason="đúng quyết định gốc", fact=portal).status_code == 303
    ledger = text(reviewer.page("/contradictions?state=person"))
    assert "đúng quyết định gốc" in ledger and "40 ha" in ledger and "50 ha" in ledger
    assert records.head().kind == "decision"
    assert reviewer.decide(address, "withdraw", reason="nhầm").status_code == 303
    assert "1" in text(reviewer.page("/contradictions?state=rule"))
    assert records.compare(1, records.head().number) == []


def test_an_instance_without_users_says_how_to_add_one(published_home, tmp_path):
    copytree(published_home / "snapshots", tmp_path / "snapshots")
    nobody = Person(tmp_path)
    for page in (nobody.page("/intake"), nobody.page("/login")):
        assert "server.py user add" in page and "server.py import forms" in page
    assert nobody.client.get("/review").status_code == 303
    assert "/contradictions/" not in nobody.page("/contradictions").split("<main")[1]


def test_empty_forms_can_be_downloaded_and_unknown_ones_are_not_there(home):
    answer = Person(home).client.get("/intake/forms/02")
    assert answer.data[:2] == b"PK" and "Bieu-02" in answer.headers["Content-Disposition"]
    assert Person(home).client.get("/intake/forms/99").status_code == 303
