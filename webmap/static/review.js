// The map of a proposal: the new outline over the one before, its commune, its neighbours, and the problems.

import { drawBackground } from "./map/background.js";
import { el } from "./map/dom.js";
import { page, word } from "./map/page.js";
import { load, prepare, tellFailure } from "./map/small.js";

const STYLES = {
  commune: { color: "#6f8692", weight: 1.4, fillColor: "#fff", fillOpacity: 0.5 },
  neighbour: { color: "#263238", weight: 1, fillColor: "#8fa3ad", fillOpacity: 0.35 },
  before: { color: "#263238", weight: 2, dashArray: "5 4", fill: false },
  new: { color: "#0b4a5a", weight: 2.5, fillColor: "#0b4a5a", fillOpacity: 0.35 },
  problem: { color: "#8f1d0b", weight: 2, fillColor: "#fde4df", fillOpacity: 1 },
};

/** Bring the map to life. */
export async function start(map) {
  prepare(map);
  for (const role of Object.keys(STYLES)) drawRole(map, role);
  try {
    const [districts, places, wards] = await Promise.all(["districts", "places", "wards"].map(load));
    drawBackground(map, [], { districts, places, wards });
  } catch (error) {
    tellFailure("review-notice");
    throw error;
  }
}

function drawRole(map, role) {
  const features = page.features.filter((feature) => feature.properties.role === role && feature.geometry);
  const style = { ...STYLES[role], className: `role-${role}` };
  const pointToLayer = (_, at) => L.circleMarker(at, { ...style, radius: 7 });
  L.geoJSON(features, { style, pointToLayer, onEachFeature: (feature, layer) => tell(layer, feature.properties) }).addTo(map);
}

function tell(layer, { role, title, title_en: titleEn }) {
  const name = page.language === "en" ? titleEn || title : title;
  layer.bindTooltip(el("span", {}, el("b", {}, name), el("br"), word("role", role)), { sticky: true, className: "tip" });
}
