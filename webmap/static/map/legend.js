// Sorting clusters into the classes of a layer, and the legend that counts them.

import { el, swatch } from "./dom.js";
import { number, page, text } from "./page.js";

export const layerOf = (id) => page.layers.find((layer) => layer.id === id) ?? page.layers[0];

/** Find the class of a cluster: a statement about a group, or a mere bound, is no measurement of it. */
export function classOf(layer, cluster) {
  const value = cluster[layer.id];
  const named = (id) => layer.classes.find((one) => one.id === id) ?? layer.classes.at(-1);
  const known = value !== null && value !== undefined;
  const bounded = cluster[`${layer.id}_basis`] === "reported";
  const step = known ? layer.classes.find((one) => holds(one, value)) : named(bounded ? "bounds" : "missing");
  if (step && cluster[`${layer.id}_scope`] === "group") return { ...named("group"), colour: step.colour };
  return step ?? named("missing");
}

function holds(one, value) {
  if (one.value !== undefined) return one.value === value;
  return one.from <= value && (value < one.to || (one.to === 1 && value === 1));
}

/** Show what the layer's classes are and how many clusters each holds. */
export function showLegend(layer, clusters) {
  const counts = new Map(layer.classes.map((one) => [one.id, 0]));
  for (const cluster of clusters) {
    const { id } = classOf(layer, cluster);
    counts.set(id, counts.get(id) + 1);
  }
  const shown = layer.classes.filter((one) => counts.get(one.id) > 0 || !one.onlyIfAny);
  const rows = shown.map((one) => legendRow(one, counts.get(one.id), layer, clusters));
  const total = el("li", { class: "total" }, el("span", {}, text("total")), el("b", {}, number(clusters.length)));
  document.getElementById("classes").replaceChildren(...rows, total);
  document.getElementById("definition").textContent = layer.definition;
}

function legendRow(one, count, layer, clusters) {
  const note = one.id === "group" && count > 0 && el("small", {}, statements(layer, clusters));
  const label = el("span", {}, one.label, note && el("br"), note);
  return el("li", { "data-class": one.id }, swatch(one), label, el("b", { "data-count": count }, number(count)));
}

function statements(layer, clusters) {
  const members = clusters.filter((cluster) => classOf(layer, cluster).id === "group");
  const groups = new Set(members.map((cluster) => cluster[`${layer.id}_group`]));
  const key = groups.size === 1 ? "one_statement" : "statements";
  return text(key, { statements: number(groups.size), clusters: number(members.length) });
}
