"""A cluster the record does not know yet, made of a row of a table: only by consent, and only whole."""

from collections.abc import Sequence
from typing import Any

from geo.intake.numbers import clean
from geo.intake.reading import Choice, Place, Question, Row
from geo.intake.table_asked import Asked
from geo.intake.words import STATUS_WORDS, find_word
from geo.schema import Kind, Text
from geo.text import bare_name, fold, slug, to_plain

_CRAFT = "lang nghe"


def new_cluster(said: str, areas: Sequence[str], status: Any, asked: Asked, place: Place) -> Row | None:
    """Make the row of a new cluster; what is not known of it is asked for, and then there is no row yet."""
    word = find_word(STATUS_WORDS, status) if status is not None else asked.options.get(f"status:{said}")
    if word not in STATUS_WORDS:
        choices = tuple(Choice(str(one), Text(words[0], words[1])) for one, words in STATUS_WORDS.items())
        text = Text(
            f"Cụm mới “{said}” đang ở trạng thái nào?", f"What is the status of the new cluster “{said}”?"
        )
        asked.ask(Question(f"status:{said}", place, text, choices))
    district = _district(said, areas, asked, place)
    if district is None or word not in STATUS_WORDS:
        return None
    name = _full_name(said)
    ward = next((key for area in areas if (key := asked.wards.find(area).key)), None)
    return Row("clusters", {
        "id": _free_id(name, district, asked), "name_vi": name, "name_en": _english(name),
        "status": str(word),
        "kind": (Kind.CRAFT_VILLAGE if _CRAFT in fold(name) else Kind.INDUSTRIAL).value, "phase": None,
        "district_code": district, "district_name": _district_name(district, asked),
        "communes_pre2025": None, "commune_codes_pre2025": None, "commune_basis": None,
        "ward_codes": ward, "ward_names": asked.wards.get(ward).title if ward else None,  # type: ignore[union-attr]
        "ward_basis": "stated" if ward else None,
    }, place)  # fmt: skip


def _district(said: str, areas: Sequence[str], asked: Asked, place: Place) -> str | None:
    option = f"district:{said}"
    named = [asked.options[option]] if option in asked.options else areas
    for area in named:
        if key := asked.districts.find(area).key:
            return key
    rows = asked.package.tables["admin_districts"]
    choices = tuple(
        Choice(code, Text(name, name)) for code, name in zip(rows["code"], rows["full_name"], strict=True)
    )
    text = Text(
        f"Cụm mới “{said}” thuộc huyện (cũ) nào?", f"In which former district is the new cluster “{said}”?"
    )
    asked.ask(Question(option, place, text, choices))
    return None


def _district_name(code: str, asked: Asked) -> str:
    rows = asked.package.tables["admin_districts"]
    return str(dict(zip(rows["code"], rows["name"], strict=True))[code])


def _full_name(said: str) -> str:
    name = clean(said)
    for short in ("CCN ", "ccn "):
        name = name.removeprefix(short)
    return name if fold(name).startswith("cum cong nghiep") else f"Cụm công nghiệp {name}"


def _english(name: str) -> str:
    bare = bare_name(name)
    craft = fold(bare).startswith(_CRAFT)
    plain = to_plain(bare)[len("lang nghe ") :] if craft else to_plain(bare)
    return f"{plain} {'Craft-village ' if craft else ''}Industrial Cluster"


def _free_id(name: str, district: str, asked: Asked) -> str:
    bare = slug(bare_name(name)) or "cum"
    if asked.clusters.get(bare) is None:
        return bare
    return f"{bare}-{slug(_district_name(district, asked))}"
