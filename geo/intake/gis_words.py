"""The findings about GIS files, in both languages."""

from geo.intake.reading import Finding, Place
from geo.intake.telling import Got, Told, told_finding
from geo.schema import Level, Text

_E, _W = Level.ERROR, Level.WARNING
_CHECK_SHAPE = Text(
    "Sửa hình trong phần mềm GIS, hoặc trả lời repair=yes.", "Mend it in your GIS, or answer repair=yes."
)


def gis_finding(rule: str, place: Place, **got: Got) -> Finding:
    """Make the finding of a rule about GIS files."""
    return told_finding(GIS_RULES[rule], rule, place, **got)


GIS_RULES: dict[str, Told] = {
    "gis.none": Told(
        _E,
        Text("không có vùng nào trong tệp", "the file holds no area"),
        Text(
            "Cần các vùng (đường khép kín), không phải điểm hay đường hở.",
            "Areas (closed lines) are needed, no points or open lines.",
        ),
    ),
    "gis.crs-doubtful": Told(
        _E,
        Text("tệp ghi {stated}, nhưng theo hệ đó {where}", "the file says {stated}, but by that {where}"),
        Text(
            "Có lẽ đúng là {better}; trả lời câu hỏi về hệ tọa độ.",
            "It is likely {better}; answer the question on the system.",
        ),
    ),
    "gis.crs-usual-slip": Told(
        _W,
        Text(
            "tệp ghi {own}; nếu thật ra là {other} thì hình lệch {apart}",
            "the file says {own}; if it is {other} in truth, shapes are {apart} off",
        ),
        Text(
            "Bản đồ chính thức của tỉnh dùng VN-2000 múi 3°: đối chiếu một điểm đã biết, hoặc trả lời crs.",
            "Official maps of the province are in VN-2000, 3° zones: check a known point, or answer crs.",
        ),
    ),
    "gis.crs-misnamed": Told(
        _W,
        Text(
            "tệp ghi {stated} trên WGS 84; múi 3° chỉ có trong VN-2000",
            "the file says {stated} on WGS 84; 3° zones exist in VN-2000 only",
        ),
        Text(
            "Đã đọc là VN-2000; nếu không đúng, trả lời crs.", "Read as VN-2000; answer crs if that is wrong."
        ),
    ),
    "gis.crs-swapped": Told(
        _E,
        Text("kinh độ và vĩ độ (hoặc X và Y) bị đổi chỗ", "longitude and latitude (or X and Y) are swapped"),
        Text(
            "Xuất lại tệp với kinh độ (hoặc hướng Đông) trước.",
            "Export it again with longitude (or easting) first.",
        ),
    ),
    "gis.empty": Told(
        _W,
        Text("đối tượng không có hình, bị bỏ qua", "the feature has no shape and is left out"),
        Text("Kiểm tra lớp dữ liệu gốc.", "Check the original layer."),
    ),
    "gis.not-area": Told(
        _W,
        Text(
            "đối tượng là {kind}, không phải vùng, bị bỏ qua",
            "the feature is a {kind}, no area, and is left out",
        ),
        Text("Khép kín đường ranh nếu đây là ranh giới.", "Close the line if it is an outline."),
    ),
    "gis.invalid": Told(
        _E,
        Text("hình không hợp lệ: {why} tại {x}; {y}", "the shape is invalid: {why} at {x}; {y}"),
        _CHECK_SHAPE,
    ),
    "gis.repaired": Told(
        _W,
        Text(
            "hình đã được sửa: {before} ha thành {after} ha",
            "the shape was repaired: {before} ha became {after} ha",
        ),
        Text("Xem lại trên bản đồ trước khi chấp nhận.", "Look at it on the map before accepting."),
    ),
    "gis.sliver": Told(
        _W,
        Text(
            "{count} mảnh nhỏ hơn {most} m², cộng {area} m²",
            "{count} parts smaller than {most} m², {area} m² together",
        ),
        Text(
            "Có lẽ là lỗi số hóa; xóa nếu không phải đất.",
            "Most likely a slip of drawing; remove them if they are no land.",
        ),
    ),
    "gis.unmatched": Told(
        _E,
        Text(
            "không biết đây là ranh giới của cụm nào ({said})",
            "which cluster this is the outline of is not known ({said})",
        ),
        Text(
            "Thêm cột id với mã cụm, hoặc trả lời câu hỏi.",
            "Add a column id with the cluster's id, or answer the question.",
        ),
    ),
    "gis.twice": Told(
        _E,
        Text(
            "cụm {cluster} đã có ở đối tượng {other}", "cluster {cluster} stands already in feature {other}"
        ),
        Text("Gộp thành một đối tượng nhiều phần.", "Join them into one feature of several parts."),
    ),
    "gis.lot-unnamed": Told(
        _E,
        Text("lô không có mã", "the lot has no id"),
        Text("Thêm cột id, lo hoặc ma_lo.", "Add a column id, lot or ma_lo."),
    ),
    "gis.lot-twice": Told(
        _E,
        Text("mã lô {lot} lặp lại", "lot id {lot} is repeated"),
        Text("Mỗi lô cần một mã riêng trong cụm.", "Every lot needs an id of its own in its cluster."),
    ),
    "gis.lot-outside": Told(
        _E,
        Text(
            "{area} ha của lô {lot} nằm ngoài ranh giới cụm",
            "{area} ha of lot {lot} lie outside the outline of the cluster",
        ),
        Text(
            "Sửa ranh lô, hoặc trả lời cut=yes để cắt theo ranh cụm.",
            "Mend the lot, or answer cut=yes to cut it at the cluster's outline.",
        ),
    ),
    "gis.lot-cut": Told(
        _W,
        Text(
            "lô {lot} được cắt {area} ha theo ranh giới cụm",
            "{area} ha of lot {lot} were cut off at the cluster's outline",
        ),
        Text("Xem lại trên bản đồ.", "Look at it on the map."),
    ),
    "gis.lots-overlap": Told(
        _E,
        Text("lô {one} và lô {two} chồng nhau {area} ha", "lots {one} and {two} overlap by {area} ha"),
        Text("Sửa ranh chung của hai lô.", "Mend their common line."),
    ),
    "gis.lots-gap": Told(
        _W,
        Text("khe hở {area} ha giữa các lô", "a gap of {area} ha between the lots"),
        Text(
            "Nếu không phải đường hay mương, sửa ranh các lô quanh đó.",
            "Unless it is a road or ditch, mend the lots around it.",
        ),
    ),
    "gis.lot-status": Told(
        _W,
        Text(
            "không hiểu trạng thái “{said}” của lô {lot}; ghi là chưa rõ",
            "status “{said}” of lot {lot} is not understood; it becomes unknown",
        ),
        Text("Dùng: sẵn sàng, đã cho thuê, đất công cộng, vướng mắc…", "Use ready, leased, public, blocked…"),
    ),
}
"""Every rule about GIS files, by id."""
