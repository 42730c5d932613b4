/* The register by keyboard: j and k move, a and r decide, e edits, x chooses, u takes back. All of it is in the page's
   own links, buttons and boxes; here they are only found, pressed and told of. */

const base = document.querySelector('script[src*="/js/base.js"]');
const { keys, say, wrong } = await import(base.src); // under this very address: another one would be another module

const words = document.querySelector("[data-register]")?.dataset ?? {};
const rows = () => [...document.querySelectorAll("tr[data-item]")];
const here = () => document.activeElement?.closest("tr[data-item]") ?? rows().find((row) => row.id === last) ?? null;

let last = "";
/* Rows that were acted on by keyboard: the next one is wanted then. */
let onward = false;

function focus(row, selector = "[data-open]") {
  const target = row?.querySelector(selector) ?? row?.querySelector("input:not([type=hidden]), select, a, button");
  if (!target) return;
  last = row.id;
  for (const other of rows()) other.toggleAttribute("data-here", other === row);
  target.focus();
  row.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const all = rows();
  const at = all.indexOf(here());
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step;
  if (next < 0 || next >= all.length) {
    if (next >= all.length) say(words.end);
    return;
  }
  focus(all[next]);
}

function press(what) {
  const button = here()?.querySelector(`[data-do="${what}"]`);
  if (!button) return;
  onward = what === "accept" || what === "reject";
  button.click();
}

/* ---- rows that came ------------------------------------------------------------------------------------------- */

function place(row) {
  const all = rows();
  return words.at.replace("{n}", String(all.indexOf(row) + 1)).replace("{of}", String(all.length));
}

function came(row) {
  count();
  if (row.hasAttribute("data-conflict")) {
    focus(row, "button, a");
    return;
  }
  if (row.hasAttribute("data-editing")) {
    focus(row, "[name=eigenaar]");
    return;
  }
  if (row.dataset.done) say(row.dataset.done + place(row));
  const all = rows();
  const next = onward ? all[all.indexOf(row) + 1] : null;
  onward = false;
  focus(next ?? row);
}

document.addEventListener("htmx:load", (event) => {
  const row = event.detail.elt;
  if (row.matches?.("tr[data-item]") && !quiet) came(row);
});

/* A conflict and a value that can't be read come as a row with what was typed, beside a status that says so. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target } = event.detail;
  const html = xhr.getResponseHeader("Content-Type")?.startsWith("text/html");
  if (!html || ![400, 409].includes(xhr.status) || !target?.matches("tr[data-item]")) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
  onward = false;
});

/* ---- taking back ---------------------------------------------------------------------------------------------- */

let quiet = false;

async function undo() {
  const form = document.querySelector("[data-undo]");
  if (!form) return;
  const answer = await fetch(form.dataset.undo, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  const text = await answer.text();
  if (!answer.ok) {
    wrong(text, answer.status);
    return;
  }
  const told = JSON.parse(text);
  const shown = told.items.map((item) => document.getElementById(`p-${item.id}`)).filter(Boolean);
  if (!shown.length) {
    location.reload();
    return;
  }
  quiet = true;
  await Promise.all(
    shown.map((row) => window.htmx.ajax("GET", row.dataset.url, { target: `#${row.id}`, swap: "outerHTML" })),
  );
  quiet = false;
  count();
  const first = document.getElementById(shown[0].id);
  focus(first);
  say(`${words.undone}: ${first.querySelector("[data-open]").textContent}${place(first)}`);
}

/* ---- choosing ------------------------------------------------------------------------------------------------- */

const boxes = () => [...document.querySelectorAll('input[name="punt"]')];
const all = document.querySelector("[data-all]");

function count() {
  const shown = document.querySelector("[data-chosen]");
  if (!shown) return;
  const chosen = boxes().filter((box) => box.checked).length;
  const text = chosen === 0 ? shown.dataset.none : chosen === 1 ? shown.dataset.one : shown.dataset.many;
  const told = text.replace("{n}", String(chosen));
  if (shown.textContent !== told) shown.textContent = told;
  for (const row of rows()) row.toggleAttribute("data-chosen-row", row.querySelector('input[name="punt"]')?.checked ?? false);
  if (!all) return;
  const box = all.querySelector("input");
  box.checked = chosen > 0 && chosen === boxes().length;
  box.indeterminate = chosen > 0 && chosen < boxes().length;
}

if (all) {
  all.hidden = false;
  all.querySelector("input").addEventListener("change", (event) => {
    for (const box of boxes()) box.checked = event.target.checked;
    count();
  });
}
document.addEventListener("change", (event) => {
  if (event.target.name === "punt") count();
});

function choose() {
  const box = here()?.querySelector('input[name="punt"]');
  if (!box) return;
  box.checked = !box.checked;
  count();
}

document.addEventListener("focusin", (event) => {
  const row = event.target.closest("tr[data-item]");
  for (const other of rows()) other.toggleAttribute("data-here", other === row);
  if (row) last = row.id;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") here()?.querySelector("[data-cancel]")?.click();
});
document.querySelector("[data-undo]")?.addEventListener("submit", (event) => {
  event.preventDefault();
  undo();
});

keys.register({
  j: () => move(1),
  k: () => move(-1),
  a: () => press("accept"),
  r: () => press("reject"),
  e: () => press("edit"),
  x: choose,
  u: undo,
});
count();
