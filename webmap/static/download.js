// GeoJSON and lines of JSON would open in the window: what the button says is a download is saved.

const form = document.querySelector(".download form");

form?.addEventListener("submit", (event) => {
  if (event.submitter?.name !== "get") return;
  event.preventDefault();
  const link = document.createElement("a");
  link.href = `${form.action}?${new URLSearchParams(new FormData(form, event.submitter))}`;
  link.download = "";
  link.click();
});
