/* Dialogs that hold what a link brings beside the page. Without this file each link leads to a page of its own. */
"use strict";

const viewers = new Map([...document.querySelectorAll("dialog[data-viewer]")].map((one) => [`#${one.dataset.viewer}`, one]));
const asked = new Set();
const viewerOf = (event) => viewers.get(event.detail?.ctx?.sourceElement?.getAttribute?.("hx-target"));

function tell(viewer, what) {
  const place = viewer.querySelector("[data-viewer-said]");
  place.textContent = what ? place.dataset[what] : "";
}

document.addEventListener("htmx:before:request", (event) => {
  const viewer = viewerOf(event);
  if (!viewer) return;
  asked.add(viewer);
  tell(viewer, "wait");
  if (!viewer.open) viewer.showModal();
});

document.addEventListener("htmx:after:swap", () => {
  for (const viewer of asked) {
    tell(viewer, "");
    viewer.scrollTop = 0;
    if (!viewer.contains(document.activeElement)) viewer.querySelector("[data-viewer-close]").focus();
  }
  asked.clear();
});

document.addEventListener("htmx:error", (event) => {
  const viewer = viewerOf(event);
  if (!viewer) return;
  asked.delete(viewer);
  tell(viewer, "failed");
});

for (const viewer of viewers.values()) {
  viewer.addEventListener("close", () => {
    const empty = document.createElement("div");
    empty.id = viewer.dataset.viewer;
    viewer.lastElementChild.replaceWith(empty);
  });
  viewer.addEventListener("click", (event) => {
    if (event.target === viewer || event.target.closest("[data-viewer-close]")) viewer.close();
  });
}
