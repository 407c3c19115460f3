"""What is said of districts and wards on a map: why they are drawn as they are, what they leave out."""

from flask_babel import gettext

from geo.snapshot import Snapshot
from webmap.pages.wording import amount


def has_outlines(snapshot: Snapshot) -> bool:
    """Tell whether the wards have outlines, not only points."""
    bounds = snapshot.collections["wards"].bounds
    return bool((bounds[:, 0] < bounds[:, 2]).any())


def said_of_kind(kind: str, snapshot: Snapshot) -> str:
    """Say it of former districts or of wards."""
    return _said_of_districts(snapshot) if kind == "districts" else _said_of_wards(snapshot)


def _said_of_districts(snapshot: Snapshot) -> str:
    shares = snapshot.collections["wards"].columns["former_districts"].to_pylist()
    split = sum("|" in (share or "") for share in shares)
    said = gettext(
        "The districts of before July 2025 are drawn as circles: their area is never put together from"
        " today's wards, for {split} of {wards} wards lie in several of them."
    )
    return str(said).format(split=amount(split), wards=amount(len(shares)))


def _said_of_wards(snapshot: Snapshot) -> str:
    codes = snapshot.collections["clusters"].columns["ward_code"]
    said = [str(gettext("Not counted in any ward, because it is not known which: {count} clusters.")).format(
        count=amount(codes.null_count)
    )]  # fmt: skip
    if not has_outlines(snapshot):
        said.append(str(gettext("No outlines of wards are imported: circles stand at their points.")))
    return " ".join(said)
