// Sorting clusters and areas into the classes of a layer.

import { page } from "./page.js";

export const layerOf = (id) => page.layers.find((layer) => layer.id === id) ?? page.layers[0];

const named = (classes, id) => classes.find((one) => one.id === id) ?? classes.at(-1);

/** What a layer shows of a cluster, or null. */
export function valueOf({ column, quotient }, cluster) {
  if (column) return cluster[column];
  if (!quotient) return page.indicators.filter((name) => cluster[`${name}_basis`] !== "missing").length;
  const [part, whole] = quotient.map((name) => cluster[name]);
  return part === null || !whole ? null : part / whole;
}

/** Find the class of a cluster: a statement about a group, or a mere bound, is no measurement of it. */
export function classOf(layer, cluster) {
  const { classes, indicator } = layer;
  if (indicator && isBound(indicator, cluster)) return named(classes, "bounds");
  const step = stepOf(classes, valueOf(layer, cluster));
  if (step && indicator && cluster[`${indicator}_scope`] === "group") {
    return { ...named(classes, "group"), colour: step.colour };
  }
  return step ?? named(classes, "missing");
}

function isBound(indicator, cluster) {
  return (cluster.bounds ?? "").split("; ").some((one) => one.startsWith(`${indicator}: `));
}

function stepOf(classes, value) {
  if (value === null || value === undefined) return undefined;
  return classes.find(({ value: code, from, to, closed }) => {
    if (from === undefined) return code === value;
    return value >= from && (to === null || value < to || (closed && value === to));
  });
}

/** The classes areas are put in by a layer: its own for means, others for sums and counts. */
export function areaClasses(layer, kind) {
  const { rule, classes } = layer.areas;
  const own = { means: layer.classes, sum: classes[kind], count: page.areas.counts[kind] }[rule];
  return [...own.filter(({ from }) => from !== undefined), ...page.areas.doubts];
}

/** What a layer says of an area: its value (the mean that is chosen), or null. */
export function areaValue({ areas }, area, mean) {
  return area[areas.rule === "means" ? `${areas.column}_${mean}` : areas.column];
}

/** Find the class of an area; one without clusters is not one without figures. */
export function areaClassOf(layer, kind, area, mean) {
  const classes = areaClasses(layer, kind);
  if (!area.clusters) return named(classes, "none");
  return stepOf(classes, areaValue(layer, area, mean)) ?? named(classes, "missing");
}

/** Tell whether what a layer says of an area rests on fewer than half of its clusters. */
export function isLittleKnown({ areas }, area) {
  return areas.rule !== "count" && area[areas.known] > 0 && 2 * area[areas.known] < area.clusters;
}

/** What the size of an area's circle means: the sum that is shown, planned hectares, or clusters. */
export function sizeColumn({ areas }) {
  return areas.rule === "means" ? "planned_area_ha" : areas.column;
}
