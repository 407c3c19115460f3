// The panel: what it shows of a cluster or an area comes from the server as a part of a page, escaped there.

import { el, said } from "./dom.js";
import { byId, text } from "./page.js";

let latest = null;

export function closePanel() {
  latest = null;
  byId("panel").hidden = true;
  document.querySelector("main").classList.remove("with-panel");
}

/** Open the panel; an answer that comes when something else is chosen is left aside. Tells whether it came.
 *
 * `name` stands there until then, and `page` is the way out where it does not come. */
export async function openPanel(address, { name, page }) {
  const request = (latest = Symbol(address));
  const isSame = byId("panel-content").dataset.name === name && !byId("panel").hidden;
  if (!isSame) fill(name, [heading(name), el("p", { class: "waiting", role: "status" }, text("loading"))]);
  byId("panel").hidden = false;
  document.querySelector("main").classList.add("with-panel");
  byId("panel-content").setAttribute("aria-busy", "true");
  const again = () => openPanel(address, { name, page });
  const content = await load(address).catch(() => failed(name, page, again));
  if (request !== latest) return false;
  const hadFocus = byId("panel-content").contains(document.activeElement);
  fill(name, content);
  if (hadFocus) byId("panel-title")?.focus({ preventScroll: true });
  return true;
}

function fill(name, content) {
  const place = byId("panel-content");
  const stays = place.dataset.name === name ? place.scrollTop : 0;
  place.removeAttribute("aria-busy");
  place.replaceChildren(...content);
  place.dataset.name = name;
  place.scrollTop = stays;
}

async function load(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes;
}

const heading = (name) => el("header", {}, el("h2", { id: "panel-title", tabindex: -1 }, said(name)));

function failed(name, page, again) {
  const way = page && el("a", { href: page }, text("factsheet"));
  const retry = el("button", { type: "button", class: "button" }, text("retry"));
  retry.addEventListener("click", again);
  return [heading(name), el("p", { class: "warning", role: "alert" }, text("panel_failed"), " ", way), retry];
}
