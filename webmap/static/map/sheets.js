// On a phone filters, legend, actions and table are sheets over the map; Escape closes what is open.

import { byId, narrow } from "./page.js";

let opener = null;

/** Tie the buttons to what they open and close; `close` closes the panel and tells whether one was open. */
export function listenToSheets(close) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (!closeSheets()) close();
  });
  document.addEventListener("click", ({ target }) => {
    const [open, shut] = [target.closest("[data-open]"), target.closest("[data-close]")];
    if (open) toggleSheet(open);
    if (!shut) return;
    if (shut.dataset.close === "panel") close();
    else if (shut.dataset.close === "notice") byId("notice").hidden = true;
    else closeSheets();
  });
  narrow.addEventListener("change", () => closeSheets());
}

function toggleSheet(button) {
  const wasOpen = byId(button.dataset.open).classList.contains("open");
  closeSheets();
  if (wasOpen) return;
  opener = button;
  const sheet = byId(button.dataset.open);
  sheet.classList.add("open");
  if (sheet.matches("details")) sheet.open = true;
  button.setAttribute("aria-expanded", true);
  (sheet.querySelector("[data-close], summary") ?? sheet).focus({ preventScroll: true });
}

/** Close the sheet that is open and lead the focus back; tells whether there was one. */
export function closeSheets({ focus = true } = {}) {
  const sheet = document.querySelector(".sheet.open");
  if (!sheet) return false;
  const hadFocus = sheet.contains(document.activeElement);
  sheet.classList.remove("open");
  opener?.setAttribute("aria-expanded", false);
  if (focus && hadFocus) opener?.focus({ preventScroll: true });
  opener = null;
  return true;
}
