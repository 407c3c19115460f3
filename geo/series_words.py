"""What the fields of the city series say, in both languages."""

from geo.schema import Text

SERIES_TITLES: dict[str, Text] = {
    field: Text(vi, en)
    for field, vi, en in (
        ("area_established_ha", "Diện tích các cụm đã thành lập", "Area of the clusters established"),
        ("area_ha", "Diện tích theo quy hoạch của các cụm hoạt động", "Planned area of the active clusters"),
        ("area_in_plan_ha", "Diện tích các cụm trong quy hoạch", "Area of the clusters in the plan"),
        ("area_infrastructure_built_ha", "Đất đã xây dựng hạ tầng", "Land with infrastructure"),
        ("budget_bn_vnd_per_year", "Nộp ngân sách một năm", "Budget contribution a year"),
        ("clusters_active", "Cụm đang hoạt động", "Active clusters"),
        (
            "clusters_approved_2019_ytd",
            "Cụm được phê duyệt từ đầu năm 2019",
            "Clusters approved so far in 2019",
        ),
        ("clusters_being_appraised", "Cụm đang thẩm định", "Clusters under appraisal"),
        (
            "clusters_being_appraised_area_ha",
            "Diện tích cụm đang thẩm định",
            "Area of clusters under appraisal",
        ),
        ("clusters_calling_investors", "Cụm kêu gọi đầu tư", "Clusters seeking investors"),
        (
            "clusters_calling_investors_area_ha",
            "Diện tích cụm kêu gọi đầu tư",
            "Area of clusters seeking investors",
        ),
        ("clusters_calling_investors_capital_bn_vnd", "Vốn kêu gọi đầu tư", "Capital sought"),
        ("clusters_established", "Cụm đã thành lập", "Clusters established"),
        (
            "clusters_established_2018_2020",
            "Cụm thành lập năm 2018–2020",
            "Clusters established in 2018–2020",
        ),
        ("clusters_in_plan", "Cụm trong quy hoạch", "Clusters in the plan"),
        (
            "clusters_infrastructure_90pct",
            "Cụm hoàn thành khoảng 90% hạ tầng",
            "Clusters with 90% of infrastructure done",
        ),
        (
            "clusters_infrastructure_being_built",
            "Cụm đang xây dựng hạ tầng",
            "Clusters building infrastructure",
        ),
        (
            "clusters_infrastructure_complete",
            "Cụm hoàn thành hạ tầng",
            "Clusters with infrastructure complete",
        ),
        (
            "clusters_newly_added_area_ha",
            "Diện tích cụm bổ sung quy hoạch",
            "Area of clusters added to the plan",
        ),
        ("clusters_newly_added_to_plan", "Cụm bổ sung quy hoạch", "Clusters added to the plan"),
        ("clusters_not_started", "Cụm chưa khởi công", "Clusters not started"),
        ("clusters_planned", "Cụm theo quy hoạch", "Clusters planned"),
        ("clusters_prepared", "Cụm đang chuẩn bị đầu tư", "Clusters in preparation"),
        ("clusters_proposed_addition", "Cụm đề nghị bổ sung quy hoạch", "Clusters proposed to be added"),
        (
            "clusters_started_2022_q3",
            "Cụm khởi công năm 2022, đến quý III",
            "Clusters started in 2022, up to Q3",
        ),
        (
            "clusters_started_2022_q3_fill",
            "Tỷ lệ đăng ký của các cụm khởi công năm 2022 (không phải lấp đầy)",
            "Share registered of the clusters started in 2022 (not occupancy)",
        ),
        ("clusters_started_cumulative", "Cụm đã khởi công, lũy kế", "Clusters started, cumulative"),
        (
            "clusters_started_h1_2023",
            "Cụm khởi công 6 tháng đầu năm 2023",
            "Clusters started in the first half of 2023",
        ),
        (
            "clusters_started_h1_2024",
            "Cụm khởi công 6 tháng đầu năm 2024",
            "Clusters started in the first half of 2024",
        ),
        (
            "clusters_started_of_2019_2020",
            "Cụm đã khởi công trong số thành lập 2019–2020",
            "Clusters started of those of 2019–2020",
        ),
        ("clusters_surrounded_by_housing", "Cụm nằm xen kẽ khu dân cư", "Clusters among housing"),
        ("clusters_to_be_started", "Cụm cần khởi công", "Clusters to be started"),
        ("clusters_total", "Tổng số cụm", "Clusters in all"),
        ("clusters_under_construction", "Cụm đang xây dựng", "Clusters under construction"),
        ("clusters_under_way", "Cụm đang triển khai", "Clusters under way"),
        (
            "clusters_with_adequate_infrastructure",
            "Cụm có hạ tầng tương đối đầy đủ",
            "Clusters with adequate infrastructure",
        ),
        (
            "clusters_with_infrastructure_being_sped_up",
            "Cụm đang đẩy nhanh xây dựng hạ tầng",
            "Clusters whose infrastructure is being sped up",
        ),
        ("clusters_with_wwtp", "Cụm có trạm xử lý nước thải", "Clusters with a wastewater plant"),
        ("clusters_without_drainage", "Cụm chưa có hệ thống thoát nước", "Clusters without drainage"),
        (
            "clusters_without_waste_storage",
            "Cụm chưa có nơi lưu giữ chất thải",
            "Clusters without waste storage",
        ),
        ("clusters_without_wwtp", "Cụm chưa có trạm xử lý nước thải", "Clusters without a wastewater plant"),
        (
            "clusters_without_wwtp_project_pct",
            "Tỷ lệ cụm chưa có dự án xử lý nước thải",
            "Share of clusters without a wastewater project",
        ),
        (
            "craft_cluster_establishments",
            "Cơ sở trong cụm làng nghề",
            "Establishments in craft-village clusters",
        ),
        (
            "craft_cluster_income_mvnd_year",
            "Thu nhập bình quân trong cụm làng nghề",
            "Mean income in craft-village clusters",
        ),
        ("craft_cluster_workers", "Lao động trong cụm làng nghề", "Workers in craft-village clusters"),
        ("enterprises", "Doanh nghiệp", "Enterprises"),
        ("establishments", "Cơ sở sản xuất, kinh doanh", "Establishments"),
        ("fill_rate_pct", "Tỷ lệ lấp đầy (như nguồn nêu)", "Fill rate as stated"),
        ("plan_2021_2030_area_ha", "Diện tích quy hoạch 2021–2030", "Area planned for 2021–2030"),
        ("plan_2021_2030_clusters", "Cụm quy hoạch 2021–2030", "Clusters planned for 2021–2030"),
        ("plan_area_2020_ha", "Diện tích quy hoạch đến 2020", "Area planned to 2020"),
        ("plan_area_2030_ha", "Diện tích quy hoạch đến 2030", "Area planned to 2030"),
        ("plan_clusters_2020", "Cụm quy hoạch đến 2020", "Clusters planned to 2020"),
        ("plan_clusters_2030", "Cụm quy hoạch đến 2030", "Clusters planned to 2030"),
        ("plan_expanded_2021_2030", "Cụm mở rộng 2021–2030", "Clusters to be expanded in 2021–2030"),
        ("plan_expanded_area_2021_2030_ha", "Diện tích mở rộng 2021–2030", "Area to be added in 2021–2030"),
        (
            "plan_green_belt_area_ha",
            "Diện tích cụm trong hành lang xanh",
            "Area of clusters in the green belt",
        ),
        ("plan_green_belt_clusters", "Cụm trong hành lang xanh", "Clusters in the green belt"),
        ("plan_new_area_2020_ha", "Diện tích cụm mới đến 2020", "Area of new clusters to 2020"),
        ("plan_new_area_2021_2030_ha", "Diện tích cụm mới 2021–2030", "Area of new clusters in 2021–2030"),
        ("plan_new_clusters_2020", "Cụm mới đến 2020", "New clusters to 2020"),
        ("plan_new_clusters_2021_2030", "Cụm mới 2021–2030", "New clusters in 2021–2030"),
        (
            "target_2021_groundbreaking",
            "Mục tiêu 2021: cụm khởi công",
            "Target for 2021: clusters to break ground",
        ),
        (
            "target_2021_infrastructure_complete_min",
            "Mục tiêu 2021: cụm hoàn thành hạ tầng, ít nhất",
            "Target for 2021: clusters to complete infrastructure, at least",
        ),
        (
            "target_2021_new_high",
            "Mục tiêu 2021: cụm thành lập, cao nhất",
            "Target for 2021: new clusters, highest",
        ),
        (
            "target_2021_new_low",
            "Mục tiêu 2021: cụm thành lập, thấp nhất",
            "Target for 2021: new clusters, lowest",
        ),
        (
            "target_2023_groundbreaking_high",
            "Mục tiêu 2023: cụm khởi công, cao nhất",
            "Target for 2023: clusters to break ground, highest",
        ),
        (
            "target_2023_groundbreaking_low",
            "Mục tiêu 2023: cụm khởi công, thấp nhất",
            "Target for 2023: clusters to break ground, lowest",
        ),
        (
            "target_2023_new_high",
            "Mục tiêu 2023: cụm thành lập, cao nhất",
            "Target for 2023: new clusters, highest",
        ),
        (
            "target_2023_new_low",
            "Mục tiêu 2023: cụm thành lập, thấp nhất",
            "Target for 2023: new clusters, lowest",
        ),
        (
            "target_2024_complete_high",
            "Mục tiêu 2024: cụm hoàn thành, cao nhất",
            "Target for 2024: clusters completed, highest",
        ),
        (
            "target_2024_complete_low",
            "Mục tiêu 2024: cụm hoàn thành, thấp nhất",
            "Target for 2024: clusters completed, lowest",
        ),
        (
            "target_2024_new_high",
            "Mục tiêu 2024: cụm thành lập, mở rộng, cao nhất",
            "Target for 2024: new or expanded, highest",
        ),
        (
            "target_2024_new_low",
            "Mục tiêu 2024: cụm thành lập, mở rộng, thấp nhất",
            "Target for 2024: new or expanded, lowest",
        ),
        (
            "target_2025_new_clusters_with_wwtp_pct",
            "Mục tiêu 2025: cụm mới có trạm xử lý nước thải",
            "Target for 2025: new clusters with a wastewater plant",
        ),
        (
            "target_2025_new_high",
            "Mục tiêu 2025: cụm thành lập, mở rộng, cao nhất",
            "Target for 2025: new or expanded, highest",
        ),
        (
            "target_2025_new_low",
            "Mục tiêu 2025: cụm thành lập, mở rộng, thấp nhất",
            "Target for 2025: new or expanded, lowest",
        ),
        (
            "target_2026_complete",
            "Mục tiêu 2026: cụm hoàn thành hạ tầng",
            "Target for 2026: clusters to complete infrastructure",
        ),
        ("target_2026_fill", "Mục tiêu 2026: cụm lấp đầy", "Target for 2026: clusters filled"),
        (
            "target_2026_new_high",
            "Mục tiêu 2026: cụm thành lập, mở rộng, cao nhất",
            "Target for 2026: new or expanded, highest",
        ),
        (
            "target_2026_new_low",
            "Mục tiêu 2026: cụm thành lập, mở rộng, thấp nhất",
            "Target for 2026: new or expanded, lowest",
        ),
        ("target_new_clusters_2019", "Mục tiêu 2019: cụm mới", "Target for 2019: new clusters"),
        ("workers", "Lao động", "Workers"),
    )
}


def series_title(field: str) -> Text:
    """Say what a field of the city series is; one that is not known stands as it is."""
    return SERIES_TITLES.get(field) or Text(field, field)
