// What is selected by place: inside a shape that is drawn, or within what is in view.

import { asked, but } from "./address.js";
import { go } from "./ask.js";
import { el } from "./dom.js";
import { byId, page, text } from "./page.js";

const INK = page.inks.known;

/** Tie the tools to the map; `isDrawing` tells whether a click sets a corner, `show` draws what the address says. */
export function offerShapes(map) {
  map.createPane("shape").style.zIndex = 460;
  const state = { map, corners: null, sketch: null, dots: L.layerGroup().addTo(map), held: L.layerGroup().addTo(map) };
  byId("place-tools").hidden = false;
  byId("draw-shape").addEventListener("click", () => (state.corners ? stop(state) : begin(state)));
  map.on("click", ({ latlng }) => state.corners && add(state, latlng));
  map.on("dblclick", () => state.corners && finish(state));
  map.on("mousemove", ({ latlng }) => state.corners?.length && state.sketch.setLatLngs([...state.corners, latlng]));
  document.addEventListener("keydown", (event) => state.corners && press(state, event), { capture: true });
  followView(map);
  return { isDrawing: () => state.corners !== null, show: () => show(state) };
}

function begin(state) {
  state.corners = [];
  state.sketch = L.polyline([], { pane: "shape", interactive: false, color: INK, weight: 2, dashArray: "6 4" }).addTo(state.map);
  state.map.doubleClickZoom.disable();
  dress(state, true);
}

function add({ corners, sketch, dots, map }, at) {
  const last = corners.at(-1);
  const isAgain = last && map.latLngToContainerPoint(last).distanceTo(map.latLngToContainerPoint(at)) < 4;
  if (isAgain) return;
  corners.push(at);
  L.circleMarker(at, { pane: "shape", radius: 4, weight: 0, fillColor: INK, fillOpacity: 1, interactive: false }).addTo(dots);
  sketch.setLatLngs(corners);
}

function press(state, event) {
  if (event.key !== "Escape" && event.key !== "Enter") return;
  if (event.key === "Enter" && state.corners.length < 3) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === "Enter") finish(state);
  else stop(state);
}

function finish(state) {
  const { corners } = state;
  stop(state);
  if (corners.length < 3) return;
  const ring = corners.map(({ lat, lng }) => `${lng.toFixed(5)},${lat.toFixed(5)}`).join(",");
  go(but({ within: ring, page: null }));
}

function stop(state) {
  state.sketch?.remove();
  state.dots.clearLayers();
  state.corners = state.sketch = null;
  // the double click that closes the shape is not over yet
  setTimeout(() => state.map.doubleClickZoom.enable());
  dress(state, false);
}

function dress({ map }, isOn) {
  map.getContainer().classList.toggle("with-pen", isOn);
  byId("draw-shape").setAttribute("aria-pressed", isOn);
  byId("shape-help").hidden = !isOn;
}

/** Show the shape of the address, with a sign that takes it away. */
function show({ held }) {
  const numbers = (asked("within") ?? "").split(",").map(Number);
  held.clearLayers();
  if (numbers.length < 6 || !numbers.every(Number.isFinite)) return;
  const ring = numbers.flatMap((lon, turn) => (turn % 2 ? [] : [L.latLng(numbers[turn + 1], lon)]));
  L.polygon(ring, { pane: "shape", interactive: false, color: INK, weight: 2, dashArray: "6 4", fillOpacity: 0.06 }).addTo(held);
  const top = ring.reduce((one, other) => (other.lat > one.lat ? other : one));
  const html = el("button", { type: "button", class: "shape-close", title: text("remove_shape"), "aria-label": text("remove_shape") }, "×");
  html.addEventListener("click", (event) => {
    event.stopPropagation();
    go(but({ within: null, page: null }));
  });
  L.marker(top, { icon: L.divIcon({ html, className: "shape-sign", iconSize: null }), keyboard: false }).addTo(held);
}

/** While it is wanted, the selection is what is in view; it follows the map. */
function followView(map) {
  const choice = byId("in-view");
  choice.addEventListener("change", () => go(but({ extent: choice.checked ? extentOf(map) : null, page: null })));
  map.on("moveend", () => {
    if (asked("extent") && asked("extent") !== extentOf(map)) go(but({ extent: extentOf(map), page: null }), { quietly: true });
  });
}

function extentOf(map) {
  const bounds = map.getBounds();
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((degree) => degree.toFixed(4)).join(",");
}
