// Passing on what is shown: its link, code that embeds it, and the file of it. All words are the server's.

const byId = (id) => document.getElementById(id);

/** Prepare the dialog of `_share.html`; every element with `data-opens-share` opens it. */
export function prepareShare() {
  const dialog = byId("share");
  if (!dialog) return;
  for (const opener of document.querySelectorAll("[data-opens-share]")) {
    opener.addEventListener("click", () => open(dialog));
  }
  for (const button of dialog.querySelectorAll("[data-copies]")) {
    button.addEventListener("click", () => copy(byId(button.dataset.copies), button));
  }
}

function open(dialog) {
  byId("share-link").value = location.href;
  byId("share-code").value = embedCode();
  byId("share-file").href = byId("share-file").dataset.file + location.search;
  dialog.showModal();
}

/** Write the element that shows this address without menus. */
function embedCode() {
  const address = new URL(location.href);
  address.searchParams.set("embed", "1");
  const frame = document.createElement("iframe");
  frame.setAttribute("src", address.href);
  frame.setAttribute("title", byId("share-code").dataset.title);
  frame.setAttribute("width", "100%");
  frame.setAttribute("height", "600");
  frame.setAttribute("loading", "lazy");
  return frame.outerHTML;
}

/** Without the right to the clipboard the text is left selected, to be copied by hand. */
async function copy(field, button) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    say(button);
  } catch {
    field.focus();
  }
}

function say(button) {
  const words = button.dataset.done;
  if (!words) return;
  const before = button.textContent;
  button.textContent = words;
  if (byId("share-said")) byId("share-said").textContent = words;
  setTimeout(() => (button.textContent = before), 2000);
}
