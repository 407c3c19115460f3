"""The words of the trade in both languages, and what the abbreviations stand for."""

from geo.schema import Text

TERMS: tuple[Text, ...] = (
    Text("cụm công nghiệp (CCN)", "industrial cluster"),
    Text("khu công nghiệp (KCN)", "industrial park or zone: another thing, under another law"),
    Text("cụm công nghiệp làng nghề", "craft-village cluster"),
    Text("quy hoạch", "planned"),
    Text("đã thành lập", "established"),
    Text("đang xây dựng", "under construction"),
    Text("hoàn thành hạ tầng", "infrastructure complete"),
    Text("đang hoạt động", "active"),
    Text("diện tích theo quy hoạch", "planned area: the whole cluster with its roads and green"),
    Text("đất công nghiệp", "industrial land: leasable, by the approved detailed plan"),
    Text(
        "đất đã xây dựng hạ tầng (đủ điều kiện cho thuê)",
        "serviced land: land with its infrastructure built, which may be let; leased or not",
    ),
    Text(
        "đất đã có hạ tầng, chưa cho thuê (= đất đã xây dựng hạ tầng − đất đã cho thuê)",
        "serviced land not yet leased (= serviced land − leased land); part of it may be committed already",
    ),
    Text("đất đã giải phóng mặt bằng (GPMB)", "cleared land"),
    Text("đất đã cho thuê", "leased land"),
    Text(
        "đất đã cho thuê, chấp thuận chủ trương hoặc cấp giấy chứng nhận đầu tư",
        "committed land: leased, approved or certified, each plot counted once",
    ),
    Text("tỷ lệ lấp đầy", "fill rate, occupancy"),
    Text("doanh thu", "revenue"),
    Text("nộp ngân sách", "contribution to the state budget"),
    Text("lao động", "workers"),
    Text("tỷ đồng", "billion VND"),
    Text("chủ đầu tư hạ tầng", "infrastructure developer"),
    Text("huyện, quận, thị xã", "districts, abolished on 1 July 2025"),
    Text("xã, phường", "communes and wards"),
    Text("nghị định (NĐ), thông tư (TT), quyết định (QĐ)", "decree, circular, decision"),
    Text("điều (Đ), biểu", "article, report form"),
)
"""Each term in Vietnamese, and in English with what it means."""
