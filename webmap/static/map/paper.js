// On paper: the map takes the width of the sheet and shows what it showed, its legend stands below it.

import { asked, but, replace } from "./address.js";
import { byId } from "./page.js";

/** Fit the map to the sheet before it is printed, and put it back afterwards. */
export function printWhole(map) {
  let before = null;
  window.addEventListener("beforeprint", () => {
    if (before) return;
    before = { bounds: map.getBounds(), centre: map.getCenter(), zoom: map.getZoom(), view: asked("view"), open: byId("legend").open };
    byId("legend").open = true;
    resize(map, true);
    map.fitBounds(before.bounds, { animate: false });
  });
  window.addEventListener("afterprint", () => {
    if (!before) return;
    byId("legend").open = before.open;
    resize(map, false);
    map.setView(before.centre, before.zoom, { animate: false });
    replace(but({ view: before.view }));
    before = null;
  });
}

/** Tell whether the map is on paper now, where nothing lies over it. */
export const isPrinting = () => document.documentElement.classList.contains("printing");

function resize(map, onPaper) {
  document.documentElement.classList.toggle("printing", onPaper);
  map.invalidateSize({ animate: false, pan: false });
}
