// What makes the map readable without a basemap: names, outlines of units, a grid of degrees.

import { el, svg } from "./dom.js";
import { byId, fold, narrow, number, page, shortName } from "./page.js";
import { isPrinting } from "./paper.js";

const GAP_PX = 4;
const GRID_STEPS = [[8.5, 0.5], [10, 0.2], [11.5, 0.1], [13, 0.05], [15, 0.01], [99, 0.005]];
const KINDS = {
  capital: { from: 0, height: 20, font: "700 16px sans-serif" },
  district: { from: 9, height: 15, font: "600 12px sans-serif", spacing: 0.6 },
  airport: { from: 9.5, height: 15, font: "italic 11px sans-serif", sign: true },
  place: { from: 11, height: 15, font: "11px sans-serif" },
  cluster: { from: 12, height: 16, font: "600 12px sans-serif" },
  ward: { from: 12.5, height: 15, font: "11px sans-serif" },
};
const PLANE = "M8 1 9.2 2.2V6L15 9.6V11L9.2 9.2V12.6L11 14V15L8 14.2 5 15V14L6.8 12.6V9.2L1 11V9.6L6.8 6V2.2Z";
const SIGN_PX = 16;
const TITLED = [
  ["airport", "Sân bay quốc tế ", "international_airport"],
  ["airport", "Sân bay ", "airport"],
  ["river port", "Cảng ", "river_port"],
];
const pen = document.createElement("canvas").getContext("2d");

/** Draw what is known around the clusters; every part of it may be missing.
 *
 * `circles` tells where areas are drawn as circles, null while none are; `isShown` which clusters are to be named.
 * The small map has no circles and names all. The way to draw it again is returned. */
export function drawBackground(map, clusters, { districts, places, wards }, circles = () => null, isShown = () => true) {
  for (const [name, order] of [["grid", 200], ["units", 210], ["names", 380], ["clusterNames", 450]]) {
    map.createPane(name).style.zIndex = order;
    map.getPane(name).style.pointerEvents = "none";
  }
  [districts, places, wards] = [districts, places, wards].map((units) => units.filter(({ geometry }) => geometry));
  drawOutlines(map, wards, { weight: 0.8, color: "#8fa3ad" });
  drawOutlines(map, districts, { weight: 1.4, color: "#6f8692" });
  const labels = distinct([
    ...places.map(placeLabel),
    ...districts.map((feature) => label("district", feature, feature.properties.name)),
    ...clusters.filter((feature) => feature.geometry).map(clusterLabel),
    ...wards.map((feature) => label("ward", feature, feature.properties.name)),
  ]);
  const shown = L.layerGroup().addTo(map);
  const redraw = () => {
    shown.clearLayers();
    drawGrid(map, shown);
    drawLabels(map, shown, labels.filter(({ kind, id }) => kind !== "cluster" || isShown(id)), circles());
  };
  map.on("moveend resize", redraw);
  redraw();
  return redraw;
}

function drawOutlines(map, features, style) {
  const outlined = features.filter((feature) => feature.geometry?.type.endsWith("Polygon"));
  if (!outlined.length) return;
  L.geoJSON(outlined, { pane: "units", interactive: false, style: { ...style, fillColor: "#fff", fillOpacity: 0.6 } }).addTo(map);
}

function placeLabel(feature) {
  const { name, kind } = feature.properties;
  const bare = name.replace(/\s*\(.*\)$/, "");
  if (joined(bare) === joined(page.province)) return label("capital", feature, page.province);
  const found = label(kind.startsWith("airport") ? "airport" : "place", feature, bare);
  const titled = TITLED.find(([one, title]) => kind.startsWith(one) && bare.startsWith(title));
  return titled ? { ...found, ...inLanguage(titled, bare) } : found;
}

/** Say what kind of place it is in the language of the page; its own name stays. */
function inLanguage([, title, key], bare) {
  const name = bare.slice(title.length);
  const [before, after] = page.texts[key].split("{name}");
  return { words: before + name + after, content: el("span", {}, before, el("span", { class: "own", lang: "vi" }, name), after) };
}

function clusterLabel(feature) {
  const { at, bounds } = whereabouts(feature);
  const above = bounds ? L.latLng(bounds.getNorth(), at.lng) : at;
  return { kind: "cluster", id: feature.properties.id, at: above, words: shortName(feature.properties), mark: at };
}

const label = (kind, feature, words) => ({ kind, words, id: feature.id, at: whereabouts(feature).at });

function whereabouts({ geometry }) {
  if (geometry.type === "Point") return { at: L.GeoJSON.coordsToLatLng(geometry.coordinates) };
  const bounds = L.geoJSON(geometry).getBounds();
  return { at: bounds.getCenter(), bounds };
}

const joined = (name) => fold(name).replaceAll(" ", "");

/** A name that stands there already as another kind of place is written once; clusters keep theirs. */
function distinct(labels) {
  const order = Object.keys(KINDS);
  const seen = new Set();
  return labels
    .sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind))
    .filter(({ kind, words }) => {
      if (kind === "cluster") return true;
      const isNew = !seen.has(joined(words));
      seen.add(joined(words));
      return isNew;
    });
}

