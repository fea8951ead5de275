/* Files beside criteria: sent one after the other with what is done of each in per cent, dropped or chosen.
   What is taken and why not is the server's to say. Without this file a form and a page do the same. */

const words = document.querySelector("#upload")?.dataset;
const row = document.querySelector("#upload")?.content.querySelector("li");
const STALLED = 60000;
const waiting = [];
let current = null;

const area = (upload, mark) => upload.zone.querySelector(`[data-${mark}]`);
const part = (upload, mark) => upload.row.querySelector(`[data-upload-${mark}]`);

function tell(upload, state, text) {
  upload.row.dataset.state = state;
  upload.row.querySelector(".upload__said").textContent = text;
  upload.row.querySelector("progress").hidden = state !== "sending";
  part(upload, "again").hidden = state !== "failed";
  const off = part(upload, "off");
  off.textContent = ["failed", "refused"].includes(state) ? off.dataset.close : off.dataset.stop;
  off.hidden = state === "checking";
}

function sent(upload, share) {
  const percent = Math.floor(share * 100);
  upload.row.querySelector("progress").value = percent;
  if (upload.row.querySelector(".upload__said").dataset.percent === String(percent)) return;
  upload.row.querySelector(".upload__said").dataset.percent = percent;
  tell(upload, "sending", `${percent} %`);
}

function unfit(zone, file) {
  if (file.size > Number(words.largest)) return words.large;
  const endings = zone.querySelector("input[type=file]").accept.split(",");
  return endings.some((ending) => file.name.toLowerCase().endsWith(ending)) ? "" : words.unknown;
}

function take(zone, files) {
  for (const file of files) {
    const upload = { zone, file, row: row.cloneNode(true), request: null };
    upload.row.querySelector(".upload__name").textContent = file.name;
    upload.row.querySelector("progress").setAttribute("aria-label", file.name);
    area(upload, "uploads").append(upload.row);
    area(upload, "uploads").hidden = false;
    part(upload, "off").addEventListener("click", () => leave(upload));
    part(upload, "again").addEventListener("click", () => queue(upload));
    const problem = unfit(zone, file);
    if (problem) tell(upload, "refused", problem);
    else queue(upload);
  }
}

function queue(upload) {
  waiting.push(upload);
  tell(upload, "waiting", words.waiting);
  next();
}

function next() {
  if (current || !waiting.length) return;
  current = waiting.shift();
  send(current);
}

function ended(upload) {
  clearTimeout(upload.stalled);
  current = null;
  next();
}

function leave(upload) {
  if (waiting.includes(upload)) waiting.splice(waiting.indexOf(upload), 1);
  const list = area(upload, "uploads");
  upload.row.remove();
  list.hidden = !list.children.length;
  if (upload === current) upload.request.abort();
  else list.parentElement.querySelector("input[type=file]").focus();
}

function send(upload) {
  const form = document.getElementById(upload.zone.dataset.attach);
  const body = new FormData();
  for (const input of form.querySelectorAll("input[type=hidden]")) body.append(input.name, input.value);
  body.append("files", upload.file, upload.file.name);
  const request = (upload.request = new XMLHttpRequest());
  const alive = () => {
    clearTimeout(upload.stalled);
    upload.stalled = setTimeout(() => { fail(upload, words.failed); request.abort(); }, STALLED);
  };
  request.open("POST", form.action);
  request.setRequestHeader("HX-Request", "true");
  request.upload.addEventListener("progress", (event) => { alive(); sent(upload, event.loaded / event.total); });
  request.upload.addEventListener("load", () => tell(upload, "checking", words.checking));
  request.addEventListener("load", () => answered(upload));
  request.addEventListener("error", () => fail(upload, words.failed));
  request.addEventListener("loadend", () => ended(upload));
  sent(upload, 0);
  alive();
  request.send(body);
}

const fail = (upload, why) => tell(upload, "failed", why);

function said(upload) {
  const answer = new DOMParser().parseFromString(upload.request.responseText, "text/html");
  const found = [...answer.querySelectorAll("[data-problem], #errors-problem p:not(.small), #errors-problem li")];
  const text = found.map((place) => place.textContent.trim()).join(" ");
  return text.startsWith(`${upload.file.name}: `) ? text.slice(upload.file.name.length + 2) : text;
}

function answered(upload) {
  const { status, responseText } = upload.request;
  if (status === 200) return attached(upload, responseText);
  if (status === 401) return tell(upload, "refused", words.signedout);
  if (status >= 500 || status === 429) return fail(upload, said(upload) || words.failed);
  tell(upload, "refused", said(upload));
}

function attached(upload, text) {
  area(upload, "uploads-said").textContent = words.attached.replace("{name}", upload.file.name);
  upload.row.remove();
  area(upload, "uploads").hidden = !area(upload, "uploads").children.length;
  const target = upload.zone.querySelector("[id^=evidence-].stack");
  window.htmx.swap({ sourceElement: target, target, swap: "outerHTML", text });
}

const zoneOf = (event) => event.target.closest?.("[data-attach]");
const carries = (event) => words && event.dataTransfer?.types.includes("Files");

function mark(zone) {
  for (const other of document.querySelectorAll("[data-attach]")) other.toggleAttribute("data-over", other === zone);
}

document.addEventListener("dragover", (event) => {
  if (!carries(event)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = zoneOf(event) ? "copy" : "none";
  mark(zoneOf(event));
});

document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) mark(null); });

/* A file dropped beside the areas would replace the page, and with it what was typed. */
document.addEventListener("drop", (event) => {
  if (!carries(event)) return;
  event.preventDefault();
  mark(null);
  if (zoneOf(event)) take(zoneOf(event), event.dataTransfer.files);
});

for (const zone of words ? document.querySelectorAll("[data-attach]") : []) {
  for (const plain of zone.querySelectorAll("[data-attach-plain]")) plain.hidden = true;
  for (const live of zone.querySelectorAll("[data-attach-live]")) live.hidden = false;
  zone.querySelector("input[type=file]").addEventListener("change", (event) => {
    take(zone, [...event.target.files]);
    event.target.value = "";
  });
}

window.addEventListener("beforeunload", (event) => { if (current || waiting.length) event.preventDefault(); });
