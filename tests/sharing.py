"""What takes long to make is made once a run, whichever of its workers asks first."""

import fcntl
import os


def made_once(tmp_path_factory, name, make):
    """Name a folder that `make(folder)` has filled; other workers of the run wait for it, and share it.

    What failed half-way is made anew by the next that asks, in a folder of its own.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    made = shared / f"{name}.made"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            folder = tmp_path_factory.mktemp(name)
            make(folder)
            made.write_text(str(folder))
    return type(own)(made.read_text())
