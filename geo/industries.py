"""The industries of clusters: a closed list, read off the sectors as sources state them.

A text names several industries. A phrase of which no word is known stays unread and is reported as
it stands; nothing of a text is dropped.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from geo.schema import Text
from geo.text import fold, to_nfc, to_plain

SEPARATOR = ";"
"""Stands between the codes of a cell."""

OTHER = "other"
"""The code of what is stated and is none of the list."""


@dataclass(frozen=True)
class Industry:
    """One industry; its `words`, between bars, are those that mean it in either language.

    A word after `=` means it only as the whole phrase: `in` is printing in a list of sectors, and a
    preposition elsewhere.
    """

    code: str
    title: Text
    words: str


_LIST = (
    Industry(
        "mechanical",
        Text("Cơ khí, kim khí", "Mechanical, metal"),
        "cơ khí|cơ kim khí|kim khí|kim loại|luyện kim|sắt|thép|sắt thép|rèn|dao kéo|=hàn|hàn xì|hàn cắt|"
        "gò hàn|=đúc|đúc đồng|đúc gang|đúc kim loại|nhôm|inox|đồng thau|khuôn mẫu|máy móc|chế tạo máy|"
        "cơ điện|gia công cơ khí|mechanical|mechanics|machinery|metal|metals|metalworking|metalwork|"
        "steel|iron|forging|foundry|blacksmithing|cutlery|aluminium|machine building",
    ),
    Industry(
        "electrical",
        Text("Điện, điện tử", "Electrical, electronics"),
        "điện|điện tử|thiết bị điện|dây cáp điện|cáp điện|dây điện|điện lạnh|điện máy|điện dân dụng|"
        "cơ điện|electric|electrical|electronic|electronics|cables|home appliances",
    ),
    Industry(
        "hightech",
        Text("Công nghệ cao, bán dẫn, CNTT", "High technology, semiconductors, IT"),
        "công nghệ cao|bán dẫn|cntt|công nghệ thông tin|viễn thông|phần mềm|công nghệ số|tự động hóa|"
        "high-tech|high tech|hi-tech|high technology|semiconductor|semiconductors|"
        "information technology|software|telecoms|telecommunications|automation",
    ),
    Industry(
        "supporting",
        Text("Công nghiệp hỗ trợ, ô tô, xe máy", "Supporting industries, vehicles"),
        "công nghiệp hỗ trợ|công nghiệp phụ trợ|ngành phụ trợ|phụ tùng|linh kiện|ô tô|xe máy|xe đạp|"
        "supporting industry|supporting industries|automotive|automobile|automobiles|cars|motorcycles|"
        "motorbikes|spare parts|components|bicycles",
    ),
    Industry(
        "chemical",
        Text("Hóa mỹ phẩm, dược, thiết bị y tế", "Chemicals, cosmetics, pharma, medical devices"),
        "hóa chất|hóa mỹ phẩm|mỹ phẩm|hóa dược|dược|dược phẩm|thuốc thú y|thuốc tân dược|thuốc đông y|"
        "dụng cụ y tế|thiết bị y tế|vật tư y tế|phân bón|=sơn|sơn nước|keo dán|chất tẩy rửa|chemical|"
        "chemicals|cosmetics|pharmaceutical|pharmaceuticals|medicine|medical devices|medical equipment|"
        "medical instruments|veterinary medicine|fertiliser|fertilizer|paint|paints",
    ),
    Industry(
        "plastic",
        Text("Nhựa, cao su, tái chế", "Plastics, rubber, recycling"),
        "nhựa|chất dẻo|cao su|xốp|tái chế|phế liệu|composite|plastic|plastics|rubber|foam|recycling|"
        "recycled|scrap",
    ),
    Industry(
        "building",
        Text("Vật liệu xây dựng", "Building materials"),
        "vật liệu xây dựng|vlxd|xây dựng nhẹ|gạch|ngói|xi măng|bê tông|gốm xây dựng|thiết bị vệ sinh|"
        "sứ vệ sinh|kính xây dựng|building materials|construction materials|soundproofing materials|"
        "soundproofing|insulation|bricks|tiles|cement|concrete|sanitary ware",
    ),
    Industry(
        "paper",
        Text("Giấy, bao bì, in", "Paper, packaging, printing"),
        "giấy|bao bì|đóng gói|in ấn|=in|carton|nhãn mác|chế bản|xuất bản|paper|packaging|packing|"
        "printing|cardboard",
    ),
    Industry(
        "agrifood",
        Text("Chế biến nông sản, thực phẩm", "Food, farm products"),
        "thực phẩm|lương thực|nông sản|nông lâm sản|nông lâm thủy sản|=nông|chế biến nông|thủy sản|"
        "hải sản|thủy hải sản|đồ uống|nước giải khát|bánh kẹo|bún|miến|rượu|rượu bia|=bia|chè|sữa|"
        "thức ăn chăn nuôi|giết mổ|dược liệu|food|foods|foodstuff|foodstuffs|food processing|beverages|"
        "agricultural|agricultural products|agro-forestry|agroforestry|agro-processing|farm products|"
        "seafood|aquatic products|animal feed",
    ),
    Industry(
        "forestry",
        Text("Chế biến lâm sản", "Forest products"),
        "lâm sản|nông lâm sản|nông lâm thủy sản|agro-forestry|agroforestry|forestry|forest product|"
        "forest products",
    ),
    Industry(
        "wood",
        Text("Mộc, đồ gỗ, nội thất", "Wood, furniture"),
        "gỗ|đồ gỗ|mộc|đồ mộc|bàn ghế|nội thất|wood|wooden|woodwork|woodworking|carpentry|joinery|"
        "furniture|interior",
    ),
    Industry(
        "textile",
        Text("Dệt, may, thêu", "Textiles, garments, embroidery"),
        "dệt|dệt may|dệt kim|dệt lụa|lụa|may mặc|may thêu|ngành may|hàng may|may công nghiệp|=may|thêu|"
        "thêu ren|sợi|dệt vải|vải sợi|=vải|quần áo|chăn|=ga|ga gối|gối|đệm|nhuộm|len|textile|textiles|"
        "garment|garments|apparel|clothing|embroidery|sewing|weaving|silk|bedding",
    ),
    Industry(
        "leather",
        Text("Da giày", "Leather, footwear"),
        "da giày|giày da|giày|giày dép|da giầy|giầy da|giầy|đồ da|thuộc da|túi xách|va li|leather|"
        "footwear|shoe|shoes|handbags",
    ),
    Industry(
        "rattan",
        Text("Mây tre đan", "Bamboo, rattan"),
        "mây|tre|mây tre|mây tre đan|mây tre giang đan|giang đan|tre trúc|tre nứa|cói|guột|nón lá|"
        "bamboo|rattan|wicker",
    ),
    Industry(
        "carving",
        Text("Chạm khắc, sơn mài", "Carving, lacquer"),
        "chạm khắc|trạm khắc|chạm khắc mỹ nghệ|trạm khắc mỹ nghệ|điêu khắc|chạm trổ|tạc tượng|tượng|"
        "khảm|khảm trai|sơn mài|sơn son thếp vàng|đá mỹ nghệ|carving|sculpture|lacquer|lacquerware|"
        "inlay|stone masonry",
    ),
    Industry(
        "craft",
        Text("Thủ công mỹ nghệ, nghề truyền thống", "Handicraft, traditional crafts"),
        "thủ công|thủ công mỹ nghệ|mỹ nghệ|tiểu thủ công nghiệp|làng nghề|nghề truyền thống|sừng|"
        "xương sừng|gốm|gốm sứ|kim hoàn|chạm bạc|làm hương|nến|quạt giấy|handicraft|handicrafts|craft|"
        "crafts|craft village|craft villages|traditional crafts|bone|horn|ceramics|pottery|jewellery|"
        "incense|fine arts",
    ),
    Industry(
        "consumer",
        Text("Hàng tiêu dùng, gia dụng", "Consumer and household goods"),
        "hàng tiêu dùng|tiêu dùng|đồ gia dụng|hàng gia dụng|đồ dùng gia đình|đồ chơi|văn phòng phẩm|"
        "consumer goods|household goods|household products|toys|stationery",
    ),
    Industry(
        "logistics",
        Text("Vận tải, kho bãi, hàng không", "Logistics, aviation services"),
        "logistics|vận tải|kho vận|kho bãi|kho hàng|kho lạnh|hàng không|sân bay|giao nhận|chuyển phát|"
        "transport|transportation|warehousing|warehouse|warehouses|aviation|airport|cold storage",
    ),
    Industry(
        "clean",
        Text("Sản xuất sạch, ít ô nhiễm", "Clean, low-pollution production"),
        "sản xuất sạch|công nghiệp sạch|ngành sạch|ít ô nhiễm|không ô nhiễm|thân thiện môi trường|"
        "thân thiện với môi trường|tiết kiệm năng lượng|năng lượng sạch|clean|clean industry|"
        "clean industries|low-pollution|low pollution|energy-saving|eco-friendly",
    ),
    Industry(
        "light",
        Text("Công nghiệp nhẹ", "Light industry"),
        "công nghiệp nhẹ|light industry|light industries|light manufacturing",
    ),
    Industry(
        "many",
        Text("Đa ngành nghề", "Several trades, not named"),
        "đa ngành|đa ngành nghề|đa nghề|nhiều ngành nghề|ngành nghề khác|các ngành khác|ngành khác|"
        "multi-industry|multi-sector|multi-trade|various industries|different trades|other trades|"
        "other industries",
    ),
    Industry(OTHER, Text("Ngành khác, như nguồn nêu", "Other, as stated"), ""),
)  # fmt: skip

INDUSTRIES: dict[str, Industry] = {industry.code: industry for industry in _LIST}
"""By code, in the order of a cell. No code is part of another: a filter looks for one by LIKE."""

_PHRASE = re.compile(
    r"""\s* (?: (?:sản\ xuất|chế\ biến|gia\ công) \s* (?:,|\s[-–]) )?   # a bare verb goes with what follows
        (?: (?!\s[-–]\s) [^,;•&+/\n] )+""",
    re.IGNORECASE | re.VERBOSE,
)
_EDGES = " .:-–()[]\t"
_TONES = {"oá": "óa", "oà": "òa", "oả": "ỏa", "oạ": "ọa", "uỷ": "ủy", "uý": "úy", "uỳ": "ùy", "uỵ": "ụy"}
"""Both spellings of a tone are in use: `hoá` and `hóa`."""


@dataclass(frozen=True)
class Reading:
    """What a text of sectors says: codes in the order of the list, and the phrases nobody knows."""

    codes: tuple[str, ...]
    unread: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def read_sectors(text: str) -> Reading:
    """Read the industries off a text of sectors; what stays unread counts as `other`."""
    found: set[str] = set()
    unread: list[str] = []
    known = _KNOWN if to_plain(text) != to_nfc(text) else _BARE
    for phrase in _PHRASE.findall(to_nfc(text)):
        stated = phrase.strip(_EDGES)
        codes = known.codes_in(_plain_tone(stated.casefold()))
        found |= codes
        if stated and not codes:
            unread.append(stated)
    if unread:
        found.add(OTHER)
    return Reading(tuple(code for code in INDUSTRIES if code in found), tuple(dict.fromkeys(unread)))


def industries_of(sectors: str | None) -> str | None:
    """List the industries of a cluster as its cell holds them; None where no sectors are stated."""
    return SEPARATOR.join(read_sectors(sectors).codes) or None if sectors else None


def _plain_tone(text: str) -> str:
    for written, kept in _TONES.items():
        text = re.sub(rf"{written}(?!\w)", kept, text)
    return text


class _Words:
    """Words and the codes they mean; of several that begin at the same place the longest counts."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._codes: dict[str, set[str]] = {}
        for word, code in pairs:
            self._codes.setdefault(word, set()).add(code)
        within = sorted((word for word in self._codes if word[0] != "="), key=len, reverse=True)
        listed = "|".join(re.escape(word) for word in within)
        self._pattern = re.compile(rf"(?<!\w)(?:{listed})(?!\w)")

    def codes_in(self, phrase: str) -> set[str]:
        """Collect what the words of a phrase mean."""
        whole = self._codes.get(f"={phrase}", set())
        return whole.union(*(self._codes[word] for word in self._pattern.findall(phrase)))


def _pairs() -> list[tuple[str, str]]:
    return [(word, one.code) for one in _LIST for word in one.words.split("|") if word]


def _without_accents() -> list[tuple[str, str]]:
    """Give the words as a text without any accents writes them: `go` alone could be anything, `do go` not."""
    return [(fold(word), code) for word, code in _pairs() if word.isascii() or " " in word]


_KNOWN, _BARE = _Words(_pairs()), _Words(_without_accents())
