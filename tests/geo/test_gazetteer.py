"""Names lead to clusters, units of today and of before, developers and industries; typing errors are forgiven."""

import time

import pytest

from geo.gazetteer import MOST, MOST_OF_A_GROUP, Gazetteer, Group, gazetteer_of
from geo.snapshot import open_snapshot


@pytest.fixture(scope="module")
def hanoi(published_home):
    return gazetteer_of(open_snapshot(published_home / "snapshots"))


def changes(found, group):
    return [dict(entry.change) for entry in found.groups.get(group, [])]


@pytest.mark.parametrize(
    "text", ["Đa Sỹ", "da sy", "DA SỸ", "cụm công nghiệp Đa Sỹ", "CCN đa sỹ", "dasy", "sy da"]
)
def test_a_cluster_is_found_however_it_is_typed(hanoi, text):
    assert changes(hanoi.find(text), Group.CLUSTER)[0] == {"cluster": "da-sy"}


def test_a_former_commune_leads_to_its_unit_of_today_and_to_the_clusters_that_name_it(hanoi):
    found = changes(hanoi.find("Thị trấn Kim Bài"), Group.COMMUNE)
    assert {"ward_code": "10114"} in found
    assert {"communes_pre2025": "Kim Bài", "district_code": "278"} in found


def test_a_commune_that_was_divided_leads_to_all_its_parts(hanoi):
    parts = [entry for entry in hanoi.find("Liên Hà").groups[Group.COMMUNE] if entry.became]
    assert {entry.lies_in for entry in parts} == {"Xã Thư Lâm, Xã Đông Anh", "Xã Ô Diên, Xã Mê Linh"}


def test_communes_of_one_name_are_told_apart_by_their_district(hanoi):
    named = [entry for entry in hanoi.find("Liên Hà").groups[Group.COMMUNE] if not entry.became]
    assert {(entry.lies_in, entry.clusters) for entry in named} == {
        ("Huyện Đông Anh", 2),
        ("Huyện Đan Phượng", 1),
    }


@pytest.mark.parametrize(
    ("text", "group", "change"),
    [
        ("thuong tin", Group.WARD, {"ward_code": "10183"}),
        ("huyện thường tín", Group.DISTRICT, {"district_code": "279"}),
        ("minh duong", Group.DEVELOPER, {"developer": "Công ty CP Tập đoàn Minh Dương"}),
        ("cơ khí", Group.INDUSTRY, {"industries": "mechanical"}),
        ("furniture", Group.INDUSTRY, {"industries": "wood"}),
    ],
)
def test_names_of_every_kind_are_found(hanoi, text, group, change):
    assert changes(hanoi.find(text), group)[0] == change


@pytest.mark.parametrize("text", ["phucs tho", "phcu tho", "phuuc tho", "phuc thoj"])
def test_a_typing_error_leads_to_what_is_similar_and_says_so(hanoi, text):
    found = hanoi.find(text)
    assert found.guessed
    assert {"district_code": "272"} in changes(found, Group.DISTRICT)


@pytest.mark.parametrize("text", ["", "  ", "%'_", "zzz", "xyzzy 123"])
def test_what_nothing_bears_finds_nothing(hanoi, text):
    assert hanoi.find(text).count == 0


@pytest.mark.parametrize("text", ["h", "a", "cong", "xa"])
def test_a_list_stays_short_and_every_group_has_its_best(hanoi, text):
    found = hanoi.find(text)
    assert 0 < found.count <= MOST
    assert all(0 < len(entries) <= MOST_OF_A_GROUP for entries in found.groups.values())


def test_a_name_that_begins_with_the_words_stands_before_one_that_has_them_inside(hanoi):
    first = hanoi.find("ha").groups[Group.CLUSTER][0]
    assert first.change["cluster"] == "ha-binh-phuong"


def test_the_clusters_a_name_leads_to_are_those_that_it_counts(hanoi, published_home):
    clusters = open_snapshot(published_home / "snapshots").collections["clusters"].records()
    for entry in hanoi.entries:
        if entry.group == Group.INDUSTRY:
            code = entry.change["industries"]
            assert entry.clusters == sum(code in (one["industries"] or "") for one in clusters)


def test_an_empty_gazetteer_finds_nothing():
    assert Gazetteer([]).find("da sy").count == 0


def test_an_answer_takes_less_than_five_milliseconds_for_two_thousand_clusters(hanoi):
    clusters = [entry for entry in hanoi.entries if entry.group == Group.CLUSTER]
    gazetteer = Gazetteer([*clusters * 18, *hanoi.entries])
    for text in ("h", "ha", "cong ty", "phucs tho", "tam hiep"):
        taken = []
        for _ in range(10):
            begun = time.process_time()
            gazetteer.find(text)
            taken.append(time.process_time() - begun)
        assert min(taken) < 0.005, text
