// Where a cluster without a place is looked for: at its former district, which is ringed while it is chosen.

import { page } from "./page.js";

const CLOSEST_ZOOM = 11;
const RADIUS_PX = 30;

/** Prepare the ring around a district. */
export function ringDistricts(map, districts) {
  const ring = L.layerGroup().addTo(map);
  const style = { className: "district-ring", interactive: false, color: page.inks.known, weight: 2, dashArray: "2 6", fill: false };
  return {
    clear: () => ring.clearLayers(),
    /** Ring the district of a cluster; tells where it is, or null where nobody knows. */
    show: ({ district_code: code }) => {
      const geometry = districts.find(({ properties }) => properties.code === code)?.geometry;
      if (!geometry) return null;
      const isPoint = geometry.type === "Point";
      const at = isPoint ? L.GeoJSON.coordsToLatLng(geometry.coordinates) : L.geoJSON(geometry).getBounds().getCenter();
      ring.addLayer(isPoint ? L.circleMarker(at, { ...style, radius: RADIUS_PX }) : L.geoJSON(geometry, { style, interactive: false }));
      return at;
    },
    /** Bring it into the part of the map that is free. */
    reveal: (at, room) => {
      if (room.holds(at)) return;
      map.fitBounds(at.toBounds(20_000), { maxZoom: CLOSEST_ZOOM, ...room.padding, animate: false });
    },
  };
}
