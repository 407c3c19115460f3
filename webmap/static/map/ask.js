// Steps: a link or form of the page changes the address, the server says what it selects, the page shows that.

import { asked, carriedOver, isSameQuestion, push, questionOf, replace } from "./address.js";
import { byId, hush, notify, page, text } from "./page.js";

const state = { base: "", question: "", request: null, again: null, show: null, arrive: null, look: null };

/** Listen to links, forms and the browser's way back.
 *
 * `show` gets an answer; `arrive` is called when the address has changed, before any answer; `look` gets the
 * view of a step the browser went back to. */
export function listenToSteps({ show, arrive, look }) {
  Object.assign(state, { show, arrive, look, base: searchOf(page.drawing.address), question: questionOf() });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-step]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(carriedOver(link.search, state.base));
  });
  document.addEventListener("change", ({ target }) => target.form?.matches("[data-ask]") && send(target.form));
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-ask]")) return;
    event.preventDefault();
    send(event.target);
  });
  window.addEventListener("popstate", goBack);
  window.addEventListener("online", () => !byId("offline").hidden && state.again());
  byId("retry").addEventListener("click", () => state.again());
}

const searchOf = (address) => new URL(address, location).search;

/** Go to a query; `quietly` leaves no step in the history. */
export function go(query, { quietly = false } = {}) {
  const before = location.search;
  (quietly ? replace : push)(query);
  arrived(before);
}

/** Opening or closing a panel moves the map, and so rewrites the address: the view of the step is read first. */
function goBack() {
  const view = asked("view");
  arrived();
  state.look(view);
}

function arrived(before = null) {
  state.arrive();
  if (state.request || !isSameQuestion(location.search, state.question)) ask(before);
}

/** Ask what the address selects. */
async function ask(before = null) {
  state.again = () => ask();
  const question = questionOf();
  const answer = await fetchAnswer(question);
  if (answer?.refused) {
    refuse(answer.refused);
    if (before !== null) replace(before);
  } else if (answer) await place(answer, question);
}

/** Ask what a form says; the server reads it and gives it an address. */
async function send(form) {
  state.again = () => send(form);
  const fields = [...new FormData(form)].filter(([, value]) => value.trim());
  const query = `?${new URLSearchParams(fields)}`;
  // Enter in a field is a change and a submission
  if (state.request?.query === query) return;
  const answer = await fetchAnswer(query);
  if (answer?.refused) refuse(answer.refused);
  if (!answer || answer.refused) return;
  push(carriedOver(searchOf(answer.address), state.base));
  await place(answer, questionOf(searchOf(answer.address)));
  arrived();
}

async function place(answer, question) {
  Object.assign(state, { question, base: searchOf(answer.address) });
  hush();
  await state.show(answer);
  requestAnimationFrame(() => performance.mark("atlas:shown"));
}

/** Fetch an answer; nothing where another question has come in between, or the service cannot be reached. */
async function fetchAnswer(question) {
  performance.mark("atlas:asked");
  state.request?.abort();
  const request = (state.request = Object.assign(new AbortController(), { query: question }));
  document.body.setAttribute("aria-busy", "true");
  const said = await read(question, request.signal).catch(() => null);
  if (request !== state.request) return null;
  state.request = null;
  document.body.removeAttribute("aria-busy");
  byId("offline").hidden = said !== null;
  return said;
}

async function read(question, signal) {
  const answer = await fetch(page.addresses.selection + question, { signal });
  if (answer.ok) return answer.json();
  if (answer.status === 400) return { refused: await answer.json() };
  throw new Error(`${answer.url}: ${answer.status}`);
}

/** Say what could be asked instead; the page stays as it was. */
function refuse({ parameter, got, expected }) {
  notify(text("refused", { name: parameter, value: got, expected }));
}
