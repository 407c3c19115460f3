// What the server tells this page, and how the page says it: texts, words and numbers.

export const page = JSON.parse(document.getElementById("page-data").textContent);

const locale = page.language === "vi" ? "vi-VN" : "en-GB";
const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
const percentage = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });

export const byId = (id) => document.getElementById(id);
export const narrow = window.matchMedia("(max-width: 800px)");
export const collator = new Intl.Collator("vi", { numeric: true });
export const number = (value) => decimal.format(value);

/** Print a value of a layer or figure: a share as percent, others with their unit. */
export function amount({ share, unit }, value) {
  return share ? percentage.format(value) : `${number(value)} ${unit}`.trim();
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

/** Keep what is shown in the address, and in the way to the other language; null takes it out. */
export function remember(name, value) {
  const address = new URL(location.href);
  if (value === null) address.searchParams.delete(name);
  else address.searchParams.set(name, value);
  history.replaceState(null, "", address);
  for (const link of document.querySelectorAll("[data-keeps-query]")) link.search = address.search;
}

export const asked = (name) => new URLSearchParams(location.search).get(name);

/** Say something over the map, below what is said there already. */
export function notify(words) {
  const said = byId("notice").hidden ? "" : byId("notice-words").textContent;
  byId("notice").hidden = false;
  byId("notice-words").textContent = `${said} ${words}`.trim();
}

/** Say that nothing has the name the address gives, and take it out of the address. */
export function refuse(name) {
  notify(text(`unknown_${name}`, { value: asked(name) }));
  remember(name, null);
}
