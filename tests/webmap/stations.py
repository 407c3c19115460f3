"""The stations of the users' stories: what a person does on the pages, and what the service says beside it."""

import csv
import json
import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from math import fsum
from urllib.parse import urlencode
from urllib.request import urlopen

import geopandas
from playwright.sync_api import Page, expect
from pypdf import PdfReader

DESK = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "reduced_motion": "reduce",
}
ADDED = ("planned_area_ha", "leased_area_ha", "ready_area_ha", "workers", "budget_bn_vnd")
"""Figures that are sums of what is known, in the line above the map."""


@cache
def told(root, collection="clusters", **asked):
    """Ask the service, as any other client would: everything it says of what is asked for, page by page."""
    said, matched = [], None
    while matched is None or len(said) < matched:
        query = urlencode({"limit": 10_000, "offset": len(said), **asked})
        with urlopen(f"{root}/api/collections/{collection}/items?{query}") as answer:
            page = json.load(answer)
        said += [feature["properties"] for feature in page["features"]]
        matched = page["numberMatched"]
    return said


def answered(page, act):
    """Do something that asks the server, and wait until the answer is shown."""
    before = page.evaluate("performance.getEntriesByName('atlas:shown').length")
    act()
    page.wait_for_function(
        "before => performance.getEntriesByName('atlas:shown').length > before", arg=before
    )


