// The code that shows this very map in another page, in a dialog; all words are the server's.

import { addressToPassOn } from "./passed_on.js";

const byId = (id) => document.getElementById(id);

/** Tie the button to the dialog of `_share.html`. */
export function offerEmbedding() {
  const [dialog, opener] = [byId("share"), document.querySelector("[data-opens-share]")];
  if (!dialog || !opener) return;
  opener.hidden = false;
  opener.addEventListener("click", () => {
    byId("share-code").value = embedCode();
    byId("share-done").textContent = "";
    dialog.showModal();
  });
  byId("share-copy").addEventListener("click", () => copy(byId("share-code")));
}

function embedCode() {
  const address = addressToPassOn();
  address.searchParams.set("embed", "1");
  const frame = document.createElement("iframe");
  const { title } = byId("share-code").dataset;
  for (const [name, value] of Object.entries({ src: address.href, title, width: "100%", height: "600", loading: "lazy" })) {
    frame.setAttribute(name, value);
  }
  return frame.outerHTML;
}

/** Without the right to the clipboard the text is left selected, to be copied by hand. */
async function copy(field) {
  field.focus();
  field.select();
  await navigator.clipboard?.writeText(field.value).then(
    () => (byId("share-done").textContent = byId("share-done").dataset.words),
    () => {},
  );
}
