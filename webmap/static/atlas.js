// The map page: the clusters first, everything else when they have been painted.

import { addControls } from "./map/controls.js";
import { drawClusters } from "./map/clusters.js";
import { notify, page, text } from "./map/page.js";

const UNITS = ["districts", "places", "wards"];

/** Bring the page to life on an empty Leaflet map. */
export async function start(map) {
  addControls(map);
  try {
    const { features } = await load("clusters");
    let screen = null;
    const clusters = drawClusters(map, features, page.drawing, (id) => screen?.choose({ cluster: id }));
    performance.mark("atlas:drawn");
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    const [{ Screen }, ...layers] = await Promise.all([import("./map/screen.js"), ...UNITS.map(load)]);
    const units = Object.fromEntries(UNITS.map((name, turn) => [name, layers[turn].features]));
    screen = new Screen(map, { clusters, units, drawing: page.drawing, load });
  } catch (error) {
    notify(text("loading_failed"));
    throw error;
  }
}

async function load(name) {
  const answer = await fetch(page.addresses[name]);
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.json();
}
