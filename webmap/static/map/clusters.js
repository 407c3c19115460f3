// The clusters on the map: outlines, marks, how far off they may be, and what is chosen.

import { el, tag } from "./dom.js";
import { hatched } from "./hatch.js";
import { amount, calm, narrow, nameOf, page, word } from "./page.js";

const SMALL_PX = 14;
const CROWD = 500;
/** How a cluster looks that is chosen, but not among those selected. */
const OUTSIDE = { id: "outside", colour: "#ffffff", hollow: false };
const { known: INK, missing: FAINT } = page.inks;

/** Draw the clusters that are selected; `onSelect` gets the id of one that is clicked. */
export function drawClusters(map, features, drawing, onSelect) {
  const accuracy = L.circle([0, 0], { className: "accuracy", interactive: false, fill: false, color: INK });
  accuracy.setStyle({ weight: 1.5, dashArray: "1 5" });
  const group = L.featureGroup().addTo(map);
  const state = { map, group, accuracy, shapes: [], places: new Map(), onCanvas: map.options.preferCanvas };
  take(state, features);
  apply(state, drawing);
  map.on("zoomend", () => fit(state));
  group.bindTooltip((part) => tooltip(part.shape, state.drawing), { sticky: true, className: "tip" });
  group.on("mouseover", (event) => highlight(state, idOf(event)));
  group.on("mouseout", () => highlight(state, state.selected));
  group.on("click", (event) => {
    if (narrow.matches) group.closeTooltip();
    onSelect(idOf(event));
  });
  return {
    apply: (next) => apply(state, next),
    /** Take up other features: those of a later snapshot. */
    replace: (next) => take(state, next),
    highlight: (id) => highlight(state, id ?? state.selected),
    select: (id) => select(state, id),
    has: (id) => state.places.has(id),
    isShown: (id) => state.places.get(id)?.code >= 0,
    find: (id) => state.all.find(({ properties }) => properties.id === id)?.properties,
    features: () => state.all,
    show: (id, room) => show(state, id, room),
    reveal: (id, room) => reveal(state, id, room),
    hide: (hidden) => (map.getPane("overlayPane").hidden = hidden),
  };
}

const idOf = (event) => event.propagatedFrom.shape.cluster.id;

function take(state, features) {
  state.group.clearLayers();
  state.all = features;
  state.shapes = features.map(shapeOf);
  state.places = new Map(state.shapes.filter(Boolean).map((shape) => [shape.cluster.id, shape]));
}

function shapeOf({ geometry, properties }) {
  if (!geometry) return null;
  const isPoint = geometry.type === "Point";
  const bounds = isPoint ? null : boundsOf(geometry.coordinates.flat(geometry.type === "Polygon" ? 1 : 2));
  const centre = bounds ? bounds.getCenter() : L.latLng(geometry.coordinates[1], geometry.coordinates[0]);
  return { cluster: properties, geometry, isPoint, centre, bounds, code: -1 };
}

function boundsOf(corners) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of corners) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  return L.latLngBounds([south, west], [north, east]);
}

/** Show what is selected, in the classes the server has put it in. */
function apply(state, drawing) {
  state.drawing = drawing;
  const codes = new Array(state.shapes.length).fill(-1);
  if (drawing.kind === "clusters") drawing.rows.forEach((row, turn) => (codes[row] = turn));
  state.shapes.forEach((shape, row) => {
    if (!shape) return;
    shape.code = codes[row];
    if (shape.code >= 0) shape.look = lookOf(state, shape);
  });
  // clusters with data lie over those without
  const last = drawing.classes.length - 1;
  for (const isMissing of [true, false]) {
    for (const shape of state.shapes) {
      if (shape && (shape.code < 0 || (drawing.marks[shape.code] === last) === isMissing)) fitOne(state, shape);
    }
  }
}

function lookOf({ drawing }, { code }) {
  const { id, colour, hollow } = drawing.classes[drawing.marks[code]];
  const tint = drawing.tints?.length && hollow ? drawing.classes[drawing.tints[code]].colour : colour;
  return { id, colour: tint, hollow };
}

function fit(state) {
  for (const shape of state.shapes) if (shape) fitOne(state, shape);
}

/** A cluster is on the map as its outline, or as a mark where that is too small to be hit. */
function fitOne(state, shape) {
  if (shape.code < 0) shape.look = shape.cluster.id === state.selected ? OUTSIDE : null;
  const part = shape.look ? partOf(state, shape) : null;
  if (shape.part && shape.part !== part) {
    state.group.removeLayer(shape.part);
    shape.part.look = null;
  }
  const isNew = part && shape.part !== part;
  shape.part = part;
  if (!part) return;
  if (!isSame(part.look, shape.look)) paint(state, shape);
  if (isNew) part.addTo(state.group);
}

