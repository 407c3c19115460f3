"""The factsheet: figures with their grounds, the law of three days, contradictions, and ways to report."""

import re
from datetime import date
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from geo.errors import QueryError
from geo.package import write_package
from geo.publish import publish
from tests.geo.conftest import FACTS, fact, make_package
from tests.webmap.test_pages import Reader, seen
from webmap import create_app
from webmap.pages.cluster_facts import rule_words
from webmap.settings import Settings, require_report_to

ACCENTED = re.compile("[À-ÖØ-öø-ỹ]")
OFFICIAL = re.compile(r"(Biểu|Điều|NĐ|QĐ|TT|Đ)(-TTg|-CP|\d[\d.a-z]*)?")
ATTACK = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def numbers(tmp_path_factory):
    """Ask the package in round numbers."""
    folder = tmp_path_factory.mktemp("numbers")
    write_package(make_package(), folder / "package")
    publish(folder / "package", folder / "home", date(2026, 11, 22))
    return create_app(Settings(home=folder / "home")).test_client()


@pytest.fixture
def serve_facts(tmp_path):
    """Publish the package in round numbers with more facts, and ask it: `serve_facts(*facts)`."""

    def make(*facts, report_to="", **package):
        write_package(make_package(facts=[*FACTS, *facts], **package), tmp_path / "package")
        publish(tmp_path / "package", tmp_path / "home", date(2026, 11, 22))
        return create_app(Settings(home=tmp_path / "home", report_to=report_to)).test_client()

    return make


def law(client, query, cluster_id="north"):
    """Read the legal answers: question → (answer, all that is said there), once for each reading."""
    page = client.get(f"/en/clusters/{cluster_id}?{query}").get_data(as_text=True)
    found = {}
    for finding in re.findall(r'<article class="finding">(.*?)</article>', page, re.DOTALL):
        reader = Reader()
        reader.feed(finding)
        words = " ".join(" ".join(reader.text).split())
        question, answer, rest = re.fullmatch(r"(.*?\?) (yes|not computable|no) ?(.*)", words).groups()
        found.setdefault(question, []).append((answer, rest))
    return found


ESTABLISH = "May another cluster be established here?"
EXPAND = "May this cluster be expanded?"
REGULARISE = "Must it be regularised by 31 December 2026?"


def test_in_june_2024_the_district_decides(numbers):
    ((answer, said),) = law(numbers, "on=2024-06-01")[ESTABLISH]
    assert answer == "yes"
    assert "met 21 ha ≤ 100 ha" in said
    assert "counted by district: Đông" in said


def test_in_january_2026_there_are_two_readings(numbers):
    district, commune = law(numbers, "on=2026-01-01")[ESTABLISH]
    assert (district[0], commune[0]) == ("yes", "not computable")
    assert "counted by former district: Đông" in district[1]
    assert "counted by commune: Xã Bắc" in commune[1]
    assert "met 21 ha ≤ 100 ha" in district[1]
    assert "may lie here as well, as their ward is not known: 1" in commune[1]


def test_in_october_2026_the_commune_decides_and_fifty_hectares_are_the_limit(numbers):
    ((answer, said),) = law(numbers, "on=2026-10-01")[ESTABLISH]
    assert answer == "not computable"
    assert "≤ 50 ha" in said
    assert "high-tech or an ecological cluster unknown" in said
    ((answer, said),) = law(numbers, "on=2026-10-01&exempt=yes")[ESTABLISH]
    assert answer == "yes"
    assert "One of these is enough." in said


def test_an_unknown_ward_is_what_is_missing(numbers):
    ((answer, said),) = law(numbers, "on=2026-10-01", "south")[ESTABLISH]
    assert answer == "not computable"
    assert "Xã Bắc; Xã Nam Missing: which of these communes or wards it lies in" in said
    ((_, said),) = law(numbers, "on=2026-10-01", "west")[ESTABLISH]
    assert "the commune or ward it lies in" in said


@pytest.mark.parametrize(
    ("query", "answer", "words"),
    [
        ("on=2024-06-01&add=10", "not computable", "whether the essential shared works are in use"),
        ("on=2026-10-01&add=10", "yes", "met 30 ha ≤ 75 ha 45 ha left"),
        ("on=2026-10-01&add=60", "no", "not met 80 ha ≤ 75 ha 5 ha too much"),
        ("on=2026-10-01&add=0,5", "yes", "20.5 ha"),
        ("on=2026-10-01", "not computable", "how many hectares are to be added: enter them above"),
    ],
)
def test_the_hectares_to_add_decide_on_expansion(numbers, query, answer, words):
    ((given, said),) = law(numbers, query)[EXPAND]
    assert given == answer
    assert words in said


@pytest.mark.parametrize(
    ("established", "answer", "words"),
    [
        ("2005", "yes", "91 days left"),
        ("2009", "not computable", "given as 2009 only, which is too vague for this rule"),
        ("2017", "no", "Formed before Decision 105/2009"),
    ],
)
def test_the_deadline_asks_when_the_cluster_was_formed(serve_facts, established, answer, words):
    client = serve_facts(fact(90, "north", "date_established", established, None))
    ((given, said),) = law(client, "on=2026-10-01")[REGULARISE]
    assert given == answer
    assert words in said


