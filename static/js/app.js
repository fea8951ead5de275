/* The few lines that HTML cannot do: autosave status, a guard for unsaved text, a count of letters, copy, print, focus on errors. No page needs them. */
"use strict";

const edits = new WeakMap();
const sent = new WeakMap();
const count = (form) => edits.get(form) ?? 0;
const owner = (event, mark) => event.target.closest?.(`form[${mark}]`);
const ok = (event) => (event.detail?.ctx?.response?.status ?? 500) < 400;

function tell(form, status) {
  const place = form.querySelector("[data-autosave-status]");
  if (!place) return;
  const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  place.dataset.status = status;
  place.textContent = place.dataset[status].replace("{time}", time);
}

function focusErrors(root) {
  root.querySelector?.("[data-error-summary]")?.focus();
}

/* As the server counts: composed letters; a line of a certificate with single spaces. Said aloud when the typing rests. */
function tellLength(place) {
  const { limit, text, over } = place.dataset;
  const typed = document.getElementById(place.dataset.counts).value.normalize("NFC").trim();
  const length = [...(limit ? typed.split(/\s+/).join(" ") : typed)].length;
  const more = Number(limit) && length > limit;
  const shown = (more ? over : text).replace("{count}", length).replace("{limit}", limit).replace("{over}", length - limit);
  place.toggleAttribute("data-too-long", Boolean(more));
  place.firstElementChild.textContent = shown;
  return shown;
}

const tellLengths = () => { for (const place of document.querySelectorAll("[data-counts]")) tellLength(place); };
let resting;

document.addEventListener("input", (event) => {
  const form = owner(event, "data-guard");
  if (form) edits.set(form, count(form) + 1);
  const place = document.querySelector(`[data-counts="${CSS.escape(event.target.id)}"]`);
  if (!place) return;
  const shown = tellLength(place);
  clearTimeout(resting);
  resting = setTimeout(() => (place.lastElementChild.textContent = shown), 1000);
});

document.addEventListener("submit", (event) => edits.delete(event.target));

document.addEventListener("htmx:before:request", (event) => {
  const form = owner(event, "data-autosave");
  if (!form) return;
  sent.set(form, count(form));
  tell(form, "saving");
});

document.addEventListener("htmx:after:request", (event) => {
  const form = owner(event, "data-autosave");
  if (!form) return;
  if (ok(event) && sent.get(form) === count(form)) edits.delete(form);
  tell(form, ok(event) ? "saved" : "failed");
});

document.addEventListener("htmx:error", (event) => {
  const form = owner(event, "data-autosave");
  if (form) tell(form, "failed");
});

document.addEventListener("htmx:after:swap", (event) => {
  focusErrors(event.target);
  tellLengths();
});

window.addEventListener("beforeunload", (event) => {
  const unsaved = [...document.querySelectorAll("form[data-guard]")].some((form) => count(form) > 0);
  if (unsaved) event.preventDefault();
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("button[data-copy], button[data-print]");
  if (!button) return;
  if ("print" in button.dataset) return window.print();
  await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent.trim());
  button.textContent = button.dataset.copied;
});

for (const button of document.querySelectorAll("button[data-copy], button[data-print]")) button.hidden = false;
tellLengths();
focusErrors(document);
