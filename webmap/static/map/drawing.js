// The clusters on the map: outlines, marks, how far off they may be, and what is selected.

import { el, tag } from "./dom.js";
import { classOf, valueOf } from "./classes.js";
import { amount, narrow, nameOf, page, word } from "./page.js";

const SMALL_PX = 14;
const CROWD = 500;
const { known: INK, missing: FAINT } = page.inks;
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

/** Draw the clusters that have a place; `onSelect` gets the id of one that is clicked. */
export function drawClusters(map, features, onSelect) {
  const group = L.featureGroup().addTo(map);
  const drawn = new Map();
  for (const feature of features) {
    if (feature.geometry) drawn.set(feature.id, drawOne(feature, group, onSelect));
  }
  const accuracy = L.circle([0, 0], { className: "accuracy", interactive: false, fill: false, color: INK });
  accuracy.setStyle({ weight: 1.5, dashArray: "1 5" });
  const state = { map, drawn, accuracy, layer: null, selected: null };

  bringMarksForward(drawn);
  showMarks(state);
  map.on("zoomend", () => showMarks(state));
  group.bindTooltip((part) => tooltip(part.cluster, state.layer), { sticky: true, className: "tip" });
  group.on("mouseover", (event) => highlight(state, event.propagatedFrom.cluster.id));
  group.on("mouseout", () => highlight(state, state.selected));
  group.on("click", () => narrow.matches && group.closeTooltip());

  return {
    colour: (layer) => colour(state, layer),
    highlight: (id) => highlight(state, id ?? state.selected),
    select: (id) => select(state, id),
    has: (id) => drawn.has(id),
    show: (id, room) => show(state, id, room),
    reveal: (id, room) => reveal(state, id, room),
    hide: (hidden) => (map.getPane("overlayPane").hidden = hidden),
  };
}

function drawOne(feature, group, onSelect) {
  const cluster = feature.properties;
  const isPoint = feature.geometry.type === "Point";
  const outline = isPoint ? null : L.GeoJSON.geometryToLayer(feature);
  const centre = outline ? outline.getBounds().getCenter() : L.GeoJSON.coordsToLatLng(feature.geometry.coordinates);
  const mark = L.circleMarker(centre, { className: "mark" });
  const parts = outline ? [outline, mark] : [mark];
  for (const part of parts) {
    part.cluster = cluster;
    tag(part, "data-id", cluster.id).on("click", () => onSelect(cluster.id)).addTo(group);
  }
  return { cluster, outline, mark, parts, centre, group };
}

/** An outline too small to be hit has a mark over it; a place without an area has a smaller one. */
function showMarks({ map, drawn }) {
  const pixelsPerDegree = (256 * 2 ** map.getZoom()) / 360;
  const crowd = drawn.size > CROWD ? 1.5 : 0;
  const radius = (map.getZoom() < 10 ? 5 : 6.5) - crowd;
  for (const { outline, mark, group } of drawn.values()) {
    mark.setRadius(outline ? radius : radius - 2);
    if (!outline) continue;
    const bounds = outline.getBounds();
    const small = (bounds.getEast() - bounds.getWest()) * pixelsPerDegree < SMALL_PX;
    if (small && !group.hasLayer(mark)) mark.addTo(group);
    if (!small && group.hasLayer(mark)) group.removeLayer(mark);
  }
}

/** Clusters with data lie over those without, marks over outlines. */
function bringMarksForward(drawn) {
  for (const { mark } of drawn.values()) mark.bringToFront();
}

function colour(state, layer) {
  state.layer = layer;
  for (const one of state.drawn.values()) paint(state, one);
  for (const { cluster, mark, group } of state.drawn.values()) {
    if (classOf(layer, cluster).id !== "missing" && group.hasLayer(mark)) mark.bringToFront();
  }
}

function paint(state, { cluster, outline, mark }, emphasised = cluster.id === state.selected) {
  const { id, colour, hollow } = classOf(state.layer, cluster);
  const ink = id === "missing" ? FAINT : INK;
  const ring = hollow ? { color: colour, fillColor: "#fff", weight: 3.5 } : { color: ink, fillColor: colour, weight: 1 };
  const dashed = cluster.boundary_quality === "schematic";
  mark.setStyle({ ...ring, fillOpacity: 1, opacity: 1, ...(emphasised && { weight: 4, color: INK }) });
  outline?.setStyle({
    color: emphasised ? INK : hollow ? colour : ink,
    weight: emphasised ? 3 : 1.5,
    dashArray: dashed ? "5 4" : null,
    fillColor: colour,
    fillOpacity: hollow ? 0.15 : 0.6,
  });
}

function highlight(state, id) {
  const before = state.drawn.get(state.highlighted);
  state.highlighted = id;
  if (before) paint(state, before);
  const one = state.drawn.get(id);
  if (!one) {
    state.accuracy.remove();
    return;
  }
  paint(state, one, true);
  const metres = one.cluster.position_accuracy_m;
  if (metres) state.accuracy.setLatLng(one.centre).setRadius(metres).addTo(state.map).bringToBack();
}

function select(state, id) {
  const before = state.drawn.get(state.selected);
  state.selected = id;
  if (before) paint(state, before);
  highlight(state, id);
}

/** Bring a cluster into view, in the part of the map that nothing covers. */
function show({ map, drawn }, id, room) {
  const { centre, cluster } = drawn.get(id);
  const bounds = centre.toBounds(2 * Math.max(cluster.position_accuracy_m ?? 0, 700));
  const options = { maxZoom: 14, ...room.padding, duration: 0.8 };
  if (calm.matches) map.fitBounds(bounds, { ...options, animate: false });
  else map.flyToBounds(bounds, options);
}

/** Leave the map where it is if a cluster is seen there; move it a little, or go to the cluster, if it is not. */
function reveal(state, id, room) {
  const { centre } = state.drawn.get(id);
  if (state.map.getBounds().pad(0.6).contains(centre)) room.pull(centre);
  else show(state, id, room);
}

function tooltip(cluster, layer) {
  const { id, label, from } = classOf(layer, cluster);
  const shown = from === undefined && id !== "group" ? label : amount(layer, valueOf(layer, cluster));
  const note = id === "group" ? ` (${label})` : "";
  const status = layer.column === "status" ? [] : [el("br"), word("status", cluster.status)];
  return el("span", {}, el("b", {}, nameOf(cluster)), ...status, el("br"), `${layer.title}: ${shown}${note}`);
}
