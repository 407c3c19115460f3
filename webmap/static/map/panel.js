// The panel of one cluster: every value with its date, basis, doubts and source; what is missing is said.

import { el, external, said, swatch } from "./dom.js";
import { classOf, layerOf } from "./legend.js";
import { nameOf, number, page, percent, text, when, word } from "./page.js";

const SHARES = ["stated_fill_rate", "building_density_max"];
const TIMES = ["date_established", "date_groundbreaking"];
const LAND = ["planned_area_ha", "industrial_area_ha", "serviced_area_ha", "cleared_area_ha", "leased_area_ha", "committed_area_ha", "unleased_area_ha", "ready_area_ha"];
const TERMS = ["developer", "sectors", "decision_no", "date_established", "date_groundbreaking", "investment_bn_vnd", "land_rent_usd_m2", "management_fee_usd_m2_year", "operating_period", "building_density_max", "far_max", "max_floors", "site_clearance_pct", "wastewater_capacity_m3_day"];
const ACTIVITY = ["enterprises", "workers", "revenue_bn_vnd", "budget_bn_vnd"];

/** Build the content of the panel. `clusters` are all of them: a statement about a group counts its members. */
export function panelOf(cluster, clusters) {
  const cited = [];
  const subject = { cluster, clusters, cited, bounds: readBounds(cluster.bounds) };
  return [
    heading(cluster),
    cluster.contradictions > 0 && contradictions(cluster),
    section("place", placeRows(subject)),
    section("land", knownOrNot(subject, LAND)),
    section("rates", rateRows(subject), remedies(cluster)),
    section("terms", knownOrNot(subject, TERMS)),
    section("activity", knownOrNot(subject, ACTIVITY)),
    sourceList(cited),
    links(cluster),
  ].filter(Boolean);
}

function heading(cluster) {
  const status = classOf(layerOf("status"), cluster);
  const other = page.language === "vi" ? cluster.name_en : cluster.name_vi;
  return el("header", {},
    el("p", { class: "panel-status" }, swatch(status), word("status", cluster.status), " · ", word("kind", cluster.kind)),
    el("h2", { id: "panel-title", tabindex: -1 }, said(nameOf(cluster))),
    el("p", { class: "muted", lang: page.language === "vi" ? "en" : "vi" }, other));
}

function section(key, rows, ...more) {
  return el("section", {}, el("h3", {}, text(key)), el("dl", {}, ...rows), ...more);
}

function row(title, content, ...notes) {
  const shown = notes.flat().filter(Boolean);
  return el("div", { class: "row" }, el("dt", {}, title), el("dd", {}, content, shown.length > 0 && el("small", {}, ...shown)));
}

const missing = () => el("span", { class: "missing" }, text("no_data"));
const flag = (words) => el("span", { class: "flag" }, words);

function placeRows({ cluster, cited }) {
  const placed = cluster.place_basis !== "district";
  const accuracy = cluster.position_accuracy_m;
  const measured = cluster.geometry_area_ha;
  return [
    row(text("former_district"), said(cluster.district_name)),
    row(text("former_commune"), cluster.communes_pre2025 ? said(cluster.communes_pre2025) : missing(), basisOf(cluster, "commune_basis")),
    row(text("ward"), cluster.ward_name ? said(cluster.ward_name) : missing(), basisOf(cluster, "ward_basis")),
    row(text("position"), word("place_basis", cluster.place_basis), placed && accuracy && text("accuracy", { metres: number(accuracy) })),
    row(text("outline"), word("boundary_quality", cluster.boundary_quality)),
    measured !== null && row(text("measured"), `${number(measured)} ha`),
  ].filter(Boolean);
}

const basisOf = (cluster, property) => cluster[property] && (flagOf(property, cluster[property]) ?? word(property, cluster[property]));

function flagOf(property, code) {
  const words = page.flags[property]?.[code];
  return words && flag(words);
}

/** Rows for what is known, and one line that names what is not. */
function knownOrNot(subject, names) {
  const known = names.filter((name) => subject.cluster[`${name}_basis`] !== "missing");
  const unknown = names.filter((name) => !known.includes(name)).map(titleOf);
  return [
    ...known.map((name) => row(titleOf(name), value(subject, name), ...grounds(subject, name))),
    unknown.length > 0 && row(text("unknown_here"), el("small", { class: "missing" }, unknown.join(" · "))),
  ].filter(Boolean);
}

const titleOf = (name) => (name === "land_rent_usd_m2" ? text("rent") : page.titles[name]);

function value({ cluster, bounds }, name) {
  if (name === "land_rent_usd_m2") return rent(cluster);
  if (bounds[name]) return said(boundOf(name, bounds[name]));
  const stated = cluster[name];
  if (TIMES.includes(name)) return when(stated);
  if (typeof stated === "string") return said(stated);
  if (SHARES.includes(name)) return percent(stated);
  const unit = name === "enterprises" ? cluster.enterprises_unit : page.units[name];
  return unit ? el("span", {}, `${number(stated)} `, said(unit)) : number(stated);
}

