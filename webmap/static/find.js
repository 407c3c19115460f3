// The land finder answers while one asks: the same page is fetched, and what it found takes the place of what was shown.

const form = document.getElementById("question");
const failed = document.getElementById("find-failed");
const WAIT_MS = 300;
const MOST_COMPARED = 5;
let waiting;
let asking = 0;

/** Write the address the form asks for. */
function asked() {
  return `${form.getAttribute("action").split("#")[0]}?${new URLSearchParams(new FormData(form))}`;
}

/** Fetch a page and swap its living parts, unless something else was asked meanwhile; the address follows. */
async function show(address) {
  const turn = ++asking;
  setBusy(true);
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    // what cannot be answered is said on the same page; anything worse is no answer
    if (!answer.ok && answer.status !== 400) throw new Error(`${address}: ${answer.status}`);
    const text = await answer.text();
    if (turn !== asking) return;
    swap(new DOMParser().parseFromString(text, "text/html"));
    const { pathname, search } = new URL(answer.url);
    if (search !== location.search) history.pushState(null, "", pathname + search);
    for (const link of document.querySelectorAll("[data-keeps-query]")) link.search = search;
    failed.hidden = true;
  } catch {
    if (turn === asking) failed.hidden = false;
  }
  if (turn === asking) setBusy(false);
}

function setBusy(busy) {
  for (const part of document.querySelectorAll("div[data-live]")) part.setAttribute("aria-busy", busy);
}

function swap(page) {
  const open = [...document.querySelectorAll(".site details[open]")].map((one) => one.closest(".site").id);
  const focused = document.activeElement?.name === "compare" ? document.activeElement.value : null;
  const boxOf = (id) => document.querySelector(`[name="compare"][type="checkbox"][value="${CSS.escape(id)}"]`);
  const before = focused ? boxOf(focused)?.getBoundingClientRect().top : null;
  for (const part of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(part.id);
    if (fresh) part.replaceChildren(...fresh.childNodes);
    const control = part.previousElementSibling;
    if (part.matches(".problem") && control) tellValid(control, part);
  }
  for (const id of open) document.querySelector(`#${CSS.escape(id)} details`)?.setAttribute("open", "");
  if (focused && boxOf(focused)) {
    // the comparison grows above the list: what was ticked stays under the pointer
    boxOf(focused).focus({ preventScroll: true });
    scrollBy({ top: boxOf(focused).getBoundingClientRect().top - before, behavior: "instant" });
  }
  limitCompared();
  document.dispatchEvent(new Event("found"));
}

function tellValid(control, problem) {
  if (!problem.textContent.trim()) {
    control.removeAttribute("aria-invalid");
    control.removeAttribute("aria-describedby");
    return;
  }
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", problem.id);
}

/** No more than five can be compared: the other boxes wait until one is taken out. */
function limitCompared() {
  const full = new FormData(form).getAll("compare").length >= MOST_COMPARED;
  for (const box of document.querySelectorAll('input[type="checkbox"][name="compare"]')) box.disabled = full && !box.checked;
}

function later(wait) {
  clearTimeout(waiting);
  waiting = setTimeout(() => show(asked()), wait);
}

document.addEventListener("input", ({ target }) => {
  if (target.form !== form) return;
  if (target.type === "range") target.nextElementSibling.value = target.value;
  if (target.name === "near") form.elements.at.value = "";
  if (target.name === "at" && target.value) form.elements.near.value = "";
  later(target.matches("select, [type=checkbox]") ? 0 : WAIT_MS);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("#measured a.out, #found a.out, #found .pages a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  for (const name of (link.dataset.clears ?? "").split(" ").filter(Boolean)) form.elements[name].value = "";
  const stays = Boolean(link.closest(".tray, #measured"));
  show(link.href).then(() => document.getElementById("found").focus({ preventScroll: stays }));
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  const place = event.submitter?.getAttribute("formaction") ? "compare" : "found";
  show(asked()).then(() => document.getElementById(place)?.scrollIntoView());
});

addEventListener("popstate", () => location.reload());
limitCompared();

document.addEventListener("click", async ({ target }) => {
  if (!target.matches("[data-copies-link]")) return;
  await navigator.clipboard?.writeText(location.href).then(() => (target.textContent = target.dataset.done), () => {});
});
