// On a phone list and legend are sheets that open and close; Escape closes what is open.

import { byId, narrow } from "./page.js";

/** Tie the buttons to what they open and close; `close` closes the panel. */
export function listenToSheets(close) {
  const closers = { panel: close, list: () => toggleSheet("list", false), notice: () => (byId("notice").hidden = true) };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !byId("panel").hidden) close();
    else if (event.key === "Escape") toggleSheet("list", false);
  });
  for (const button of document.querySelectorAll("[data-open]")) {
    button.addEventListener("click", () => toggleSheet(button.dataset.open));
  }
  for (const button of document.querySelectorAll("[data-close]")) {
    button.addEventListener("click", closers[button.dataset.close]);
  }
}

/** Open a sheet, close it, or turn it over. */
export function toggleSheet(name, wanted) {
  const sheet = byId(name);
  const open = wanted ?? (name === "legend" ? !sheet.open : !sheet.classList.contains("open"));
  if (name === "legend") sheet.open = open;
  else sheet.classList.toggle("open", open);
  document.querySelector(`[data-open="${name}"]`).setAttribute("aria-expanded", open);
  if (open && name === "list" && narrow.matches) byId("list-title").focus();
}
