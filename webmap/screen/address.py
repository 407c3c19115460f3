"""The address of a page as its state: every link of a fragment is this address with something changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode


@dataclass(frozen=True)
class Address:
    """A path and its parameters; those without a value are left out."""

    path: str
    texts: Mapping[str, str]

    def but(self, changes: Mapping[str, str | None] | None = None, **more: str | None) -> str:
        """Write the address with some parameters changed; None takes one out."""
        texts = {**self.texts, **(changes or {}), **more}
        return self.path + write_query({name: text for name, text in texts.items() if text})

    def chosen(self, name: str) -> list[str]:
        """List the alternatives a parameter holds."""
        text = self.texts.get(name, "")
        return text.split(",") if text else []

    def toggled(self, name: str, value: str) -> str:
        """Write the address with one alternative of a parameter added, or taken out of it."""
        chosen = self.chosen(name)
        after = [one for one in chosen if one != value] if value in chosen else [*chosen, value]
        return self.but({name: ",".join(after) or None, "page": None})

    def at(self, path: str, **changes: str | None) -> str:
        """Write the address of another page about the same."""
        return Address(path, self.texts).but(changes)


def write_query(texts: Mapping[str, str]) -> str:
    """Write parameters as a query string, commas as they are; empty without any."""
    return f"?{urlencode(texts, safe=',:', quote_via=quote)}" if texts else ""
