"""Which coordinate systems the digits of a list and the place it speaks of allow, the likeliest first.

Each candidate is carried to WGS 84 and held against where the outline is expected. What remains possible
is ranked by what the text says, then by the meridian of the province (Thông tư 973/2001/TT-TCĐC).
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import shapely
from shapely import Geometry, Point

from geo.crs import VN2000_TM3_105, WGS84, distance_m, transform
from geo.errors import CRSError
from geo.intake.reading import Choice
from geo.schema import Text
from geo.text import fold

VN2000 = 4756
VN2000_UTM48, VN2000_UTM49, WGS84_UTM48, WGS84_UTM49 = 3405, 3406, 32648, 32649
OFFSET_M = 500_000.0
"""The false easting of every system here; some drawings leave it out."""

TM3: dict[int, float] = {
    5896: 102.0, 9205: 103.0, 9206: 104.0, 9207: 104.5, 9208: 104.75, VN2000_TM3_105: 105.0,
    9209: 105.5, 9210: 105.75, 9211: 106.0, 9212: 106.25, 9213: 106.5, 9214: 107.0, 9215: 107.25,
    9216: 107.5, 5899: 107.75, 5898: 108.0, 9217: 108.25, 9218: 108.5,
}  # fmt: skip
"""VN-2000 / TM-3 by EPSG code: the central meridian of each, in degrees."""

UTM: dict[int, tuple[int, bool]] = {
    VN2000_UTM48: (48, True), VN2000_UTM49: (49, True), WGS84_UTM48: (48, False), WGS84_UTM49: (49, False)
}  # fmt: skip
"""The systems of 6° zones: the zone, and whether the datum is VN-2000."""

_PROVINCES: dict[int, str] = {
    9205: "lai chau, dien bien",
    9206: "son la",
    9207: "kien giang, ca mau",
    9208: "lao cai, yen bai, nghe an, phu tho, an giang",
    VN2000_TM3_105: "thanh hoa, vinh phuc, ha noi, ha tay, ninh binh, ha nam, dong thap, can tho, hau giang,"
    " bac lieu",
    9209: "ha giang, hai duong, ha tinh, bac ninh, hung yen, thai binh, nam dinh, tay ninh, vinh long,"
    " soc trang, tra vinh",
    9210: "cao bang, long an, tien giang, ben tre, hai phong, ho chi minh, binh duong",
    9211: "tuyen quang, hoa binh, quang binh",
    9212: "quang tri, binh phuoc",
    9213: "bac kan, thai nguyen",
    9214: "bac giang, thua thien hue, hue",
    9215: "lang son",
    9216: "kon tum",
    5899: "quang ninh, dong nai, ba ria - vung tau, quang nam, lam dong, da nang",
    5898: "quang ngai",
    9217: "ninh thuan, khanh hoa, binh dinh",
    9218: "dak lak, dak nong, phu yen, gia lai, binh thuan",
}
_OF_PREFIX: dict[str, tuple[int, ...]] = {
    "481": (5896,),
    "482": (VN2000_TM3_105,),
    "491": (5898,),
    "48": (VN2000_UTM48, WGS84_UTM48),
    "49": (VN2000_UTM49, WGS84_UTM49),
    "18": (VN2000_UTM48, WGS84_UTM48),
    "19": (VN2000_UTM49, WGS84_UTM49),
}
_MERIDIAN = re.compile(
    r"(?:kinh tuyen(?: truc)?|ktt|kttw|meridian|mui chieu)[^\d]{0,25}(10[2-9])\s*(?:°|o|do|d|-|\s|\.)\s*"
    r"(\d{2})?(?![\d.])"
)
_ZONE_WIDTH = re.compile(r"(?:mui(?: chieu)?|zone|tm|utm)[^\d]{0,6}([36])(?:\s*°|\s*o\b|\s*do\b|\b)")
_EPSG = re.compile(r"epsg\s*:?\s*(\d{4,5})")
_LEAST_STEP_M = 1_000.0
_FAR_M = 200_000.0


@dataclass(frozen=True)
class Expected:
    """Where an outline should lie: a WGS 84 shape, how far off it may be, and what it is."""

    shape: Geometry
    tolerance_m: float
    title: Text

    def distance_m(self, lon: float, lat: float) -> float:
        """Measure from a position to the nearest point of the shape; 0 inside it."""
        here = Point(lon, lat)
        if self.shape.contains(here):
            return 0.0
        near = shapely.shortest_line(self.shape, here).coords[0]
        return distance_m(lon, lat, near[0], near[1])


@dataclass(frozen=True)
class Said:
    """What the words around a list say of its coordinate system."""

    epsg: int | None = None
    meridian: float | None = None
    zone_width: int | None = None
    vn2000: bool | None = None

    def allows(self, epsg: int) -> bool:
        """Tell whether a system agrees with everything that is said."""
        if self.epsg is not None:
            return epsg == self.epsg
        vn2000 = epsg in TM3 or epsg == VN2000 or UTM.get(epsg, (0, False))[1]
        if self.vn2000 is not None and vn2000 is not self.vn2000:
            return False
        if self.meridian is not None and meridian_of(epsg) not in (None, self.meridian):
            return False
        width = 3 if epsg in TM3 else 6 if epsg in UTM else None
        return self.zone_width is None or width in (None, self.zone_width)

    @property
    def anything(self) -> bool:
        """Tell whether the words say anything at all."""
        return self != Said()


@dataclass(frozen=True)
class Candidate:
    """One system, what is added to the easting, where the outline comes to lie, and why it may be right."""

    epsg: int
    add_x: float
    lon: float
    lat: float
    miss_m: float
    possible: bool
    why: Text

    @property
    def value(self) -> str:
        """Write it as the answer to the question."""
        return f"EPSG:{self.epsg}" + ("+500000" if self.add_x else "")

    def choice(self) -> Choice:
        """Offer it as an answer."""
        return Choice(self.value, system_title(self.epsg), self.why)


def meridian_of(epsg: int) -> float | None:
    """Find the central meridian of a plane system; None for degrees."""
    return TM3.get(epsg) or (UTM[epsg][0] * 6.0 - 183.0 if epsg in UTM else None)


def degrees_text(meridian: float) -> str:
    """Write a meridian as papers do: 105°30'."""
    whole = int(meridian)
    return f"{whole}°{round((meridian - whole) * 60):02d}'"