/** Write the names that fit, the important ones first; each evades the clusters' marks as well as it can. */
function drawLabels(map, shown, labels, circles) {
  const zoom = map.getZoom();
  const view = map.getBounds().pad(0.05);
  const near = labels.filter(({ at }) => view.contains(at));
  const marks = near.filter(({ mark }) => mark).map(({ mark }) => around(map.latLngToContainerPoint(mark), 14, 14));
  const taken = narrow.matches || isPrinting() || !byId("legend") ? [] : [legendBox(map)];
  for (const one of near) {
    if (zoom < KINDS[one.kind].from) continue;
    const strangers = circles && isUnit(one) ? boxesOfOthers(map, circles, one) : [];
    const spots = spotsOf(map, one, circles !== null).filter(({ box }) => isFree(map, box, [...taken, ...strangers]));
    const spot = bestOf(spots, marks);
    if (!spot) continue;
    taken.push(spot.box);
    writeLabel(map, shown, one, spot.at);
    if (KINDS[one.kind].sign) taken.push(drawPlane(map, shown, one.at));
  }
}

/** Names half under the legend cannot be read. */
function legendBox(map) {
  const [room, legend] = [map.getContainer(), byId("legend")].map((one) => one.getBoundingClientRect());
  return { left: legend.left - room.left, right: legend.right - room.left, top: legend.top - room.top, bottom: legend.bottom - room.top };
}

const isUnit = ({ kind }) => kind === "district" || kind === "ward";

/** The circles a name could be taken for: those of other areas. */
function boxesOfOthers(map, circles, { id }) {
  const others = circles.filter((circle) => circle.id !== id);
  return others.map(({ at, radius }) => around(map.latLngToContainerPoint(at), 2 * radius, 2 * radius));
}

function drawPlane(map, shown, at) {
  const html = svg("svg", { viewBox: "0 0 16 16", class: "plane", "aria-hidden": "true" }, svg("path", { d: PLANE }));
  const icon = L.divIcon({ html, className: "name", iconSize: null });
  L.marker(at, { icon, pane: "names", interactive: false, keyboard: false }).addTo(shown);
  return around(map.latLngToContainerPoint(at), SIGN_PX, SIGN_PX);
}

function isFree(map, box, taken) {
  const { x, y } = map.getSize();
  const inside = box.left > 0 && box.right < x && box.top > 0 && box.bottom < y;
  return inside && !taken.some((other) => overlap(box, other));
}

function bestOf(spots, marks) {
  const covered = spots.map(({ box }) => marks.filter((mark) => overlap(box, mark)).length);
  return spots[covered.indexOf(Math.min(...covered))];
}

function writeLabel(map, shown, { kind, words, content }, at) {
  const icon = L.divIcon({ html: content ?? el("span", { lang: "vi" }, words), className: `name name-${kind}`, iconSize: null });
  const pane = kind === "cluster" ? "clusterNames" : "names";
  L.marker(map.containerPointToLatLng(at), { icon, pane, interactive: false, keyboard: false }).addTo(shown);
}

/** Where a name may stand: a cluster's above it, one with a sign beside that; others on their place, or a little
 * beside it, but a unit's on its own mark, or one line off, where units are what is coloured. */
function spotsOf(map, { kind, at, words }, ofAreas) {
  const { height, font, sign, spacing = 0 } = KINDS[kind];
  pen.font = font;
  const width = pen.measureText(words).width + spacing * words.length + 2 * GAP_PX;
  const here = map.latLngToContainerPoint(at);
  const aside = width / 2 + GAP_PX;
  const lines = [[0, -height], [0, height]];
  const own = [[0, 0], ...lines];
  const beside = aside + (sign ? SIGN_PX / 2 : 0);
  const sides = [[beside, 0], [-beside, 0]];
  const further = [...own, ...sides, [0, -2 * height], [0, 2 * height]];
  const shifts = kind === "cluster" ? [[0, -height]] : sign ? [...sides, ...lines] : ofAreas && isUnit({ kind }) ? own : further;
  return shifts.map((shift) => {
    const spot = here.add(shift);
    return { at: spot, box: around(spot, width, height) };
  });
}

function around({ x, y }, width, height) {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

function overlap(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/** Draw meridians and parallels, with their degrees at the upper and right edge. */
function drawGrid(map, shown) {
  const view = map.getBounds();
  const step = GRID_STEPS.find(([zoom]) => map.getZoom() < zoom)[1];
  const style = { pane: "grid", interactive: false, color: "#cdd8dc", weight: 1 };
  const edge = map.getSize();
  for (const lon of multiples(view.getWest(), view.getEast(), step)) {
    L.polyline([[view.getSouth(), lon], [view.getNorth(), lon]], style).addTo(shown);
    const { x } = map.latLngToContainerPoint([view.getNorth(), lon]);
    if (x > 30 && x < edge.x - 60) degree(map, shown, [x, 2], lon, "lon");
  }
  for (const lat of multiples(view.getSouth(), view.getNorth(), step)) {
    L.polyline([[lat, view.getWest()], [lat, view.getEast()]], style).addTo(shown);
    const { y } = map.latLngToContainerPoint([lat, view.getEast()]);
    if (y > 130 && y < edge.y - 50) degree(map, shown, [edge.x - 4, y], lat, "lat");
  }
}

function multiples(least, most, step) {
  const found = [];
  for (let turn = Math.ceil(least / step); turn * step <= most; turn += 1) found.push(turn * step);
  return found;
}

function degree(map, shown, at, value, axis) {
  const html = el("span", {}, `${number(value)}°`);
  const icon = L.divIcon({ html, className: `degree degree-${axis}`, iconSize: null });
  L.marker(map.containerPointToLatLng(at), { icon, pane: "names", interactive: false, keyboard: false }).addTo(shown);
}
