"""A backup holds everything, and a damaged or forged one is refused before anything is touched."""

import hashlib
import io
import json
import tarfile

import pytest

from geo.errors import IntakeError, QueryError, SourceError
from geo.intake.reading import Brought
from geo.records.backup import back_up
from geo.records.database import writing
from geo.records.files import read_kept
from geo.records.model import ENTRIES
from geo.records.proposals import Status, list_proposals, submit
from geo.records.restore import restore
from geo.records.store import open_records
from geo.records.users import Role, add_user, list_users, verify
from tests.geo.records.conftest import accept, facts_at, new_fact

PASSWORD = "một hai ba bốn năm"


@pytest.fixture
def backup(records, tmp_path):
    """A backup of a record with everything in it."""
    accept(records, new_fact("320"), files=[Brought("Biểu 02.xlsx", b"abc")])
    records.roll_back(1, "Lan", "nhầm")
    add_user(records, "Lan", PASSWORD, Role.REVIEWER, "test")
    submit(records, "forms", {"period": "2024"}, [Brought("x.csv", b"xyz")], "Lan", 3)
    outlines = records.home / "boundaries" / "wards.geojson"
    outlines.parent.mkdir()
    outlines.write_text("{}")
    raster = records.home / "rasters" / "dem-2021"
    raster.mkdir(parents=True)
    for name in ("raster.tif", "about.json", "measured.json"):
        (raster / name).write_text(name)
    back_up(records, tmp_path / "backup.tar")
    return tmp_path / "backup.tar"


@pytest.fixture
def empty(tmp_path):
    """An empty record in SQLite, whatever the other one is in."""
    records = open_records(tmp_path / "other")
    yield records
    records.close()


def test_all_that_was_there_is_there_again(records, backup, empty):
    told = restore(empty, backup)
    assert (told.revisions, told.files) == (3, 2)
    assert empty.revisions() == records.revisions()
    assert facts_at(empty, 2) == facts_at(records, 2)
    assert read_kept(empty.home, empty.revision(2).files[0].sha256) == b"abc"
    assert list_users(empty) == list_users(records)
    assert verify(empty, "Lan", PASSWORD, "here") is not None
    assert [proposal.status for proposal in list_proposals(empty)] == [Status.PENDING]
    assert (empty.home / "boundaries" / "wards.geojson").read_text() == "{}"
    rasters = {path.name: path.read_text() for path in (empty.home / "rasters" / "dem-2021").iterdir()}
    assert rasters == {"raster.tif": "raster.tif", "about.json": "about.json"}


def test_the_restored_record_goes_on(backup, empty):
    restore(empty, backup)
    assert accept(empty, new_fact("321")).number == 4
    assert "f900000002" in facts_at(empty, 4)


def test_a_record_that_is_there_is_replaced_only_when_asked(records, backup):
    accept(records, new_fact("9"))
    with pytest.raises(QueryError, match=r"4 revisions, 1 users\); back it up, then restore with --replace"):
        restore(records, backup)
    restore(records, backup, replace=True)
    assert records.head().number == 3
    with pytest.raises(SourceError, match="only ever added to"):
        erase(records)


def erase(records):
    with writing(records.engine) as connection:
        connection.execute(ENTRIES.delete())


def test_any_flipped_byte_is_noticed(backup, empty):
    content = backup.read_bytes()
    for place in range(700, len(content) - 20_000, len(content) // 25):
        damaged = bytearray(content)
        damaged[place] ^= 1
        backup.write_bytes(damaged)
        if is_padding(content, place):
            continue
        with pytest.raises(IntakeError):
            restore(empty, backup)
    assert empty.revisions() == []
    assert not (empty.home / "boundaries").exists()


def is_padding(content, place):
    """Tell whether a byte only fills a block of the archive up."""
    return not content[place : place // 512 * 512 + 512].strip(b"\0")


def test_half_a_backup_and_no_backup_are_refused(backup, empty, tmp_path):
    backup.write_bytes(backup.read_bytes()[:-30_000])
    with pytest.raises(IntakeError):
        restore(empty, backup)
    backup.write_bytes(b"hello")
    with pytest.raises(IntakeError, match="no whole backup"):
        restore(empty, backup)
    with pytest.raises(SourceError, match="cannot read"):
        restore(empty, tmp_path / "nowhere.tar")


def rewritten(backup, change):
    """Write a backup anew with its parts changed and all checksums of the manifest right again."""
    with tarfile.open(backup) as tar:
        parts = {member.name: tar.extractfile(member).read() for member in tar}
    manifest = json.loads(parts.pop("manifest.json"))
    change(parts)
    manifest["sha256"] = {name: hashlib.sha256(part).hexdigest() for name, part in parts.items()}
    parts["manifest.json"] = json.dumps(manifest).encode()
    with tarfile.open(backup, "w") as tar:
        for name, part in parts.items():
            member = tarfile.TarInfo(name)
            member.size = len(part)
            tar.addfile(member, io.BytesIO(part))


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "files/../../evil", "tables/../x.jsonl", "evil"])
def test_a_part_that_has_no_place_in_a_backup_is_refused(backup, empty, name):
    rewritten(backup, lambda parts: parts.update({name: b"evil"}))
    with pytest.raises(IntakeError, match="has no place in a backup"):
        restore(empty, backup)


def test_a_row_changed_in_a_backup_is_found_though_its_checksums_are_right(backup, empty):
    def forge(parts):
        parts["tables/entries.jsonl"] = parts["tables/entries.jsonl"].replace(b"320", b"920")

    rewritten(backup, forge)
    with pytest.raises(IntakeError, match="revision 2 of the backup is not what was recorded"):
        restore(empty, backup)


def test_a_kept_file_that_was_damaged_is_whole_again_once_restored(records, backup):
    kept = records.revision(2).files[0]
    path = records.home / "files" / kept.sha256
    path.write_bytes(b"x" * kept.size)
    restore(records, backup, replace=True)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == kept.sha256


def test_a_kept_file_that_was_damaged_stops_the_backup(records, backup):
    (records.home / "files" / records.revision(2).files[0].sha256).write_bytes(b"abd")
    before = backup.read_bytes()
    with pytest.raises(SourceError, match="is damaged"):
        back_up(records, backup)
    assert backup.read_bytes() == before
