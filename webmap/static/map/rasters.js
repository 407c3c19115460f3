// A raster below the clusters: its tiles, how opaque they are, and the value under the pointer or at the centre.

import { el } from "./dom.js";
import { byId, text } from "./page.js";

const PATIENCE_MS = 200;
const WHOLE = 100;
const EDGE_DEGREES = 1e-6;

/** Tie the raster that the page tells of to the map; `show` takes up what it tells now. */
export function offerRaster(map) {
  const pane = map.createPane("raster");
  pane.style.zIndex = 220;
  pane.style.pointerEvents = "none";
  const said = addReadout(map);
  let tiles = null;
  let shown = null;
  document.addEventListener("input", ({ target }) => {
    if (target.id !== "raster-opacity") return;
    byId("opacity-said").textContent = target.value;
    tiles?.setOpacity(target.value / WHOLE);
  });
  return {
    show() {
      const told = byId("raster-shown")?.dataset ?? null;
      if (told?.tiles !== shown?.tiles) {
        tiles?.remove();
        tiles = told && layerOf(told).addTo(map);
      }
      tiles?.setOpacity(told.opacity / WHOLE);
      shown = told && { ...told };
      said.readFrom(shown);
    },
  };
}

/** Tiles that do not touch the raster are not asked for. */
function layerOf({ tiles, bounds }) {
  const [west, south, east, north] = JSON.parse(bounds);
  const within = [[south + EDGE_DEGREES, west + EDGE_DEGREES], [north - EDGE_DEGREES, east - EDGE_DEGREES]];
  return L.tileLayer(tiles, { pane: "raster", bounds: within, className: "raster-tile" });
}

/** A line over the map that says the value: under the pointer, or at the centre when the map is moved by keys. */
function addReadout(map) {
  const value = el("b", {});
  const where = el("span", {});
  const box = el("p", { class: "card readout", hidden: "" }, where, " ", value);
  const Readout = L.Control.extend({ onAdd: () => box });
  new Readout({ position: "bottomright" }).addTo(map);
  let source = null;
  let timer = 0;
  let request = null;
  const ask = (at, said, live) => {
    clearTimeout(timer);
    if (source) timer = setTimeout(() => read(at.wrap(), said, live), PATIENCE_MS);
  };
  const read = async ({ lng, lat }, said, live) => {
    request?.abort();
    const own = (request = new AbortController());
    const address = new URL(source.value, location);
    address.searchParams.set("lon", lng.toFixed(6));
    address.searchParams.set("lat", lat.toFixed(6));
    const answer = await fetch(address, { signal: own.signal }).catch(() => null);
    if (own !== request) return;
    const told = answer?.ok ? await answer.json() : null;
    box.setAttribute("aria-live", live ? "polite" : "off");
    where.textContent = text(said);
    value.textContent = told?.words ?? text("no_data");
  };
  map.on("mousemove", ({ latlng }) => ask(latlng, "at_pointer", false));
  map.on("click", ({ latlng }) => ask(latlng, "at_pointer", false));
  map.on("moveend", () => ask(map.getCenter(), "at_centre", map.getContainer().contains(document.activeElement)));
  return {
    readFrom(told) {
      source = told;
      box.hidden = !told;
      if (told) ask(map.getCenter(), "at_centre", false);
    },
  };
}
