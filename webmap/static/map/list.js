// The list beside the map: search, order, keyboard. It holds what the map holds, and what has no place there.

import { figureOf } from "./areas.js";
import { areaClassOf, classOf, isLittleKnown } from "./classes.js";
import { el, said, swatch } from "./dom.js";
import { asked, byId, clustersThere, collator, fold, narrow, number, remember, shortName, text, word } from "./page.js";

const byName = (one, other) => collator.compare(one.name, other.name);
const ORDERS = {
  name: byName,
  "-name": (one, other) => byName(other, one),
  district: (one, other) => collator.compare(one.district, other.district) || byName(one, other),
  "-area": (one, other) => (other.hectares ?? -1) - (one.hectares ?? -1) || byName(one, other),
};
const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };
const SAID = {
  clusters: { all: "all", found: "found", none: "none_found", search: "search_clusters" },
  areas: { all: "all_areas", found: "found_areas", none: "none_found_areas", search: "search_areas" },
};

/** Prepare the list; `onSelect` gets the id that is chosen, `onHover` the one pointed at, or null. */
export function makeList(features, onSelect, onHover) {
  const clusters = features.map((feature) => clusterEntry(feature, { onSelect, onHover }));
  const state = { entries: null, said: SAID.clusters };
  const refresh = () => {
    keep();
    show(state);
  };
  restore();
  byId("search-name").addEventListener("input", refresh);
  byId("sort").addEventListener("change", refresh);
  byId("search").addEventListener("submit", (event) => {
    event.preventDefault();
    buttons()[0]?.click();
  });
  byId("search-name").addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") focusOn(buttons()[0], event);
  });
  for (const id of ["entries", "unplaced-groups"]) byId(id).addEventListener("keydown", moveFocus);
  groupUnplaced(clusters, onSelect);
  return {
    holdClusters: (layer) => {
      for (const { cluster, sign } of clusters) sign.replaceChildren(swatch(classOf(layer, cluster)));
      hold(state, clusters, SAID.clusters);
    },
    holdAreas: (shown) => hold(state, shown.features.map((one) => areaEntry(one, shown, { onSelect, onHover })), SAID.areas),
    select: (id) => mark(state, id),
    focus: (id) => state.entries.find((entry) => entry.id === id)?.button.focus(),
  };
}

/** Take up search and order from the address. */
function restore() {
  byId("search-name").value = asked("q") ?? "";
  if (Object.hasOwn(ORDERS, asked("sort"))) byId("sort").value = asked("sort");
  byId("unplaced").open = !narrow.matches;
}

function keep() {
  const { value: order } = byId("sort");
  remember("q", byId("search-name").value || null);
  remember("sort", order === "name" ? null : order);
}

/** Fill the list with other entries; the same ones stay as they stand. */
function hold(state, entries, words) {
  if (state.entries === entries) return;
  const ofClusters = words === SAID.clusters;
  Object.assign(state, { entries, said: words });
  byId("unplaced").hidden = !ofClusters || !byId("unplaced-groups").childElementCount;
  for (const option of document.querySelectorAll("#sort [data-of]")) {
    option.hidden = option.disabled = !ofClusters;
    if (!ofClusters && option.selected) byId("sort").value = "name";
  }
  byId("search-name").placeholder = text(words.search);
  keep();
  show(state);
}

function clusterEntry({ properties: cluster, geometry }, actions) {
  const name = shortName(cluster);
  const area = cluster.planned_area_ha === null ? null : `${number(cluster.planned_area_ha)} ha`;
  const facts = [said(cluster.district_name), word("status", cluster.status), area, !geometry && text("not_on_map")];
  const details = facts.filter(Boolean).flatMap((fact, turn) => (turn ? [" · ", fact] : [fact]));
  const entry = entryOf(cluster.id, name, details, actions);
  const names = fold(`${cluster.name_vi} ${cluster.name_en} ${cluster.id}`);
  const { district_name: district, planned_area_ha: hectares } = cluster;
  const around = [district, cluster.communes_pre2025, cluster.ward_name, cluster.developer];
  const searched = `${names} ${fold(around.filter(Boolean).join(" "))}`;
  return { ...entry, cluster, names, searched, district, hectares, placed: Boolean(geometry) };
}

