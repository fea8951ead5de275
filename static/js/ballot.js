/* The ballot: agree on every line, then change the exceptions; how many lines are left; criteria beside it; read once more
   and go back. Marks live in this page only: nothing is kept, and what was cast is wiped. Without this file it is forms. */

const ballot = document.querySelector("form[data-ballot]");
const part = (name) => document.querySelector(`[data-ballot-${name}]`);
const rows = () => [...ballot.querySelectorAll("[role=radiogroup]")];
const radios = (row) => [...row.querySelectorAll("input[type=radio]")];
const chosen = (row) => radios(row).find((input) => input.checked);
const unmarked = () => rows().filter((row) => !chosen(row));
const rowOf = (n) => ballot.querySelector(`#line-${n} [role=radiogroup]`);
const review = () => document.querySelector("#ballots-review[data-review]");
const MARKS = ["1", "2", "3"];
let agreed = [];
let wanted = null;
let leaving = false;

function tellLeft() {
  const left = unmarked().length;
  const place = part("left");
  const words = left ? place.dataset.text : place.dataset.none;
  place.textContent = words.replace("{left}", left).replace("{all}", rows().length);
  part("first").hidden = left === 0;
  part("undo").hidden = !agreed.some((input) => input.checked);
}

function focus(row) {
  const target = chosen(row) ?? radios(row)[0];
  target.focus({ preventScroll: true });
  row.scrollIntoView({ block: "center", behavior: "instant" });
}

function check(row, mark) {
  radios(row).find((input) => input.value === mark).checked = true;
  tellLeft();
}

/* Read once more: the answer stands beside the form, which only hides, so that going back finds every mark. */
function showReview() {
  ballot.receipt.value = review().querySelector("form").receipt.value;
  document.querySelector("#ballot-told").replaceChildren();
  ballot.hidden = true;
  for (const button of review().querySelectorAll("button[data-copy], button[data-print]")) button.hidden = false;
  if (location.hash !== "#ballots-review") history.pushState(null, "", "#ballots-review");
  const title = document.querySelector("#review-title");
  window.scrollTo({ top: 0, behavior: "instant" });
  title.focus({ preventScroll: true });
}

function backToBallot() {
  if (!review()) return;
  const empty = document.createElement("section");
  empty.id = "ballots-review";
  review().replaceWith(empty);
  ballot.hidden = false;
  if (wanted) focus(rowOf(wanted));
  else ballot.querySelector("[type=submit]").focus();
  wanted = null;
}

/* Nothing that was marked stays behind once it is in the box: not on this screen, and not for the button that goes back. */
function wipe() {
  leaving = true;
  ballot.reset();
  ballot.remove();
  review()?.remove();
}

function told(words) {
  const place = document.querySelector("#ballot-told");
  if (words) place.textContent = words;
  place.scrollIntoView({ block: "center", behavior: "instant" });
  place.focus();
}

/* Signed out while the ballot lay open: it stays as it is. Once the same voter is signed in again, in another tab, it is taken. */
async function renew() {
  const { signedout, renewed } = document.querySelector("#ballot-told").dataset;
  const answer = await fetch(location.pathname);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (fresh.querySelector("#username")) return told(signedout);
  const form = fresh.querySelector("form[data-ballot]");
  if (form?.dataset.ballot !== ballot.dataset.ballot) {
    leaving = true;
    return location.reload();
  }
  for (const input of document.querySelectorAll("main input[name=csrf_token]")) input.value = form.querySelector("[name=csrf_token]").value;
  told(renewed);
}

const sourceOf = (event) => event.detail?.ctx?.sourceElement;
const ours = (event) => sourceOf(event) === ballot || sourceOf(event)?.matches?.("[data-cast]");

