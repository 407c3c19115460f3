"""What workers of one run share is made by one of them, whole."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.sharing import made_once


def test_of_all_that_ask_at_once_one_makes_it(tmp_path_factory):
    made = []

    def make(folder):
        made.append(folder)
        (folder / "whole").touch()

    with ThreadPoolExecutor(4) as pool:
        folders = list(pool.map(lambda _: made_once(tmp_path_factory, "shared-at-once", make), range(4)))
    assert made == [folders[0]] and set(folders) == {folders[0]}
    assert (folders[0] / "whole").exists()


def test_what_failed_is_made_anew(tmp_path_factory):
    def fail(folder):
        (folder / "half").touch()
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        made_once(tmp_path_factory, "shared-after-failure", fail)
    assert list(made_once(tmp_path_factory, "shared-after-failure", lambda _: None).iterdir()) == []
