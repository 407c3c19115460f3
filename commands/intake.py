"""Bringing files in: what was understood and what is wrong is shown first; only `--accept` stores."""

import argparse
import json
from dataclasses import asdict, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

from commands.arguments import SHIPPED, the_record
from commands.entering import enter
from commands.telling import told
from geo.errors import QueryError, SourceError
from geo.intake.offered import plan_of, reader_of
from geo.intake.reading import Brought
from geo.records.publishing import publish_head
from geo.schema import Text
from geo.validate import Level
from webmap.settings import Settings

_NOTHING = Text(
    "chưa lưu gì; thêm --accept --by TÊN --why LÝ_DO để lưu",
    "nothing was stored; add --accept --by NAME --why TEXT to store it",
)
_FAULTY = Text(
    "chưa lưu gì: sửa chỗ sai, trả lời câu hỏi, hoặc thêm --skip-faulty để lưu phần còn lại",
    "nothing was stored: correct, answer what is asked, or store the rest with --skip-faulty",
)


def import_files(arguments: argparse.Namespace, settings: Settings) -> int:
    """Read report forms, tables, coordinates or GIS files; a dry run unless accepted."""
    if arguments.accept and not (arguments.by and arguments.why):
        raise QueryError("--accept needs --by NAME and --why TEXT: both stay in the record")
    read = reader_of(arguments.kind)
    files = [_brought(path) for path in arguments.files]
    records = the_record(settings)
    head = records.find_head() or enter(records, SHIPPED)
    package = records.package_at(head.number)
    plan = plan_of(read(files, package, _options(arguments.option)), package)
    faulty = bool(plan.questions) or any(finding.level is Level.ERROR for finding in plan.findings)
    print(_as_json(plan) if arguments.json else "\n".join(told(plan, arguments.language)))
    if not arguments.accept or (faulty and not arguments.skip_faulty):
        if not arguments.json:
            print((_FAULTY if faulty else _NOTHING).in_language(arguments.language))
        return 1 if faulty else 0
    revision = records.accept(
        plan.changes, arguments.by, arguments.why, files, based_on=head.number, sources=plan.sources
    )
    publish_head(records, date.today())
    if not arguments.json:
        vi = f"đã lưu thành lần sửa đổi {revision.number} của sổ và đã công bố"
        en = f"stored as revision {revision.number} of the record, and published"
        print(Text(vi, en).in_language(arguments.language))
    return 0


def _brought(path: Path) -> Brought:
    try:
        return Brought(path.name, path.read_bytes())
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror}") from error


def _options(pairs: list[str]) -> dict[str, str]:
    for pair in pairs:
        if not pair.partition("=")[1]:
            raise QueryError(f"--option {pair!r}; expected name=value, for example --option period=2024-H1")
    return {name: value for name, _, value in (pair.partition("=") for pair in pairs)}


def _as_json(plan: Any) -> str:
    names = ("statements", "findings", "questions", "changes", "effects", "totals", "sources")
    parts = {name: [_plain(part) for part in getattr(plan, name)] for name in names}
    return json.dumps(parts, ensure_ascii=False, indent=1, default=str)


def _plain(part: Any) -> Any:
    return asdict(part) if is_dataclass(part) and not isinstance(part, type) else part
