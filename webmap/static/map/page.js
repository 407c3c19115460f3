// What the server tells this page, and how the page says it: texts, words, numbers and times.

export const page = JSON.parse(document.getElementById("page-data").textContent);

const locale = page.language === "vi" ? "vi-VN" : "en-GB";
const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
const percentage = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WHEN = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?|-?H([12])|-?Q([1-4]))?$/;

export const collator = new Intl.Collator("vi", { numeric: true });
export const number = (value) => decimal.format(value);
export const percent = (value) => percentage.format(value);

/** Say a text of the page, its words in braces filled in. */
export function text(key, values = {}) {
  return page.texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Say a code of a closed list; a code without a word stands for itself. */
export function word(property, code) {
  return page.words[property]?.[code] ?? code;
}

/** Say a time as sources write it: 2022-Q3, 2024-H1, 2017-12-05, 2017-12, 2017; several are joined. */
export function when(stated) {
  return stated.split("; ").map(whenOne).join(", ");
}

function whenOne(stated) {
  const found = WHEN.exec(stated);
  if (!found) return stated;
  const [, year, month, day, half, quarter] = found;
  if (half) return text(half === "1" ? "first_half" : "second_half", { year });
  if (quarter) return text("quarter", { quarter, year });
  if (!month) return year;
  if (page.language === "vi") return [day, month, year].filter(Boolean).join("/");
  return [day && Number(day), MONTHS[month - 1], year].filter(Boolean).join(" ");
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
