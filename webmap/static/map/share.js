// The address to pass on.

import { byId, notify, text } from "./page.js";
import { addressToPassOn } from "./passed_on.js";

/** Tie the button that copies the address. */
export function offerLink() {
  const button = byId("copy-link");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(addressToPassOn().href);
      byId("live").textContent = byId("copied").textContent = text("copied");
    } catch {
      notify(text("not_copied"));
    }
    setTimeout(() => (byId("copied").textContent = ""), 3000);
  });
}
