// The search box: a combobox whose suggestions the server makes; what a choice means is said in the suggestion itself.

import { el } from "./dom.js";

const PAUSE_MS = 120;

/**
 * Make a box suggest names while one types.
 *
 * onChoose gets the parameters of the address that the choice changes: { ward_code: "09772" }, or { q: "words" }
 * where no suggestion is chosen. text.failed says that no suggestions can be had.
 */
export function startSearch(input, listbox, { address, onChoose, text }) {
  const status = listbox.parentElement.querySelector("[role=status]");
  let options = [];
  let active = -1;
  let asked = "";
  let waiting = null;

  function show(groups, said) {
    options = [];
    listbox.replaceChildren(...groups.map(group));
    status.textContent = said;
    const nothing = !options.length;
    listbox.hidden = nothing;
    listbox.parentElement.dataset.shown = said ? "open" : "";
    input.setAttribute("aria-expanded", String(!nothing));
    activate(-1);
  }

  const close = () => show([], "");

  function group({ title, options: listed }, place) {
    const heading = el("div", { class: "search-group", id: `${listbox.id}-group-${place}`, role: "presentation" }, title);
    return el("div", { role: "group", "aria-labelledby": heading.id }, heading, ...listed.map(option));
  }

  function option({ title, note, lang, change }) {
    const place = options.length;
    const shown = el("div", { class: "search-option", role: "option", id: `${listbox.id}-${place}`, "aria-selected": "false" },
      el("span", { class: "search-title", lang }, title), el("span", { class: "search-note" }, note));
    shown.addEventListener("click", () => choose(place));
    options.push({ shown, title, change });
    return shown;
  }

  function activate(place) {
    options[active]?.shown.setAttribute("aria-selected", "false");
    active = place;
    const shown = options[place]?.shown;
    shown?.setAttribute("aria-selected", "true");
    shown?.scrollIntoView({ block: "nearest" });
    if (shown) input.setAttribute("aria-activedescendant", shown.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function choose(place) {
    const { title, change } = options[place];
    forget();
    input.value = title;
    input.select();
    onChoose(change);
  }

  /** Stop waiting for suggestions; those still on their way are left aside. */
  function forget() {
    clearTimeout(waiting);
    asked = "";
    close();
  }

  async function suggest() {
    const words = (asked = input.value.trim());
    if (!words) return close();
    const found = await load(words).catch(() => ({ groups: [], said: text.failed }));
    if (words === asked) show(found.groups, found.said);
  }

  async function load(words) {
    const answer = await fetch(`${address}?q=${encodeURIComponent(words)}`);
    if (answer.status === 400) return { groups: [], said: "" };
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json();
  }

  const keys = {
    ArrowDown: () => (options.length ? activate((active + 1) % options.length) : suggest()),
    ArrowUp: () => options.length && activate((active <= 0 ? options.length : active) - 1),
    Enter: () => (active >= 0 ? choose(active) : false),
    Escape: () => (status.textContent ? forget() : (input.value = "")),
  };

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || !keys[event.key]) return;
    if (keys[event.key]() !== false) event.preventDefault();
  });
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(suggest, PAUSE_MS);
  });
  input.addEventListener("blur", forget);
  // a press on a suggestion must not take the focus away before the click comes
  listbox.parentElement.addEventListener("mousedown", (event) => event.preventDefault());
  input.form?.addEventListener("submit", (event) => {
    event.preventDefault();
    forget();
    onChoose({ q: input.value.trim() || null });
  });
}
