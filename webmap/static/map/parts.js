// Parts of the page that the server has made: each is put in its place when it says something new.

const FOCUSABLE = "a[href], button, input, select, textarea, summary";
const placed = new Map();
const scrolled = new Map();

// noted while people scroll: asking every element at each answer would make the browser lay out the page once more
document.addEventListener("scroll", ({ target }) => {
  if (target.id) scrolled.set(target.id, { scrollTop: target.scrollTop, scrollLeft: target.scrollLeft });
}, { capture: true, passive: true });

/** Put every part in its place; focus, open details and what was scrolled stay as they were. */
export function placeParts(parts) {
  for (const [name, html] of Object.entries(parts)) {
    const place = document.getElementById(`part-${name}`);
    if (!place || placed.get(name) === html) continue;
    placed.set(name, html);
    const putBack = [keepFocus(place), keepDetails(place), keepScroll(place)];
    place.innerHTML = html;
    for (const restore of putBack) restore();
  }
}

/** The focus stays on the element of the same id, else on the one at the same turn. */
function keepFocus(place) {
  const here = document.activeElement;
  if (!place.contains(here) || here === place) return () => {};
  const turn = [...place.querySelectorAll(FOCUSABLE)].indexOf(here);
  const { id } = here;
  return () => {
    const all = [...place.querySelectorAll(FOCUSABLE)];
    const there = (id && document.getElementById(id)) || all[Math.min(turn, all.length - 1)];
    if (there) there.focus({ preventScroll: true });
    else {
      place.tabIndex = -1;
      place.focus({ preventScroll: true });
    }
  };
}

function keepDetails(place) {
  const states = [...place.querySelectorAll("details[id]")].map(({ id, open }) => [id, open]);
  return () => {
    for (const [id, open] of states) {
      const there = document.getElementById(id);
      if (there) there.open = open;
    }
  };
}

function keepScroll(place) {
  const states = [...scrolled].filter(([id]) => place.querySelector(`#${CSS.escape(id)}`));
  return () => {
    for (const [id, at] of states) Object.assign(document.getElementById(id) ?? {}, at);
  };
}
