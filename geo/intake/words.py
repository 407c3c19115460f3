"""Words people write in cells for what the data say in a closed vocabulary."""

from collections.abc import Mapping
from typing import Any

from geo.intake.numbers import clean
from geo.schema import LotStatus, Status
from geo.text import fold

STATUS_WORDS: Mapping[str, tuple[str, ...]] = {
    Status.PLANNED: ("quy hoạch", "planned", "theo quy hoạch", "trong quy hoạch", "chưa thành lập"),
    Status.ESTABLISHED: ("đã thành lập", "established", "thành lập", "có quyết định thành lập"),
    Status.UNDER_CONSTRUCTION: ("đang xây dựng", "under construction", "đang xây dựng hạ tầng", "đang đầu tư",
                                "đang triển khai"),
    Status.INFRASTRUCTURE_COMPLETE: ("hoàn thành hạ tầng", "infrastructure complete", "đã hoàn thành hạ tầng",
                                     "xong hạ tầng"),
    Status.ACTIVE: ("đang hoạt động", "active", "hoạt động", "operating", "đã hoạt động", "đã đi vào hoạt động"),
}  # fmt: skip
LOT_STATUS_WORDS: Mapping[str, tuple[str, ...]] = {
    LotStatus.READY: (
        "sẵn sàng",
        "còn trống",
        "trống",
        "chưa cho thuê",
        "ready",
        "available",
        "vacant",
        "free",
    ),
    LotStatus.LATER: ("sau này", "later", "giai đoạn sau", "chưa sẵn sàng"),
    LotStatus.OPTIONED: ("giữ chỗ", "đặt chỗ", "đã đặt cọc", "optioned", "reserved"),
    LotStatus.LEASED: ("đã cho thuê", "leased", "đã thuê", "cho thuê", "let"),
    LotStatus.COMMITTED: ("đã chấp thuận", "committed", "đã cấp chứng nhận", "đã chấp thuận đầu tư"),
    LotStatus.PUBLIC: ("công cộng", "public", "cây xanh", "giao thông", "hạ tầng kỹ thuật"),
    LotStatus.BLOCKED: ("vướng mắc", "blocked", "vướng", "chưa gpmb", "tranh chấp"),
    LotStatus.UNKNOWN: ("không rõ", "unknown", "chưa rõ"),
}


def find_word(words: Mapping[str, tuple[str, ...]], said: Any) -> str | None:
    """Find the word of a vocabulary that a cell says, with or without accents."""
    folded = fold(clean(str(said))).replace("_", " ")
    for word, spellings in words.items():
        if folded == fold(word).replace("_", " ") or folded in {fold(spelling) for spelling in spellings}:
            return word
    return None
