"""What is said about a table: every rule with its level, its message and what to do, in both languages."""

from geo.intake.reading import Finding, Level, Place
from geo.intake.telling import Told, told_finding
from geo.schema import Text

_ERROR, _WARNING = Level.ERROR, Level.WARNING
_CELL = Text("Sửa ô này rồi nộp lại.", "Correct the cell and bring the file again.")

RULES: dict[str, Told] = {
    "no-header": Told(_ERROR,
        Text("không thấy dòng tiêu đề cột trong 20 dòng đầu của trang nào",
             "no row of headings was found in the first 20 rows of any sheet"),
        Text("Đặt tiêu đề cột ở một dòng, ví dụ: Tên cụm | Diện tích quy hoạch (ha) | Lao động.",
             "Put headings in one row, such as: Tên cụm | Diện tích quy hoạch (ha) | Lao động.")),
    "no-cluster": Told(_ERROR,
        Text("bảng không có cột tên hoặc mã cụm", "the table has no column with the name or id of the cluster"),
        Text("Thêm cột “Tên cụm”, hoặc chọn cụm (cluster=…).", "Add a column “Tên cụm”, or name the cluster (cluster=…).")),
    "column-unknown": Told(_WARNING,
        Text("không hiểu cột “{heading}”, cột này không được đọc", "the column “{heading}” means nothing here and is not read"),
        Text("Chỉ rõ nghĩa: column:{heading}=tên chỉ tiêu.", "Say what it is: column:{heading}=name of a field.")),
    "not-a-number": Told(_ERROR,
        Text("{title}: “{got}” không phải là số", "{title}: “{got}” is not a number"), _CELL),
    "date-for-number": Told(_ERROR,
        Text("{title}: ô chứa ngày tháng ({got}) thay cho số", "{title}: the cell holds a date ({got}) instead of a number"),
        Text("Đặt lại định dạng ô là số.", "Set the format of the cell to number.")),
    "not-a-date": Told(_ERROR,
        Text("{title}: không đọc được thời gian “{got}”", "{title}: “{got}” is no day, month or year"),
        Text("Viết dạng 15/12/2025, 12/2025 hoặc 2025.", "Write 15/12/2025, 12/2025 or 2025.")),
    "two-readings": Told(_WARNING,
        Text("{title}: “{got}” đọc được hai cách, hiểu là {read} (không phải {other})",
             "{title}: “{got}” can be read in two ways, taken as {read} (not {other})"),
        Text("Kiểm tra; dùng dấu thập phân thống nhất trong tệp.", "Check it; use one decimal sign throughout.")),
    "share-for-percent": Told(_WARNING,
        Text("{title}: cột ghi %, nhưng số lớn nhất là {got}; cả cột được hiểu là tỷ lệ 0–1, {got} đọc là {read} %",
             "{title}: headed %, but its largest number is {got}; all of it is taken for shares, {got} for {read} %"),
        Text("Nếu đúng là phần trăm, trả lời unit:{heading}=%; nếu không, ghi cả cột theo phần trăm.",
             "If they are percents answer unit:{heading}=%; else write them in percent.")),
    "unit": Told(_ERROR,
        Text("{title}: đơn vị “{got}” không đổi được ra {unit}", "{title}: the unit “{got}” is no {unit}"),
        Text("Đổi sang {unit} rồi nộp lại.", "Convert it to {unit} and bring the file again.")),
    "whole": Told(_ERROR,
        Text("{title}: {got} phải là số nguyên", "{title}: {got} must be a whole number"), _CELL),
    "word": Told(_ERROR,
        Text("{title}: không hiểu “{got}”", "{title}: “{got}” is not known"),
        Text("Dùng một trong: {known}.", "Use one of: {known}.")),
    "period": Told(_ERROR,
        Text("không hiểu kỳ báo cáo “{got}”", "“{got}” is no reporting period"),
        Text("Viết 2026-H1 (sáu tháng đầu năm) hoặc 2025 (cả năm, tính đến 14/12); sáu tháng cuối năm không phải là một kỳ"
             " báo cáo.",
             "Write 2026-H1 (first half) or 2025 (whole year, to 14 December); the second half is no reporting period.")),
    "sum": Told(_ERROR,
        Text("{title}: dòng tổng ghi {got}, nhưng tổng các dòng là {sum}",
             "{title}: the total says {got}, but the rows make {sum}"),
        Text("Kiểm tra dòng tổng và từng dòng.", "Check the total and every row.")),
    "option": Told(_ERROR,
        Text("không hiểu giá trị “{got}” của tùy chọn {name}", "the value “{got}” of the option {name} means nothing"),
        Text("Chọn một trong các giá trị được gợi ý.", "Choose one of the values proposed.")),
    "no-lot": Told(_ERROR,
        Text("dòng của bảng lô đất không có mã lô", "a row of the table of lots has no lot"), _CELL),
    "no-name": Told(_WARNING,
        Text("dòng không có tên cụm, không được đọc", "the row has no cluster and is not read"),
        Text("Ghi tên cụm ở mỗi dòng có số liệu.", "Name the cluster in every row with figures.")),
}  # fmt: skip


def finding(rule: str, place: Place, **told: str | Text) -> Finding:
    """Make a finding by a rule of `RULES`, with what was found for the `{…}` of its texts."""
    return told_finding(RULES[rule], f"table.{rule}", place, **told)
