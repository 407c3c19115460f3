"""Which of the forms a table is: by an option, by its heading, by its lines."""

import re
from collections.abc import Sequence

from geo.intake.form_asked import Asked
from geo.intake.form_layout import FormRow, Said
from geo.intake.form_lines import FORMS, Form
from geo.intake.form_says import finding
from geo.intake.form_wordings import LIKE, find_line, likeness
from geo.intake.numbers import parse_line_number
from geo.intake.reading import Choice
from geo.schema import Text
from geo.text import fold

_FORM_NUMBER = re.compile(
    r"^\W*(?:bieu(?: mau)?|mau(?: bieu)?|form)(?: so)?\s*:?\s*0?([1-4])\b(?!\s*[/.]\s*\d)"
)
_ANYWHERE = re.compile(r"\bbieu(?: mau)?(?: so)?\s*:?\s*0?([1-4])\b(?!\s*[/.]\s*\d)")
_PROVINCE = re.compile(
    r"\b(so cong thuong|cap tinh|ubnd (tinh|thanh pho)|uy ban nhan dan (tinh|thanh pho))\b"
)
_COMMUNE = re.compile(r"\b(cap (xa|huyen)|(ubnd|uy ban nhan dan) (xa|phuong|huyen|quan|thi xa|thi tran))\b")


def find_form(asked: Asked) -> Form | None:
    """Tell which form it is: by an option, its heading, or its lines; 03 and 04 have the same lines."""
    answer = asked.own_answer("form") or asked.options.get("form")
    if answer is not None:
        form = FORMS.get(answer.strip().zfill(2))
        if form is None:
            asked.refuse("form", answer)
        return form
    stated = _stated_number(asked.block.heading)
    scores = {number: _score(form, asked.block.rows) for number, form in FORMS.items()}
    best = max(scores, key=lambda number: (round(scores[number], 1), -len(FORMS[number].lines)))
    if stated is not None:
        return FORMS[_checked_number(stated, best, scores, asked)]
    if best not in ("03", "04"):
        return FORMS[best]
    return _area_form(asked)


def _stated_number(heading: Sequence[Said]) -> str | None:
    for pattern in (_FORM_NUMBER, _ANYWHERE):
        for said in heading:
            if found := pattern.search(fold(said.text)):
                return found[1].zfill(2)
    return None


def _score(form: Form, rows: Sequence[FormRow]) -> float:
    """Count the rows that are lines of a form, by number and wording."""
    score = 0.0
    for row in rows:
        number = parse_line_number(row.number.value) if row.number else None
        if number and form.line(number):
            alike = likeness(form, number, row.label)
            score += alike if alike >= LIKE else 0.0
        elif row.label and find_line(form, row.label):
            score += 0.9
    return score


def _checked_number(stated: str, best: str, scores: dict[str, float], asked: Asked) -> str:
    if scores[best] - scores[stated] < 2 or scores[stated] * 2 >= len(asked.block.rows):
        return stated
    asked.findings.append(finding("form-number", asked.place, got=stated, form=best))
    return best


def _area_form(asked: Asked) -> Form | None:
    told = " ; ".join(fold(said.text) for said in asked.block.heading if "gui" not in fold(said.text))
    province, commune = _PROVINCE.search(told), _COMMUNE.search(told)
    if bool(province) != bool(commune):
        return FORMS["04" if province else "03"]
    choices = tuple(Choice(number, FORMS[number].title) for number in ("03", "04"))
    asked.ask("form", asked.place, Text("Đây là Biểu 03 hay Biểu 04?", "Is it form 03 or form 04?"), choices)
    return None
