"""Whose form it is and of which period: what the heading says, what is asked, what contradicts."""

import pytest

from geo.intake.form_layout import Said
from geo.intake.form_period import find_periods, parse_period
from geo.intake.reading import Place
from tests.geo.conftest import cluster, make_package
from tests.geo.intake.conftest import amounts, brought, edited, form_01, form_02, form_03, one_finding, rules


class TestPeriod:
    @pytest.mark.parametrize(
        ("heading", "period"),
        [
            ("BÁO CÁO 6 THÁNG ĐẦU NĂM 2026", "2026-H1"),
            ("Kỳ báo cáo: năm 2025", "2025"),
            ("Kỳ báo cáo: từ 15/12/2025 đến 14/6/2026", "2026-H1"),
            ("Từ ngày 15 tháng 12 năm 2024 đến ngày 14 tháng 12 năm 2025", "2025"),
            ("Kỳ báo cáo: 2026-H1", "2026-H1"),
            ("06 tháng đầu năm 2026", "2026-H1"),
            ("Báo cáo cả năm 2025 (Thông tư 14/2024/TT-BCT)", "2025"),
        ],
    )
    def test_it_is_read_from_the_heading(self, heading, period):
        assert [one.period for one in find_periods([Said(heading, Place("a"))])] == [period]

    @pytest.mark.parametrize(
        "heading",
        [
            "(Ban hành kèm theo Thông tư số 14/2024/TT-BCT ngày 15 tháng 8 năm 2024)",
            "Hà Nội, ngày 18 tháng 6 năm 2026",
            "Quy hoạch đến năm 2030",
            "Kỳ báo cáo: năm 20…",
        ],
    )
    def test_laws_and_signing_days_name_none(self, heading):
        assert not list(find_periods([Said(heading, Place("a"))]))

    def test_one_that_is_not_there_is_asked_for_with_those_that_ended(self, read):
        (question,) = read(*brought(form_02(period=None))).questions
        assert question.name == "period"
        assert [choice.value for choice in question.choices] == ["2026-H1", "2025", "2025-H1", "2024"]
        assert question.proposed is None

    def test_days_that_are_no_period_are_asked_about_with_a_proposal(self, read):
        def calendar(rows):
            rows[3][0] = "Kỳ báo cáo: từ 01/01/2026 đến 30/06/2026"

        (question,) = read(edited(form_02(), calendar)).questions
        assert question.proposed == "2026-H1"

    def test_the_answer_may_be_given_for_all_or_for_one_file(self, read):
        files = brought(form_02(period=None), form_02(period=None, cluster="South"))
        reading = read(*files, period="2025", **{"period__2.csv": "6 tháng đầu năm 2026"})
        assert {(row.content["cluster_id"], row.content["period"]) for row in reading.rows} == {
            ("north", "2025"),
            ("south", "2026-H1"),
        }

    def test_an_answer_that_means_nothing_is_an_error(self, read):
        assert rules(read(*brought(form_02(period=None)), period="mùa xuân")) == ["option"]
        assert parse_period("mùa xuân") is None

    def test_one_that_has_not_ended_is_an_error(self, read):
        reading = read(*brought(form_02(period="2026")))
        assert one_finding(reading).message.vi == "kỳ năm 2026 đến 14/12/2026 mới kết thúc"
        assert not reading.rows

    def test_two_that_differ_are_an_error(self, read):
        def contradict(rows):
            rows[2][0] = "BÁO CÁO NĂM 2025"

        assert rules(read(edited(form_02(), contradict))) == ["period-contradictory"]

    def test_a_late_form_is_only_noted(self, read):
        def sign(rows):
            rows.insert(0, ["Hà Nội, ngày 2 tháng 7 năm 2026"])

        reading = read(edited(form_02(), sign))
        assert not reading.findings
        assert any(one.text.vi == "ký ngày 2/7/2026; hạn là trước 20/6/2026" for one in reading.statements)


class TestSubject:
    @pytest.mark.parametrize(
        "name", ["Cụm công nghiệp North", "CCN NORTH", "north", "Cum cong nghiep North, xã Bắc"]
    )
    def test_a_cluster_is_found_by_its_name_however_written(self, read, name):
        assert {row.content["cluster_id"] for row in read(*brought(form_02(cluster=name))).rows} == {"north"}

    @pytest.mark.parametrize(
        ("heading", "cluster_id"),
        [
            ("CCN Bình Minh - Cao Viên", "binh-minh-cao-vien"),
            ("CCN Bình Minh - huyện Đông", "binh-minh"),
            ("CỤM CÔNG NGHIỆP VÂN TỪ", "van-tu-2"),
            ("CCN Văn Tự", "van-tu"),
        ],
    )
    def test_names_that_begin_alike_or_differ_by_accents_are_told_apart(self, read, heading, cluster_id):
        names = {
            "binh-minh": "Bình Minh",
            "binh-minh-cao-vien": "Bình Minh - Cao Viên",
            "van-tu": "Văn Tự",
            "van-tu-2": "Vân Từ",
        }
        clusters = [cluster(key, "active", name_vi=f"Cụm công nghiệp {name}") for key, name in names.items()]
        reading = read(
            *brought(form_02(cluster=heading)), package=make_package(clusters=clusters, facts=[], outlines=[])
        )
        assert {row.content["cluster_id"] for row in reading.rows} == {cluster_id}

    def test_an_unaccented_name_of_two_clusters_is_asked_about(self, read):
        clusters = [
            cluster(key, "active", name_vi=name) for key, name in (("a", "CCN Văn Tự"), ("b", "CCN Vân Từ"))
        ]
        reading = read(
            *brought(form_02(cluster="CCN Van Tu")),
            package=make_package(clusters=clusters, facts=[], outlines=[]),
        )
        assert [choice.value for choice in reading.questions[0].choices] == ["a", "b"]

    def test_a_near_name_is_proposed_and_never_taken(self, read):
        reading = read(*brought(form_02(cluster="CCN Norrth")))
        assert not reading.rows
        assert (reading.questions[0].name, reading.questions[0].proposed) == ("cluster", "north")

    def test_an_answer_names_the_cluster_of_one_file(self, read):
        reading = read(*brought(form_02(cluster="")), cluster="Cụm công nghiệp South")
        assert {row.content["cluster_id"] for row in reading.rows} == {"south"}

    def test_a_receiver_is_no_sender(self, read):
        def receiver(rows):
            rows[0][0] = "Kính gửi: Ủy ban nhân dân xã Bắc"

        reading = read(edited(form_03(), receiver))
        assert [question.name for question in reading.questions] == ["unit"]

    def test_a_district_reports_no_more_after_june_2025(self, read):
        assert [one.name for one in read(*brought(form_03(unit="Huyện Đông"))).questions] == ["unit"]

    def test_a_form_of_another_province_is_an_error(self, read):
        def elsewhere(rows):
            rows.insert(0, ["SỞ CÔNG THƯƠNG TỈNH BẮC NINH"])

        assert rules(read(edited(form_03(), elsewhere))) == ["other-province"]

    def test_a_project_without_a_name_is_asked_for(self, read):
        assert [one.name for one in read(*brought(form_01(""))).questions] == ["project"]

    def test_the_same_form_twice_is_an_error_and_kept_once(self, read):
        reading = read(*brought(form_02(), form_02({"3": 50, "5": 60})))
        assert rules(reading) == ["form-twice"]
        assert amounts(reading)["serviced_area_ha"] == 40
