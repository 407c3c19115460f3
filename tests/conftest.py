"""What all tests share: hypothesis profiles, and the rule that a required test may not be skipped."""

from datetime import date

import pytest
from hypothesis import settings

from geo.delivered import PACKAGE
from geo.publish import publish

settings.register_profile("default", max_examples=50, deadline=None)
settings.register_profile("soak", max_examples=2_000, deadline=None)
settings.load_profile("default")


@pytest.fixture(scope="session")
def published_home(tmp_path_factory):
    """A home with Hanoi published in it; who publishes there again takes a copy."""
    home = tmp_path_factory.mktemp("home")
    publish(PACKAGE, home, date(2026, 11, 22))
    return home


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Turn a skip into a failure, unless the test is marked optional."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail") and "optional" not in item.keywords:
        report.outcome = "failed"
        report.longrepr = f"a required test was skipped: {report.longrepr}"