const isSame = (one, other) => one && one.id === other.id && one.colour === other.colour;

function partOf({ map, shapes, onCanvas }, shape) {
  const pixels = (256 * 2 ** map.getZoom()) / 360;
  const isSmall = shape.isPoint || (shape.bounds.getEast() - shape.bounds.getWest()) * pixels < SMALL_PX;
  const made = isSmall ? (shape.mark ??= L.circleMarker(shape.centre, { className: "mark" })) : (shape.outline ??= L.GeoJSON.geometryToLayer(shape.geometry));
  if (isSmall) {
    const radius = (map.getZoom() < 10 ? 5 : 6.5) - (shapes.length > CROWD ? 1.5 : 0) - (shape.isPoint ? 2 : 0);
    if (made.options.radius !== radius) made.setRadius(radius);
  }
  if (!made.shape) {
    made.shape = shape;
    if (!onCanvas) tag(made, "data-id", shape.cluster.id);
  }
  return made;
}

function paint(state, shape) {
  const { part, look, cluster } = shape;
  if (!part) return;
  part.look = look;
  const emphasised = cluster.id === state.selected || cluster.id === state.pointed;
  part.setStyle(part === shape.mark ? styleOfMark(look, emphasised) : styleOfOutline(state, shape, emphasised));
}

function styleOfMark({ id, colour, hollow }, emphasised) {
  const ink = id === "missing" ? FAINT : INK;
  const ring = hollow ? { color: colour, fillColor: "#fff", weight: 3.5 } : { color: ink, fillColor: colour, weight: 1 };
  return { ...ring, fillOpacity: 1, opacity: 1, ...(emphasised && { weight: 4, color: INK }) };
}

function styleOfOutline({ onCanvas }, { cluster, look }, emphasised) {
  const { id, colour, hollow } = look;
  const isDoubtful = hollow || id === "missing";
  return {
    color: emphasised ? INK : hollow ? colour : id === "missing" ? FAINT : INK,
    weight: emphasised ? 3 : 1.5,
    dashArray: cluster.boundary_quality === "schematic" ? "5 4" : null,
    fillColor: isDoubtful && !onCanvas ? hatched(hollow ? colour : FAINT) : colour,
    fillOpacity: !isDoubtful ? 0.6 : onCanvas ? 0.15 : 0.8,
  };
}

function highlight(state, id) {
  const before = state.places.get(state.pointed);
  state.pointed = id;
  if (before?.part) paint(state, before);
  const shape = state.places.get(id);
  if (!shape?.part) {
    state.accuracy.remove();
    return;
  }
  paint(state, shape);
  const metres = shape.cluster.position_accuracy_m;
  if (metres) state.accuracy.setLatLng(shape.centre).setRadius(metres).addTo(state.map).bringToBack();
}

function select(state, id) {
  const before = state.places.get(state.selected);
  state.selected = id;
  for (const shape of [before, state.places.get(id)]) if (shape?.code < 0) fitOne(state, shape);
  if (before?.part) paint(state, before);
  highlight(state, id);
}

/** Bring a cluster into view, in the part of the map that nothing covers. */
function show({ map, places }, id, room) {
  const { centre, cluster } = places.get(id);
  const bounds = centre.toBounds(2 * Math.max(cluster.position_accuracy_m ?? 0, 700));
  const options = { maxZoom: 14, ...room.padding, duration: 0.8 };
  if (calm.matches) map.fitBounds(bounds, { ...options, animate: false });
  else map.flyToBounds(bounds, options);
}

/** Leave the map where it is if a cluster is seen there; move it a little, or go to the cluster, if it is not. */
function reveal(state, id, room) {
  const { centre } = state.places.get(id);
  if (state.map.getBounds().pad(0.6).contains(centre)) room.pull(centre);
  else show(state, id, room);
}

function tooltip({ cluster, code }, { layer, classes, marks, values }) {
  if (code < 0) return el("span", {}, el("b", {}, nameOf(cluster)));
  const { id, label } = classes[marks[code]];
  const value = values[code];
  const shown = typeof value === "number" ? amount(layer, value) : label;
  const note = id === "group" ? ` (${label})` : "";
  const status = layer.id === "status" ? [] : [el("br"), word("status", cluster.status)];
  return el("span", {}, el("b", {}, nameOf(cluster)), ...status, el("br"), `${layer.title}: ${shown}${note}`);
}
