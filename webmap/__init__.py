"""The web: HTTP, HTML and Leaflet over the domain in `geo`."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from webmap.app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    """Load the pages when somebody asks for them: a command that serves nothing starts in half the time."""
    if name == "create_app":
        from webmap.app import create_app

        return create_app
    raise AttributeError(name)
