"""The style and the layer definition for QGIS: well formed, every symbol there, each cluster in one class."""

import re
from xml.etree import ElementTree

import pytest

from geo.formats.qgis import to_classes, to_qlr, to_qml
from geo.schema import Status

STEPS = [
    {"id": "from-0", "label": "0 % – < 50 %", "colour": "#fde725", "from": 0.0, "to": 0.5},
    {"id": "from-0.5", "label": "50 % – 100 %", "colour": "#440154", "from": 0.5, "to": 1.0},
    {"id": "group", "label": "nêu chung & <nhóm>", "colour": "#440154", "hollow": True},
    {"id": "bounds", "label": "chỉ biết cận", "colour": "#7a5195", "hollow": True},
    {"id": "missing", "label": "chưa có số liệu", "colour": "#c9d1d6"},
]
FILL = to_classes("stated_fill_rate", STEPS)
SERVICE = "http://127.0.0.1:8000/api/?a=1&b='2'"


def parse(body: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(body)


@pytest.mark.parametrize("body", [to_qml(FILL), to_qlr(SERVICE, "clusters", "Cụm", FILL)], ids=["qml", "qlr"])
def test_every_rule_has_its_symbol_of_the_right_kind(body):
    root = parse(body)
    kinds = {symbol.get("name"): symbol.get("type") for symbol in root.iter("symbol")}
    outlines, points = root.findall(".//rules/rule")
    for group, kind in ((outlines, "fill"), (points, "marker")):
        assert [kinds[rule.get("symbol")] for rule in group] == [kind] * len(FILL)
        assert [rule.get("label") for rule in group] == [one["label"] for one in STEPS]
    assert len(kinds) == 2 * len(FILL)


def test_colours_are_those_of_the_classes_and_keys_are_each_another():
    root = parse(to_qml(FILL))
    first = root.find(".//symbol[@name='0']/layer/Option/Option[@name='color']")
    assert first.get("value") == "253,231,37,153"
    keys = [rule.get("key") for rule in root.iter("rule")]
    assert len(set(keys)) == len(keys)


def test_schematic_outlines_are_dashed():
    defined = parse(to_qml(FILL)).findall(
        ".//symbol[@type='fill']//Option[@name='outlineStyle']/Option[@name='expression']"
    )
    assert {one.get("value") for one in defined} == {
        "if(\"boundary_quality\" = 'schematic', 'dash', 'solid')"
    }


def evaluate(expression: str, feature: dict) -> bool:
    """Compute an expression of QGIS in the few words the style uses, by SQL."""
    import sqlite3

    names = ", ".join(f'? AS "{name}"' for name in feature)
    with sqlite3.connect(":memory:") as database:
        return bool(
            database.execute(f"SELECT {expression} FROM (SELECT {names})", [*feature.values()]).fetchone()[0]
        )


@pytest.mark.parametrize(
    ("rate", "scope", "basis", "label"),
    [
        (0.0, None, "reported", "0 % – < 50 %"),
        (0.5, "cluster", "reported", "50 % – 100 %"),
        (1.0, "cluster", "reported", "50 % – 100 %"),
        (1.0, "group", "reported", "nêu chung & <nhóm>"),
        (None, "group", "reported", "chỉ biết cận"),
        (None, None, "missing", "chưa có số liệu"),
        (None, None, None, "chưa có số liệu"),
    ],
)
def test_each_cluster_falls_into_one_class(rate, scope, basis, label):
    feature = {
        "stated_fill_rate": rate,
        "stated_fill_rate_scope": scope,
        "stated_fill_rate_basis": basis,
    }
    assert [one.label for one in FILL if evaluate(one.expression, feature)] == [label]


def test_statuses_are_told_by_their_word():
    classes = to_classes("status", [{"label": "x", "colour": "#000000", "value": Status.ACTIVE}])
    assert classes[0].expression == "\"status\" = 'active'"


def test_the_layer_definition_names_service_and_collection():
    root = parse(to_qlr(SERVICE, "clusters", "Cụm công nghiệp", FILL, "CC BY 4.0"))
    layer = root.find("maplayers/maplayer")
    assert layer.findtext("provider") == "OAPIF"
    assert layer.findtext("srs/spatialrefsys/authid") == "OGC:CRS84"
    assert layer.findtext("id") == root.find(".//layer-tree-layer").get("id")
    assert re.search(r"url='http://127.0.0.1:8000/api/\?a=1&b=\\'2\\''", layer.findtext("datasource"))
    assert "typename='clusters'" in layer.findtext("datasource")
