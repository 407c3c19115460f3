// The head of the table stays in sight while the page scrolls: its box scrolls sideways, so CSS cannot do it.
const box = document.querySelector(".grid");
const head = box?.querySelector("thead");

function keepInSight() {
  const { top, bottom } = box.getBoundingClientRect();
  const down = Math.max(0, Math.min(-top, bottom - top - 3 * head.offsetHeight));
  head.style.transform = down ? `translateY(${down}px)` : "";
}

if (head) {
  addEventListener("scroll", keepInSight, { passive: true });
  addEventListener("resize", keepInSight);
  keepInSight();
}
