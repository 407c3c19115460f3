// Steps: a link or form of the page changes the address, the server says what it selects, the page shows that.

import { carriedOver, push, questionOf, replace, written } from "./address.js";
import { byId, hush, notify, page, text } from "./page.js";

const state = { base: "", question: "", request: null, show: null, arrive: null };

/** Listen to links, forms and the browser's way back.
 *
 * `show` gets an answer; `arrive` is called when the address has changed, before any answer. */
export function listenToSteps({ show, arrive }) {
  Object.assign(state, { show, arrive, base: new URL(page.drawing.address, location).search, question: questionOf() });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-step]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    step(link.search);
  });
  document.addEventListener("change", ({ target }) => target.form?.matches("[data-ask]") && step(queryOf(target.form)));
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-ask]")) return;
    event.preventDefault();
    step(queryOf(event.target));
  });
  window.addEventListener("popstate", () => arrived());
  window.addEventListener("online", () => !byId("offline").hidden && ask());
  byId("retry").addEventListener("click", () => ask());
}

/** Go to a query; `quietly` leaves no step in the history. */
export function go(query, { quietly = false } = {}) {
  const before = location.search;
  (quietly ? replace : push)(query);
  arrived(before);
}

/** Follow an address that was made for what is shown. */
const step = (wanted) => go(carriedOver(wanted, state.base));

function arrived(before = null) {
  state.arrive();
  if (questionOf() !== state.question || state.request) ask(before);
}

/** Ask what the address selects; an answer that comes when something else is asked is left aside. */
async function ask(before = null) {
  performance.mark("atlas:asked");
  state.request?.abort();
  const request = (state.request = new AbortController());
  document.body.setAttribute("aria-busy", "true");
  const question = questionOf();
  try {
    const answer = await fetch(page.addresses.selection + question, { signal: request.signal });
    const said = await read(answer);
    if (request !== state.request) return;
    finish(false);
    if (answer.status === 400) return refuse(said, before);
    Object.assign(state, { question, base: new URL(said.address, location).search });
    hush();
    await state.show(said);
    requestAnimationFrame(() => performance.mark("atlas:shown"));
  } catch (error) {
    if (request !== state.request || error.name === "AbortError") return;
    finish(true);
    if (!(error instanceof TypeError)) console.info(error);
  }
}

function read(answer) {
  if (answer.ok || answer.status === 400) return answer.json();
  throw new TypeError(`${answer.url}: ${answer.status}`);
}

function finish(failed) {
  state.request = null;
  document.body.removeAttribute("aria-busy");
  byId("offline").hidden = !failed;
}

/** Say what could be asked instead, and leave the address and the page as they were. */
function refuse({ parameter, got, expected }, before) {
  notify(text("refused", { name: parameter, value: got, expected }));
  if (before !== null) replace(before);
}

/** Write what a form asks as a query: repeated names are alternatives, `.least` and `.most` a range. */
export function queryOf(form) {
  const given = new Map();
  for (const [name, value] of new FormData(form)) {
    if (value.trim()) given.set(name, [...(given.get(name) ?? []), value.trim()]);
  }
  const found = new URLSearchParams();
  for (const name of new Set([...given.keys()].map((one) => one.split(".")[0]))) {
    found.set(name, name === "beside" ? beside(given) : condition(given, name));
  }
  return written(found);
}

function condition(given, name) {
  const [least, most] = ["least", "most"].map((end) => given.get(`${name}.${end}`)?.[0] ?? "");
  const range = least || most ? [`${least}..${most}`] : [];
  return [...(given.get(name) ?? []), ...range, ...(given.get(`${name}.known`) ?? [])].join(",");
}

const beside = (given) =>
  given.get("beside")?.[0] ?? ["layer", "time"].map((part) => given.get(`beside.${part}`)?.[0] ?? "").join("@");
