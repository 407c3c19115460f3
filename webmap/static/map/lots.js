// The lots of the cluster that is chosen, each in the colour the legend of its panel gives its status.

import { el, tag } from "./dom.js";

let shown = null;
let latest = null;

/** Draw the lots of a cluster, or none; an answer that comes when another one is chosen is left aside. */
export async function showLots(map, clusterId) {
  const request = (latest = Symbol(clusterId));
  shown?.remove();
  shown = null;
  if (!clusterId) return;
  const address = `/api/collections/lots/items?f=geojson&limit=1000&cluster_id=${encodeURIComponent(clusterId)}`;
  const answer = await fetch(address).catch(() => null);
  if (request !== latest || !answer?.ok) return;
  const lots = await answer.json();
  if (request === latest) shown = drawLots(lots).addTo(map);
}

function drawLots(lots) {
  const legend = document.getElementById("lots-legend");
  const signs = [...(legend?.querySelectorAll("[data-status]") ?? [])];
  const colours = Object.fromEntries(signs.map((sign) => [sign.dataset.status, sign.dataset.colour]));
  const words = Object.fromEntries(signs.map((sign) => [sign.dataset.status, sign.dataset.words]));
  return L.geoJSON(lots, {
    filter: ({ geometry }) => geometry !== null,
    pointToLayer: (_, at) => L.circleMarker(at, { radius: 4 }),
    style: ({ properties }) => ({
      className: "lot",
      color: "#37474f",
      weight: 0.8,
      fillColor: colours[properties.status] ?? "#c9d1d6",
      fillOpacity: 0.9,
    }),
    onEachFeature: ({ properties }, part) => {
      tag(part, "data-lot", properties.id);
      part.bindTooltip(() => el("span", {}, words[properties.status] ?? properties.status), { sticky: true, className: "tip" });
    },
  });
}
