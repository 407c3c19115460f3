"""The examples of docs/intake.md give what it says, its commands run as printed, and its rules are the code's."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from geo.demo.forms import simulate_forms
from geo.demo.province import simulate_with_history
from geo.intake.offered import plan_of, reader_of
from geo.intake.reading import Brought

PROJECT = Path(__file__).resolve().parent.parent
DOCS = PROJECT / "docs"
DECISION = {"decision_no": "12/QĐ-UBND"}
EXAMPLES = (
    ("forms", "bieu-02.xlsx", {}, {"facts": 14}),
    ("forms", "bieu-02.csv", {}, {"facts": 14}),
    (
        "table",
        "bang-cum.csv",
        {"period": "2026-H1", "source": "Báo cáo", "source_kind": "report"},
        {"facts": 6},
    ),
    ("coordinates", "toa-do.csv", {"cluster": "xuan-mau", "crs": "EPSG:4326", **DECISION}, {"outlines": 1}),
    ("gis", "ranh-gioi.geojson", DECISION, {"outlines": 1}),
)


@pytest.fixture(scope="module")
def package():
    return simulate_forms(simulate_with_history(120, 3000, (2018, 2026), 1), 1)[0]


@pytest.mark.parametrize(("kind", "name", "options", "expected"), EXAMPLES, ids=[one[1] for one in EXAMPLES])
def test_an_example_gives_what_is_said_of_it(package, kind, name, options, expected):
    file = Brought(name, (DOCS / "examples" / "intake" / name).read_bytes())
    plan = plan_of(reader_of(kind)([file], package, options), package)
    counts = {table: sum(change.table == table for change in plan.changes) for table in expected}
    assert (plan.findings, plan.questions, counts) == ((), (), expected)
    assert f"examples/intake/{name}" in (DOCS / "intake.md").read_text(encoding="utf-8")


def test_every_example_is_tried():
    assert {path.name for path in (DOCS / "examples" / "intake").iterdir()} == {one[1] for one in EXAMPLES}


def test_the_list_of_rules_is_that_of_the_code():
    made = runpy.run_path(str(DOCS / "intake_rules.py"))["page"]()
    assert (DOCS / "intake-rules.md").read_text(encoding="utf-8") == made, "run: python docs/intake_rules.py"


def test_the_commands_to_try_it_run_as_printed(tmp_path):
    printed = (DOCS / "intake.md").read_text(encoding="utf-8").split("## Thử trên")[1]
    commands = [line.strip() for line in printed.splitlines() if line.startswith("    ")]
    script = "set -e\n" + "\n".join(commands).replace("/tmp/thu-nhap", str(tmp_path))
    script = script.replace("python server.py", f"{sys.executable} server.py")
    done = subprocess.run(
        ["sh", "-c", script], cwd=PROJECT, env=dict(os.environ), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Đã ghi thành bản 2 của hồ sơ và đã công bố" in done.stdout
