// What the small maps of a page share: their controls, what they fetch, and the word where that fails.

import { byId, page, text } from "./page.js";

/** Give a map its controls and its name. */
export function prepare(map) {
  const container = map.getContainer();
  container.setAttribute("role", "region");
  container.setAttribute("aria-label", text("map"));
  map.scrollWheelZoom.disable();
  L.control.zoom({ position: "topright", zoomInTitle: text("zoom_in"), zoomOutTitle: text("zoom_out") }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  new ResizeObserver(() => map.invalidateSize()).observe(container);
}

/** Fetch the features of a layer that have a place. */
export async function load(name) {
  const answer = await fetch(page.addresses[name]);
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return (await answer.json()).features.filter((feature) => feature.geometry);
}

/** Say below the map that it could not be loaded. */
export function tellFailure(id) {
  const notice = byId(id);
  notice.textContent = text("loading_failed");
  notice.hidden = false;
}
