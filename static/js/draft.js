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
const mine = (event) => event.target === form || (event.target.form === form && "draftSave" in event.target.dataset);

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

form.addEventListener("input", (event) => {
  if (event.target.form !== form) return;
  typed += 1;
});

/* What waits to be read, a pasted table or a chosen sheet, is no text of the draft yet. */
for (const kind of ["input", "change"]) {
  form.addEventListener(kind, (event) => "apart" in event.target.dataset && event.stopImmediatePropagation(), true);
}

/* A block copied from a spreadsheet and pasted into a cell fills the cells from there on. With headings, or with more
   columns than there are, it goes to the server to be read. */
form.addEventListener("paste", (event) => {
  const cell = event.target.closest?.("[data-figures] td > .input");
  const block = event.clipboardData.getData("text").replace(/\r?\n$/, "").split(/\r?\n/).map((row) => row.split("\t"));
  if (!cell || (block.length === 1 && block[0].length === 1)) return;
  event.preventDefault();
  const lines = [...cell.closest("tbody").rows].map((row) => [...row.querySelectorAll(".input")]);
  const top = lines.findIndex((row) => row.includes(cell));
  const left = lines[top].indexOf(cell);
  const fits = block.every((row, n) => lines[top + n] && row.length <= lines[top + n].length - left);
  if (fits && !/\p{L}/u.test(block[0].join(""))) {
    block.forEach((row, n) => row.forEach((text, m) => (lines[top + n][left + m].value = text.trim())));
    cell.dispatchEvent(new Event("input", { bubbles: true }));
    return;
  }
  const area = form.querySelector(`#pasted-${cell.closest("[data-figures]").dataset.figures}`);
  area.value = block.map((row) => row.join("\t")).join("\n");
  area.closest("details").open = true;
  area.closest("details").querySelector("[data-draft-save]").click();
});

/* The body was gathered when the change happened; while the last save was under way the page has gone on. */
document.addEventListener("htmx:before:request", (event) => {
  if (!mine(event)) return;
  clearTimeout(again);
  sent = typed;
  const body = new FormData(form);
  event.detail.ctx.request.body = event.target === form ? new URLSearchParams(body) : body;
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
