// Former districts as circles, wards as outlines where they are loaded: coloured by what a layer says of them.

import { areaClassOf, areaValue, isLittleKnown, sizeColumn } from "./classes.js";
import { el, said, tag } from "./dom.js";
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
    show: (shown) => show(state, shown),
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

/** Draw the areas that have clusters, the largest circle first; tells the scale of the circles, if there are any. */
function show(state, shown) {
  const { selected } = state;
  clear(state);
  const column = sizeColumn(shown.layer);
  const placed = shown.features.filter(({ geometry }) => geometry);
  const round = placed.filter((feature) => shown.kind === "districts" || feature.geometry.type === "Point");
  const scale = round.length ? scaleOf(round.map(({ properties }) => properties[column])) : null;
  state.shown = { ...shown, scale };
  const size = ({ properties }) => properties[column] ?? 0;
  for (const feature of placed.sort((one, other) => size(other) - size(one))) {
    const isRound = round.includes(feature);
    if (isRound && !feature.properties.clusters) continue;
    const part = isRound ? circleOf(state, feature, column) : outlineOf(state, feature);
    part.area = feature.properties;
    part.isRound = isRound;
    state.drawn.set(feature.id, part);
    tag(part, "data-area", feature.id).addTo(state.group);
  }
  state.selected = selected;
  for (const id of state.drawn.keys()) paint(state, id);
  return scale;
}

function circleOf({ renderer, shown }, { geometry, properties }, column) {
  const at = geometry.type === "Point"
    ? L.GeoJSON.coordsToLatLng(geometry.coordinates)
    : L.geoJSON(geometry).getBounds().getCenter();
  const radius = radiusOf(properties[column], shown.scale);
  return L.circleMarker(at, { renderer, pane: "areas", radius, className: lookOf(shown, properties) });
}

const outlineOf = ({ renderer, shown }, feature) =>
  L.geoJSON(feature, { renderer, pane: "areas", className: lookOf(shown, feature.properties) }).getLayers()[0];

const lookOf = ({ layer }, area) => (isLittleKnown(layer, area) ? "pale" : "");

/** Where the circles are, and how large, for names to keep away from those of others. */
function circles({ drawn }) {
  return [...drawn.values()].filter(({ isRound }) => isRound).map((part) =>
    ({ id: part.area.id, at: part.getLatLng(), radius: part.getRadius() }));
}

function paint(state, id) {
  const part = state.drawn.get(id);
  if (!part) return;
  const { layer, kind, mean } = state.shown;
  const { id: code, colour } = areaClassOf(layer, kind, part.area, mean);
  const chosen = id === state.selected || id === state.pointed;
  const known = code !== "missing" && code !== "none";
  const pale = isLittleKnown(layer, part.area);
  part.setStyle({
    color: chosen || known ? page.inks.known : page.inks.missing,
    weight: chosen ? 3.5 : pale && !part.isRound ? 2.5 : 1,
    opacity: 1,
    dashArray: pale ? "4 3" : null,
    fillColor: colour,
    fillOpacity: pale ? 0.4 : code === "none" ? 0.5 : part.isRound ? 0.85 : 1,
  });
  if ((chosen || pale) && !part.isRound) part.bringToFront();
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

function tooltip(area, { layer, mean }) {
  const figure = figureOf(layer, area, mean);
  const line = figure && [el("br"), `${layer.title}: ${figure}`];
  return el("span", {}, el("b", {}, said(area.full_name)), el("br"), clustersThere(area.clusters), line);
}

/** What a layer says of an area, the chosen mean first, and of how many clusters that is known. */
export function figureOf(layer, area, mean) {
  const { rule, known } = layer.areas;
  if (rule === "count" || !area.clusters) return null;
  const coverage = text("known_of", { known: number(area[known]), clusters: number(area.clusters) });
  if (areaValue(layer, area, mean) === null) return `${text("no_data")} (${coverage})`;
  if (rule === "sum") return `${amount(layer, areaValue(layer, area))} (${coverage})`;
  const means = [mean, mean === "weighted" ? "simple" : "weighted"].map((kind) =>
    text(kind, { value: amount(layer, areaValue(layer, area, kind)) }));
  return `${means.join("; ")} (${coverage})`;
}
