"""Write docs/intake-rules.md: every rule by which intake finds something wrong, from the code's own tables.

Run from the project: python docs/intake_rules.py
"""

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from geo.intake import drawing_words, form_checks, form_says, gis_words, nonsense, refusals, table_says
from geo.schema import Level, Text

FILE = Path(__file__).with_name("intake-rules.md")
HEAD = """# Các quy tắc kiểm tra · The rules of intake

Lỗi (error) chặn việc ghi; cảnh báo (warning) được nêu để người duyệt xem. `{…}` là điều tìm thấy trong tệp.
An error keeps a file out; a warning is shown to the reviewer. `{…}` stands for what was found.
Made by `python docs/intake_rules.py`.

| Mã · Id | | Nội dung | Message |
|---|---|---|---|
"""
_IN_SHEETS: tuple[tuple[str, Level, Text], ...] = (
    (
        "file.ending",
        Level.WARNING,
        Text("đuôi tên tệp khác với nội dung", "the ending of the name is not what it is"),
    ),
    (
        "file.formula",
        Level.WARNING,
        Text("ô công thức chưa có kết quả", "a cell with a formula nobody calculated"),
    ),
)
"""What `geo.intake.sheets` says with words of its own."""

_WORDS = {Level.ERROR: "lỗi · error", Level.WARNING: "cảnh báo · warning"}
Found = tuple[str, Level, Text]


def rules() -> Iterator[Found]:
    """List every rule with its level and message."""
    for name, refusal in refusals.REFUSALS.items():
        yield name, Level.ERROR, refusal.message
    yield from _IN_SHEETS
    for name, rule in form_says.RULES.items():
        own = [(f"forms.{name}", rule.level, rule.message)]
        yield from _checks(rule.message) if name in _CHECKS else own
    for name, said in table_says.RULES.items():
        yield f"table.{name}", said.level, said.message
    for table in (drawing_words.RULES, gis_words.GIS_RULES):
        for name, one in table.items():
            yield name, one.level, one.message
    for nonsensical in nonsense.RULES:
        yield f"nonsense.{nonsensical.id}", nonsensical.level, nonsensical.message


_CHECKS = ("sum", "at-most", "ratio")


def _checks(message: Text) -> Iterator[Found]:
    """List the checks of lines against each other, each by its own id."""
    if message == form_says.RULES["sum"].message:
        for total in form_checks.SUMS:
            yield f"forms.sum-{total.line}", Level.ERROR, message
    elif message == form_says.RULES["at-most"].message:
        for limit in form_checks.AT_MOST:
            yield f"forms.most-{limit.line}-{limit.most}", limit.level, message
    else:
        for rate in form_checks.RATES:
            yield f"forms.ratio-{rate.line}", Level.WARNING, message


def page() -> str:
    """Make the page; rules of the same id and level stand once."""
    lines = dict.fromkeys(
        f"| `{name}` | {_WORDS[level]} | {_cell(text.vi)} | {_cell(text.en)} |"
        for name, level, text in rules()
    )
    return HEAD + "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
