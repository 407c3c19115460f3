"""The units that sources write, in both languages."""

from geo.schema import Text

UNITS: dict[str, Text] = {
    unit: Text(vi, en)
    for unit, vi, en in (
        ("", "", ""),
        ("%", "%", "%"),
        ("%/năm", "%/năm", "% a year"),
        (
            "USD/m2 per lease term, excl. VAT",
            "USD/m² cả thời hạn thuê, chưa VAT",
            "USD/m² per lease term, excl. VAT",
        ),
        ("USD/m2/năm", "USD/m²/năm", "USD/m²/year"),
        ("cơ sở", "cơ sở", "establishments"),
        ("cơ sở/doanh nghiệp", "cơ sở, doanh nghiệp", "establishments and enterprises"),
        ("cụm", "cụm", "clusters"),
        ("deg", "°", "°"),
        ("doanh nghiệp", "doanh nghiệp", "enterprises"),
        ("doanh nghiệp, hộ", "doanh nghiệp, hộ", "enterprises and households"),
        ("dự án", "dự án", "projects"),
        ("ha", "ha", "ha"),
        ("hộ sản xuất, kinh doanh", "hộ sản xuất, kinh doanh", "producing households"),
        (
            "hộ đăng ký sản xuất, kinh doanh",
            "hộ đăng ký sản xuất, kinh doanh",
            "households registered to produce",
        ),
        ("hộ, doanh nghiệp", "hộ, doanh nghiệp", "households and enterprises"),
        ("lao động", "lao động", "workers"),
        ("lượt doanh nghiệp", "lượt doanh nghiệp", "enterprises, each time counted"),
        ("lần", "lần", "times"),
        ("m2", "m²", "m²"),
        ("m3/ngày đêm", "m³/ngày đêm", "m³/day"),
        ("người", "người", "people"),
        ("sản phẩm", "sản phẩm", "products"),
        ("triệu USD", "triệu USD", "million USD"),
        ("triệu đồng", "triệu đồng", "million VND"),
        ("triệu đồng/người/năm", "triệu đồng/người/năm", "million VND/person/year"),
        ("triệu đồng/người/tháng", "triệu đồng/người/tháng", "million VND/person/month"),
        ("tầng", "tầng", "storeys"),
        ("tổ chức, DN, hộ", "tổ chức, doanh nghiệp, hộ", "organisations, enterprises and households"),
        ("tỷ đồng", "tỷ đồng", "billion VND"),
        ("year", "", ""),
    )
}


def unit_text(unit: str | None) -> Text:
    """Say a unit; one that is not known stands as it is."""
    return UNITS.get(unit or "") or Text(unit or "", unit or "")


def is_registration(unit: str | None) -> bool:
    """Tell whether establishments have only registered: they do not produce yet and are not counted."""
    return "đăng ký" in (unit or "")
