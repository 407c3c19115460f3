// A second map beside the first: another layer or period of the same selection, and it moves as the first does.

import { drawAreas } from "./areas.js";
import { drawBackground } from "./background.js";
import { drawClusters } from "./clusters.js";
import { el } from "./dom.js";
import { byId, page } from "./page.js";

/** Prepare it: `choose` gets what is chosen on it; `show` draws what an address says, or puts the map away. */
export function offerBeside(map, features, units, choose) {
  const state = { map, features, units, choose, latest: null, second: null };
  return { show: (drawing) => show(state, drawing), select: (id) => state.second?.clusters.select(id) };
}

async function show(state, { beside, title }) {
  const request = (state.latest = Symbol(beside));
  if (!beside) return close(state);
  const query = new URL(beside, location).search;
  const answer = await fetch(`${page.addresses.selection}${query}${query ? "&" : "?"}parts=legend`).catch(() => null);
  if (!answer?.ok || request !== state.latest) return;
  const drawing = await answer.json();
  if (request !== state.latest) return;
  state.second ??= open(state, drawing);
  draw(state, drawing, title);
}

function open(state, drawing) {
  const [place, room] = [el("div", { class: "folium-map" }), byId("canvas")];
  const words = el("h2", { class: "map-title" });
  const legend = el("div", { class: "legend card beside-legend" });
  const half = el("div", { class: "beside" }, place, words, legend);
  const first = el("h2", { class: "map-title" });
  const seen = state.map.getBounds();
  room.classList.add("split");
  room.append(first, half);
  state.map.invalidateSize({ pan: false });
  state.map.fitBounds(seen, { animate: false });
  const { preferCanvas, zoomSnap, minZoom, maxZoom } = state.map.options;
  const map = L.map(place, { preferCanvas, zoomSnap, minZoom, maxZoom, zoomControl: false, attributionControl: false });
  map.setView(state.map.getCenter(), state.map.getZoom(), { animate: false });
  place.setAttribute("role", "region");
  const clusters = drawClusters(map, state.features(), drawing, (cluster) => state.choose({ cluster }));
  const areas = drawAreas(map, (area) => state.choose({ area }));
  const second = { map, half, first, words, legend, place, clusters, areas, drawing };
  second.redraw = drawBackground(
    map, state.features(), state.units,
    () => second.drawing.kind === "clusters" ? null : areas.circles(), (id) => clusters.isShown(id),
  );
  second.unfollow = [follow(state.map, map), follow(map, state.map)];
  return second;
}

/** One map goes where the other is moved by hand; what follows does not lead back. */
function follow(leader, follower) {
  const move = () => {
    if (leader.isFollowing) return;
    follower.isFollowing = true;
    follower.setView(leader.getCenter(), leader.getZoom(), { animate: false });
    follower.isFollowing = false;
  };
  leader.on("move zoomend", move);
  return () => leader.off("move zoomend", move);
}

function draw({ second, units }, drawing, title) {
  second.drawing = drawing;
  const ofClusters = drawing.kind === "clusters";
  second.clusters.apply(drawing);
  second.clusters.hide(!ofClusters);
  if (ofClusters) second.areas.clear();
  else second.areas.show(drawing, units[drawing.kind]);
  second.redraw();
  second.first.textContent = title;
  second.words.textContent = drawing.title;
  second.place.setAttribute("aria-label", drawing.title);
  second.legend.innerHTML = drawing.parts.legend.replaceAll(' id="', ' data-id="');
  for (const link of second.legend.querySelectorAll("a")) link.replaceWith(el("span", {}, ...link.childNodes));
}

function close(state) {
  const { second } = state;
  if (!second) return;
  for (const end of second.unfollow) end();
  second.map.remove();
  second.half.remove();
  second.first.remove();
  byId("canvas").classList.remove("split");
  state.second = null;
  state.map.invalidateSize({ pan: false });
}
