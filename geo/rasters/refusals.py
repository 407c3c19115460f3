"""Why a raster is refused, rule by rule, and what its bringer can do about it."""

from geo.errors import Refusal, RefusedError
from geo.schema import Text

_AGAIN = Text(
    "tải hoặc sao chép lại tệp gốc rồi nhập lại", "fetch or copy the original again and import that"
)
_TILES = Text(
    "chuyển trước: gdal_translate -co TILED=YES -co COMPRESS=DEFLATE cũ.tif mới.tif",
    "convert it first: gdal_translate -co TILED=YES -co COMPRESS=DEFLATE old.tif new.tif",
)
_ASSIGN = Text(
    "gán hệ tọa độ đúng, ví dụ: gdal_edit.py -a_srs EPSG:5897 tệp.tif, hoặc thêm --crs EPSG:5897",
    "assign the right one, for example gdal_edit.py -a_srs EPSG:5897 file.tif, or add --crs EPSG:5897",
)
_FETCH = Text("tải tệp về máy rồi nhập tệp đó", "download the file and import that")
_VALUES = Text(
    "kiểm tra loại (--kind), đơn vị, giá trị không có dữ liệu và tỷ lệ (--scale, --nodata)",
    "check the kind, the unit, the value of no data and the scale (--kind, --scale, --nodata)",
)
_BESIDE = Text(
    "để mọi tệp nguồn cạnh tệp VRT và tạo lại: gdalbuildvrt",
    "put all its sources beside it and make it anew: gdalbuildvrt",
)

