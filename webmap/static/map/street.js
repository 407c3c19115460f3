// The street map below: its tiles are asked for only while it is wanted.

import { but, replace } from "./address.js";
import { byId, text } from "./page.js";

const MOST_ZOOM = 19;

/** Tie the choice in the legend to the map. */
export function offerStreetMap(map) {
  const choice = byId("show-street");
  map.createPane("street").style.zIndex = 190;
  const tiles = L.tileLayer(choice.dataset.tiles, { pane: "street", maxZoom: MOST_ZOOM });
  const covers = (there) => map.getContainer().classList.toggle("with-street", there);
  tiles.on("tileerror", () => {
    say(text("tiles_failed"));
    covers(map.getPane("street").querySelector(".leaflet-tile-loaded") !== null);
  });
  tiles.on("tileload", () => {
    say("");
    covers(true);
  });
  const show = () => {
    if (choice.checked) tiles.addTo(map);
    else tiles.remove();
    say("");
    covers(false);
    byId("street-credit").hidden = !choice.checked;
  };
  choice.addEventListener("change", () => {
    show();
    const fromStart = choice.defaultChecked && !new URLSearchParams(location.search).has("street");
    replace(but({ street: choice.checked ? "1" : fromStart ? "0" : null }));
  });
  byId("street").addEventListener("submit", (event) => event.preventDefault());
  show();
}

function say(words) {
  byId("street-problem").textContent = words;
  byId("street-problem").hidden = !words;
}