def test_an_answer_names_the_doubts_of_what_it_rests_on(numbers):
    ((answer, said),) = law(numbers, "on=2026-10-01", "south")["Is its size lawful?"]
    assert answer == "yes"
    assert "Planned area: the sources contradict each other" in said


def test_before_the_first_rules_there_is_no_answer(client):
    text = seen(client, "/en/clusters/thanh-oai?on=2024-04-30")
    assert "the first it knows took effect on 1 May 2024" in text
    assert "May this cluster be expanded?" not in text


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("on=2026-13-01", "“2026-13-01” is no day"),
        ("on=20261001", "“20261001” is no day"),
        ("on=%3Cscript%3E", "“<script>” is no day"),
        ("add=-1", "“-1” is no area"),
        ("add=nan", "“nan” is no area"),
        ("add=many", "“many” is no area"),
        ("exempt=maybe", "“maybe” is no choice"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(client, query, message):
    response = client.get(f"/en/clusters/thanh-oai?{query}")
    assert response.status_code == 400
    page = response.get_data(as_text=True)
    reader = Reader()
    reader.feed(page)
    assert message in "".join(reader.text)
    assert 'aria-invalid="true"' in page
    assert 'class="finding"' not in page


def test_contradictions_stand_side_by_side_with_the_rule_that_decided(client):
    text = seen(client, "/en/clusters/ngoc-liep")
    part = text.split("Contradictions Planned area", 1)[-1] if "Contradictions Planned area" in text else text
    assert "37.78 ha Jul 2017 published" in part
    assert "27 ha Feb 2026 contradicts the published value" in part
    assert "Not published because its source ranks lower" in part


def test_every_rule_of_choice_has_words(client):
    from geo.facts import CHOICE

    with client.application.test_request_context("/en/"):
        assert len(rule_words()) == len(CHOICE)


def test_a_statement_about_a_group_counts_its_clusters(client):
    text = seen(client, "/en/clusters/quat-dong")
    assert "one statement about 5 clusters, not a measurement of this one" in text
    assert "so there is nothing to draw" in text
    assert "In the same former district:" in text


def test_a_bound_is_printed_as_one(client):
    text = seen(client, "/en/clusters/thanh-van-tan-uoc")
    assert "> 1,100 billion VND" in text
    assert "known as a bound only" in text


def test_a_rate_shows_both_operands_with_their_values(client):
    text = seen(client, "/en/clusters/thanh-oai")
    assert "99%" in text
    assert "Leased land (58.7 ha, undated [1] ) ÷ Planned area (59.32 ha, undated [1] )" in text


def test_the_timeline_keeps_vague_times_vague_and_marks_what_was_only_planned(serve_facts):
    client = serve_facts(
        fact(90, "north", "date_established", "2017", None),
        fact(91, "north", "date_established", "2019-07", None, source_id="portal"),
        fact(92, "north", "date_groundbreaking_planned", "2024-Q4", None),
        fact(93, "north", "decision_no", "4942/QĐ-UBND", None),
    )
    text = seen(client, "/en/clusters/north")
    timeline = text[text.rindex("Timeline") : text.index("Every fact is kept")]
    assert re.search(
        r"2017 Established \[\d\] the sources contradict each other Jul 2019 Established", timeline
    )
    assert re.search(r"Q4 2024 Ground-breaking planned \[\d\] planned", timeline)
    assert "day not given Decision: 4942/QĐ-UBND" in timeline


def test_neighbours_have_a_distance_and_how_sure_it_is(numbers):
    text = seen(numbers, "/en/clusters/north")
    assert re.search(r"South Industrial Cluster 16\.8 km ± 1 km active Đông", text)


def test_without_an_address_there_is_a_text_to_copy(client):
    page = client.get("/en/clusters/duc-tu").get_data(as_text=True)
    text = seen(client, "/en/clusters/duc-tu")
    assert "has not named an address for reports" in text
    assert "Duc Tu Industrial Cluster (duc-tu) Page: http://localhost/en/clusters/duc-tu Revision: " in text
    assert "mailto:" not in page


def report_link(page, start):
    return re.search(rf'href="({start}[^"]*)"', page)[1].replace("&amp;", "&")


def test_a_mail_address_makes_a_prefilled_mail_in_the_language_of_the_page(serve_facts):
    client = serve_facts(report_to="ccn@example.org")
    link = urlsplit(report_link(client.get("/clusters/north").get_data(as_text=True), "mailto:"))
    told = parse_qs(link.query)
    assert link.path == "ccn@example.org"
    assert told["subject"] == ["CCN Atlas: Cụm công nghiệp North (north)"]
    assert "Trang: http://localhost/clusters/north" in told["body"][0]
    assert "Phiên bản: " in told["body"][0]


def test_a_form_is_filled_in_and_encoded(serve_facts):
    client = serve_facts(report_to="https://example.org/form?c={id}&p={page}&r={revision}&l={language}")
    link = report_link(client.get("/en/clusters/north").get_data(as_text=True), "https://example")
    assert link.startswith(
        "https://example.org/form?c=north&p=http%3A%2F%2Flocalhost%2Fen%2Fclusters%2Fnorth&r="
    )
    assert link.endswith("&l=en")
    assert unquote(link).count("{") == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a@b.vn",
        "https://example.org/form",
        "http://example.org/?c={id}&p={page}&r={revision}&l={language}",
    ],
)
def test_an_address_for_reports_that_can_be_used_is_taken(text):
    assert require_report_to(text) == text


