"""Which package is in the record, and what is published of it."""

from datetime import date
from pathlib import Path

from commands.arguments import SHIPPED
from geo.package import checksum, read_about, read_package
from geo.publish import find_published
from geo.records.publishing import publish_head
from geo.records.revisions import Kind, Revision
from geo.records.store import Records
from geo.snapshot import Snapshot

_BY = "server.py"


def enter(records: Records, folder: Path) -> Revision:
    """Take a package into the record, unless the record already stands on just this one."""
    head = records.find_head()
    if head is not None and head.about["checksum"] == checksum(folder):
        return head
    package = read_package(folder)
    known = head is not None and head.about["name"] == package.about.name
    why = "a newer version of the package" if known else "the package"
    return records.adopt(package, _BY, f"{why} {package.about.name}", checksum(folder))


def bring_out(records: Records, folder: Path | None) -> Snapshot | None:
    """Publish what is not published yet; None where a package is served that no record holds.

    Parameters
    ----------
    folder : the package asked for; without one, the record's own, or the shipped one where it is empty
    """
    if folder is not None:
        enter(records, folder)
        return publish_head(records, date.today(), folder)
    served, shipped = find_published(records.home), read_about(SHIPPED).name
    head = records.find_head()
    if head is None and served is not None and served.about["name"] != shipped:
        _say_served(served.about["title_en"])
        return None
    if head is None or _is_to_be_renewed(records, head, shipped):
        enter(records, SHIPPED)
    elif head.about["name"] != shipped:
        _say_served(head.about["title_en"])
    return publish_head(records, date.today(), SHIPPED)


def _say_served(title: str) -> None:
    print(f"serving {title}, which was published here", flush=True)


def _is_to_be_renewed(records: Records, head: Revision, shipped: str) -> bool:
    """Tell whether the shipped package is a newer version of all that the record holds."""
    if head.about["name"] != shipped or head.about["checksum"] == checksum(SHIPPED):
        return False
    if all(revision.kind is Kind.PACKAGE for revision in records.revisions()):
        return True
    print(
        f"the shipped package has changed; the record stays at revision {head.number}, for people changed it."
        f" To take the new version in and keep their changes: python server.py publish --package {SHIPPED}",
        flush=True,
    )
    return False
