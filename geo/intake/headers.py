"""What the heading of a column means, in Vietnamese or English, with or without accents."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import NamedTuple

from geo.fields import FIELDS
from geo.schema import Text
from geo.text import fold

IGNORED = "-"
"""The answer that leaves a column out."""

_LEAST_LIKENESS = 0.78
_MOST_PROPOSED = 4
_BRACKETS = re.compile(r"[(\[{][^)\]}]*[)\]}]")
_NOT_WORD = re.compile(r"[^a-z0-9%]+")
_UNIT_ENDING = re.compile(
    r" (ha|m2|pct|bn vnd|usd m2|usd m2 year|m3 day|mvnd month|musd|ty dong|trieu dong|%)$"
)

STRUCTURE: Mapping[str, Text] = {
    "number": Text("Số thứ tự", "Number of the row"),
    "cluster_id": Text("Mã cụm", "Id of the cluster"),
    "cluster": Text("Tên cụm", "Name of the cluster"),
    "phase": Text("Giai đoạn", "Phase"),
    "district": Text("Huyện cũ", "Former district"),
    "commune": Text("Xã, phường", "Commune or ward"),
    "status": Text("Trạng thái", "Status"),
    "kind": Text("Loại cụm", "Kind of cluster"),
    "period": Text("Kỳ báo cáo", "Reporting period"),
    "as_of": Text("Thời điểm", "Valid at"),
    "note": Text("Ghi chú", "Note"),
    "lot": Text("Lô đất", "Lot"),
    "lot_area_ha": Text("Diện tích lô", "Area of the lot"),
    "lot_status": Text("Trạng thái lô", "Status of the lot"),
    "lot_price_usd_m2": Text("Giá của lô", "Price of the lot"),
    "lot_owner_kind": Text("Loại chủ sử dụng", "Kind of owner"),
    "lot_blocked_reason": Text("Lý do vướng mắc", "Why it is blocked"),
}
"""What columns may mean besides the fields of facts."""

_SYNONYMS: Mapping[str, str] = {
    "number": "stt|tt|so tt|so thu tu|no|#",
    "cluster_id": "ma cum|ma ccn|id|ma|cluster id|code|ma so",
    "cluster": "ten cum|ten cum cong nghiep|cum cong nghiep|ccn|ten ccn|cum|ten|cluster|cluster name|name"
               "|industrial cluster|danh muc cum cong nghiep|ten cac cum cong nghiep|name vi|ten du an cum cong nghiep",
    "phase": "giai doan|phase",
    "district": "huyen|quan huyen|huyen cu|quan huyen thi xa|huyen thi xa|district|former district|district name",
    "commune": "xa|xa phuong|phuong xa|xa phuong thi tran|dia diem|vi tri|dia ban|dia chi|commune|ward|location"
               "|thuoc xa|ward name|dia diem xa phuong",
    "status": "trang thai|tinh trang|hien trang|tinh trang hoat dong|status",
    "kind": "loai|loai cum|loai hinh|kind|type",
    "period": "ky|ky bao cao|period|reporting period",
    "as_of": "thoi diem|ngay so lieu|tinh den|so lieu den ngay|as of|date",
    "note": "ghi chu|note|notes|remark|remarks",
    "lot": "lo|lo dat|ma lo|ten lo|so lo|ky hieu lo|lot|lot id|plot",
    "lot_area_ha": "dien tich lo|dien tich lo dat|lot area|plot area",
    "lot_status": "trang thai lo|tinh trang lo|lot status",
    "lot_price_usd_m2": "gia lo|don gia lo|lot price",
    "lot_owner_kind": "chu su dung|loai chu su dung|doi tuong su dung|owner kind|owner",
    "lot_blocked_reason": "ly do vuong mac|vuong mac|blocked reason",
    "planned_area_ha": "dien tich quy hoach|dien tich theo quy hoach|dien tich quy hoach duoc duyet|dt quy hoach|quy hoach"
                       "|dien tich thanh lap|dien tich ccn|dien tich cum|tong dien tich|quy mo dien tich|quy mo"
                       "|tong dien tich quy hoach|dien tich dat quy hoach|total area|dien tich cum cong nghiep|dtqh",
    "industrial_land_ha": "dat cong nghiep|dien tich dat cong nghiep|dat sxcn|dat san xuat cong nghiep|dien tich dat cn"
                          "|dat cn|dien tich dat cong nghiep cho thue|industrial area|industrial land area|dtcn",
    "serviced_area_ha": "dat da co ha tang|dien tich da xay dung ha tang|dien tich dat da xay dung ha tang"
                        "|dien tich da dau tu ha tang|dat du dieu kien cho thue|da xay dung ha tang|serviced area",
    "cleared_area_ha": "da gpmb|dien tich da gpmb|dien tich gpmb|da giai phong mat bang|dien tich giai phong mat bang"
                       "|dien tich da giai phong mat bang|cleared area",
    "leased_area_ha": "dien tich da cho thue|da cho thue|dt da cho thue|dien tich cho thue|dien tich dat da cho thue"
                      "|dt cho thue|leased area|leased|dien tich dat cong nghiep da cho thue|area leased",
    "committed_area_ha": "dien tich da cho thue chap thuan cap gcn dau tu|dien tich da chap thuan|committed area"
                         "|dien tich da thu hut dau tu|committed",
    "fill_rate_pct": "ty le lap day|ti le lap day|lap day|tl lap day|fill rate|occupancy|occupancy rate|stated fill rate",
    "enterprises": "so doanh nghiep|so dn|doanh nghiep|so co so|co so san xuat|so co so sxkd|so co so san xuat kinh doanh"
                   "|so ho|so ho san xuat|enterprises|firms|number of enterprises|so doanh nghiep dang hoat dong|so dn hd",
    "workers": "so lao dong|tong so lao dong|lao dong|so nguoi lao dong|nguoi lao dong|so cong nhan|workers|employees"
               "|labour|labor|number of workers|employment",
    "revenue_bn_vnd": "doanh thu|tong doanh thu|revenue|turnover|doanh thu nam",
    "budget_bn_vnd": "nop ngan sach|nop ngan sach nha nuoc|nop nsnn|thue nop|nop thue|tien nop ngan sach|budget"
                     "|taxes|tax paid|dong gop ngan sach",
    "land_rent_usd_m2": "gia thue dat|gia cho thue|gia cho thue dat|gia thue|don gia thue|don gia thue dat|land rent|rent"
                        "|asking rent|land price|gia chao thue",
    "management_fee_usd_m2_year": "phi quan ly|phi ha tang|phi su dung ha tang|management fee|service fee",
    "total_investment_bn_vnd": "tong von dau tu|von dau tu|tong muc dau tu|investment|von dau tu ha tang"
                               "|tong muc dau tu ha tang|total investment",
    "developer": "chu dau tu|ten chu dau tu|don vi kinh doanh ha tang|infrastructure investor|developer|investor"
                 "|don vi chu dau tu|cdt|doanh nghiep ha tang",
    "sectors": "nganh nghe hoat dong|nganh nghe thu hut|linh vuc|industries|nganh nghe san xuat|nganh nghe chinh",
    "decision_no": "quyet dinh thanh lap|qd thanh lap|quyet dinh|so qd|so qd thanh lap|decision no|so van ban",
    "date_established": "nam thanh lap|thoi gian thanh lap|ngay qd thanh lap|ngay qd|ngay thanh lap|date established|ngay quyet dinh",
    "date_groundbreaking": "khoi cong|thoi gian khoi cong|groundbreaking|date groundbreaking",
    "wastewater_capacity_m3_day": "cong suat xlnt|cong suat tram xlnt|cong suat nuoc thai|cong suat tram xu ly nuoc thai",
    "site_clearance_pct": "tien do gpmb|ty le gpmb|ti le gpmb|ty le giai phong mat bang",
    "lat": "lat|toa do vi do|vi do lat",
    "lon": "long|lng|toa do kinh do|kinh do long",
    "projects": "so du an|tong so du an|so du an dau tu",
    "projects_foreign": "so du an fdi|du an fdi|fdi projects|fdi",
    "projects_operating": "so du an hoat dong|so du an dang hoat dong|du an dang hoat dong",
    "income_mvnd_month": "thu nhap binh quan|luong binh quan|thu nhap bq|mean income|average income",
}  # fmt: skip
"""Folded headings without their units, by what they mean; names and titles of fields come to them."""

_AMBIGUOUS = {
    "dien tich": ("planned_area_ha", "industrial_land_ha", "leased_area_ha", "lot_area_ha"),
    "dt": ("planned_area_ha", "industrial_land_ha", "leased_area_ha"),
    "area": ("planned_area_ha", "industrial_land_ha", "leased_area_ha", "lot_area_ha"),
    "dat": ("planned_area_ha", "industrial_land_ha"),
    "gia": ("land_rent_usd_m2", "management_fee_usd_m2_year"),
    "price": ("land_rent_usd_m2", "management_fee_usd_m2_year"),
    "von": ("total_investment_bn_vnd", "capital_paid_bn_vnd"),
    "ty le": ("fill_rate_pct", "site_clearance_pct"),
    "thue": ("leased_area_ha", "budget_bn_vnd"),
    "doanh thu 6 thang": ("revenue_bn_vnd",),
    "nop ngan sach 6 thang": ("budget_bn_vnd",),
}


class Meaning(NamedTuple):
    """What a heading means; where it is not certain, what it may mean, the likeliest first."""

    target: str | None
    proposed: tuple[str, ...] = ()


_WRITTEN_OUT = tuple(
    (re.compile(rf"\b{written}\b"), kept)
    for written, kept in (
        ("dt", "dien tich"), ("dn", "doanh nghiep"), ("ccn|cum cn", "cum cong nghiep"), ("hd", "hoat dong"),
        ("qh", "quy hoach"), ("cn", "cong nghiep"), ("ld", "lao dong"), ("gpmb", "giai phong mat bang"),
        ("ti le", "ty le"), ("qd", "quyet dinh"), ("nsnn", "ngan sach nha nuoc"),
        ("xd", "xay dung"), ("ht", "ha tang"), ("sxkd", "san xuat kinh doanh"), ("dang|hien", ""),
    )
)  # fmt: skip
"""Short forms that offices use in headings, and words that change nothing."""


def _long(key: str) -> str:
    """Write short forms out: `dt dat cn` is `dien tich dat cong nghiep`."""
    for pattern, kept in _WRITTEN_OUT:
        key = pattern.sub(kept, key)
    return " ".join(key.split())


def heading_key(heading: str) -> str:
    """Reduce a heading to what is compared: `Diện tích đã cho thuê (ha)` is `dien tich da cho thue`."""
    folded = _NOT_WORD.sub(" ", fold(_BRACKETS.sub(" ", heading.replace("²", "2")))).strip()
    return _UNIT_ENDING.sub("", f" {folded}").strip() or folded


def find_meaning(heading: str) -> Meaning:
    """Find what a column is by its heading; a likeness is proposed and never taken."""
    key = heading_key(heading)
    if key in _BY_KEY:
        return Meaning(_BY_KEY[key])
    if key in _AMBIGUOUS:
        return Meaning(None, _AMBIGUOUS[key])
    if (long := _long(key)) in _BY_LONG_KEY:
        return Meaning(_BY_LONG_KEY[long])
    alike = get_close_matches(key, list(_BY_KEY), 3 * _MOST_PROPOSED, _LEAST_LIKENESS)
    return Meaning(None, tuple(dict.fromkeys(_BY_KEY[one] for one in alike))[:_MOST_PROPOSED])


def is_target(name: str) -> bool:
    """Tell whether a name is something a column can mean."""
    return name in FIELDS or name in STRUCTURE


def target_title(name: str) -> Text:
    """Say what a column means."""
    return STRUCTURE[name] if name in STRUCTURE else FIELDS[name].title


def _by_key() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, synonyms in _SYNONYMS.items():
        for synonym in synonyms.split("|"):
            found.setdefault(synonym, name)
    for name, field in FIELDS.items():
        for title in (name, name.replace("_", " "), field.title.vi, field.title.en):
            found.setdefault(heading_key(title), name)
    for name, said in STRUCTURE.items():
        for own in (name, said.vi, said.en):
            found.setdefault(heading_key(own), name)
    return {key: name for key, name in found.items() if key not in _AMBIGUOUS}


_BY_KEY = _by_key()
_BY_LONG_KEY = {_long(key): name for key, name in reversed(_BY_KEY.items()) if _long(key) not in _AMBIGUOUS}
