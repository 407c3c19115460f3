// What the server tells this page, and how the page says it: texts, words and numbers.

export const page = JSON.parse(document.getElementById("page-data").textContent);

const locale = page.language === "vi" ? "vi-VN" : "en-GB";
const formats = {};

export const byId = (id) => document.getElementById(id);
export const narrow = window.matchMedia("(max-width: 800px)");
export const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
export const number = (value) => formatOf("decimal", { maximumFractionDigits: 2 }).format(value);

/** Print a value of a layer or figure: a share as percent, others with their unit, a change with its sign. */
export function amount({ share, unit, change }, value) {
  if (change) return `${signed(share ? 100 * value : value)} ${unit}`.trim();
  if (!share) return `${number(value)} ${unit}`.trim();
  return formatOf("percent", { style: "percent", maximumFractionDigits: 1 }).format(value);
}

const signed = (value) => formatOf("signed", { maximumFractionDigits: 1, signDisplay: "exceptZero" }).format(value);

/** Formats are made when the first number is printed: making one takes longer than drawing a hundred clusters. */
function formatOf(kind, options) {
  formats[kind] ??= new Intl.NumberFormat(locale, options);
  return formats[kind];
}

/** Say a text of the page, its words in braces filled in. */
export function text(key, values = {}) {
  return page.texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Say a code of a closed list; a code without a word stands for itself. */
export function word(property, code) {
  return page.words[property]?.[code] ?? code;
}

/** Reduce a name to what is compared: no accents, no case, single blanks. */
export function fold(name) {
  const bare = name.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d");
  return bare.toLowerCase().split(/\s+/).join(" ").trim();
}

/** The name in the language of the page. */
export const nameOf = (cluster) => cluster[`name_${page.language}`];

/** The name without the words every cluster has in common. */
export function shortName(cluster) {
  const bare = nameOf(cluster).replace(/^Cụm công nghiệp\s+/i, "").replace(/\s+Industrial Cluster\b/i, "");
  return bare.charAt(0).toLocaleUpperCase("vi") + bare.slice(1);
}

/** How many clusters there are, as words. */
export function clustersThere(count) {
  if (!count) return text("no_cluster_there");
  return count === 1 ? text("one_cluster_there") : text("clusters_there", { clusters: number(count) });
}

/** Say something over the map; what was said there before gives way. */
export function notify(words) {
  byId("notice-words").textContent = words;
  byId("notice").hidden = false;
}

export const hush = () => (byId("notice").hidden = true);
