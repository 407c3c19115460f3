// The map page: loads the features from the service, and ties map, list, legend, panel and address together.

import { drawBackground } from "./map/background.js";
import { drawClusters } from "./map/drawing.js";
import { layerOf, showLegend } from "./map/legend.js";
import { fillList } from "./map/list.js";
import { number, page, text } from "./map/page.js";
import { panelOf } from "./map/panel.js";

const byId = (id) => document.getElementById(id);
const narrow = window.matchMedia("(max-width: 800px)");

/** Bring the page to life on an empty Leaflet map. */
export async function start(map) {
  prepare(map);
  if (narrow.matches) byId("legend").open = false;
  try {
    const collection = await load("clusters");
    live(map, collection);
    const [districts, places, wards] = await Promise.all(["districts", "places", "wards"].map(loadFeatures));
    drawBackground(map, collection.features, { districts, places, wards });
    credit([...districts, ...wards]);
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

const loadFeatures = async (name) => (await load(name)).features.filter((feature) => feature.geometry);

function prepare(map) {
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
  if (!narrow.matches && room > 3 * legend) map.panBy([-legend / 2, 0], { animate: false });
}

/** A button that brings the whole area back into view. */
function addHome(map) {
  const [centre, zoom] = [map.getCenter(), map.getZoom()];
  const Home = L.Control.extend({
    onAdd() {
      const box = L.DomUtil.create("div", "leaflet-bar");
      const button = L.DomUtil.create("button", "home", box);
      button.type = "button";
      button.title = text("whole");
      button.setAttribute("aria-label", text("whole"));
      button.textContent = "⤢";
      L.DomEvent.disableClickPropagation(box);
      button.addEventListener("click", () => map.setView(centre, zoom));
      return box;
    },
  });
  new Home({ position: "topright" }).addTo(map);
}

function live(map, { features, numberMatched }) {
  const clusters = features.map((feature) => feature.properties);
  const find = (id) => clusters.find((cluster) => cluster.id === id);
  const drawing = drawClusters(map, features, (id) => select(id, { fly: narrow.matches }));
  const list = fillList(features, (id) => select(id, { fly: true }), (id) => drawing.highlight(id));

  function colour(id) {
    const layer = layerOf(id);
    drawing.colour(layer);
    list.colour(layer);
    showLegend(layer, clusters);
  }
  function select(id, { fly = false } = {}) {
    const cluster = find(id);
    if (!cluster) return;
    openPanel(panelOf(cluster, clusters));
    list.mark(id);
    drawing.select(id);
    remember("cluster", id);
    map.invalidateSize({ pan: false });
    if (fly) drawing.show(id, covered(map));
    byId("panel-title").focus({ preventScroll: true });
  }
  function close() {
    const id = new URLSearchParams(location.search).get("cluster");
    byId("panel").hidden = true;
    document.querySelector("main").classList.remove("with-panel");
    list.mark(null);
    drawing.select(null);
    remember("cluster", null);
    list.focus(id);
  }

  listen({ colour, close });
  colour(page.layer);
  const asked = new URLSearchParams(location.search);
  const viewed = lookAt(map, asked.get("view"));
  select(asked.get("cluster"), { fly: !viewed });
  map.on("moveend", () => remember("view", viewOf(map)));
  if (numberMatched > features.length) {
    notify(text("partial", { shown: number(features.length), total: number(numberMatched) }));
  }
}

/** Write the view as the address keeps it: longitude, latitude, zoom. */
function viewOf(map) {
  const { lng, lat } = map.getCenter();
  return [lng.toFixed(4), lat.toFixed(4), map.getZoom()].join(",");
}

/** Take up a view from the address; tells whether there was one. */
function lookAt(map, view) {
  const [lon, lat, zoom] = (view ?? "").split(",").map(Number);
  const sound = Math.abs(lon) <= 180 && Math.abs(lat) <= 85 && zoom >= map.getMinZoom() && zoom <= map.getMaxZoom();
  if (sound) map.setView([lat, lon], zoom, { animate: false });
  return sound;
}

function openPanel(content) {
  byId("panel-content").replaceChildren(...content);
  byId("panel").hidden = false;
  byId("panel-content").scrollTop = 0;
  document.querySelector("main").classList.add("with-panel");
  toggleSheet("list", false);
}

/** How much of the map lies under the panel: at the right, on a phone at the bottom. */
function covered(map) {
  const [room, panel] = [map.getContainer(), byId("panel")].map((one) => one.getBoundingClientRect());
  return narrow.matches ? [0, Math.max(room.bottom - panel.top, 0)] : [Math.max(room.right - panel.left, 0), 0];
}

function listen({ colour, close }) {
  byId("layers").addEventListener("change", (event) => {
    colour(event.target.value);
    remember("layer", event.target.value);
  });
  byId("layers").addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !byId("panel").hidden) close();
    else if (event.key === "Escape") toggleSheet("list", false);
  });
  for (const button of document.querySelectorAll("[data-open]")) {
    button.addEventListener("click", () => toggleSheet(button.dataset.open));
  }
  for (const button of document.querySelectorAll("[data-close]")) {
    button.addEventListener("click", () => (button.dataset.close === "panel" ? close() : toggleSheet("list", false)));
  }
}

/** On a phone list and legend are sheets that open and close. */
function toggleSheet(name, wanted) {
  const sheet = byId(name);
  const open = wanted ?? (name === "legend" ? !sheet.open : !sheet.classList.contains("open"));
  if (name === "legend") sheet.open = open;
  else sheet.classList.toggle("open", open);
  document.querySelector(`[data-open="${name}"]`).setAttribute("aria-expanded", open);
  if (open && name === "list" && narrow.matches) byId("search-name").focus();
}

/** Keep what is shown in the address, and in the way to the other language. */
function remember(name, value) {
  const address = new URL(location.href);
  if (value === null) address.searchParams.delete(name);
  else address.searchParams.set(name, value);
  history.replaceState(null, "", address);
  for (const link of document.querySelectorAll("[data-keeps-query]")) link.search = address.search;
}

function credit(features) {
  const credits = new Set(features.map((feature) => feature.properties.boundary_credit).filter(Boolean));
  byId("boundary-credit").hidden = !credits.size;
  byId("boundary-credit").textContent = [...credits].join(" · ");
}

function notify(words) {
  byId("notice").textContent = words;
  byId("notice").hidden = false;
}
