/* Lines of a document: a click on a number chooses the line, with Shift up to there; `#r12-r18` chooses a range. The
   reference of what is chosen is made by the server and put in its place. Without script the numbers are plain links.

   Others hear of a choice by the event "draad:lines" on [data-lines], with `detail: {first, last}`, and ask for one by
   the event "draad:choose" with the same. */

const text = document.querySelector("[data-lines]");
const cited = document.querySelector("[data-cited]");
const form = document.querySelector("[data-cite]");
const CHOSEN = "draad-numbered__line--chosen";

let chosen = null;

const lineOf = (number) => document.getElementById(`r${number}`);

function paint(first, last) {
  for (const line of text.querySelectorAll(`.${CHOSEN}`)) line.classList.remove(CHOSEN);
  for (let number = first; number <= last; number += 1) lineOf(number)?.classList.add(CHOSEN);
}

/** Folded messages open when a line in them is chosen. */
function unfold(line) {
  for (let fold = line?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}

const written = (first, last) => (first === last ? `${first}` : `${first}-${last}`);

function refer(first, last) {
  const address = new URL(location.href);
  address.searchParams.set("regel", written(first, last));
  address.hash = first === last ? `r${first}` : `r${first}-r${last}`;
  history.replaceState(history.state, "", address);
  if (form) form.elements.regel.value = written(first, last);
  window.htmx?.ajax("GET", `${address.pathname}${address.search}`, { target: cited, swap: "innerHTML" });
}

function choose(first, last, ask = true) {
  chosen = { first, last };
  paint(first, last);
  unfold(lineOf(first));
  text.dispatchEvent(new CustomEvent("draad:lines", { detail: chosen }));
  if (ask) refer(first, last);
}

function clicked(event) {
  const number = event.target.closest(".draad-numbered__number");
  if (!number || event.ctrlKey || event.metaKey || event.button) return;
  event.preventDefault();
  const line = Number(number.textContent);
  if (event.shiftKey && chosen) {
    getSelection()?.removeAllRanges();
    choose(Math.min(chosen.first, line), Math.max(chosen.first, line));
  } else choose(line, line);
}

/** `#r12` and `#r12-r18`, also where the browser knows no such anchor or where it stands in a fold. */
function fromHash() {
  const found = /^#r(\d+)(?:-r?(\d+))?$/.exec(location.hash);
  if (!found) return;
  const first = Number(found[1]);
  const last = Number(found[2] ?? found[1]);
  const line = lineOf(first);
  if (!line) {
    const address = new URL(location.href);
    if (address.searchParams.get("regel") === written(first, last)) return;
    address.searchParams.delete("stuk");
    address.searchParams.set("regel", written(first, last));
    location.replace(address); // the line stands in another stretch
    return;
  }
  const told = cited?.querySelector("[data-chosen]")?.dataset.chosen;
  const same = told === `${first}-${last}`;
  // A server that was asked for a longer range chose it already; the anchor is its first line alone.
  if (!found[2] && told?.startsWith(`${first}-`)) chosen = { first, last: Number(told.split("-")[1]) };
  else choose(first, last, !same);
  unfold(line);
  if (chosen) text.dispatchEvent(new CustomEvent("draad:lines", { detail: chosen }));
  line.scrollIntoView({ block: "center" });
}

/** A reader who prints wants what is unfolded here to be on paper: nothing to do. The button only calls the browser. */
function printing() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}

if (text) {
  text.addEventListener("click", clicked);
  text.addEventListener("draad:choose", (event) => {
    choose(event.detail.first, event.detail.last);
    lineOf(event.detail.first)?.scrollIntoView({ block: "center" });
  });
  addEventListener("hashchange", fromHash);
  fromHash();
}
printing();