def words_of(pdf):
    """Read the words of a document on paper."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@dataclass
class Person:
    """Somebody at the pages, and the address of the service behind them."""

    page: Page
    root: str
    prefix: str

    @property
    def language(self):
        return "en" if self.prefix else "vi"

    @property
    def on_phone(self):
        return self.page.viewport_size["width"] < 800

    def number(self, text):
        """Read the first number of a text as the language of the page writes it."""
        point, group = (".", ",") if self.prefix else (",", ".")
        found = re.search(r"[0-9][0-9.,]*", text)[0]
        return float(found.replace(group, "").replace(point, "."))

    def says(self, value):
        """Write a number as the language of the page does."""
        text = f"{value:,.2f}".rstrip("0").rstrip(".")
        return text if self.prefix else text.translate(str.maketrans(",.", ".,"))

    # --- what is done on the map

    def wait_for_map(self):
        self.page.wait_for_selector(".degree", state="attached")
        self.page.wait_for_selector("body:not([aria-busy])")
        return self

    @contextmanager
    def sheet(self, name):
        """What is a column or a card on a desk is a sheet on a phone."""
        if self.on_phone:
            self.page.locator(f"[data-open={name}]").tap()
        yield self.page.locator(f"#{name}")
        if self.on_phone and self.page.locator(f"#{name}.open").count():
            self.page.keyboard.press("Escape")

    def colour_by(self, layer):
        with self.sheet("column") as column:
            answered(self.page, lambda: column.locator("#layer").select_option(layer))

    def tick(self, field, value):
        with self.sheet("column") as column:
            answered(self.page, column.locator(f"input[name='{field}'][value='{value}']").check)

    def press_class(self, name):
        with self.sheet("legend") as legend:
            answered(self.page, legend.locator(f"[data-class='{name}'] a").click)

    def go_back(self):
        answered(self.page, self.page.go_back)

    def go_to_period(self, period):
        step = f"#part-time :is(a[href$='time={period}'], a[href*='time={period}&'])"
        answered(self.page, self.page.locator(step).click)

    def open_table(self):
        handle = ".sheets a[data-step]" if self.on_phone else "#table-handle"
        answered(self.page, self.page.locator(handle).click)

    def leave_table(self):
        answered(self.page, self.page.locator("#table-handle").click)

    def sort_table(self, column):
        answered(self.page, self.page.locator(f"#part-table th a[href*='sort={column}']").first.click)

    def open_first_row(self):
        row = self.page.locator("#part-table tbody tr").first
        row.locator("th a").click()
        self.page.wait_for_selector("#panel-content .panel-key")
        return row.get_attribute("data-id")

    def search(self, words, group):
        """Type, and take the first suggestion of a group."""
        self.page.locator("#search-words").fill(words)
        offered = self.page.get_by_role("group", name=group).get_by_role("option")
        answered(self.page, offered.first.click)

    def link_to(self, name):
        """Take the address behind one of the ways to pass on what is shown."""
        return self.root + self.page.locator(f"#sharing a[href*='/{name}']").first.get_attribute("href")

    def copy_link(self):
        with self.sheet("sharing") as sharing:
            sharing.locator("#copy-link").click()
            expect(self.page.locator("#copied")).not_to_be_empty()
        return self.page.evaluate("navigator.clipboard.readText()")

    # --- what is seen

    def figure(self, name):
        """Read a key figure and of how many clusters it is; None where it is missing."""
        shown = self.page.locator(f"[data-figure={name}]")
        said = shown.locator("b").all_inner_texts()
        return (self.number(said[0]) if said else None), shown.locator(".quiet").inner_text()

    def legend(self):
        """Read how many clusters are in each class."""
        rows = self.page.locator("#part-legend li[data-class]").all()
        return {
            row.get_attribute("data-class"): int(self.number(row.locator("b").inner_text())) for row in rows
        }

    def said_of_filter(self):
        """Read which filter is active: how many clusters are left, and each condition in words."""
        counted = self.page.locator("#part-chips .filtered").inner_text().partition(":")[2].strip()
        chips = self.page.locator("#part-chips .chips a:not(.all)").all_inner_texts()
        return counted, [chip.rstrip(" ×").strip() for chip in chips]

    def rows(self):
        rows = self.page.locator("#part-table tbody tr")
        return rows.evaluate_all("all => all.map(one => one.dataset.id)")

    # --- what the service says of the same

    def sees(self, clusters):
        """Figures, legend and chips are those of these clusters, and of no others."""
        assert self.figure("clusters")[0] == len(clusters)
        for name in ADDED:
            known = [one[name] for one in clusters if one[name] is not None]
            shown, behind = self.figure(name)
            assert shown == (round(fsum(known), 2) if known else None), name
            assert not known or self.number(behind) == len(known), name
        assert sum(self.legend().values()) == len(clusters)
        if self.page.locator("#part-chips .filtered").count():
            assert self.number(self.said_of_filter()[0]) == len(clusters)

    def sees_panel_of(self, cluster):
        """The panel names the cluster and holds its planned area."""
        assert self.page.locator("#panel h2").inner_text() == cluster[f"name_{self.language}"]
        title = self.page.locator("[data-figure=planned_area_ha] dt").text_content().split(" (")[0]
        shown = self.page.locator(".panel-key div", has_text=title).first.locator("b").inner_text()
        area = cluster["planned_area_ha"]
        assert (area is None) == (not shown[:1].isdigit())
        assert area is None or self.number(shown) == round(area, 2)

    def print_says_the_same(self):
        """The print holds the filter and the legend of the screen."""
        text = words_of(self.page.request.get(self.link_to("print.pdf")).body())
        counted, chips = self.said_of_filter()
        for words in (counted, *chips):
            assert " ".join(words.split()) in text
        for row in self.page.locator("#part-legend li[data-class]").all():
            label = row.locator(".label").evaluate("one => one.firstChild.textContent.trim()")
            assert f"{label} {row.locator('b').inner_text()}" in text

    # --- land, and files

    def asks(self, field, value):
        """Fill in one field of the land finder, and wait until its step is shown."""
        form, steps = self.page.locator("#question"), self.page.locator(".steps li")
        if not form.locator("[name=ha]").is_visible():
            form.locator("summary").click()
        control, before = form.locator(f"[name={field}]"), steps.count()
        if control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(str(value))
        expect(steps).to_have_count(before + 1)

    def sites_left(self):
        """Read how many sites are left after each step."""
        return [int(self.number(said)) for said in self.page.locator(".steps b").all_inner_texts()]

    def tick_site(self, place):
        """Tick a site of the list for the comparison."""
        box = self.page.locator(".site [name=compare]").nth(place)
        box.check()
        expect(self.page.locator(".compared thead th")).to_have_count(place + 1)
        return box.get_attribute("value")

    def address_of(self, name):
        return self.root + self.page.locator(f"a[href*='/{name}']").first.get_attribute("href")

    def takes_list(self, form):
        list_form = self.page.locator("#found form.fields")
        list_form.locator("[name=f]").select_option(form)
        return self.download(list_form.locator("button"))

    def takes_file(self, form, system):
        """Choose format and coordinate system on the page of what one sees, and take the file."""
        self.page.locator(f"[name=f][value={form}]").check()
        self.page.locator("[name=crs]").select_option(system)
        return self.download(self.page.locator("[name=get]"))

    def download(self, button):
        with self.page.expect_download() as coming:
            button.click()
        path = coming.value.path()
        return path.rename(path.with_name(coming.value.suggested_filename))


def ids_in_csv(path):
    with path.open(encoding="utf-8-sig") as file:
        return {row["id"] for row in csv.DictReader(file)}


def read_geopackage(path):
    return geopandas.read_file(path, engine="pyogrio")
