"""What is left to store when what is at fault is put aside."""

from geo.intake.plan import Plan
from geo.intake.reading import Brought, Finding, Level, Place, Question, Reading, Row
from geo.intake.sound import sound_files, sound_rows
from geo.schema import Text

TEXT = Text("…", "…")
FILES = [Brought("a.csv", b""), Brought("b.csv", b"")]


def plan_with(*places, level=Level.ERROR, asked=()):
    findings = tuple(Finding(level, "forms.sum-15", place, TEXT, TEXT) for place in places)
    return Plan(findings=findings, questions=tuple(Question("cluster", place, TEXT) for place in asked))


def rows(*places):
    return Reading(rows=tuple(Row("facts", {}, place) for place in places))


def left(places, plan):
    return [row.place for row in sound_rows(rows(*places), plan).rows]


def test_a_file_with_an_error_or_an_open_question_is_put_aside():
    assert sound_files(FILES, plan_with(Place("a.csv", cell="D2"))) == [FILES[1]]
    assert sound_files(FILES, plan_with(asked=[Place("b.csv")])) == [FILES[0]]


def test_a_warning_puts_nothing_aside():
    assert sound_files(FILES, plan_with(Place("a.csv"), level=Level.WARNING)) == FILES


def test_of_a_table_only_the_row_at_fault_is_put_aside():
    places = [
        Place("a.csv", cell="B2", line=2),
        Place("a.csv", cell="C2", line=2),
        Place("a.csv", cell="B3", line=3),
    ]
    assert left(places, plan_with(Place("a.csv", cell="F2", line=2))) == places[2:]


def test_a_fault_of_a_sheet_is_one_of_all_its_rows():
    places = [Place("a.xlsx", "1", "B2"), Place("a.xlsx", "2", "B2")]
    assert left(places, plan_with(Place("a.xlsx", "1"))) == places[1:]


def test_a_fault_of_a_feature_is_not_one_of_its_neighbour():
    places = [Place("a.geojson", feature=1), Place("a.geojson", feature=2)]
    assert left(places, plan_with(Place("a.geojson", feature=2))) == places[:1]
