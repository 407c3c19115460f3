"""Who is not allowed changes nothing, and nothing of an editing page is kept or run anywhere."""

import re

import pytest
from sqlalchemy import update

from geo.records.database import writing
from geo.records.model import SESSIONS
from geo.records.store import open_records
from geo.records.users import Role, disable_user
from tests.webmap.people import EDITOR, PASSWORD, REVIEWER, Person, copy_home, form_02, make_home
from webmap.pages.desks import DESKS

FILLED = {"<int:number>": "1", "<number>": "02", "<int:place>": "0", "<cluster_id>": "south", "<field>": "planned_area_ha"}  # fmt: skip


def address_of(desk) -> str:
    return re.sub(r"<[^>]+>", lambda found: FILLED[found[0]], desk.address)


ACTIONS = [
    pytest.param(address_of(desk), name, action.needs, id=f"{endpoint}-{name}")
    for endpoint, desk in DESKS.items()
    for name, action in desk.actions.items()
]
SIGNED_IN = [param for param in ACTIONS if param.values[2] is not None]
REVIEWING = [param for param in ACTIONS if param.values[2] is Role.REVIEWER]
PAGES = [pytest.param(address_of(desk), id=endpoint) for endpoint, desk in DESKS.items()]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home with a proposal that waits for review."""
    home = make_home(tmp_path_factory.mktemp("secure") / "home")
    editor = Person(home, EDITOR)
    editor.send(editor.bring("forms", ("x.xlsx", form_02())), "hand-in")
    return home


@pytest.fixture(scope="module")
def editor(home):
    return Person(home, EDITOR)


@pytest.fixture(scope="module")
def reviewer(home):
    return Person(home, REVIEWER)


@pytest.fixture(autouse=True)
def nothing_changes(home):
    yield
    records = open_records(home)
    assert records.head().number == 1
    records.close()


@pytest.mark.parametrize(("address", "action", "needs"), SIGNED_IN)
def test_nobody_sends_a_form_without_being_signed_in(home, address, action, needs):
    nobody = Person(home)
    answer = nobody.send(address, action, {"csrf": nobody.token("/login"), "reason": "x", "head": "1"})
    assert answer.status_code == 403


@pytest.mark.parametrize(("address", "action", "needs"), REVIEWING)
def test_an_editor_does_nothing_that_takes_a_reviewer(editor, address, action, needs):
    told = {"csrf": editor.token("/intake"), "reason": "x", "head": "1", "seen": "yes", "to": "1"}
    assert editor.send(address, action, told).status_code == 403


@pytest.mark.parametrize("token", ["", "x", "ắ"])
@pytest.mark.parametrize(("address", "action", "needs"), ACTIONS)
def test_a_form_without_the_token_of_the_session_is_refused(reviewer, address, action, needs, token):
    answer = reviewer.send(address, action, {"csrf": token, "reason": "x", "head": "1", "seen": "yes"})
    assert answer.status_code == 403
    assert "Không được phép" in answer.get_data(as_text=True)


def test_the_token_of_somebody_else_is_refused(editor, reviewer):
    assert editor.token("/intake") != reviewer.token("/intake")
    told = {"csrf": editor.token("/intake"), "reason": "x", "head": "1", "seen": "yes"}
    assert reviewer.send("/review/1", "accept", told).status_code == 403


@pytest.mark.parametrize("address", PAGES)
def test_no_editing_page_is_kept_anywhere(home, reviewer, address):
    for client in (Person(home).client, reviewer.client):
        for answer in (client.get(address), client.post(address, data={"action": "x"})):
            if answer.status_code != 405:
                assert answer.headers["Cache-Control"] == "no-store", answer.status
                assert "ETag" not in answer.headers


@pytest.mark.parametrize("address", ["/review/1", "/en/review/1", "/intake", "/contradictions/south/planned_area_ha"])  # fmt: skip
def test_an_editing_page_runs_nothing_but_our_own(reviewer, address):
    answer = reviewer.client.get(address)
    policy = answer.headers["Content-Security-Policy"]
    assert (
        "default-src 'none'" in policy
        and "form-action 'self'" in policy
        and "frame-ancestors 'none'" in policy
    )
    assert "unsafe" not in policy
    assert not re.search(r"<[^>]+ (style|on\w+)=", answer.get_data(as_text=True))


def test_a_session_is_a_cookie_no_script_reads_and_no_other_site_sends(home):
    cookie = Person(home).sign_in(EDITOR).headers.getlist("Set-Cookie")[-1]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Secure" not in cookie
    https = Person(home)
    token = re.search(r'csrf" value="([^"]+)', https.client.get("/login", base_url="https://x").text)[1]
    told = {"csrf": token, "action": "sign-in", "name": EDITOR, "password": PASSWORD}
    cookie = https.client.post("/login", data=told, base_url="https://x").headers.getlist("Set-Cookie")[-1]
    assert cookie.startswith("__Host-") and "Secure" in cookie


def test_a_session_somebody_else_set_is_never_taken_over(home):
    person = Person(home)
    person.client.set_cookie("atlas-session", "chosen-by-another")
    person.sign_in(EDITOR)
    assert person.client.get_cookie("atlas-session").value != "chosen-by-another"
    other = Person(home)
    other.client.set_cookie("atlas-session", "chosen-by-another")
    assert other.client.get("/review").status_code == 303


def test_signing_out_ends_the_session_itself(home):
    person = Person(home, EDITOR)
    token = person.client.get_cookie("atlas-session").value
    assert person.send("/logout", "sign-out", {"csrf": person.token("/intake")}).status_code == 303
    person.client.set_cookie("atlas-session", token)
    assert person.client.get("/review").status_code == 303


def test_a_session_ends_by_itself_and_with_its_user(home, tmp_path):
    own = copy_home(home, tmp_path / "home")
    late, gone = Person(own, EDITOR), Person(own, REVIEWER)
    records = open_records(own)
    with writing(records.engine) as connection:
        connection.execute(update(SESSIONS).where(SESSIONS.c.user_name == EDITOR).values(expires="2020-01-01T00:00:00+00:00"))  # fmt: skip
    disable_user(records, REVIEWER, "server.py")
    records.close()
    assert [one.client.get("/review").status_code for one in (late, gone)] == [303, 303]


@pytest.mark.parametrize(
    "onward",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "review/../../x",
        "javascript:x",
        "review\n//x",
        "login",
    ],
)
def test_signing_in_leads_nowhere_but_to_our_pages(home, onward):
    assert Person(home).sign_in(EDITOR, onward=onward).headers["Location"] == "/intake"


def test_signing_in_leads_on_to_the_page_that_was_wanted(home):
    person = Person(home)
    wanted = person.client.get("/en/review/1").headers["Location"]
    assert wanted == "/en/login?next=review/1"
    assert person.sign_in(EDITOR, onward="review/1").headers["Location"] == "/review/1"


def test_an_unknown_name_and_a_wrong_password_get_the_same_words(home, tmp_path):
    own = copy_home(home, tmp_path / "home")
    told = [Person(own).sign_in(name, "sai mật khẩu").get_data(as_text=True) for name in (EDITOR, "nobody")]
    problems = [re.search(r'id="problem">([^<]+)', page)[1] for page in told]
    assert problems[0] == problems[1]


def test_five_wrong_passwords_lock_an_account_and_say_until_when(home, tmp_path):
    person = Person(copy_home(home, tmp_path / "home"))
    for _ in range(5):
        person.sign_in(EDITOR, "sai mật khẩu")
    answer = person.sign_in(EDITOR)
    assert answer.status_code == 403
    assert re.search(r"bị khóa đến \d\d:\d\d, \d\d/\d\d/\d{4}", answer.get_data(as_text=True))


@pytest.mark.parametrize("proxies", [0, 1])
def test_who_tries_too_often_is_known_by_an_address_nobody_can_choose(home, tmp_path, proxies):
    person = Person(copy_home(home, tmp_path / "home"), proxies=proxies)
    answers = [
        person.sign_in("nobody", "x", headers={"X-Forwarded-For": f"198.51.100.{n}"}) for n in range(21)
    ]
    assert ("quá nhiều lần" in answers[-1].get_data(as_text=True)) == (proxies == 0)


def test_names_and_cells_of_files_are_shown_as_text(home, tmp_path):
    person = Person(copy_home(home, tmp_path / "home"), EDITOR)
    table = "Tên cụm;<script>alert(1)</script>\n<img src=x onerror=alert(2)>;12\n".encode()
    address = person.bring("table", ('../../<svg onload="alert(3)">.csv', table), source="<b>x</b>")
    page = person.page(address).split("<main")[1]
    assert not re.search(r"<(script>alert|img src=x|svg onload|b>x)", page)
    assert "&lt;svg onload=" in page and "../" not in page


def test_a_file_comes_back_to_be_saved_and_never_to_be_opened(reviewer):
    answer = reviewer.client.get("/review/1/files/0")
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert reviewer.client.get("/review/1/files/1").status_code == 404


def test_what_is_too_large_is_refused_with_words_before_it_is_read(editor):
    answer = editor.client.post("/intake", data={"x": "y"}, environ_overrides={"CONTENT_LENGTH": "200000000"})
    assert answer.status_code == 413
    assert "Dung lượng quá lớn" in answer.get_data(as_text=True)


def test_a_public_page_opens_no_record(home, monkeypatch):
    monkeypatch.setattr("webmap.editing.record.open_records", lambda *_: pytest.fail("the record was opened"))
    client = Person(home).client
    client.set_cookie("atlas-session", "x")
    for address in ("/", "/table", "/clusters/south", "/contradictions", "/api/collections/clusters/items"):
        assert client.get(address).status_code == 200
