"""What was measured in a browser, as tables: each time and size as a share of its limit, beside the peer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.bare import NAME as PEER
from bench.page import table
from bench.report import OURS, Figure

BEGIN = "<!-- measured in a browser: written by `make bench`; do not edit up to the next such mark -->"
END = "<!-- measured in a browser: end -->"
_NONE = "–"


@dataclass(frozen=True)
class Timing:
    """How long a person waits, for us and for the peer; without a limit it is said for information."""

    title: str
    ours: Figure | None
    peer: Figure | None
    limit_ms: float | None = None


@dataclass(frozen=True)
class Script:
    """The JavaScript one page brings, packed."""

    page: str
    bytes: int


@dataclass(frozen=True)
class Seen:
    """All that one run in a browser found out."""

    timings: Sequence[Timing]
    scripts: Sequence[Script]
    scripts_limit: int
    about: Mapping[str, str]
    skipped: Sequence[str] = ()


def to_markdown(seen: Seen) -> str:
    """Write what people wait for, and what pages weigh."""
    head = ("what", "limit", f"{OURS} (lowest to highest)", "of the limit", PEER, f"we ÷ {PEER}", "")
    parts = [
        "\n".join(f"- {name}: {value}" for name, value in seen.about.items()),
        "### What a person waits for\n\n" + table(head, map(_timing, seen.timings)),
        "### JavaScript of a page, packed\n\n" + table(("page", "kB", "of the limit", ""), _scripts(seen)),
    ]
    if seen.skipped:
        parts.append("### Not measured in the browser\n\n" + "\n".join(f"- {line}" for line in seen.skipped))
    return "\n\n".join(parts)


def _timing(timing: Timing) -> tuple[str, ...]:
    ours, peer, limit = timing.ours, timing.peer, timing.limit_ms
    return (
        timing.title,
        _NONE if limit is None else f"≤ {limit:,.0f} ms",
        _ms(ours),
        _NONE if ours is None or limit is None else f"{ours.middle / limit:.0%}",
        _ms(peer),
        _NONE if ours is None or peer is None else f"{ours.middle / peer.middle:.2g} ×",
        _verdict(None if ours is None else ours.middle, limit),
    )


def _ms(figure: Figure | None) -> str:
    if figure is None:
        return _NONE
    return f"{figure.middle:,.0f} ms ({figure.least:,.0f} to {figure.most:,.0f})"


def _scripts(seen: Seen) -> Iterator[tuple[str, ...]]:
    for script in seen.scripts:
        share = script.bytes / seen.scripts_limit
        verdict = _verdict(script.bytes, seen.scripts_limit)
        yield script.page, f"{script.bytes / 1000:.1f}", f"{share:.0%}", verdict


def _verdict(value: float | None, limit: float | None) -> str:
    if limit is None:
        return "for information"
    if value is None:
        return "not measured"
    return "reached" if value <= limit else "**not reached**"