def system_title(epsg: int) -> Text:
    """Name a system as people do."""
    if epsg in TM3:
        zone = degrees_text(TM3[epsg])
        return Text(
            f"VN-2000, múi 3°, kinh tuyến trục {zone} (EPSG:{epsg})",
            f"VN-2000, 3° zone, central meridian {zone} (EPSG:{epsg})",
        )
    if epsg in UTM:
        number, local = UTM[epsg]
        datum = "VN-2000" if local else "WGS 84"
        return Text(
            f"{datum}, UTM múi {number} (6°, EPSG:{epsg})", f"{datum}, UTM zone {number} (6°, EPSG:{epsg})"
        )
    datum = "VN-2000" if epsg == VN2000 else "WGS 84"
    return Text(f"{datum}, kinh độ – vĩ độ (EPSG:{epsg})", f"{datum}, longitude – latitude (EPSG:{epsg})")


def known_systems() -> tuple[int, ...]:
    """List every system that can be named in an option."""
    return (WGS84, VN2000, *TM3, *UTM)


def parse_answer(text: str) -> tuple[int, float] | None:
    """Read the option `crs`: `EPSG:5897`, `5897`, `CRS84`, `EPSG:5897+500000`; None for anything else."""
    name, plus, added = text.strip().upper().partition("+")
    if name in ("CRS84", "OGC:CRS84", "WGS84"):
        return WGS84, 0.0
    code = name.removeprefix("EPSG:")
    if (
        not (code.isascii() and code.isdigit())
        or int(code) not in known_systems()
        or added not in ("", "500000")
    ):
        return None
    return int(code), OFFSET_M if plus else 0.0


def said_of(words: str) -> Said:
    """Find what words say of the coordinate system: its name, its meridian, the width of its zones."""
    text = fold(words)
    epsg = _EPSG.search(text)
    code = int(epsg[1]) if epsg and int(epsg[1]) in known_systems() else None
    meridian = _MERIDIAN.search(text)
    width = _ZONE_WIDTH.search(text)
    local = bool(re.search(r"vn\s?-?\s?2000", text))
    world = bool(re.search(r"wgs\s?-?\s?84", text))
    return Said(
        code,
        int(meridian[1]) + int(meridian[2] or 0) / 60 if meridian else None,
        int(width[1]) if width else None,
        local if local is not world else None,
    )


def official_of(province: str) -> int | None:
    """Find the system in which a province keeps its maps; None for a province not in the circular."""
    name = fold(province)
    return next((epsg for epsg, names in _PROVINCES.items() if name in names.split(", ")), None)


def guess(
    points: Sequence[tuple[float, float]],
    metres: bool,
    expected: Expected,
    *,
    province: str = "",
    said: Said = Said(),
    prefix: str | None = None,
) -> list[Candidate]:
    """Rank the systems in which points may be written.

    Parameters
    ----------
    points : x (easting or longitude), y (northing or latitude) as written
    metres : whether they are metres of a plane or degrees
    expected : where the outline should lie
    said : what the words around say
    prefix : the zone number that stood before the eastings

    Returns
    -------
    the candidates, the likeliest first: those possible (where expected, and as the words say) come first
    """
    x, y = (sum(ends) / len(points) for ends in zip(*points, strict=True))
    tried = [
        (epsg, add)
        for epsg in ((*TM3, *UTM) if metres else (WGS84, VN2000))
        for add in (
            (OFFSET_M,) if metres and x < 100_000 else (0.0, OFFSET_M) if metres and x < 330_000 else (0.0,)
        )
    ]
    home = official_of(province)
    found = [_candidate(epsg, add, (x, y), expected, said, home, prefix) for epsg, add in tried]
    kept = [one for one in found if one is not None and one.miss_m <= _FAR_M + expected.tolerance_m]

    least = min((one.miss_m for one in kept), default=0.0)
    step = max(_LEAST_STEP_M, expected.tolerance_m)

    def rank(one: Candidate) -> tuple[object, ...]:
        fits = said.allows(one.epsg) if said.anything else True
        by_prefix = one.epsg in _OF_PREFIX.get(prefix or "", ())
        return (
            not one.possible,
            # what a place known to some kilometres cannot tell apart, the words do
            int(max(0.0, one.miss_m - max(least, expected.tolerance_m)) / step),
            not fits,
            not by_prefix,
            one.epsg != (home or 0),
            one.add_x > 0,
            _family(one.epsg),
            abs((meridian_of(one.epsg) or 0.0) - one.lon),
        )

    return _contrasted(sorted(kept, key=rank), home, said)


