"""The whole way in a real browser: sign in, bring a form, hand it in, accept it, read it on the factsheet."""

import json
from pathlib import Path

import pytest

from tests.webmap.people import EDITOR, PASSWORD, REVIEWER, Person, copy_home, form_02, make_home

AXE = (Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
WIDTHS = (1440, 390)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return make_home(tmp_path_factory.mktemp("browser") / "home")


def press(page, words):
    """Press a button or follow a link, and wait until all that the next page asks for is there."""
    page.click(f"main button:has-text('{words}'), main ul a:has-text('{words}')")
    page.wait_for_load_state("networkidle")


def sign_in(page, name):
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    press(page, "Đăng nhập")


def assert_fit(page):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (page.url, width)
    page.set_viewport_size({"width": 1440, "height": 900})
    found = json.loads(page.evaluate(AXE + "; axe.run().then((found) => JSON.stringify(found.violations))"))
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], page.url


def test_a_form_goes_in_by_browser_and_its_figures_are_published(visit, serve, home, tmp_path):
    address = serve(copy_home(home, tmp_path / "home"))
    form = tmp_path / "Biểu 02.xlsx"
    form.write_bytes(form_02())
    page = visit(f"{address}/login")
    sign_in(page, EDITOR)
    page.set_input_files("[name=files]", form)
    press(page, "Đọc và xem trước")
    press(page, "Trình duyệt")
    proposal = page.url
    press(page, "Đăng xuất")
    sign_in(page, REVIEWER)
    page.goto(proposal)
    assert "80%" in page.inner_text("main")
    page.fill("form:has([value=accept]) textarea", "đã đối chiếu với bản giấy")
    press(page, "Chấp nhận và công bố")
    press(page, "South")
    assert page.inner_text("#rates tbody tr:has-text('đất sẵn sàng') td") == "80%"
    assert "Biểu 02 (Thông tư 14/2024/TT-BCT)" in page.inner_text("#sources")


def test_coordinates_are_drawn_on_the_map_before_they_are_stored(visit, serve, home, tmp_path):
    address = serve(copy_home(home, tmp_path / "home"))
    page = visit(f"{address}/login")
    sign_in(page, EDITOR)
    page.goto(f"{address}/intake?kind=coordinates")
    page.fill("[name=pasted]", "1 2317600 583000\n2 2318000 583000\n3 2318000 584000\n4 2317600 584000")
    page.select_option("[name=cluster]", "south")
    page.fill("[name=decision_no]", "12/QĐ-UBND")
    press(page, "Đọc và xem trước")
    page.wait_for_selector("path.role-new")
    page.check("[value='EPSG:5897']")
    press(page, "Ghi câu trả lời")
    page.wait_for_selector("button:has-text('Trình duyệt')")
    assert_fit(page)


def test_every_editing_page_fits_and_can_be_read_by_all(visit, serve, home, tmp_path):
    own = copy_home(home, tmp_path / "home")
    person = Person(own, EDITOR)
    proposal = person.bring("forms", ("x.xlsx", form_02({"4": 26, "8": 21}, period=None)))
    address = serve(own)
    page = visit(f"{address}/login")
    assert_fit(page)
    sign_in(page, REVIEWER)
    for path in ("intake?kind=table", "review", proposal[1:], "record", "record/compare?first=1&second=1", "log",
                 "contradictions", "contradictions/south/planned_area_ha", "en/intake", f"en{proposal}"):  # fmt: skip
        page.goto(f"{address}/{path}")
        assert_fit(page)
