// The panel of a district or ward: what is known of its clusters taken together, and the clusters themselves.

import { el, said } from "./dom.js";
import { amount, clustersThere, number, page, shortName, text } from "./page.js";

/** Build the content of the panel; `onSelect` gets the id of a cluster that is chosen. */
export function areaPanelOf({ kind, area, members }, onSelect) {
  const figures = page.figures.map((figure) => ({ ...figure, known: area[`${figure.column}_known`] }));
  const unknown = figures.filter(({ known }) => !known).map(({ title }) => title);
  return [
    el("header", {},
      el("p", { class: "panel-status" }, text(kind === "districts" ? "former_district" : "ward")),
      el("h2", { id: "panel-title", tabindex: -1 }, said(area.full_name)),
      el("p", { class: "muted" }, clustersThere(area.clusters))),
    area.clusters > 0 && el("section", {}, el("h3", {}, text("figures_there")), el("dl", {},
      planned(area),
      ...figures.filter(({ known }) => known).map((figure) => figureRow(figure, area)),
      unknown.length > 0 && row(text("no_figure"), el("small", { class: "missing" }, unknown.join(" · "))))),
    members.length > 0 && el("section", {}, el("h3", {}, text("list_there")), memberList(members, onSelect)),
  ].filter(Boolean);
}

function row(title, ...content) {
  return el("div", { class: "row" }, el("dt", {}, title), el("dd", {}, ...content));
}

const coverage = (known, area) =>
  el("small", {}, text("known_of", { known: number(known), clusters: number(area.clusters) }));

function planned(area) {
  const hectares = area.planned_area_ha;
  const shown = hectares === null ? el("span", { class: "missing" }, text("no_data")) : `${number(hectares)} ha`;
  return row(text("planned_known"), shown, coverage(area.planned_area_known, area));
}

function figureRow(figure, area) {
  const { column, title, means, known } = figure;
  if (!means) return row(title, amount(figure, area[column]), coverage(known, area));
  const said = ["weighted", "simple"].map((kind) =>
    text(kind, { value: amount(figure, area[`${column}_${kind}`]) }));
  return row(title, said.join("; "), coverage(known, area));
}

function memberList(members, onSelect) {
  const named = members.map((cluster) => ({ cluster, short: shortName(cluster) }));
  named.sort((one, other) => one.short.localeCompare(other.short, "vi", { numeric: true }));
  return el("ul", { class: "members" }, ...named.map(({ cluster, short }) => {
    const button = el("button", { type: "button", class: "plain", "data-member": cluster.id }, said(short));
    button.addEventListener("click", () => onSelect(cluster.id));
    return el("li", { "data-id": cluster.id }, button);
  }));
}
