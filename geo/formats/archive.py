"""Zip archives whose bytes follow from their content alone."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date

_ORDINARY_FILE = 0o100644 << 16


def to_zip(files: Mapping[str, bytes], day: date) -> bytes:
    """Pack files in their order, all of them dated the same day."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _ORDINARY_FILE
            entry.create_system = 3
            archive.writestr(entry, body)
    return packed.getvalue()
