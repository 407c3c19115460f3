// Hatching says: this is no measurement of the cluster. On a canvas, which knows no patterns, a pale fill does.

import { svg } from "./dom.js";

const made = new Set();
let definitions = null;

/** The fill of what is hatched in a colour. */
export function hatched(colour) {
  const id = `hatch-${colour.slice(1)}`;
  if (!made.has(id)) {
    made.add(id);
    const lines = svg("path", { d: "M-1 1 1 -1M0 6 6 0M5 7 7 5", stroke: colour, "stroke-width": 1.6 });
    const ground = svg("rect", { width: 6, height: 6, fill: "#fff", "fill-opacity": 0.7 });
    const size = { width: 6, height: 6, patternUnits: "userSpaceOnUse" };
    shelf().append(svg("pattern", { id, ...size }, ground, lines));
  }
  return `url(#${id})`;
}

function shelf() {
  if (!definitions) {
    definitions = svg("defs");
    document.body.append(svg("svg", { class: "unseen", width: 0, height: 0, "aria-hidden": "true" }, definitions));
  }
  return definitions;
}
