"""An editor and a reviewer at a home whose record holds the small package, and what they send."""

import io
import re
import shutil
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from geo.intake.form_files import WRITERS, FormFile
from geo.records.publishing import publish_head
from geo.records.store import open_records
from geo.records.users import Role, add_user
from tests.geo.conftest import make_package
from webmap import create_app
from webmap.settings import Settings

PASSWORD = "bốn từ khá dài"
EDITOR, REVIEWER = "lan", "minh"
SOUTH_02 = {"1": 100, "2": 80, "3": 25, "4": 20, "5": 80, "6": 20, "7": 2, "8": 18, "9": 1.5, "10": 0.25,
            "11": 12, "12": 9.5, "13": 1, "14": 0}  # fmt: skip
"""Biểu 02 of South: 25 ha serviced, 20 let, so 80 % of the ready land."""


def make_home(home: Path) -> Path:
    """Make a home with the small package in its record, published, and two people who may sign in."""
    records = open_records(home)
    records.adopt(make_package(), "server.py", "the package")
    publish_head(records, date(2026, 11, 22))
    add_user(records, EDITOR, PASSWORD, Role.EDITOR, "server.py")
    add_user(records, REVIEWER, PASSWORD, Role.REVIEWER, "server.py")
    records.close()
    return home


def copy_home(first: Path, to: Path) -> Path:
    """Copy a home, for a test that changes its record."""
    return Path(shutil.copytree(first, to))


def form_02(values=(), **more) -> bytes:
    """Fill in Biểu 02 of South for the first half of 2026."""
    told = {"period": "2026-H1", "cluster": "Cụm công nghiệp South", **more}
    return WRITERS["xlsx"](FormFile("02", values=SOUTH_02 | dict(values), **told))


class Person:
    """Somebody at a browser without scripts: pages are fetched, and forms sent with what the page gave."""

    def __init__(self, home: Path, name: str = "", **settings) -> None:
        self.app = create_app(Settings(home=home, **settings))
        self.client = self.app.test_client()
        if name:
            assert self.sign_in(name).status_code == 303

    def sign_in(self, name: str, password: str = PASSWORD, onward: str = "", **more):
        """Send the form to sign in."""
        told = {"name": name, "password": password, "next": onward}
        return self.send("/login", "sign-in", told, **more)

    def page(self, address: str) -> str:
        """Fetch a page."""
        return self.client.get(address).get_data(as_text=True)

    def token(self, address: str) -> str:
        """Find the token in the forms of a page."""
        found = re.search(r'name="csrf" value="([^"]+)"', self.page(address))
        return found[1] if found else ""

    def send(self, address: str, action: str, told=(), **more):
        """Send a form of a page."""
        data = {"csrf": self.token(address), "action": action, **dict(told)}
        return self.client.post(address, data=data, **more)

    def bring(self, kind: str, *files: tuple[str, bytes], **told) -> str:
        """Bring files, and return the address of the draft."""
        uploads = [(io.BytesIO(content), name) for name, content in files]
        answer = self.send("/intake", "bring", {"kind": kind, "files": uploads, **told})
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return urlsplit(answer.headers["Location"]).path

    def decide(self, address: str, action: str, reason: str = "đã đối chiếu", **told):
        """Accept or refuse as a reviewer who has looked at the page."""
        head = re.search(r'name="head" value="(\d+)"', self.page(address))
        return self.send(
            address, action, {"reason": reason, "head": head[1] if head else "", "seen": "yes", **told}
        )
