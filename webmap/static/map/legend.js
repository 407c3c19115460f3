// The legend: what the layer is, its classes and how many there are in each, its period, what is missing.

import { areaClassOf, areaClasses, classOf, isLittleKnown, sizeColumn } from "./classes.js";
import { el, svg, swatch } from "./dom.js";
import { byId, number, page, text } from "./page.js";
import { radiusOf } from "./sizes.js";

/** Show what colours the clusters. */
export function showLegend(layer, clusters) {
  const found = clusters.map((cluster) => classOf(layer, cluster).id);
  const note = (one) => one.id === "group" && el("small", {}, statements(layer, clusters));
  describe(layer, layer.title);
  count(layer.classes, found, note);
  byId("signs").hidden = false;
  byId("sizes").hidden = true;
  say("area-note", "");
}

/** Show what colours the districts or wards, and what the size of a circle means. */
export function showAreaLegend(layer, { kind, features, mean, scale }) {
  const areas = features.map((feature) => feature.properties);
  const found = areas.map((area) => areaClassOf(layer, kind, area, mean).id);
  const { rule, note } = layer.areas;
  if (rule === "count") describe({ ...layer, definition: note, period: "", method: page.areas.method, note: "" }, text("clusters_title"));
  if (rule === "sum") describe({ ...layer, method: page.areas.method }, layer.title);
  if (rule === "means") describe(layer, `${layer.title}, ${text(`by_${mean}`)}`);
  count(areaClasses(layer, kind), found, () => null);
  countLittleKnown(areas.filter((area) => isLittleKnown(layer, area)).length);
  byId("signs").hidden = true;
  showSizes(layer, scale);
  say("area-note", `${rule === "count" ? "" : note} ${page.areas.notes[kind]}`);
}

function describe({ definition, period, method, note }, title) {
  say("legend-title", title);
  say("definition", definition);
  say("period", period);
  say("method", method);
  say("note", note);
}

function say(id, words) {
  byId(id).textContent = words;
  byId(id).hidden = !words;
}

function count(classes, found, note) {
  const counts = new Map(classes.map(({ id }) => [id, 0]));
  for (const id of found) counts.set(id, counts.get(id) + 1);
  const shown = classes.filter((one) => counts.get(one.id) > 0 || !one.onlyIfAny);
  const rows = shown.map((one) => row(one, counts.get(one.id), counts.get(one.id) > 0 && note(one)));
  const total = el("li", { class: "total" }, el("span", {}, text("total")), el("b", {}, number(found.length)));
  byId("classes").replaceChildren(...rows, total);
}

/** These are counted in their classes already, so they stand below the total. */
function countLittleKnown(many) {
  if (!many) return;
  const sign = swatch({ colour: "#607d8b", pale: true });
  byId("classes").append(el("li", { class: "pale" }, sign, el("span", {}, text("little_known")), el("b", {}, number(many))));
}

function row(one, many, note) {
  const label = el("span", {}, one.label, note && el("br"), note);
  return el("li", { "data-class": one.id }, swatch(one), label, el("b", { "data-count": many }, number(many)));
}

function statements(layer, clusters) {
  const members = clusters.filter((cluster) => classOf(layer, cluster).id === "group");
  const groups = new Set(members.map((cluster) => cluster[`${layer.indicator}_group`]));
  const key = groups.size === 1 ? "one_statement" : "statements";
  return text(key, { statements: number(groups.size), clusters: number(members.length) });
}

/** Two circles in the sizes of the map, with what they stand for. */
function showSizes(layer, scale) {
  byId("sizes").hidden = !scale;
  if (!scale) return;
  const column = sizeColumn(layer);
  const unit = column === "clusters" ? "" : layer.areas.rule === "means" ? "ha" : layer.unit;
  const what = { clusters: text("size_clusters"), planned_area_ha: text("size_planned") }[column] ?? layer.title;
  const circles = [scale.most, scale.most / 4].map((value) => sizeOf(value, scale, unit));
  byId("sizes").replaceChildren(el("p", {}, text("size_of", { what })), el("div", {}, ...circles));
}

function sizeOf(value, scale, unit) {
  const r = radiusOf(value, scale);
  const side = 2 * r + 2;
  const circle = svg("circle", { cx: r + 1, cy: r + 1, r, fill: "#dfe5e8", stroke: "#263238" });
  const sign = svg("svg", { width: side, height: side, viewBox: `0 0 ${side} ${side}`, "aria-hidden": "true" }, circle);
  const shown = value >= 10 ? Math.round(value) : value;
  return el("span", {}, sign, `${number(shown)} ${unit}`.trim());
}
