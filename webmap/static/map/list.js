// The list of all clusters beside the map: search, order, keyboard. It holds what the map holds, and more.

import { el, said, swatch } from "./dom.js";
import { classOf } from "./legend.js";
import { collator, fold, number, page, shortName, text, word } from "./page.js";

const ORDERS = {
  name: (one, other) => collator.compare(one.short, other.short),
  "-name": (one, other) => collator.compare(other.short, one.short),
  district: (one, other) => collator.compare(one.cluster.district_name, other.cluster.district_name) || ORDERS.name(one, other),
  "-area": (one, other) => (other.cluster.planned_area_ha ?? -1) - (one.cluster.planned_area_ha ?? -1) || ORDERS.name(one, other),
};
const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };

/** Fill the list; `onSelect` gets the id that is chosen, `onHover` the one pointed at, or null. */
export function fillList(features, onSelect, onHover) {
  const entries = features.map((feature) => entryOf(feature, onSelect, onHover));
  const state = { entries, layer: null };
  const search = document.getElementById("search-name");
  const sort = document.getElementById("sort");
  const refresh = () => show(state, search.value, sort.value);
  search.addEventListener("input", refresh);
  sort.addEventListener("change", refresh);
  document.getElementById("search").addEventListener("submit", (event) => {
    event.preventDefault();
    buttons()[0]?.click();
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") focusOn(buttons()[0], event);
  });
  document.getElementById("entries").addEventListener("keydown", moveFocus);
  groupUnplaced(entries, onSelect);
  refresh();
  return {
    colour: (layer) => colour(state, layer),
    mark: (id) => mark(state, id),
    focus: (id) => entries.find(({ cluster }) => cluster.id === id)?.button.focus(),
  };
}

function entryOf({ properties: cluster, geometry }, onSelect, onHover) {
  const short = shortName(cluster);
  const sign = el("span", { class: "sign" });
  const area = cluster.planned_area_ha === null ? null : `${number(cluster.planned_area_ha)} ha`;
  const facts = [said(cluster.district_name), word("status", cluster.status), area, !geometry && text("not_on_map")];
  const details = facts.filter(Boolean).flatMap((fact, turn) => (turn ? [" · ", fact] : [fact]));
  const label = el("span", { class: "entry-text" }, el("b", {}, said(short)), el("small", {}, ...details));
  const button = el("button", { type: "button", class: "entry", "data-id": cluster.id, tabindex: -1 }, sign, label);
  button.addEventListener("click", () => onSelect(cluster.id));
  for (const name of ["mouseenter", "focus"]) button.addEventListener(name, () => onHover(cluster.id));
  for (const name of ["mouseleave", "blur"]) button.addEventListener(name, () => onHover(null));
  const names = fold(`${cluster.name_vi} ${cluster.name_en} ${cluster.id}`);
  return { cluster, short, sign, button, row: el("li", {}, button), names, placed: Boolean(geometry) };
}

function show(state, wanted, order) {
  const words = fold(wanted).split(" ").filter(Boolean);
  const found = state.entries.filter(({ names }) => words.every((one) => names.includes(one)));
  found.sort(ORDERS[order]);
  document.getElementById("entries").replaceChildren(...found.map(({ row }) => row));
  for (const { button } of state.entries) button.tabIndex = -1;
  if (found.length) found[0].button.tabIndex = 0;
  const counted = { shown: number(found.length), total: number(state.entries.length) };
  const said = found.length ? (words.length ? "found" : "all") : "none_found";
  document.getElementById("count").textContent = text(said, counted);
}

function colour(state, layer) {
  state.layer = layer;
  for (const { cluster, sign } of state.entries) sign.replaceChildren(swatch(classOf(layer, cluster)));
}

function mark(state, id) {
  for (const { cluster, button, row } of state.entries) {
    const chosen = cluster.id === id;
    if (chosen) row.scrollIntoView({ block: "nearest" });
    if (chosen) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

const buttons = () => [...document.querySelectorAll("#entries .entry")];

/** Arrows go from entry to entry; Tab goes past the list. */
function moveFocus(event) {
  if (!(event.key in STEPS)) return;
  const all = buttons();
  const here = all.indexOf(document.activeElement);
  const there = Math.min(Math.max(here + STEPS[event.key], 0), all.length - 1);
  if (event.key === "ArrowUp" && here === 0) return;
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
  for (const entry of unplaced) {
    const district = entry.cluster.district_name;
    groups.set(district, [...(groups.get(district) ?? []), entry]);
  }
  const box = document.getElementById("unplaced");
  box.hidden = !unplaced.length;
  document.getElementById("unplaced-count").textContent = number(unplaced.length);
  document.getElementById("unplaced-groups").replaceChildren(
    ...[...groups].map(([district, members]) => unplacedGroup(district, members, onSelect)),
  );
}

function unplacedGroup(district, members, onSelect) {
  const rows = members.map(({ cluster, short }) => {
    const button = el("button", { type: "button", class: "plain", "data-unplaced": cluster.id }, said(short));
    button.addEventListener("click", () => onSelect(cluster.id));
    return el("li", {}, button);
  });
  return el("section", {}, el("h2", {}, said(district)), el("ul", { "aria-label": district }, ...rows));
}
