// The small map of the land finder: what was found, and a click that chooses where distances are measured from.

import { drawBackground } from "./map/background.js";
import { el } from "./map/dom.js";
import { byId, page } from "./map/page.js";
import { load, prepare, tellFailure } from "./map/small.js";

const BRAND = "#0b4a5a";
const NEAR = "#d99b00";
const SIZE_PX = 22;
const CROWD = 300;
let looked = "";

/** Bring the map to life. */
export async function start(map) {
  prepare(map);
  const shown = L.layerGroup().addTo(map);
  const form = byId("question");
  map.on("click", ({ latlng }) => {
    form.elements.near.value = "";
    form.elements.at.value = `${latlng.lng.toFixed(5)},${latlng.lat.toFixed(5)}`;
    form.elements.at.dispatchEvent(new Event("input", { bubbles: true }));
  });
  document.addEventListener("found", () => draw(map, shown));
  draw(map, shown);
  try {
    const [districts, places, wards] = await Promise.all(["districts", "places", "wards"].map(load));
    drawBackground(map, [], { districts, places, wards });
  } catch (error) {
    tellFailure("map-notice");
    throw error;
  }
}

function draw(map, shown) {
  shown.clearLayers();
  const told = byId("found-data");
  if (!told) return;
  const { sites, spot, km } = JSON.parse(told.textContent);
  if (spot && km) look(map, L.circle([spot[1], spot[0]], { radius: 1000 * km, interactive: false, fill: false, color: BRAND, weight: 1.5, dashArray: "4 5" }).addTo(shown));
  const size = sites.length > CROWD ? 3 : 5;
  for (const site of [...sites].reverse()) mark(shown, site, size);
  if (spot) L.marker([spot[1], spot[0]], { icon: L.divIcon({ className: "spot-mark", html: "★", iconSize: [24, 24] }), interactive: false, keyboard: false }).addTo(shown);
}

/** Look at the circle, once for each that is asked for: the reader may look elsewhere afterwards. */
function look(map, circle) {
  const asked = `${circle.getLatLng()} ${circle.getRadius()}`;
  if (asked !== looked) map.fitBounds(circle.getBounds(), { animate: false });
  looked = asked;
}

function mark(shown, [lon, lat, kind, place, name, id], size) {
  const made = place ? numbered([lat, lon], kind, place) : L.circleMarker([lat, lon], dot(kind, size));
  made.bindTooltip(el("span", { lang: page.language }, name), { className: "tip" }).addTo(shown);
  made.on("click", (event) => {
    L.DomEvent.stopPropagation(event);
    const card = byId(`site-${id}`);
    // what stands on another page of the list has no card here
    if (card) card.scrollIntoView({ block: "center" });
    else location.assign(`${page.sheets}/${id}`);
  });
}

function numbered(at, kind, place) {
  const icon = L.divIcon({ className: `number-mark ${kind}`, html: String(place), iconSize: [SIZE_PX, SIZE_PX] });
  return L.marker(at, { icon, keyboard: false });
}

function dot(kind, size) {
  const near = kind === "near";
  const colour = near ? NEAR : BRAND;
  return { radius: near ? size - 1 : size, color: colour, weight: size / 2.5, fillColor: kind === "meets" ? BRAND : "#fff", fillOpacity: 1 };
}