@pytest.mark.parametrize(
    "text",
    ["someone", "a@b@c", "a@b?bcc=x@y", "javascript:alert(1)", "ftp://example.org", "https://example.org/{name}",
     "https://example.org/{id.__class__}", "https://example.org/{id!r}", "https://example.org/{", "https://example.org/{}",
     "https://exa mple.org/"],
)  # fmt: skip
def test_an_address_for_reports_that_cannot_be_used_is_refused(text):
    with pytest.raises(QueryError, match="ATLAS_REPORT_TO="):
        require_report_to(text)


def test_markup_in_the_data_stays_text(serve_facts):
    client = serve_facts(
        fact(90, "north", "developer", ATTACK, None),
        fact(91, "north", "decision_no", ATTACK, None),
    )
    for path in ("/clusters/north", "/clusters/north/panel", f"/clusters/{ATTACK}"):
        page = client.get(path).get_data(as_text=True)
        assert "<img" not in page
        assert "&lt;img src=x" in page


class Unmarked(Reader):
    """Keeps the text that is not marked as Vietnamese."""

    def __init__(self):
        super().__init__()
        self.marked = []

    def handle_starttag(self, tag, attrs):
        super().handle_starttag(tag, attrs)
        if tag not in ("meta", "link", "input", "br", "img", "circle", "path"):
            self.marked.append(dict(attrs).get("lang") == "vi")

    def handle_endtag(self, tag):
        super().handle_endtag(tag)
        if self.marked and tag not in ("circle", "path"):
            self.marked.pop()

    def handle_data(self, data):
        if not any(self.marked):
            super().handle_data(data)


@pytest.mark.parametrize("part", ["", "/panel"])
def test_no_english_page_has_stray_vietnamese(client, part):
    features = client.get("/api/collections/clusters/items?limit=1000").get_json()["features"]
    for feature in features:
        reader = Unmarked()
        reader.feed(client.get(f"/en/clusters/{feature['id']}{part}?on=2026-01-01").get_data(as_text=True))
        stray = [text for text in reader.text if ACCENTED.search(OFFICIAL.sub("", text))]
        assert stray == [], feature["id"]


@pytest.mark.parametrize("asked", ["ngoc-lie", "Ngoc_Liep", "Ngọc Liệp", "ngoc liep"])
def test_an_unknown_cluster_suggests_those_of_like_names(client, asked):
    response = client.get(f"/en/clusters/{asked}")
    page = response.get_data(as_text=True)
    assert response.status_code == 404
    assert 'href="/en/clusters/ngoc-liep"' in page
    assert 'href="/en/table"' in page


def test_a_name_like_no_other_suggests_nothing(client):
    page = client.get("/clusters/zzzzzz").get_data(as_text=True)
    assert "Có phải bạn tìm" not in page
    assert 'href="/table"' in page


def test_the_factsheet_leads_to_its_data_to_the_map_and_to_its_district(client):
    page = client.get("/clusters/ngoc-liep").get_data(as_text=True)
    for address in (
        "/?cluster=ngoc-liep",
        "/table?district_code=275",
        "/api/collections/clusters/items/ngoc-liep?f=geojson",
        *(f"/api/collections/clusters/items/ngoc-liep?f={name}" for name in ("csv", "xlsx", "gpkg")),
    ):
        assert f'href="{address}"' in page, address
    assert (
        client.get("/api/collections/clusters/items/ngoc-liep?f=csv").get_data(as_text=True).count("\n") == 2
    )


def test_titles_and_descriptions_are_of_the_cluster(client):
    page = client.get("/en/clusters/ngoc-liep").get_data(as_text=True)
    assert "<title>Ngoc Liep Industrial Cluster – CCN Atlas</title>" in page
    assert re.search(r'name="description" content="Ngoc Liep Industrial Cluster, Quốc Oai: ', page)


@pytest.mark.parametrize("typed", ["10,000", "1.000", "1_000", "１２", "-1", "nan", "1e3"])
def test_an_area_that_could_be_read_in_two_ways_is_refused(numbers, typed):
    answer = numbers.get("/en/clusters/north", query_string={"add": typed})
    assert answer.status_code == 400
    assert "is no area" in answer.get_data(as_text=True)


@pytest.mark.parametrize("day", ["2017-13", "2022-02-30", "2022 (by Q9)"])
def test_a_day_no_calendar_has_is_printed_as_it_stands(serve_facts, day):
    client = serve_facts(fact(90, "north", "date_established", day, None))
    assert day in client.get("/clusters/north").get_data(as_text=True)
    assert client.get("/table?columns=all").status_code == 200
