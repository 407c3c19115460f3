// Building elements: text goes in as text nodes alone, so nothing in the data can become markup.

const SVG = "http://www.w3.org/2000/svg";
const ACCENTED = /[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1ef9]/;

/** Make an element; null and false among the children are left out. */
export function el(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** Make an SVG element. */
export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Give a part of the map an attribute whenever it is drawn; the keyboard has the table and goes past the map's shapes. */
export function tag(part, name, value) {
  return part.on("add", () => {
    part.getElement?.()?.setAttribute(name, value);
    part.getElement?.()?.setAttribute("tabindex", -1);
  });
}

/** Text from the data, with its language where it is Vietnamese. */
export function said(words) {
  return ACCENTED.test(words) ? el("span", { lang: "vi" }, words) : el("span", {}, words);
}
