/* A draft that saves itself: sends the newest text, tries again when it could not, and asks before unsaved text is left.
   What is saved where, and what is refused, is the server's to say. Without this file the Save button does the work. */
"use strict";

const form = document.querySelector("form[data-draft]");
let typed = 0;
let sent = 0;
let saved = 0;
let failures = 0;
let again;

const status = () => form.querySelector("[data-draft-status]");
const mine = (event) => event.target === form;

function tell(state, text) {
  const place = status();
  if (!place) return;
  place.dataset.status = state;
  place.textContent = text;
}

function retryLater() {
  failures += 1;
  tell("failed", form.dataset.unsaved);
  clearTimeout(again);
  again = setTimeout(() => form.dispatchEvent(new Event("retry")), Math.min(3000 * 2 ** (failures - 1), 60000));
}

function markWrong() {
  const wrong = new Set([...form.querySelectorAll("[data-wrong]")].map((place) => place.dataset.wrong));
  for (const input of form.querySelectorAll("input.input, textarea, select")) {
    if (wrong.has(input.name)) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
}

function countLetters(input) {
  const place = form.querySelector(`[data-counts="${input.name}"]`);
  if (!place) return;
  const length = [...input.value.trim().normalize("NFC")].length;
  place.textContent = form.dataset.count.replace("{count}", length.toLocaleString(document.documentElement.lang));
}

form.addEventListener("input", (event) => {
  if (event.target.form !== form) return;
  typed += 1;
  countLetters(event.target);
});

/* The body was gathered when the change happened; while the last save was under way the page has gone on. */
document.addEventListener("htmx:before:request", (event) => {
  if (!mine(event)) return;
  clearTimeout(again);
  sent = typed;
  event.detail.ctx.request.body = new URLSearchParams(new FormData(form));
  tell("saving", form.dataset.saving);
});

document.addEventListener("htmx:after:request", (event) => {
  if (!mine(event)) return;
  const code = event.detail.ctx.response.status;
  if (code >= 500 || code === 429) return retryLater();
  failures = 0;
  if (code >= 400) return;
  saved = sent;
  document.querySelector("#nominations-problem").replaceChildren();
});

document.addEventListener("htmx:after:swap", () => markWrong());

document.addEventListener("htmx:error", (event) => {
  if (mine(event)) retryLater();
});

window.addEventListener("online", () => {
  if (failures) form.dispatchEvent(new Event("retry"));
});

window.addEventListener("beforeunload", (event) => {
  if (typed > saved) event.preventDefault();
});

form.addEventListener("submit", (event) => {
  if (!event.defaultPrevented && !form.hasAttribute("hx-post")) saved = typed;
});

for (const input of form.querySelectorAll("input.input, textarea")) countLetters(input);