_REFUSALS: dict[str, Refusal] = {
    "raster.absent": Refusal(
        Text("không có tệp này", "there is no such file"),
        Text("kiểm tra đường dẫn", "check the path"),
    ),
    "raster.folder": Refusal(
        Text("đây là thư mục, không phải tệp", "it is a folder, not a file"),
        Text("chỉ ra một tệp GeoTIFF, COG hoặc VRT", "name a GeoTIFF, a COG or a VRT"),
    ),
    "raster.kind-of-file": Refusal(
        Text(
            "không phải tệp raster đọc được (cần GeoTIFF, COG hoặc VRT)",
            "it is no raster that is read here; expected GeoTIFF, COG or VRT",
        ),
        Text("chuyển sang GeoTIFF: gdal_translate -of COG", "convert it to GeoTIFF: gdal_translate -of COG"),
    ),
    "raster.damaged": Refusal(
        Text("tệp hỏng hoặc bị cắt cụt ({got})", "it is damaged or cut off ({got})"), _AGAIN
    ),
    "raster.url": Refusal(
        Text("không đọc được từ địa chỉ này ({got})", "it cannot be read from this address ({got})"), _FETCH
    ),
    "raster.vrt": Refusal(
        Text("VRT có thành phần không được đọc ở đây: {got}", "this VRT holds what is not read here: {got}"),
        _BESIDE,
    ),
    "raster.vrt-source": Refusal(
        Text("nguồn của VRT không nằm cạnh nó: {got}", "a source of the VRT does not lie beside it: {got}"),
        _BESIDE,
    ),
    "raster.blocks": Refusal(
        Text(
            "mỗi khối của tệp là {got} MB, tối đa {most} MB",
            "each block of it has {got} MB, at most {most} MB are read",
        ),
        _TILES,
    ),
    "raster.no-crs": Refusal(
        Text("tệp không nói hệ tọa độ", "it does not say its coordinate system"), _ASSIGN
    ),
    "raster.crs": Refusal(
        Text(
            "hệ tọa độ {got} không chuyển được sang WGS 84",
            "its coordinate system {got} cannot be carried to WGS 84",
        ),
        _ASSIGN,
    ),
    "raster.placed": Refusal(
        Text(
            "tệp không có vị trí trên mặt đất (không có phép biến đổi tọa độ)",
            "it has no place on the ground (no transformation)",
        ),
        Text("dùng bản đã nắn tọa độ", "bring the georeferenced file"),
    ),
    "raster.rotated": Refusal(
        Text("lưới ô bị xoay hoặc lật", "its grid is rotated or upside down"),
        Text("nắn lại trước: gdalwarp cũ.tif mới.tif", "straighten it first: gdalwarp old.tif new.tif"),
    ),
    "raster.elsewhere": Refusal(
        Text(
            "không phủ chỗ nào của địa bàn: tệp ở {got}, địa bàn ở {expected}",
            "it does not touch the province: it lies at {got}, the province at {expected}",
        ),
        Text(
            "kiểm tra tệp và hệ tọa độ của nó; kinh độ và vĩ độ có thể bị đổi chỗ",
            "check the file and its coordinate system; longitude and latitude may be exchanged",
        ),
    ),
    "raster.empty": Refusal(
        Text("trong phạm vi địa bàn không ô nào có dữ liệu", "no cell within the province has data"),
        Text("kiểm tra giá trị không có dữ liệu ({got})", "check the value of no data ({got})"),
    ),
    "raster.large": Refusal(
        Text(
            "phần trong địa bàn có {got} triệu ô, tối đa {most} triệu",
            "the part within the province has {got} million cells, at most {most} million",
        ),
        Text(
            "giảm độ phân giải trước: gdalwarp -tr … -r average",
            "make it coarser first: gdalwarp -tr … -r average",
        ),
    ),
    "raster.bands": Refusal(
        Text("tệp có {got} kênh, loại này cần một kênh", "it has {got} bands; this kind needs one"),
        Text("chọn một kênh với --band N", "choose one with --band N"),
    ),
    "raster.many-bands": Refusal(
        Text(
            "một khối của {got} kênh là {size} MB, tối đa {most} MB",
            "one block of its {got} bands has {size} MB, at most {most} MB are read",
        ),
        Text(
            "chỉ lấy các kênh cần: gdal_translate -b 3 -b 4 -co TILED=YES cũ.tif mới.tif",
            "take out the bands you need: gdal_translate -b 3 -b 4 -co TILED=YES old.tif new.tif",
        ),
    ),
    "raster.address": Refusal(
        Text("địa chỉ sai cách viết", "its address is malformed"),
        Text("viết như https://máy-chủ/tệp.tif", "write it like https://host/file.tif"),
    ),
    "raster.no-band": Refusal(
        Text("tệp có {got} kênh, không có kênh đã chọn", "it has {got} bands, not the one chosen"),
        Text("chọn một kênh có trong tệp", "choose a band it has"),
    ),
    "raster.picture": Refusal(
        Text(
            "đây là ảnh màu ({got} kênh đỏ, lục, lam), không phải số đo",
            "it is a picture ({got} bands of red, green, blue), not measurements",
        ),
        Text("nhập tệp số liệu gốc, không phải ảnh chụp bản đồ", "bring the data behind the picture"),
    ),
    "raster.complex": Refusal(
        Text(
            "ô chứa số phức hoặc kiểu {got}, không đọc ở đây",
            "its cells are of type {got}, which is not read here",
        ),
        Text(
            "chuyển sang số thực: gdal_translate -ot Float32",
            "convert it to real numbers: gdal_translate -ot Float32",
        ),
    ),
    "raster.values": Refusal(
        Text(
            "giá trị từ {least} đến {most} không thể là: {meaning}",
            "values from {least} to {most} cannot be: {meaning}",
        ),
        _VALUES,
    ),
    "raster.classes": Refusal(
        Text(
            "ô không phải mã loại (số nguyên, tối đa 256 loại)",
            "its cells are no class codes (whole numbers, at most 256 of them)",
        ),
        _VALUES,
    ),
    "raster.unnamed-classes": Refusal(
        Text("chưa biết tên các mã: {got}", "these codes have no name: {got}"),
        Text(
            "thêm --classes '10=Cây|Trees,…' hoặc tệp CSV có cột code, vi, en",
            "add --classes '10=Cây|Trees,…', or a CSV with columns code, vi, en",
        ),
    ),
    "raster.unit": Refusal(
        Text(
            "chưa biết độ dốc tính bằng phần trăm hay độ",
            "it is not known whether the slope is in percent or degrees",
        ),
        Text("thêm --unit percent hoặc --unit degrees", "add --unit percent or --unit degrees"),
    ),
    "raster.space": Refusal(
        Text("không đủ chỗ trên đĩa: cần {got} MB", "the disk has not enough room: {got} MB are needed"),
        Text("giải phóng đĩa rồi nhập lại", "free some and import again"),
    ),
}


def refuse(rule: str, file: str, **got: object) -> RefusedError:
    """Make the error that refuses a raster by a rule; `got` fills what its words leave open."""
    return _REFUSALS[rule].of(rule, file, **got)