function areaEntry({ id, properties: area }, { layer, kind, mean }, actions) {
  const figure = figureOf(layer, area, mean);
  const details = [clustersThere(area.clusters), ...(figure ? [el("br"), figure] : [])];
  const entry = entryOf(id, area.full_name, details, actions);
  entry.sign.replaceChildren(swatch({ ...areaClassOf(layer, kind, area, mean), pale: isLittleKnown(layer, area) }));
  const names = fold(area.full_name);
  return { ...entry, names, searched: names, district: "", hectares: area.planned_area_ha };
}

function entryOf(id, name, details, { onSelect, onHover }) {
  const sign = el("span", { class: "sign" });
  const label = el("span", { class: "entry-text" }, el("b", {}, said(name)), el("small", {}, ...details));
  const button = el("button", { type: "button", class: "entry", "data-id": id, tabindex: -1 }, sign, label);
  button.addEventListener("click", () => onSelect(id));
  for (const event of ["mouseenter", "focus"]) button.addEventListener(event, () => onHover(id));
  for (const event of ["mouseleave", "blur"]) button.addEventListener(event, () => onHover(null));
  return { id, name, sign, button, row: el("li", {}, button) };
}

function show(state) {
  const words = fold(byId("search-name").value).split(" ").filter(Boolean);
  const isIn = (text) => words.every((one) => text.includes(one));
  const ordered = state.entries.filter(({ searched }) => isIn(searched)).sort(ORDERS[byId("sort").value]);
  const found = [...ordered.filter(({ names }) => isIn(names)), ...ordered.filter(({ names }) => !isIn(names))];
  byId("entries").replaceChildren(...found.map(({ row }) => row));
  for (const { button } of state.entries) button.tabIndex = -1;
  if (found.length) found[0].button.tabIndex = 0;
  const counted = { shown: number(found.length), total: number(state.entries.length) };
  const said = found.length ? (words.length ? "found" : "all") : "none";
  byId("count").textContent = text(state.said[said], counted);
}

function mark(state, id) {
  for (const { id: own, button, row } of state.entries) {
    const chosen = own === id;
    if (chosen) row.scrollIntoView({ block: "nearest" });
    if (chosen) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

const buttons = (part = byId("entries")) => [...part.querySelectorAll("button")];

/** Arrows go from entry to entry; Tab goes past the list. */
function moveFocus(event) {
  if (!(event.key in STEPS)) return;
  const all = buttons(event.currentTarget);
  const here = all.indexOf(document.activeElement);
  const there = Math.min(Math.max(here + STEPS[event.key], 0), all.length - 1);
  if (here < 0 || (event.key === "ArrowUp" && here === 0)) return;
  all[here].tabIndex = -1;
  focusOn(all[there], event);
}

function focusOn(button, event) {
  if (!button) return;
  event.preventDefault();
  button.tabIndex = 0;
  button.focus();
}

/** Clusters of which only the district is known stand under it. */
function groupUnplaced(entries, onSelect) {
  const unplaced = entries.filter(({ placed }) => !placed).sort(ORDERS.district);
  const groups = new Map();
  for (const entry of unplaced) groups.set(entry.district, [...(groups.get(entry.district) ?? []), entry]);
  byId("unplaced-count").textContent = number(unplaced.length);
  byId("unplaced-groups").replaceChildren(
    ...[...groups].map(([district, members]) => unplacedGroup(district, members, onSelect)),
  );
  if (unplaced.length) buttons(byId("unplaced-groups"))[0].tabIndex = 0;
}

function unplacedGroup(district, members, onSelect) {
  const rows = members.map(({ id, name }) => {
    const button = el("button", { type: "button", class: "plain", "data-unplaced": id, tabindex: -1 }, said(name));
    button.addEventListener("click", () => onSelect(id));
    return el("li", {}, button);
  });
  return el("section", {}, el("h3", {}, said(district)), el("ul", { "aria-label": district }, ...rows));
}