function rent(cluster) {
  const [least, most] = [cluster.land_rent_usd_m2_min, cluster.land_rent_usd_m2_max];
  const range = least === most || most === null ? number(least) : text("to", { least: number(least), most: number(most) });
  return `${range} ${page.units.land_rent_usd_m2_min}`;
}

/** Read `investment_bn_vnd: >1100; planned_area_ha: >20`: the values known as bounds only. */
function readBounds(stated) {
  return Object.fromEntries((stated ?? "").split("; ").filter(Boolean).map((one) => one.split(/:\s(.*)/s).slice(0, 2)));
}

function boundOf(name, stated) {
  const printed = stated.replace(/\d+(?:\.\d+)?/g, (digits) => number(Number(digits))).replace(/>\s*/, "> ");
  const unit = SHARES.includes(name) ? "%" : page.units[name] ?? "";
  return printed.endsWith("%") ? printed : `${printed} ${unit}`;
}

/** Date, basis, doubts and sources of a value. */
function grounds({ cluster, cited, bounds }, name, basis = word("basis", cluster[`${name}_basis`])) {
  const asOf = cluster[`${name}_as_of`];
  const confidence = page.confidence[cluster.id]?.[name];
  return [
    [basis, asOf ? when(asOf) : text("undated")].join(", "),
    " ",
    ...cite(cited, cluster[`${name}_source`]),
    name === "land_rent_usd_m2" && flag(text("rent_meaning")),
    bounds[name] && flag(text("bound")),
    confidence && flagOf("confidence", confidence),
  ].filter(Boolean);
}

/** Number the sources in the order they are cited; each number leads to its source. */
function cite(cited, ids) {
  return (ids ?? "").split("; ").filter(Boolean).map((id) => {
    if (!cited.includes(id)) cited.push(id);
    const source = page.sources[id] ?? { title: id, url: null };
    const numbered = cited.indexOf(id) + 1;
    const label = text("source", { number: numbered, title: source.title });
    return external(source.url, { class: "cite", title: label, "aria-label": label }, `[${numbered}]`);
  });
}

function rateRows(subject) {
  return [statedRow(subject), ...page.rates.map((rate) => rateRow(subject, rate))];
}

function statedRow(subject) {
  const { cluster, clusters } = subject;
  if (cluster.stated_fill_rate_basis === "missing") return row(text("stated"), missing());
  const members = clusters.filter((one) => one.stated_fill_rate_group === cluster.stated_fill_rate_group).length;
  const ofGroup = cluster.stated_fill_rate_scope === "group";
  return row(text("stated"), value(subject, "stated_fill_rate"),
    ofGroup && flag(text("group_statement", { clusters: number(members) })), ofGroup && el("br"),
    ...grounds(subject, "stated_fill_rate", text("stated_meaning")));
}

function rateRow(subject, rate) {
  const { cluster } = subject;
  const formula = `${page.titles[rate.numerator]} ÷ ${page.titles[rate.denominator]} (${rate.article})`;
  if (cluster[rate.column] !== null) {
    return row(rate.title, percent(cluster[rate.column]), formula, el("br"), ...grounds(subject, rate.column));
  }
  const lacks = lacking(cluster, rate).map((code) => page.titles[code] ?? page.remedies[code]);
  return row(rate.title, el("span", { class: "missing" }, text("not_computable")), formula, el("br"), `${text("lacks")}: ${lacks.join("; ")}`);
}

const lacking = (cluster, rate) => (cluster[`${rate.column}_missing`] ?? "").split(" ").filter(Boolean);

function remedies(cluster) {
  const codes = new Set(page.rates.flatMap((rate) => lacking(cluster, rate)));
  if (!codes.size) return null;
  return el("details", { class: "remedies" }, el("summary", {}, text("remedies")),
    el("ul", {}, ...[...codes].map((code) => el("li", {}, page.remedies[code]))));
}

function contradictions(cluster) {
  const words = text("contradictions", { count: number(cluster.contradictions) });
  return el("p", { class: "warning" }, words, " ", el("a", { href: factsheet(cluster) }, text("factsheet")));
}

function sourceList(cited) {
  if (!cited.length) return null;
  const rows = cited.map((id) => {
    const source = page.sources[id] ?? { title: id };
    return el("li", {}, external(source.url, {}, said(source.title)), el("small", {}, ` ${word("source_kind", source.kind ?? "")}`));
  });
  return el("section", {}, el("h3", {}, text("sources")), el("ol", { class: "sources" }, ...rows));
}

const factsheet = (cluster) => `${page.addresses.factsheet}/${encodeURIComponent(cluster.id)}`;

function links(cluster) {
  const item = `${page.addresses.item}/${encodeURIComponent(cluster.id)}?f=geojson`;
  return el("p", { class: "panel-links" },
    el("a", { href: factsheet(cluster) }, text("factsheet")),
    el("a", { href: item }, text("geojson")));
}
