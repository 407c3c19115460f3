"""The findings about coordinates and shapes in both languages: rules, and what to do about each."""

from geo.intake.reading import Finding, Place, Statement
from geo.intake.telling import Got, Told, filled, told_finding
from geo.schema import Level, Text


def finding(rule: str, place: Place, **got: Got) -> Finding:
    """Make the finding of a rule about coordinates."""
    return told_finding(RULES[rule], rule, place, **got)


def statement(vi: str, en: str, place: Place | None = None, **got: Got) -> Statement:
    """State what was understood."""
    return Statement(filled(Text(vi, en), **got), place)


_E, _W = Level.ERROR, Level.WARNING
_CHECK_PAPER = Text("Đối chiếu với bảng tọa độ gốc.", "Compare it with the original table of coordinates.")
_CHECK_CRS = Text(
    "Kiểm tra hệ tọa độ, kinh tuyến trục và tên cụm.",
    "Check the coordinate system, its meridian and the cluster.",
)

RULES: dict[str, Told] = {
    "coordinates.none": Told(
        _E,
        Text("không tìm thấy tọa độ nào", "no coordinates were found"),
        Text(
            "Mỗi dòng một điểm: tên điểm, X (Bắc, 7 chữ số), Y (Đông, 6 chữ số), hoặc vĩ độ và kinh độ.",
            "A point a line: name, X (northing, 7 digits), Y (easting, 6 digits), or latitude and longitude.",
        ),
    ),
    "coordinates.implausible": Told(
        _E,
        Text("“{text}” không phải một vị trí ở Việt Nam", "“{text}” is no position in Vietnam"),
        Text(
            "X cần 7 chữ số, Y cần 6 chữ số trước dấu thập phân: có thể thiếu, thừa hoặc sai một chữ số.",
            "X needs 7 digits, Y 6 before the decimal sign: one may be missing, too many or wrong.",
        ),
    ),
    "coordinates.missing": Told(
        _E,
        Text("“{text}” chỉ có một tọa độ", "“{text}” has only one coordinate"),
        Text("Bổ sung tọa độ còn thiếu của điểm này.", "Add the coordinate this point lacks."),
    ),
    "coordinates.unreadable": Told(
        _E,
        Text("không đọc được số trong “{text}”", "a number in “{text}” cannot be read"),
        Text(
            "Kiểm tra chữ lẫn vào số (O và 0, l và 1) và dấu phân cách.",
            "Look for letters among the digits (O and 0, l and 1) and for the separators.",
        ),
    ),
    "coordinates.swapped": Told(
        _W,
        Text("X và Y đổi chỗ cho nhau so với các dòng khác", "X and Y change places against the other lines"),
        Text(
            "Đã đọc theo số chữ số; đối chiếu với bảng gốc.",
            "Read by the number of digits; compare with the original.",
        ),
    ),
    "coordinates.heads": Told(
        _W,
        Text("cột đề “{head}” chứa {holds}", "the column headed “{head}” holds {holds}"),
        Text(
            "Đã đọc theo chữ số, không theo tiêu đề; kiểm tra bảng gốc.",
            "Read by the digits, not by the heads; check the original.",
        ),
    ),
    "coordinates.option": Told(
        _E,
        Text(
            "tùy chọn {name}={value} không dùng được; cần {expected}",
            "option {name}={value} cannot be used; expected {expected}",
        ),
        Text("Sửa tùy chọn rồi đọc lại.", "Correct the option and read again."),
    ),
    "coordinates.too-few": Told(
        _E,
        Text(
            "vòng {ring} chỉ có {count} điểm khác nhau; cần ít nhất 3",
            "ring {ring} has only {count} distinct points; 3 are needed",
        ),
        Text("Bổ sung các điểm còn thiếu.", "Add the points that are missing."),
    ),
    "coordinates.no-area": Told(
        _E,
        Text(
            "các điểm của vòng {ring} thẳng hàng, không có diện tích",
            "the points of ring {ring} lie on a line and enclose nothing",
        ),
        _CHECK_PAPER,
    ),
    "coordinates.repeated": Told(
        _W,
        Text(
            "điểm {two} trùng điểm {one} đứng ngay trước", "point {two} is the same as point {one} before it"
        ),
        Text(
            "Một điểm được bỏ; kiểm tra có phải chép lặp không.",
            "One is left out; check whether it was copied twice.",
        ),
    ),
    "coordinates.twice": Told(
        _E,
        Text("điểm {two} có cùng tọa độ với điểm {one}", "point {two} has the coordinates of point {one}"),
        Text(
            "Hai điểm khác tên không thể trùng nhau: kiểm tra dòng chép nhầm.",
            "Two points cannot be one: look for a line copied wrongly.",
        ),
    ),
    "coordinates.far": Told(
        _E,
        Text("điểm {one} cách các điểm khác rất xa", "point {one} lies very far from the others"),
        Text(
            "Có lẽ một chữ số bị sai hoặc đổi chỗ; đối chiếu dòng này.",
            "A digit is likely wrong or out of place; compare this line.",
        ),
    ),
    "coordinates.crossing": Told(
        _E,
        Text(
            "cạnh {a}–{b} cắt cạnh {c}–{d} tại X {north}, Y {east}",
            "edge {a}–{b} crosses edge {c}–{d} at X {north}, Y {east}",
        ),
        Text("Thứ tự điểm có thể sai{better}.", "The points may be out of order{better}."),
    ),
    "coordinates.spike": Told(
        _W,
        Text("đường ranh quay ngược lại tại điểm {one}", "the line turns back on itself at point {one}"),
        Text(
            "Kiểm tra điểm {one} có thuộc ranh giới không.",
            "Check whether point {one} belongs to the outline.",
        ),
    ),
    "coordinates.parts-overlap": Told(
        _E,
        Text("vòng {one} và vòng {two} chồng nhau {area} ha", "rings {one} and {two} overlap by {area} ha"),
        _CHECK_PAPER,
    ),
    "coordinates.crs-far": Told(
        _W,
        Text(
            "theo {crs}, ranh giới cách {where} {length}", "in {crs} the outline lies {length} from {where}"
        ),
        Text("Hệ phù hợp với vị trí hơn: {better}.", "A system that fits the place better: {better}."),
    ),
    "coordinates.crs-said": Told(
        _W,
        Text("văn bản ghi hệ tọa độ khác với {crs}", "the text speaks of another system than {crs}"),
        _CHECK_CRS,
    ),
    "coordinates.outside-province": Told(
        _E, Text("ranh giới nằm ngoài {where}", "the outline lies outside {where}"), _CHECK_CRS
    ),
    "coordinates.outside-commune": Told(
        _W,
        Text("{share} % ranh giới nằm ngoài {where}", "{share} % of the outline lies outside {where}"),
        _CHECK_CRS,
    ),
    "coordinates.not-in-commune": Told(
        _E,
        Text(
            "ranh giới không chạm {where}, cách {length}",
            "the outline does not touch {where}; it lies {length} away",
        ),
        _CHECK_CRS,
    ),
    "coordinates.far-from-place": Told(
        _W,
        Text(
            "ranh giới cách vị trí đã biết của cụm {length} (sai số {tolerance})",
            "the outline lies {length} from the known place of the cluster (give or take {tolerance})",
        ),
        _CHECK_CRS,
    ),
    "coordinates.overlap": Told(
        _E,
        Text(
            "chồng {area} ha lên ranh giới đã đo của {other}",
            "overlaps the surveyed outline of {other} by {area} ha",
        ),
        Text(
            "Kiểm tra hệ tọa độ và tên cụm; hai cụm không thể có chung đất.",
            "Check the system and the cluster; two clusters cannot share land.",
        ),
    ),
    "coordinates.too-large": Told(
        _W,
        Text("diện tích {area} ha lớn hơn {most} ha ({law})", "{area} ha is more than {most} ha ({law})"),
        Text(
            "Kiểm tra đơn vị và hệ tọa độ; cụm lập trước đây có thể được giữ nguyên.",
            "Check units and system; older clusters may be grandfathered.",
        ),
    ),
    "coordinates.declared-area": Told(
        _W,
        Text(
            "đo được {area} ha, {basis} ghi {declared} ha: lệch {share} %",
            "{area} ha measured, {declared} ha stated by {basis}: off by {share} %",
        ),
        Text(
            "Kiểm tra điểm thiếu, chữ số sai, phần đất loại trừ.",
            "Look for missing points, wrong digits, land excluded.",
        ),
    ),
    "coordinates.declared-slip": Told(
        _E,
        Text(
            "đo được {area} ha, {basis} ghi {declared} ha: gấp {times} lần",
            "{area} ha measured, {declared} ha stated by {basis}: {times} times",
        ),
        Text(
            "Có lẽ nhầm đơn vị (m², ha), sai hàng, hoặc có điểm bị ghi sai: xem hình trên bản đồ.",
            "A unit (m², ha), a decimal sign or a point is likely wrong: look at the shape on the map.",
        ),
    ),
}
"""Every rule about coordinates, by id."""