def _contrasted(ranked: list[Candidate], home: int | None, said: Said) -> list[Candidate]:
    """Say of the first why it is another meridian than the one people would take."""
    if not ranked or ranked[0].epsg not in TM3:
        return ranked
    first = ranked[0]
    for other in ranked[1:]:
        usual = other.epsg == home or (said.anything and said.allows(other.epsg))
        if usual and other.epsg in TM3 and other.epsg != first.epsg and other.miss_m > first.miss_m:
            here, there = degrees_text(TM3[first.epsg]), degrees_text(TM3[other.epsg])
            vi, en = kilometres(other.miss_m)
            why = Text(
                f"múi 3° kinh tuyến trục {here}, không phải {there} (sẽ lệch {vi}); {first.why.vi}",
                f"these are 3° zone {here}, not {there}, which would be {en} off; {first.why.en}",
            )
            return [replace(first, why=why), *ranked[1:]]
    return ranked


def _family(epsg: int) -> int:
    """Order what neither digits nor words tell apart: provincial maps, older ones, handheld receivers."""
    if epsg in TM3 or epsg == WGS84:
        return 0
    return 1 if epsg == VN2000 or UTM[epsg][1] else 2


def _candidate(
    epsg: int,
    add: float,
    middle: tuple[float, float],
    expected: Expected,
    said: Said,
    home: int | None,
    prefix: str | None,
) -> Candidate | None:
    x, y = middle[0] + add, middle[1]
    try:
        lon, lat = transform(x, y, from_epsg=epsg, to_epsg=WGS84) if epsg != WGS84 else (x, y)
    except CRSError:
        return None
    if not (math.isfinite(lon) and math.isfinite(lat)) or abs((meridian_of(epsg) or lon) - lon) > 4:
        return None
    miss = expected.distance_m(lon, lat)
    fits = said.allows(epsg)
    near = miss <= expected.tolerance_m
    by_prefix = prefix is None or epsg in _OF_PREFIX[prefix]
    parts = [
        _where(miss, near, expected),
        *([_said(fits)] if said.anything else []),
        *([_numbered(prefix, by_prefix)] if prefix else []),
        *([_HOME] if epsg == home else []),
        *([_OFFSET] if add else []),
        *([_DATUM] if epsg in (WGS84, WGS84_UTM48, WGS84_UTM49) and near else []),
    ]
    why = Text("; ".join(part.vi for part in parts), "; ".join(part.en for part in parts))
    return Candidate(epsg, add, lon, lat, miss, near and fits and by_prefix, why)


_HOME = Text(
    "hệ chính thức của tỉnh (Thông tư 973/2001/TT-TCĐC)",
    "the province's official system (TT 973/2001/TT-TCĐC)",
)
_OFFSET = Text("tọa độ Đông thiếu hằng số 500.000 m", "the eastings lack the constant of 500,000 m")
_DATUM = Text(
    "nếu thật ra là VN-2000 thì lệch khoảng 224 m", "if it is VN-2000 in truth, it is off by about 224 m"
)


def _where(miss_m: float, near: bool, expected: Expected) -> Text:
    if near and miss_m == 0:
        return Text(f"nằm trong {expected.title.vi}", f"lies inside {expected.title.en}")
    vi, en = kilometres(miss_m)
    return Text(f"cách {expected.title.vi} {vi}", f"lies {en} from {expected.title.en}")


def kilometres(length_m: float) -> tuple[str, str]:
    """Write a length in the two languages: metres, from 10 km on kilometres."""
    if length_m < 10_000:
        return f"{length_m:,.0f} m".replace(",", "."), f"{length_m:,.0f} m"
    return f"{length_m / 1_000:,.0f} km".replace(",", "."), f"{length_m / 1_000:,.0f} km"


def _said(fits: bool) -> Text:
    if fits:
        return Text("đúng như văn bản ghi", "as the text says")
    return Text("khác với hệ ghi trong văn bản", "not what the text says")


def _numbered(prefix: str, by_prefix: bool) -> Text:
    if by_prefix:
        return Text(
            f"số múi {prefix} đứng trước tọa độ Đông", f"zone number {prefix} stands before the eastings"
        )
    return Text(
        f"số múi {prefix} trước tọa độ Đông chỉ hệ khác",
        f"zone number {prefix} before the eastings says otherwise",
    )
