/* The ballot: agree on every line, then change the exceptions; and how many lines are left. Nothing is kept. */
"use strict";

const ballot = document.querySelector("form[data-ballot]");

function tellLeft() {
  const names = new Set([...ballot.querySelectorAll("input[type=radio]")].map((input) => input.name));
  const left = [...names].filter((name) => !ballot.querySelector(`input[name="${name}"]:checked`)).length;
  const place = ballot.querySelector("[data-ballot-left]");
  place.textContent = left ? place.dataset.text.replace("{left}", left) : "";
}

if (ballot) {
  const all = ballot.querySelector("[data-ballot-all]");
  all.hidden = false;
  all.querySelector("button").addEventListener("click", () => {
    for (const input of ballot.querySelectorAll('input[type=radio][value="1"]')) input.checked = true;
    tellLeft();
  });
  ballot.addEventListener("change", tellLeft);
  window.addEventListener("pageshow", () => { ballot.reset(); tellLeft(); });
}
