"""Thirty communes send in their report forms: by the command line, with and without mistakes, to the last digit."""

import json
import math
import shutil

import pytest

from geo.demo.forms import simulate_forms
from geo.demo.province import simulate_with_history
from geo.publish import find_published
from tests.mistakes import MISTAKES, spoil
from tests.test_server import run
from webmap import create_app
from webmap.settings import Settings

CLUSTERS, LOTS, SEED = 120, 200, 1
LINES = {"3": "serviced_area_ha", "4": "leased_area_ha", "1": "investment_bn_vnd"}
MOST = 1000
PATIENCE_S = 400


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("end-to-end")


@pytest.fixture(scope="module")
def told():
    """The package and the files of the same province, with the figures they were written from."""
    return simulate_forms(simulate_with_history(CLUSTERS, LOTS, (2018, 2026), SEED), SEED)


@pytest.fixture(scope="module")
def home(folder, told):
    """The record of the province before any form came in, made by the commands."""
    home, package, forms = folder / "home", folder / "package", folder / "forms"
    demo = run(
        "demo", "--clusters", CLUSTERS, "--lots", LOTS, "--seed", SEED, "--out", package, "--forms", forms
    )
    assert demo.returncode == 0, demo.stderr
    published = run("publish", "--package", package, home=home)
    assert published.returncode == 0, published.stderr
    return home


def bring(home, paths, *options):
    """Import forms; the plan, the exit status, and the number of revisions in the record."""
    done = run(
        "import",
        "forms",
        *paths,
        "--json",
        "--by",
        "tester",
        "--why",
        "report forms",
        *options,
        home=home,
        patience=PATIENCE_S,
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout), done.returncode, find_published(home).about["record"]["revision"]


@pytest.fixture(scope="module")
def accepted(home, folder, tmp_path_factory):
    """The record after all clean forms were accepted."""
    after = folder / "accepted"
    shutil.copytree(home, after)
    plan, code, revision = bring(after, sorted((folder / "forms").iterdir()), "--accept")
    return plan, code, revision, after


@pytest.fixture(scope="module")
def client(accepted):
    return create_app(Settings(home=accepted[3])).test_client()


def clusters_of(client):
    found = client.get(f"/api/collections/clusters/items?limit={MOST}").get_json()
    return {one["properties"]["id"]: one["properties"] for one in found["features"]}


@pytest.fixture(scope="module")
def clusters(client):
    return clusters_of(client)


def forms_of(told, number):
    package, files = told
    ids = package.tables["clusters"].set_index("name_vi")["id"]
    forms = [form for file in files for form in file.forms if form.number == number]
    return [(ids.get(form.cluster), form) for form in forms]


def test_the_same_seed_gives_the_same_forms_to_the_byte(home, folder, told):
    written = {path.name: path.read_bytes() for path in (folder / "forms").iterdir()}
    assert written == {file.name: file.content for file in told[1]}
    assert len(forms_of(told, "03")) == 30


def test_forms_come_in_every_format_and_several_in_one_file(told):
    endings = {(file.name.rpartition(".")[2], len(file.forms) > 1) for file in told[1]}
    assert endings >= {(ending, many) for ending in ("xlsx", "docx", "ods", "csv") for many in (False, True)}


def test_clean_forms_raise_no_alarm_and_are_accepted(accepted):
    plan, code, revision, _ = accepted
    assert (plan["findings"], plan["questions"]) == ([], [])
    assert (code, revision) == (0, 2)


def test_clusters_have_the_figures_of_their_forms_to_the_last_digit(told, clusters):
    forms = forms_of(told, "02")
    for line, column in LINES.items():
        assert {key: clusters[key][column] for key, _ in forms} == {
            key: form.values[line] for key, form in forms
        }


def test_fill_rates_that_were_not_computable_are_computed(home, told, clusters):
    before = clusters_of(create_app(Settings(home=home)).test_client())
    new = [(key, form) for key, form in forms_of(told, "02") if before[key]["fill_rate_ready_land"] is None]
    assert len(new) > 40
    for key, form in new:
        serviced, leased = form.values["3"], form.values["4"]
        rate = clusters[key]["fill_rate_ready_land"]
        assert rate == pytest.approx(leased / serviced, abs=1e-6) if serviced else rate is None


