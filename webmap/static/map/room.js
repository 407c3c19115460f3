// The part of the map that nothing covers: what is chosen has to lie there.

import { byId, narrow } from "./page.js";

const MARGIN_PX = 30;
const LEAST_PX = 3 * MARGIN_PX;

/** Measure it: the panel may lie at the right, on a phone at the bottom; the legend at the left. */
export function freeRoom(map) {
  const { x, y } = map.getSize();
  const [left, top, right, bottom] = covered(map);
  const [before, after] = [L.point(left, top), L.point(right, bottom)];
  const free = L.bounds(before.add([MARGIN_PX, MARGIN_PX]), L.point(x, y).subtract(after).subtract([MARGIN_PX, MARGIN_PX]));
  return {
    padding: { paddingTopLeft: before, paddingBottomRight: after },
    holds: (at) => free.contains(map.latLngToContainerPoint(at)),
    pull: (at) => pull(map, free, at),
  };
}

function covered(map) {
  const parts = [map.getContainer(), byId("panel"), byId("legend"), byId("notice")];
  const [room, panel, legend, notice] = parts.map((one) => one.getBoundingClientRect());
  const isOpen = !byId("panel").hidden;
  const top = Math.max(notice.bottom - room.top, 0);
  if (narrow.matches) return [0, Math.max(top, MARGIN_PX), 0, isOpen ? Math.max(room.bottom - panel.top, 0) : 0];
  const right = isOpen ? Math.max(room.right - panel.left, 0) : 0;
  const left = legend.width ? Math.max(legend.right - room.left, 0) : 0;
  return [room.width - left - right > LEAST_PX ? left : 0, top, right, 0];
}

/** Move the map as little as needed to have a point there. */
function pull(map, free, at) {
  const here = map.latLngToContainerPoint(at);
  const there = L.point(within(here.x, free.min.x, free.max.x), within(here.y, free.min.y, free.max.y));
  if (!here.equals(there)) map.panBy(here.subtract(there), { animate: false });
}

const within = (value, least, most) => Math.max(least, Math.min(value, most));