function listen() {
  part("agree").addEventListener("click", () => {
    const set = unmarked().map((row) => radios(row)[0]);
    for (const input of set) input.checked = true;
    agreed = [...agreed, ...set];
    tellLeft();
  });
  part("undo").addEventListener("click", () => {
    for (const input of agreed) input.checked = false;
    agreed = [];
    tellLeft();
    part("agree").focus();
  });
  part("first").addEventListener("click", () => focus(unmarked()[0]));
  ballot.addEventListener("change", tellLeft);
  ballot.addEventListener("keydown", (event) => {
    const row = event.target.closest("[role=radiogroup]");
    if (!row || !MARKS.includes(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    check(row, event.key);
    const all = rows();
    const after = all[all.indexOf(row) + 1];
    if (after) focus(after);
    else ballot.querySelector("[type=submit]").focus();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-ballot-back], [data-ballot-change]");
    if (!button) return;
    wanted = button.value || null;
    if (location.hash === "#ballots-review") history.back();
    else backToBallot();
  });
  window.addEventListener("hashchange", () => { if (!["#ballots-review", "#main"].includes(location.hash)) backToBallot(); });
  window.addEventListener("pageshow", tellLeft);
  window.addEventListener("beforeunload", (event) => { if (!leaving && rows().some(chosen)) event.preventDefault(); });
}

function answers() {
  document.addEventListener("htmx:before:history:restore", (event) => event.preventDefault());
  document.addEventListener("htmx:after:request", (event) => {
    if (!ours(event)) return;
    const { status, headers } = event.detail.ctx.response;
    if (status === 401 || status === 419) {
      event.preventDefault();
      renew();
    } else if (headers.get("HX-Redirect")) wipe();
  });
  document.addEventListener("htmx:after:swap", () => {
    if (review() && !ballot.hidden) showReview();
    else if (document.querySelector("#ballot-told").childElementCount) told();
  });
  document.addEventListener("htmx:error", (event) => {
    if (ours(event)) told(document.querySelector("#ballot-told").dataset.broken);
  });
}

/* The dialog: one nomination after another, marked without closing it. */
const viewer = document.querySelector("#ballot-viewer");
const shown = () => viewer.querySelector("[data-line]")?.dataset.line;
const asks = (event) => sourceOf(event)?.getAttribute?.("hx-target") === "#ballots-line";

function tellViewer(text) {
  viewer.querySelector("[data-ballot-wait]").textContent = text;
}

function press() {
  const mark = chosen(rowOf(shown()))?.value;
  for (const button of viewer.querySelectorAll("[data-mark]")) button.setAttribute("aria-pressed", button.dataset.mark === mark);
  for (const button of viewer.querySelectorAll("[data-turn]")) button.setAttribute("aria-disabled", !way(button.dataset.turn));
}

function markShown(mark) {
  check(rowOf(shown()), mark);
  press();
}

const way = (which) => viewer.querySelector(`#ballots-line a[rel=${which}]`);

function turn(which) {
  if (which) way(which)?.click();
}

function look() {
  document.addEventListener("htmx:before:request", (event) => {
    if (!asks(event)) return;
    tellViewer(viewer.querySelector("[data-ballot-wait]").dataset.wait);
    if (!viewer.open) viewer.showModal();
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if (!viewer.open || !shown() || event.target.id === "line-stages") return;
    tellViewer("");
    press();
    viewer.scrollTop = 0;
  });
  document.addEventListener("htmx:error", (event) => {
    if (asks(event)) tellViewer(viewer.querySelector("[data-ballot-wait]").dataset.failed);
  });
  viewer.addEventListener("click", (event) => {
    if (event.target === viewer || event.target.closest("[data-ballot-close]")) viewer.close();
    const button = event.target.closest("[data-mark], [data-turn]");
    if (!button || !shown()) return;
    if (button.dataset.turn) turn(button.dataset.turn);
    else markShown(button.dataset.mark);
  });
  viewer.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("dialog") !== viewer || !shown()) return;
    if (MARKS.includes(event.key)) return markShown(event.key);
    turn({ ArrowLeft: "prev", ArrowRight: "next" }[event.key]);
  });
  viewer.addEventListener("close", () => {
    const n = shown();
    const empty = document.createElement("div");
    empty.id = "ballots-line";
    viewer.querySelector("#ballots-line").replaceWith(empty);
    if (n) focus(rowOf(n));
  });
}

if (ballot) {
  for (const name of ["all", "left"]) part(name).hidden = false;
  part("plain").remove();
  listen();
  answers();
  look();
  tellLeft();
}
