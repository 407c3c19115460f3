"""What all tests share: hypothesis profiles, and the rule that a required test may not be skipped."""

import pytest
from hypothesis import settings

settings.register_profile("default", max_examples=50, deadline=None)
settings.register_profile("soak", max_examples=2_000, deadline=None)
settings.load_profile("default")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Turn a skip into a failure, unless the test is marked optional."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail") and "optional" not in item.keywords:
        report.outcome = "failed"
        report.longrepr = f"a required test was skipped: {report.longrepr}"
