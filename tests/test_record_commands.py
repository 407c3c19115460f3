"""The commands of the record as a person types them."""

import subprocess
import sys

import pytest

import server
from commands import entering
from geo.package import read_package, write_package
from geo.publish import find_published
from geo.records.store import open_records
from tests.geo.conftest import make_package
from tests.geo.records.conftest import accept, new_fact
from tests.test_server import PACKAGE, PROJECT, copied, read, run, serving


@pytest.fixture
def command(monkeypatch, tmp_path, capsys):
    """Run commands in this process on a home of its own; what they print."""
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("ATLAS_DATABASE_URL", raising=False)

    def typed(*arguments):
        status = server.main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return status, told.out + told.err

    return typed


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    write_package(make_package(), folder)
    return folder


@pytest.fixture(scope="module")
def published(tmp_path_factory, small):
    """A home that nobody changes."""
    home = tmp_path_factory.mktemp("published")
    assert run("publish", "--package", small, home=home).returncode == 0
    return home


def bring_in(home, value="320"):
    """Accept one fact as an import does."""
    records = open_records(home)
    revision = accept(records, new_fact(value))
    records.close()
    return revision


def served_revision(home):
    return find_published(home).about["record"]["revision"]


def test_the_history_is_listed_compared_and_gone_back_in(command, home, small):
    assert command("publish", "--package", small)[0] == 0
    bring_in(home)
    status, listed = command("revisions")
    assert status == 0
    assert "Lan: Biểu 02 kỳ 2024" in listed.splitlines()[0]
    assert "server.py: the package mau" in listed.splitlines()[1]
    assert "added facts f900000001: " in command("compare", 1, 2)[1]
    assert command("compare", 2, 2)[1] == "revision 2 to 2: no difference\n"
    assert command("rollback", 1, "--by", "Lan", "--why", "nhầm") == (
        0,
        "revision 3 is as revision 1 was, and published\n",
    )
    assert served_revision(home) == 3


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("compare", "1", "9"), "revision 9 is not in the record; expected 1 to 1"),
        (("compare", "one", "1"), "revision='one'; expected a whole number"),
        (("rollback", "0", "--by", "x", "--why", "y"), "revision='0'; expected"),
        (("publish", "--revision", "4"), "revision 4 is not in the record"),
        (("publish", "--revision", "1", "--package", "x"), "cannot be asked for at once"),
        (("serve", "--revision", "1"), "run: python server.py publish --revision 1"),
        (("user", "disable", "Lan"), "there is no user 'Lan'"),
        (("import", "forms", "x.xlsx", "--accept"), "--accept needs --by NAME and --why TEXT"),
        (("restore", "nowhere.tar", "--replace"), "cannot read nowhere.tar"),
    ],
)
def test_what_cannot_be_is_one_sentence(command, published, monkeypatch, arguments, told):
    monkeypatch.setenv("ATLAS_HOME", str(published))
    status, said = command(*arguments)
    assert status == 1
    assert told in said
    assert len(said.strip().splitlines()) == 1


def test_a_revision_is_published_aside_and_looked_at(command, home, small):
    command("publish", "--package", small)
    bring_in(home)
    command("publish")
    status, told = command("publish", "--revision", 1)
    assert status == 0
    assert "python server.py serve --revision 1" in told
    assert served_revision(home) == 2
    assert served_revision(home / "revisions" / "1") == 1


def test_a_backup_is_restored_in_another_home_and_published(command, home, small, tmp_path, monkeypatch):
    command("publish", "--package", small)
    bring_in(home)
    assert "2 revisions, 0 kept files" in command("backup", tmp_path / "b.tar")[1]
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path / "other"))
    assert command("restore", tmp_path / "b.tar") == (0, "restored 2 revisions and 0 kept files\n")
    assert served_revision(tmp_path / "other") == 2
    status, told = command("restore", tmp_path / "b.tar")
    assert (status, "restore with --replace" in told) == (1, True)


def test_users_are_added_from_a_pipe_listed_and_disabled(command, home):
    added = subprocess.run(
        [sys.executable, "server.py", "user", "add", "Lan", "--role", "reviewer"],
        cwd=PROJECT, input="một hai ba bốn năm\n", env={"ATLAS_HOME": str(home), "PATH": ""},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (added.returncode, added.stdout) == (0, "Lan may sign in as reviewer\n")
    assert command("user", "list") == (0, "Lan  reviewer  active\n")
    assert command("user", "disable", "Lan")[0] == 0
    assert command("user", "list") == (0, "Lan  reviewer  disabled\n")


def test_an_acceptance_nobody_published_is_brought_out_by_the_next_start(command, home, small):
    command("publish", "--package", small)
    bring_in(home)
    assert served_revision(home) == 1
    with serving(home) as (address, _):
        assert read(f"{address}/api/")["revision"]
        assert served_revision(home) == 2


def changed_package(tmp_path):
    copy = copied(tmp_path)
    facts = copy / "facts.csv"
    facts.write_text(facts.read_text(encoding="utf-8").replace("rubber foam", "rubber"), encoding="utf-8")
    return copy


def test_a_newer_shipped_package_is_taken_in_unless_people_changed_the_record(
    command, home, tmp_path, monkeypatch
):
    command("publish")
    assert served_revision(home) == 1
    monkeypatch.setattr(entering, "SHIPPED", changed_package(tmp_path))
    command("publish")
    assert served_revision(home) == 2
    records = open_records(home)
    fact = new_fact("320", cluster_id="dai-thang")
    accept(records, fact)
    records.close()
    monkeypatch.setattr(entering, "SHIPPED", PACKAGE)
    told = command("publish")[1]
    assert "the shipped package has changed; the record stays at revision 3" in told
    assert served_revision(home) == 3
    command("publish", "--package", PACKAGE)
    assert served_revision(home) == 4
    facts = open_records(home).package_at(4).tables["facts"]
    assert facts["id"].tolist()[-1] == "f900000001"
    assert len(facts) == len(read_package(PACKAGE).tables["facts"]) + 1


def test_another_package_is_refused_where_something_was_imported(command, home, small):
    command("publish", "--package", small)
    bring_in(home)
    status, told = command("publish", "--package", PACKAGE)
    assert status == 1
    assert "back the record up" in told
    assert served_revision(home) == 1
