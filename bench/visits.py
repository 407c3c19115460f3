"""Visits of a page in a real Chromium: with an empty cache, over a slow line and processor, and traced."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize

from bench.tracing import CATEGORIES, DRAWN, INPUT, SHOWN, first_drawn_ms, shown_ms

_SCREEN: ViewportSize = {"width": 1440, "height": 900}
_SETTLED_MS = 400
"""What a page does after its first picture must not lie in the time of what is asked next."""

_WAIT_FOR = """
name => new Promise((seen) =>
  new PerformanceObserver((list) => list.getEntriesByName(name).length && seen())
    .observe({ type: "mark", buffered: true }))
"""
_TWO_FRAMES = "new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))"
_CHANGE = f"""
([name, value]) => new Promise((seen, failed) => {{
  const controls = [...document.querySelectorAll(`[name="${{CSS.escape(name)}}"]`)];
  const control = controls.find((one) => one.tagName === "SELECT" || one.value === value) ?? controls[0];
  if (!control) return failed(new Error(`no control is called ${{name}}`));
  new PerformanceObserver((list) => list.getEntriesByName("{SHOWN}").length && seen())
    .observe({{ type: "mark" }});
  if (control.type === "checkbox" || control.type === "radio") control.checked = !control.checked;
  else control.value = control.value === value ? "" : value;
  performance.mark("{INPUT}");
  control.dispatchEvent(new Event("input", {{ bubbles: true }}));
  control.dispatchEvent(new Event("change", {{ bubbles: true }}));
}})
"""


@dataclass(frozen=True)
class Conditions:
    """How quick the line and the processor of a visitor are; none of it slowed by default."""

    bytes_s: float = -1
    latency_ms: float = 0
    processor: int = 1


FREE = Conditions()
SLOW = Conditions(bytes_s=10e6 / 8, latency_ms=40, processor=4)
BUSY = Conditions(processor=4)


@dataclass
class Loaded:
    """What came over the line: bytes, and kind, of each address once."""

    kinds: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def bytes_of(self, kind: str) -> int:
        """Add up what came of one kind: `Script`, `Fetch`, …"""
        return sum(size for address, size in self.sizes.items() if self.kinds.get(address) == kind)


@dataclass(frozen=True)
class Visit:
    """A page that is open, and what it loaded."""

    browser: Browser
    page: Page
    loaded: Loaded

    def wait_for(self, mark: str) -> None:
        """Wait until the page has set a mark."""
        self.page.evaluate(_WAIT_FOR, mark)

    def first_drawn_ms(self, address: str) -> float:
        """Go to a map, and measure until it is drawn."""
        with self._traced() as events:
            self.page.goto(address, wait_until="commit")
            self.wait_for(DRAWN)
        return first_drawn_ms(events)

    def shown_ms(self, name: str, value: str) -> float:
        """Change a control of the filter, and measure until the answer is on the screen."""
        with self._traced() as events:
            self.page.evaluate(_CHANGE, [name, value])
        return shown_ms(events)

    @contextmanager
    def _traced(self) -> Iterator[list[dict[str, Any]]]:
        """Trace what is done in the block; the list is filled when it ends."""
        events: list[dict[str, Any]] = []
        self.browser.start_tracing(page=self.page, categories=list(CATEGORIES))
        try:
            yield events
            self.page.evaluate(_TWO_FRAMES)
            self.page.wait_for_timeout(_SETTLED_MS)
        finally:
            events += json.loads(self.browser.stop_tracing())["traceEvents"]


@contextmanager
def visiting(browser: Browser, conditions: Conditions) -> Iterator[Visit]:
    """Open an empty page of a new visitor, who has nothing in the cache."""
    context = browser.new_context(viewport=_SCREEN, reduced_motion="reduce")
    try:
        page = context.new_page()
        session = context.new_cdp_session(page)
        loaded = _listen(session)
        _slow_down(session, conditions)
        yield Visit(browser, page, loaded)
    finally:
        context.close()


def _slow_down(session: CDPSession, conditions: Conditions) -> None:
    line = {
        "offline": False,
        "latency": conditions.latency_ms,
        "downloadThroughput": conditions.bytes_s,
        "uploadThroughput": conditions.bytes_s,
    }
    session.send("Network.emulateNetworkConditions", line)
    session.send("Emulation.setCPUThrottlingRate", {"rate": conditions.processor})


def _listen(session: CDPSession) -> Loaded:
    loaded, addresses = Loaded(), {}

    def asked(event: dict[str, Any]) -> None:
        addresses[event["requestId"]] = event["request"]["url"]

    def answered(event: dict[str, Any]) -> None:
        loaded.kinds[event["response"]["url"]] = event["type"]

    def finished(event: dict[str, Any]) -> None:
        loaded.sizes.setdefault(addresses[event["requestId"]], int(event["encodedDataLength"]))

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    return loaded
