// What makes the map readable without a basemap: names, outlines of units, a grid of degrees.

import { el } from "./dom.js";
import { fold, number, page, shortName } from "./page.js";

const GAP_PX = 4;
const GRID_STEPS = [[8.5, 0.5], [10, 0.2], [11.5, 0.1], [13, 0.05], [15, 0.01], [99, 0.005]];
const KINDS = {
  capital: { from: 0, height: 20, font: "700 16px sans-serif" },
  district: { from: 9, height: 15, font: "600 12px sans-serif", spacing: 0.6 },
  airport: { from: 9.5, height: 15, font: "italic 11px sans-serif", dot: true },
  place: { from: 11, height: 15, font: "11px sans-serif", dot: true },
  cluster: { from: 12, height: 16, font: "600 12px sans-serif" },
  ward: { from: 12.5, height: 15, font: "11px sans-serif" },
};
const pen = document.createElement("canvas").getContext("2d");

/** Draw what is known around the clusters; every part of it may be missing. */
export function drawBackground(map, clusters, { districts, places, wards }) {
  for (const [name, order] of [["grid", 200], ["units", 210], ["names", 380], ["clusterNames", 450]]) {
    map.createPane(name).style.zIndex = order;
    map.getPane(name).style.pointerEvents = "none";
  }
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
    drawLabels(map, shown, labels);
  };
  map.on("moveend resize", redraw);
  redraw();
}

function drawOutlines(map, features, style) {
  const outlined = features.filter((feature) => feature.geometry?.type.endsWith("Polygon"));
  if (!outlined.length) return;
  L.geoJSON(outlined, { pane: "units", interactive: false, style: { ...style, fillColor: "#fff", fillOpacity: 0.35 } }).addTo(map);
}

function placeLabel(feature) {
  const { name, kind } = feature.properties;
  const bare = name.replace(/\s*\(.*\)$/, "");
  if (joined(bare) === joined(page.province)) return label("capital", feature, page.province);
  return label(kind.startsWith("airport") ? "airport" : "place", feature, bare);
}

function clusterLabel(feature) {
  return label("cluster", feature, shortName(feature.properties));
}

function label(kind, feature, words) {
  const at = feature.geometry.type === "Point"
    ? L.GeoJSON.coordsToLatLng(feature.geometry.coordinates)
    : L.geoJSON(feature).getBounds().getCenter();
  return { kind, at, words };
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

/** Write the names that fit, the important ones first. */
function drawLabels(map, shown, labels) {
  const zoom = map.getZoom();
  const view = map.getBounds().pad(0.05);
  const taken = [];
  for (const one of labels) {
    const kind = KINDS[one.kind];
    if (zoom < kind.from || !view.contains(one.at)) continue;
    const box = boxOf(map, one, kind);
    if (taken.some((other) => overlap(box, other))) continue;
    taken.push(box);
    const html = el("span", { lang: "vi" }, one.words);
    const icon = L.divIcon({ html, className: `name name-${one.kind}`, iconSize: null });
    const pane = one.kind === "cluster" ? "clusterNames" : "names";
    L.marker(one.at, { icon, pane, interactive: false, keyboard: false }).addTo(shown);
  }
}

function boxOf(map, { kind, at, words }, { height, font, spacing = 0 }) {
  pen.font = font;
  const width = pen.measureText(words).width + spacing * words.length + 2 * GAP_PX;
  const { x, y } = map.latLngToContainerPoint(at);
  const above = kind === "cluster" ? height + 6 : height / 2;
  return { left: x - width / 2, right: x + width / 2, top: y - above, bottom: y - above + height };
}

function overlap(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/** Draw meridians and parallels, with their degrees at the upper and left edge. */
function drawGrid(map, shown) {
  const view = map.getBounds();
  const step = GRID_STEPS.find(([zoom]) => map.getZoom() < zoom)[1];
  const style = { pane: "grid", interactive: false, color: "#c9d4d9", weight: 1 };
  const corner = map.containerPointToLatLng([6, 10]);
  for (const lon of multiples(view.getWest(), view.getEast(), step)) {
    L.polyline([[view.getSouth(), lon], [view.getNorth(), lon]], style).addTo(shown);
    degree(shown, [corner.lat, lon], `${number(lon)}°`, "lon");
  }
  for (const lat of multiples(view.getSouth(), view.getNorth(), step)) {
    L.polyline([[lat, view.getWest()], [lat, view.getEast()]], style).addTo(shown);
    degree(shown, [lat, corner.lng], `${number(lat)}°`, "lat");
  }
}

function multiples(least, most, step) {
  const found = [];
  for (let turn = Math.ceil(least / step); turn * step <= most; turn += 1) found.push(turn * step);
  return found;
}

function degree(shown, at, words, axis) {
  const icon = L.divIcon({ html: el("span", {}, words), className: `degree degree-${axis}`, iconSize: null });
  L.marker(at, { icon, pane: "names", interactive: false, keyboard: false }).addTo(shown);
}
