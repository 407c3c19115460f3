"""Why a file is refused as a whole, rule by rule, and what its bringer can do about it."""

from geo.errors import Refusal, RefusedError
from geo.schema import Text

_SAVE_XLSX = Text("Mở tệp, lưu lại dưới dạng .xlsx rồi nộp lại.", "Open it, save it as .xlsx and bring that.")
_PLAIN = Text("Nộp đúng tệp gốc, chưa nén lồng nhau.", "Bring the original file, not packed twice.")
_SPLIT = Text("Chia tệp thành nhiều tệp nhỏ hơn.", "Split it into smaller files.")
_AGAIN = Text(
    "Tải hoặc sao chép lại tệp gốc rồi nộp lại.", "Fetch or copy the original again and bring that."
)


REFUSALS: dict[str, Refusal] = {
    "file.empty": Refusal(Text("tệp rỗng", "the file is empty"), _AGAIN),
    "file.size": Refusal(
        Text("tệp {got} MB, tối đa {most} MB", "the file has {got} MB, at most {most} MB are read"), _SPLIT
    ),
    "file.kind": Refusal(
        Text("tệp là {got}, không phải bảng tính hay văn bản đọc được", "it is {got}, which is not read here"),
        Text("Lưu lại dưới dạng .xlsx, .ods, .docx hoặc .csv.", "Save it as .xlsx, .ods, .docx or .csv."),
    ),
    "file.damaged": Refusal(
        Text("tệp hỏng hoặc bị cắt cụt, không đọc được ({got})", "the file is damaged or cut off ({got})"), _AGAIN
    ),
    "file.unreadable": Refusal(
        Text("đọc tệp bị lỗi ({got})", "reading it failed ({got})"), _AGAIN
    ),
    "file.encrypted": Refusal(
        Text("tệp có mật khẩu", "the file is protected by a password"),
        Text("Bỏ mật khẩu rồi lưu lại.", "Take the password off and save it again."),
    ),
    "file.macros": Refusal(
        Text("tệp chứa macro ({got}); macro không bao giờ được chạy ở đây",
             "the file holds macros ({got}); none are ever run here"), _SAVE_XLSX
    ),
    "file.zip-bomb": Refusal(
        Text("tệp nén bung ra quá lớn ({got})", "the archive unpacks to too much ({got})"), _SPLIT
    ),
    "file.zip-path": Refusal(
        Text("tệp nén chứa đường dẫn ra ngoài: {got}", "the archive holds a path that leads outside: {got}"), _PLAIN
    ),
    "file.zip-nested": Refusal(
        Text("tệp nén chứa tệp nén khác: {got}", "the archive holds another archive: {got}"), _PLAIN
    ),
    "file.entities": Refusal(
        Text("XML trong tệp khai báo DTD hoặc thực thể ({got})", "XML in it declares a DTD or entities ({got})"),
        _SAVE_XLSX,
    ),
    "file.encoding": Refusal(
        Text("không nhận ra bảng mã của tệp văn bản ({got})", "the encoding of the text is not recognised ({got})"),
        Text("Lưu lại với bảng mã UTF-8.", "Save it in UTF-8."),
    ),
    "file.cells": Refusal(
        Text("trang {got} có nhiều hơn {most} ô", "sheet {got} has more than {most} cells"), _SPLIT
    ),
    "file.time": Refusal(
        Text("đọc tệp quá {got} giây", "reading it takes longer than {got} seconds"), _SPLIT
    ),
    "file.memory": Refusal(
        Text("đọc tệp cần hơn {got} MB bộ nhớ", "reading it takes more than {got} MB of memory"), _SPLIT
    ),
}  # fmt: skip
"""Every reason why nothing of a file is read."""


def refusal(rule: str, file: str, **got: object) -> RefusedError:
    """Make the error that refuses a file by a rule; `got` fills what its message leaves open."""
    return REFUSALS[rule].of(rule, file, **got)
