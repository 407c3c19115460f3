"""What can be set. The environment is read in `server.py` alone; tests build `Settings` directly."""

from dataclasses import dataclass
from pathlib import Path

from geo.publish import SNAPSHOTS

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """The settings of one running atlas."""

    home: Path = PROJECT / "var"
    page_limit: int = 100
    page_limit_max: int = 10_000

    @property
    def snapshots(self) -> Path:
        """Name the folder the served snapshots live in."""
        return self.home / SNAPSHOTS
