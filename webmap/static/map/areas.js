// Former districts as circles, wards as outlines where they are loaded: coloured by what a layer says of them.

import { el, said, tag } from "./dom.js";
import { hatched } from "./hatch.js";
import { amount, clustersThere, narrow, number, page, text } from "./page.js";
import { radiusOf, scaleOf } from "./sizes.js";

/** Prepare the pane of the areas; `onSelect` gets the id of one that is clicked. */
export function drawAreas(map, onSelect) {
  map.createPane("areas").style.zIndex = 350;
  const renderer = L.svg({ pane: "areas" });
  const group = L.featureGroup().addTo(map);
  const state = { map, group, renderer, drawn: new Map(), selected: null, pointed: null, shown: null };
  group.bindTooltip((part) => tooltip(part.area, state.shown), { sticky: true, className: "tip" });
  group.on("click", (event) => {
    if (narrow.matches) group.closeTooltip();
    onSelect(event.propagatedFrom.area.id);
  });
  group.on("mouseover", (event) => point(state, event.propagatedFrom.area.id));
  group.on("mouseout", () => point(state, null));
  return {
    show: (drawing, features) => show(state, drawing, features),
    clear: () => clear(state),
    highlight: (id) => point(state, id),
    select: (id) => select(state, id),
    reveal: (id, room) => reveal(state, id, room),
    circles: () => circles(state),
  };
}

function clear(state) {
  state.group.clearLayers();
  state.drawn.clear();
  state.selected = state.pointed = null;
}

/** Draw the areas that have clusters, the largest circle first. */
function show(state, drawing, features) {
  const { selected } = state;
  clear(state);
  const all = drawing.rows.map((row, turn) => areaOf(features[row], drawing, turn)).filter(({ geometry }) => geometry);
  state.shown = { drawing, scale: scaleOf(all.filter(({ isRound }) => isRound).map(({ size }) => size)) };
  for (const area of all.sort((one, other) => (other.size ?? 0) - (one.size ?? 0))) {
    if (area.isRound && !area.clusters) continue;
    const part = area.isRound ? circleOf(state, area) : outlineOf(state, area);
    part.area = area;
    state.drawn.set(area.id, part);
    tag(part, "data-area", area.id).addTo(state.group);
  }
  state.selected = selected;
  for (const id of state.drawn.keys()) paint(state, id);
}

/** What the drawing says of one area; it is pale where it is known of fewer than half of its clusters. */
function areaOf({ id, geometry, properties }, { kind, classes, marks, values, clusters, known, sizes }, turn) {
  const [count, many] = [clusters[turn], known[turn]];
  return {
    id, geometry, name: properties.full_name, look: classes[marks[turn]], value: values[turn],
    clusters: count, known: many, size: sizes[turn],
    isRound: kind === "districts" || geometry?.type === "Point",
    isPale: many > 0 && 2 * many < count,
  };
}

function circleOf({ renderer, shown }, area) {
  const at = area.geometry.type === "Point"
    ? L.GeoJSON.coordsToLatLng(area.geometry.coordinates)
    : L.geoJSON(area.geometry).getBounds().getCenter();
  const radius = radiusOf(area.size, shown.scale);
  return L.circleMarker(at, { renderer, pane: "areas", radius, className: area.isPale ? "pale" : "" });
}

const outlineOf = ({ renderer }, { geometry, isPale }) =>
  L.geoJSON(geometry, { renderer, pane: "areas", className: isPale ? "pale" : "" }).getLayers()[0];

/** Where the circles are, and how large, for names to keep away from those of others. */
function circles({ drawn }) {
  return [...drawn.values()].filter(({ area }) => area.isRound).map((part) =>
    ({ id: part.area.id, at: part.getLatLng(), radius: part.getRadius() }));
}

function paint(state, id) {
  const part = state.drawn.get(id);
  if (!part) return;
  const { look, isPale, isRound } = part.area;
  const chosen = id === state.selected || id === state.pointed;
  const isKnown = look.id !== "missing" && look.id !== "none";
  part.setStyle({
    color: chosen || isKnown ? page.inks.known : page.inks.missing,
    weight: chosen ? 3.5 : isPale && !isRound ? 2.5 : 1,
    opacity: 1,
    dashArray: isPale ? "4 3" : null,
    fillColor: look.id === "missing" ? hatched(page.inks.missing) : look.colour,
    fillOpacity: isPale ? 0.4 : look.id === "none" ? 0.5 : isRound ? 0.85 : 1,
  });
  if ((chosen || isPale) && !isRound) part.bringToFront();
}

function point(state, id) {
  const before = state.pointed;
  state.pointed = id;
  paint(state, before);
  paint(state, id);
}

function select(state, id) {
  const before = state.selected;
  state.selected = id;
  paint(state, before);
  paint(state, id);
}

/** Move the map as little as needed to have an area where nothing covers it. */
function reveal({ drawn }, id, room) {
  const part = drawn.get(id);
  const at = part?.getLatLng?.() ?? part?.getBounds().getCenter();
  if (at) room.pull(at);
}

function tooltip({ name, clusters, known, value }, { drawing: { layer } }) {
  const isCount = known === clusters && value === clusters;
  const coverage = text("known_of", { known: number(known), clusters: number(clusters) });
  const figure = value === null ? text("no_data") : amount(layer, value);
  const line = clusters > 0 && !isCount && [el("br"), `${layer.title}: ${figure} (${coverage})`];
  return el("span", {}, el("b", {}, said(name)), el("br"), clustersThere(clusters), line);
}
