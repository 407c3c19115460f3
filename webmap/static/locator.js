// The small map of a factsheet: the cluster, how far off it may be, and what lies around it.

import { drawBackground } from "./map/background.js";
import { el } from "./map/dom.js";
import { nameOf, page, word } from "./map/page.js";
import { load, prepare, tellFailure } from "./map/small.js";

const INK = "#263238";
const OWN = "#0b4a5a";
const OTHER = "#8fa3ad";

/** Bring the map to life. */
export async function start(map) {
  prepare(map);
  try {
    const names = ["clusters", "districts", "places", "wards"];
    const [clusters, districts, places, wards] = await Promise.all(names.map(load));
    drawBackground(map, clusters, { districts, places, wards });
    const own = clusters.find((feature) => feature.id === page.cluster);
    for (const feature of clusters) if (feature !== own) drawCluster(map, feature, OTHER);
    if (own) drawAccuracy(map, drawCluster(map, own, OWN).getBounds().getCenter(), own.properties);
  } catch (error) {
    tellFailure("locator-notice");
    throw error;
  }
}

function drawCluster(map, feature, colour) {
  const { id, boundary_quality: quality, status } = feature.properties;
  const style = { color: INK, weight: 1.5, fillColor: colour, fillOpacity: 0.45, dashArray: quality === "schematic" ? "5 4" : null };
  const drawn = L.geoJSON(feature, { style, pointToLayer: (_, at) => L.circleMarker(at, { ...style, radius: 6, fillOpacity: 1 }) });
  drawn.addTo(map).bindTooltip(el("span", {}, el("b", {}, nameOf(feature.properties)), el("br"), word("status", status)), { sticky: true, className: "tip" });
  drawn.eachLayer((layer) => layer.getElement()?.setAttribute("data-id", id));
  if (id !== page.cluster) drawn.on("click", () => location.assign(`${page.factsheets}/${encodeURIComponent(id)}`));
  return drawn;
}

function drawAccuracy(map, centre, { position_accuracy_m: metres }) {
  if (!metres) return;
  L.circle(centre, { radius: metres, className: "accuracy", interactive: false, fill: false, color: INK, weight: 1.5, dashArray: "1 5" }).addTo(map);
}
