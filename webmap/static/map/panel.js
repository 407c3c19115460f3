// The panel: what it shows of a cluster comes from the server as a part of a page, escaped there.

import { el, said } from "./dom.js";
import { byId, nameOf, page, text } from "./page.js";

let latest = null;

/** Put content into the panel and open it. */
export function openPanel(content) {
  latest = null;
  fill(content);
  byId("panel").hidden = false;
  document.querySelector("main").classList.add("with-panel");
}

export function closePanel() {
  latest = null;
  byId("panel").hidden = true;
  document.querySelector("main").classList.remove("with-panel");
}

/** Open the panel of a cluster; an answer that comes when another one is chosen is left aside. */
export async function openCluster(cluster) {
  const address = `${page.addresses.factsheet}/${encodeURIComponent(cluster.id)}`;
  openPanel([heading(cluster), el("p", { class: "waiting", role: "status" }, text("loading"))]);
  const request = (latest = Symbol(cluster.id));
  byId("panel-content").setAttribute("aria-busy", "true");
  const content = await load(`${address}/panel`).catch(() => failed(cluster, address));
  if (request !== latest) return;
  const hadFocus = byId("panel").contains(document.activeElement);
  fill(content);
  if (hadFocus) byId("panel-title")?.focus({ preventScroll: true });
}

function fill(content) {
  byId("panel-content").removeAttribute("aria-busy");
  byId("panel-content").replaceChildren(...content);
  byId("panel-content").scrollTop = 0;
}

async function load(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes;
}

const heading = (cluster) =>
  el("header", {}, el("h2", { id: "panel-title", tabindex: -1 }, said(nameOf(cluster))));

function failed(cluster, address) {
  const way = el("a", { href: address }, text("factsheet"));
  return [heading(cluster), el("p", { class: "warning", role: "alert" }, text("panel_failed"), " ", way)];
}
