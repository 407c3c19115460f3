"""Thirty communes' forms by browser: every mistake at its place on the page, and what the clean ones change."""

from datetime import date
from urllib.parse import urljoin

import pytest

from geo.demo.forms import simulate_forms
from geo.demo.province import simulate_with_history
from geo.records.publishing import publish_head
from geo.records.store import open_records
from geo.records.users import Role, add_user
from tests.mistakes import spoil
from tests.webmap.people import PASSWORD, REVIEWER

SEED = 1
PATIENCE_MS = 120_000


@pytest.fixture(scope="module")
def told():
    return simulate_forms(simulate_with_history(120, 200, (2018, 2026), SEED), SEED)


@pytest.fixture(scope="module")
def address(told, serve, tmp_path_factory):
    home = tmp_path_factory.mktemp("forms") / "home"
    records = open_records(home)
    records.adopt(told[0], "server.py", "the package")
    publish_head(records, date(2026, 11, 22))
    add_user(records, REVIEWER, PASSWORD, Role.REVIEWER, "server.py")
    records.close()
    return serve(home)


def press(page, words):
    page.click(f"main button:has-text('{words}')")
    page.wait_for_load_state("networkidle")


def bring(page, address, files):
    """Sign in, choose the files, and read what the page says of them."""
    page.set_default_timeout(PATIENCE_MS)
    page.fill("[name=name]", REVIEWER)
    page.fill("[name=password]", PASSWORD)
    press(page, "Đăng nhập")
    page.goto(urljoin(address, "/intake"))
    page.set_input_files("[name=files]", files)
    press(page, "Đọc và xem trước")


def written(folder, contents):
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return sorted(folder.iterdir())


def is_shown(page, mistake):
    """Tell whether the page names the mistake by rule and place, below the name of its file."""
    cell = mistake.cell or ""
    where = cell.replace("line ", "dòng ") if cell.startswith("line") else f"ô {cell}" if cell else ""
    if mistake.rule.startswith("?"):
        asked = page.locator(f"section:has(#questions) :has([name$='{mistake.rule[1:]}:{mistake.file}'])")
        return asked.count() > 0 and mistake.file in page.inner_text("section:has(#questions)")
    table = page.locator(f"section:has(#problems) div[aria-label$=': {mistake.file}']")
    rows = table.locator(f"tr:has(code:text-is('{mistake.rule}'))")
    return any(where in rows.nth(index).inner_text() for index in range(rows.count()))


def test_every_mistake_stands_on_the_page_at_its_place(visit, address, told, tmp_path):
    contents, planted = spoil(told[1], told[0])
    page = visit(f"{address}/login")
    bring(page, address, written(tmp_path, contents))
    assert [mistake for mistake in planted if not is_shown(page, mistake)] == []
    assert page.locator("button:has-text('Trình duyệt')").count() == 0


def test_the_clean_forms_are_accepted_and_stand_on_map_and_totals(visit, address, told, tmp_path):
    files = told[1]
    page = visit(f"{address}/login")
    bring(page, address, written(tmp_path, {file.name: file.content for file in files}))
    assert page.locator("section:has(#problems) table").count() == 0
    press(page, "Trình duyệt")
    page.fill("form:has([value=accept]) textarea", "đã đối chiếu")
    press(page, "Chấp nhận và công bố")
    page.goto(f"{address}/en/totals")
    section = page.inner_text("section:has(#reported)")
    forms = [form for file in files for form in file.forms]
    assert all(form.unit in section for form in forms if form.number == "03")
    ids = told[0].tables["clusters"].set_index("name_vi")["id"]
    form = next(form for form in forms if form.number == "02" and form.values["4"])
    page.goto(f"{address}/en/clusters/{ids[form.cluster]}")
    rate = page.inner_text("#rates tbody tr:has-text('ready land') td")
    assert rate.startswith(f"{100 * form.values['4'] / form.values['3']:.1f}".removesuffix(".0"))
    page.wait_for_load_state("networkidle")
    page.goto(f"{address}/en/?cluster={ids[form.cluster]}")
    page.wait_for_load_state("networkidle")
    assert rate.split("%")[0] in page.inner_text("body")
