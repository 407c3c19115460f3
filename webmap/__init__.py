"""The web: HTTP, HTML and Leaflet over the domain in `geo`."""

from webmap.app import create_app

__all__ = ["create_app"]
