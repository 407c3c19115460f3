"""The shipped data, published once for all tests of the web."""

from datetime import date

import pytest

from geo.delivered import PACKAGE
from geo.publish import publish


@pytest.fixture(scope="session")
def published_home(tmp_path_factory):
    """A home with Hanoi published in it."""
    home = tmp_path_factory.mktemp("home")
    publish(PACKAGE, home, date(2026, 11, 22))
    return home
