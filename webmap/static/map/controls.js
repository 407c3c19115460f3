// Leaflet's own controls, a way back to the whole area, and what of the map is seen.

import { byId, narrow, text } from "./page.js";

/** Name the map for those who hear it, and put its buttons at the upper right. */
export function addControls(map) {
  const container = map.getContainer();
  container.setAttribute("role", "region");
  container.setAttribute("aria-label", text("map"));
  L.control.zoom({ position: "topright", zoomInTitle: text("zoom_in"), zoomOutTitle: text("zoom_out") }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  uncover(map);
  addHome(map);
  new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(container);
}

/** Move the map out from under the legend where there is room beside it. */
function uncover(map) {
  const [legend, room] = [byId("legend").offsetWidth, map.getSize().x];
  if (!narrow.matches && room > 2 * legend) map.panBy([-legend / 2, 0], { animate: false });
}

/** A button that brings the whole area back into view. */
function addHome(map) {
  const [centre, zoom] = [map.getCenter(), map.getZoom()];
  addButton(map, "home", "whole", "⤢", () => map.setView(centre, zoom));
}

/** A button that brings what is selected into the part of the map that nothing covers. */
export function addClose(map, features, room) {
  addButton(map, "close-up", "selected", "◎", () => {
    const bounds = L.geoJSON(features()).getBounds();
    if (bounds.isValid()) map.fitBounds(bounds, { maxZoom: 14, ...room(map).padding });
  });
}

function addButton(map, name, said, sign, onClick) {
  const Button = L.Control.extend({
    onAdd() {
      const box = L.DomUtil.create("div", "leaflet-bar");
      const button = L.DomUtil.create("button", name, box);
      button.type = "button";
      button.title = text(said);
      button.setAttribute("aria-label", text(said));
      button.textContent = sign;
      L.DomEvent.disableClickPropagation(box);
      button.addEventListener("click", onClick);
      return box;
    },
  });
  new Button({ position: "topright" }).addTo(map);
}

/** Write the view as the address keeps it: longitude, latitude, zoom. */
export function viewOf(map) {
  const { lng, lat } = map.getCenter();
  return [lng.toFixed(4), lat.toFixed(4), map.getZoom()].join(",");
}

/** Take up a view from the address; tells whether there was one. */
export function lookAt(map, view) {
  const [lon, lat, zoom] = (view ?? "").split(",").map(Number);
  const sound = Math.abs(lon) <= 180 && Math.abs(lat) <= 85 && zoom >= map.getMinZoom() && zoom <= map.getMaxZoom();
  if (sound) map.setView([lat, lon], zoom, { animate: false });
  return sound;
}