def test_the_totals_are_the_sums_of_the_forms_and_of_those_that_sent_none(home, told, clusters):
    before = clusters_of(create_app(Settings(home=home)).test_client())
    reported = dict(forms_of(told, "02"))
    for line, column in LINES.items():
        sent = [form.values[line] for form in reported.values()]
        others = [
            one[column] for key, one in before.items() if key not in reported and one[column] is not None
        ]
        after = [one[column] for one in clusters.values() if one[column] is not None]
        assert math.fsum(after) == pytest.approx(math.fsum([*sent, *others]), abs=1e-9)
        assert len(after) == len(sent) + len(others)


def test_communes_and_the_page_of_totals_agree_with_the_forms(told, client):
    page = client.get("/en/totals").get_data(as_text=True)
    wards = client.get(f"/api/collections/wards/items?limit={MOST}").get_json()["features"]
    leased = {one["properties"]["full_name"]: one["properties"]["leased_area_ha"] for one in wards}
    section = page.split('<h2 id="reported">')[1].split("</section>")[0]
    for _, form in forms_of(told, "03"):
        row = section.split(f">{form.unit}</span>")[1].split("</tr>")[0]
        assert f"<strong>{form.values['18']:,.10g}</strong>" in row
        assert leased[form.unit] == pytest.approx(form.values["18"], abs=1e-9)
        assert row.count("agrees") >= 3


def test_the_form_of_the_province_is_a_city_figure_of_its_period(told, client):
    page = client.get("/en/totals").get_data(as_text=True)
    ((_, form),) = forms_of(told, "04")
    area = page.split('<h3 id="planned_area_ha">')[1].split("</section>")[0]
    assert f"<strong>{form.values['16']:,.10g}</strong> ha · first half of 2026" in area


@pytest.fixture(scope="module")
def spoiled(folder, told):
    """All mistakes, each in a file of its own, among ten clean files of which one was only ill-treated."""
    package, files = told
    contents, planted = spoil(files, package)
    target = folder / "spoiled"
    target.mkdir()
    for name, content in contents.items():
        (target / name).write_bytes(content)
    return sorted(target.iterdir()), planted


@pytest.fixture(scope="module")
def refused(home, spoiled):
    return bring(home, spoiled[0], "--accept")


def test_every_kind_of_mistake_is_planted(spoiled):
    assert len(spoiled[1]) == len(MISTAKES) + 2 >= 25


def test_every_mistake_is_reported_at_its_place_by_its_rule(spoiled, refused):
    plan, _, _ = refused
    missed = [one for one in spoiled[1] if not one.found_by(plan["findings"], plan["questions"])]
    assert missed == []


def test_clean_files_among_them_raise_no_alarm(spoiled, refused):
    plan, _, _ = refused
    faulty = {one.file for one in spoiled[1]}
    blamed = {one["place"]["file"] for one in (*plan["findings"], *plan["questions"])}
    assert blamed <= faulty


def test_nothing_is_stored_while_anything_is_wrong(refused):
    _, code, revision = refused
    assert (code, revision) == (1, 1)


def test_everything_said_is_said_in_both_languages_with_what_to_do(refused):
    for finding in refused[0]["findings"]:
        texts = [finding[part][language] for part in ("message", "suggestion") for language in ("vi", "en")]
        assert all(texts)


def test_without_the_faulty_files_just_the_others_are_stored(home, spoiled, refused, folder):
    plan, _, _ = refused
    after = folder / "skipped"
    shutil.copytree(home, after)
    _, code, revision = bring(after, spoiled[0], "--accept", "--skip-faulty")
    assert (code, revision) == (0, 2)
    wrong = {one["place"]["file"] for one in plan["findings"] if one["level"] == "error"}
    wrong |= {one["place"]["file"] for one in plan["questions"]}
    titles = find_published(after).collections["sources"].records()
    stored = {one["title"].rpartition(" · ")[2] for one in titles if "Thông tư 14/2024" in one["title"]}
    assert stored == {path.name for path in spoiled[0]} - wrong
