"""What is said about a form: every rule with its level, its message and what to do, in both languages."""

from geo.intake.reading import Finding, Level, Place
from geo.intake.telling import Told, told_finding
from geo.schema import Text

_ERROR, _WARNING = Level.ERROR, Level.WARNING
_CHECK_CELL = Text("Kiểm tra lại ô này với biểu gốc.", "Check the cell against the original form.")
_LONGEST = 160
_CHECK_LINES = Text("Kiểm tra lại các dòng này với biểu gốc.", "Check these lines against the original form.")

RULES: dict[str, Told] = {
    "no-form": Told(_ERROR,
        Text("không thấy bảng nào của Biểu 01–04", "no table of the forms 01–04 was found"),
        Text("Giữ nguyên dòng tiêu đề cột (TT, Chỉ tiêu, Đơn vị tính, Kết quả) và các chỉ tiêu của biểu.",
             "Keep the head (TT, Chỉ tiêu, Đơn vị tính, Kết quả) and the indicators of the form.")),
    "many-forms": Told(_ERROR,
        Text("tệp có {got} bảng giống biểu; chỉ đọc {most} bảng đầu", "{got} tables look like forms; the first {most} are read"),
        Text("Chia thành nhiều tệp.", "Split the file.")),
    "no-lines": Told(_ERROR,
        Text("không nhận ra dòng nào của Biểu {form}", "no line of form {form} was recognised"),
        Text("Dùng đúng mẫu biểu của Thông tư 14/2024/TT-BCT.", "Use the form of Thông tư 14/2024/TT-BCT.")),
    "form-number": Told(_ERROR,
        Text("tiêu đề ghi Biểu {got} nhưng các dòng là của Biểu {form}",
             "the heading says form {got}, but the lines are of form {form}"),
        Text("Sửa số biểu ở tiêu đề, hoặc nộp đúng biểu.", "Correct the number in the heading, or bring that form.")),
    "form-twice": Told(_ERROR,
        Text("cùng biểu, cùng đối tượng, cùng kỳ đã có ở {first}", "the same form of the same period is at {first}"),
        Text("Chỉ giữ lại biểu đúng.", "Keep the right one only.")),
    "option": Told(_ERROR,
        Text("không hiểu giá trị “{got}” của tùy chọn {name}", "the value “{got}” of the option {name} means nothing"),
        Text("Ví dụ: period=2026-H1 hoặc 2025; cluster là mã hoặc tên cụm; unit là mã hoặc tên đầy đủ của xã.",
             "For instance period=2026-H1 or 2025; cluster an id or name; unit the code or full name of a commune.")),
    "period-contradictory": Told(_ERROR,
        Text("tiêu đề nêu nhiều kỳ khác nhau: {got}", "the heading names different periods: {got}"),
        Text("Giữ lại một kỳ báo cáo.", "Keep one reporting period.")),
    "period-open": Told(_ERROR,
        Text("kỳ {period} đến {end} mới kết thúc", "the period {period} does not end before {end}"),
        Text("Kiểm tra năm và kỳ báo cáo.", "Check the year and the period.")),
    "other-province": Told(_ERROR,
        Text("biểu là của nơi khác: “{got}”; dữ liệu này là của {own}",
             "the form is of another province: “{got}”; these data are of {own}"),
        Text("Nộp biểu của đúng địa phương.", "Bring the form of this province.")),
    "line-unknown": Told(_WARNING,
        Text("dòng “{label}” không có trong biểu, không được đọc", "no such line in the form, not read: “{label}”"),
        Text("Sửa số dòng hoặc tên chỉ tiêu nếu đây là dòng của biểu.",
             "Correct its number or wording if it is one of the form's lines.")),
    "line-mismatch": Told(_ERROR,
        Text("dòng ghi số {number} nhưng “{label}” là chỉ tiêu của dòng {other}",
             "numbered {number}, but “{label}” is the wording of line {other}"),
        Text("Sửa số dòng hoặc tên chỉ tiêu cho khớp nhau.", "Make number and wording agree.")),
    "line-twice": Told(_WARNING,
        Text("dòng {line} có hai lần, cùng giá trị (lần đầu: {first})", "line {line} stands twice, equal (first: {first})"),
        Text("Xóa dòng lặp.", "Remove one.")),
    "line-twice-differs": Told(_ERROR,
        Text("dòng {line} có hai lần với giá trị khác nhau (lần đầu: {first})",
             "line {line} stands twice with different values (first: {first})"),
        Text("Giữ lại dòng đúng.", "Keep the right one.")),
    "line-absent": Told(_WARNING,
        Text("thiếu dòng {line} “{title}”", "line {line} “{title}” is missing"),
        Text("Thêm lại dòng này theo mẫu biểu; để trống nếu chưa có số liệu.",
             "Put the line back; leave its result empty if it is not known.")),
    "line-empty": Told(_WARNING,
        Text("dòng {line} “{title}” để trống", "line {line} “{title}” is empty"),
        Text("Nếu bằng 0 thì ghi 0; nếu chưa có số liệu thì để trống: giá trị sẽ là “chưa có”.",
             "Write 0 if it is nought; left empty, the value stays missing.")),
    "two-results": Told(_ERROR,
        Text("dòng {line} có nhiều kết quả: {got}", "line {line} has several results: {got}"),
        Text("Giữ một giá trị ở cột Kết quả.", "Keep one value in the column Kết quả.")),
    "date-for-number": Told(_ERROR,
        Text("dòng {line}: ô chứa ngày {got}, cần một số; phần mềm bảng tính có thể đã đổi số thành ngày",
             "line {line}: the cell holds the day {got} where a number should be; a spreadsheet may have made it one"),
        Text("Định dạng ô là số rồi nhập lại.", "Format the cell as a number and type it again.")),
    "text-for-number": Told(_ERROR,
        Text("dòng {line}: “{got}” không phải là số", "line {line}: “{got}” is no number"),
        Text("Chỉ ghi số; nếu bằng 0 thì ghi 0, chưa có số liệu thì để trống.",
             "Write a number only; 0 if it is nought, nothing if it is not known.")),
    "negative": Told(_ERROR,
        Text("dòng {line}: {got} nhỏ hơn 0", "line {line}: {got} is below nought"), _CHECK_CELL),
    "not-yes-no": Told(_ERROR,
        Text("dòng {line}: {got}, chỉ được ghi 1 (có) hoặc 0 (không)", "line {line}: {got}; only 1 (yes) or 0 (no) will do"),
        _CHECK_CELL),
    "income": Told(_ERROR,
        Text("dòng {line}: thu nhập {got} triệu đồng/người/tháng là không thể; có lẽ ghi bằng đồng hoặc nghìn đồng",
             "line {line}: an income of {got} million VND a month cannot be; it is likely in VND or thousands"),
        Text("Ghi theo triệu đồng, ví dụ 9,5.", "Write it in million VND, such as 9.5.")),
    "not-whole": Told(_ERROR,
        Text("dòng {line} là số đếm nhưng ghi {got}", "line {line} counts things but says {got}"),
        Text("Có phải là {maybe}? Ghi số nguyên, không có dấu phân cách.", "Is it {maybe}? Write a whole number without signs.")),
    "two-readings": Told(_WARNING,
        Text("dòng {line}: “{got}” đọc là {read}, cũng có thể là {other}",
             "line {line}: “{got}” is read as {read}; it could be {other}"),
        Text("Ghi rõ, ví dụ 1234 hoặc 1,23; hoặc lưu ô dưới dạng số.", "Write it plainly, such as 1234 or 1,23.")),
    "unit-unknown": Told(_WARNING,
        Text("dòng {line}: không hiểu đơn vị “{got}”, đọc theo đơn vị của biểu ({unit})",
             "line {line}: the unit “{got}” is not known; read in the form's ({unit})"),
        Text("Ghi đơn vị như mẫu biểu.", "Write the unit as the form does.")),
    "unit-converted": Told(_WARNING,
        Text("dòng {line} ghi bằng {got}, biểu dùng {unit}: {value} được đổi thành {converted}",
             "line {line} is in {got}, the form in {unit}: {value} was converted to {converted}"),
        Text("Kiểm tra đơn vị ở ô này.", "Check the unit of this cell.")),
    "unit-noun": Told(_WARNING,
        Text("dòng {line} đếm bằng “{got}”, biểu đếm bằng “{unit}”", "line {line} counts “{got}”, the form “{unit}”"),
        Text("Kiểm tra số liệu có đúng chỉ tiêu không.", "Check that the right things were counted.")),
    "unit-different": Told(_ERROR,
        Text("dòng {line} ghi bằng {got}, không đổi được ra {unit}", "line {line} is in {got}, which is no {unit}"),
        Text("Sửa đơn vị hoặc giá trị.", "Correct the unit or the value.")),
    "share-for-percent": Told(_WARNING,
        Text("dòng {line}: {got} là tỷ lệ 0–1, được đọc là {read} %", "line {line}: {got} is a share, read as {read} %"),
        Text("Ghi theo phần trăm.", "Write it in percent.")),
    "rate-range": Told(_ERROR,
        Text("dòng {line}: {got} % nằm ngoài 0–100", "line {line}: {got} % is not within 0–100"), _CHECK_CELL),
    "more-projects": Told(_WARNING,
        Text("{cluster}: {got} dự án báo cáo Biểu 01, nhiều hơn {most} dự án đang hoạt động ở Biểu 02 dòng 8",
             "{cluster}: {got} projects reported form 01, more than the {most} in operation of form 02, line 8"),
        _CHECK_LINES),
    "sum": Told(_ERROR,
        Text("dòng {line} là {got}, nhưng {parts} = {sum}", "line {line} is {got}, but {parts} = {sum}"), _CHECK_LINES),
    "at-most": Told(_ERROR,
        Text("dòng {line} ({got}) lớn hơn dòng {other} ({most})", "line {line} ({got}) exceeds line {other} ({most})"),
        _CHECK_LINES),
    "hectares": Told(_WARNING,
        Text("dòng {line} là {got} ha, nhiều hơn {most} ha mà số cụm ở dòng {count} được phép có",
             "line {line} says {got} ha, more than the {most} ha that the clusters of line {count} may have"),
        _CHECK_LINES),
    "ratio": Told(_WARNING,
        Text("dòng {line} ghi {got} %, nhưng dòng {part} ÷ dòng {whole} = {computed} %",
             "line {line} says {got} %, but line {part} ÷ line {whole} = {computed} %"), _CHECK_LINES),
}  # fmt: skip


def finding(rule: str, place: Place, **told: str | Text) -> Finding:
    """Make a finding by a rule of `RULES`, with what was found for the `{…}` of its texts."""
    short = {name: _short(value) for name, value in told.items()}
    return told_finding(RULES[rule], f"forms.{rule}", place, **short)


def _short(told: str | Text) -> str | Text:
    if isinstance(told, Text):
        return Text(_cut(told.vi), _cut(told.en))
    return _cut(told)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
