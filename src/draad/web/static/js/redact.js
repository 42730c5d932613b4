/* Review by keyboard: j and k move over the places, a and r decide, e makes the next decision hold everywhere, g changes,
   l withholds what is selected. All of it is in the page's own forms; here they are found, sent and put in their place.

   Decisions are sent one after the other, each with the version its row has by then, so that quick fingers never run
   into their own work. Others ask for a form by the event "draad:form" with `detail: {name, values}`, and hear of rows
   that changed by "draad:rows". */

const base = document.querySelector('script[src*="/js/base.js"]');
const { keys, say, bad, wrong } = await import(base.src); // under this very address: another one would be another module

const words = document.querySelector("[data-review]").dataset;
const form = document.getElementById("besluit");
const text = document.querySelector("[data-lines]");
const BESIDE = matchMedia("(width >= 60rem)"); // the list stands beside the text, as in redact.css
const AFTER = { akkoord: ["accepted"], afwijzen: ["rejected"], heropenen: ["proposed", "attention"] };
const OPEN = ["proposed", "attention"];
const STRONGEST = ["accepted", "proposed", "attention", "rejected"];
const USUAL = "exemplaren";

const rows = () => [...document.querySelectorAll("[data-row]")];
const rowOf = (id) => document.getElementById(`l-${id}`);
const open = (row) => OPEN.includes(row.dataset.status);

let current = "";

const here = () => document.activeElement?.closest("[data-row]") ?? rowOf(current);

/* ---- going from place to place ---------------------------------------------------------------------------------- */

function inSight(element) {
  const box = element.getBoundingClientRect();
  return box.top > 90 && box.bottom < innerHeight - 40;
}

/** Makes a row the one that is worked on, in the list, in the text and on the picture. */
function choose(row, { focus = true, show = true } = {}) {
  current = row.dataset.row;
  for (const other of rows()) other.toggleAttribute("data-here", other === row);
  for (const place of text.querySelectorAll("[data-place]")) {
    place.toggleAttribute("data-here", place.dataset.place.split(" ").includes(current));
  }
  if (focus) row.querySelector("[data-open]").focus({ preventScroll: true });
  if (focus || BESIDE.matches) within(row);
  const place = document.getElementById(`p-${current}`);
  if (show && place && BESIDE.matches && !inSight(place)) place.scrollIntoView({ block: "center" });
  point(row);
}

/** Scrolls the list alone where it has a scroll of its own: the text must not jump. */
function within(row) {
  const list = row.closest("[data-list]");
  if (!BESIDE.matches) {
    row.scrollIntoView({ block: "nearest" });
    return;
  }
  const [outer, inner] = [list.getBoundingClientRect(), row.getBoundingClientRect()];
  const foot = Math.min(outer.bottom, innerHeight);
  if (inner.top < outer.top + 8) list.scrollTop -= outer.top - inner.top + 60;
  else if (inner.bottom > foot - 8) list.scrollTop += inner.bottom - foot + 60;
}

function point(row) {
  const [first, last] = (row.dataset.linesOf ?? "").split(",").map(Number);
  if (first) text.dispatchEvent(new CustomEvent("draad:lines", { detail: { first, last } }));
}

function move(step) {
  const all = rows();
  const at = all.indexOf(here());
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step;
  if (all[next]) choose(all[next]);
  else if (next >= all.length) say(words.end);
}

/** The next place on which nobody decided, after this one and round to the first. */
function onward(row) {
  const all = rows();
  const at = all.indexOf(row);
  const next = [...all.slice(at + 1), ...all.slice(0, at)].find(open);
  if (next) choose(next);
  else {
    choose(row);
    finished = true;
  }
}

let finished = false;

/* ---- deciding ----------------------------------------------------------------------------------------------------- */

const reach = () => form.elements.bereik.value;

function reaches(what, aloud = true) {
  form.elements.bereik.value = what;
  if (!aloud) return;
  const label = form.querySelector(`label[for="bereik-${what}"]`).textContent;
  say(words.reachWords.replace("{what}", label));
}

const toggle = (what) => reaches(reach() === what ? USUAL : what);

let queue = Promise.resolve();

function send(id, action, fields = null) {
  const body = new URLSearchParams(new FormData(form));
  body.delete("vanaf");
  for (const [name, value] of fields ?? []) if (name !== "een") body[name === "velden" ? "append" : "set"](name, value);
  reaches(USUAL, false);
  queue = queue.then(() => post(id, action, body, fields !== null)).catch(() => bad(document.querySelector("[data-words]").dataset.unreachable));
}

async function post(id, action, body, changing) {
  const row = rowOf(id);
  if (!changing && AFTER[action]?.includes(row?.dataset.status)) {
    tell("");
    return; // an earlier decision reached this place
  }
  body.set("een", `${action}:${id}:${row.dataset.version}`);
  await sent(form.action, body, id);
}

async function sent(address, body, id) {
  const answer = await fetch(address, { method: "POST", body, headers: { "HX-Request": "true" } });
  const told = await answer.text();
  if (answer.status === 409 && told.includes("data-conflict")) conflict(read(told), id);
  else if (answer.ok) changed(read(told));
  else wrong(told, answer.status);
}

const read = (html) => new DOMParser().parseFromString(html, "text/html").body;

/** Puts rows and progress in their places; the focus stays on the row it was on. */
function changed(answer, before = document.activeElement?.closest("[data-row]")?.dataset.row) {
  const told = answer.querySelector("[data-told]").dataset;
  if (told.gone && told.gone.split(" ").some(rowOf)) {
    location.reload();
    return [];
  }
  const put = [...answer.querySelectorAll("[data-row]")].filter((row) => replace(row));
  const progress = answer.querySelector("[data-progress]");
  document.querySelector("[data-progress]").replaceWith(progress);
  kept(before);
  tell(told.told + (Number(told.elsewhere) ? words.elsewhere.replace("{n}", told.elsewhere) : ""));
  document.dispatchEvent(new CustomEvent("draad:rows"));
  return put;
}

function tell(what) {
  if (finished && !rows().some(open)) say(words.finished);
  else if (what) say(what);
  finished = false;
}

function kept(id) {
  const row = rowOf(id ?? "");
  if (row && !row.contains(document.activeElement)) row.querySelector("[data-open]").focus({ preventScroll: true });
}

function replace(row) {
  const old = rowOf(row.dataset.row);
  if (!old) return false;
  row.toggleAttribute("data-here", row.dataset.row === current);
  old.replaceWith(row);
  const { row: id, statusWords } = row.dataset;
  for (const place of text.querySelectorAll(`[data-place~="${id}"]`)) {
    const held = place.dataset.place.split(" ").map((one) => rowOf(one)?.dataset.status);
    const status = STRONGEST.find((one) => held.includes(one)) ?? place.dataset.status;
    place.className = `redact-place redact-place--${status}`;
    place.dataset.status = status;
    const aloud = place.querySelector("[data-no-text]");
    if (aloud) aloud.textContent = `${statusWords}: `;
  }
  return true;
}

function conflict(answer, id) {
  replace(answer.querySelector("[data-row]"));
  const row = rowOf(id);
  const told = answer.querySelector("[data-conflict-form]");
  row.append(told);
  told.querySelector("[data-leave]").addEventListener("click", () => {
    told.remove();
    choose(row);
  });
  choose(row, { focus: false });
  told.querySelector("button").focus();
}

function decide(action) {
  const row = here();
  if (!row) return;
  if (row.querySelector(`[data-do="${action}"]`)) send(row.dataset.row, action);
  if (action !== "heropenen") onward(row);
}

async function undo() {
  const undoing = document.querySelector("[data-undo]");
  const body = new URLSearchParams(new FormData(undoing));
  queue = queue.then(async () => {
    const answer = await fetch(undoing.action, { method: "POST", body, headers: { "HX-Request": "true" } });
    const told = await answer.text();
    if (!answer.ok) {
      wrong(told, answer.status);
      return;
    }
    const [first] = changed(read(told));
    if (first) choose(rowOf(first.dataset.row));
  });
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-undo]")) {
    event.preventDefault();
    undo();
    return;
  }
  const pressed = event.submitter;
  if (!event.target.matches("[data-decide]") || !pressed?.value?.includes(":")) return;
  event.preventDefault();
  const [action, id] = pressed.value.split(":");
  const row = rowOf(id);
  const own = event.target === form ? null : [...new FormData(event.target)];
  if (event.target.id === "wijzigen") window_.close();
  else choose(row, { show: false });
  send(id, action, own?.filter(([name]) => name !== "csrf"));
  if (event.target.id === "wijzigen" && action === "akkoord") onward(row);
});

/* ---- forms in a window -------------------------------------------------------------------------------------------- */

const window_ = document.querySelector("[data-window]");

/** Shows one of the page's own forms over it; it goes back to its place when the window closes. */
function show(name, values) {
  const shown = document.getElementById(name);
  if (!shown || window_.open) return;
  for (const [field, value] of Object.entries(values)) if (shown.elements[field]) shown.elements[field].value = value;
  const home = shown.parentElement;
  window_.querySelector("[data-window-title]").textContent = shown.dataset.title;
  window_.querySelector("[data-window-body]").append(shown);
  const back = document.activeElement;
  window_.addEventListener("close", () => {
    home.append(shown);
    if (back?.isConnected) back.focus({ preventScroll: true });
  }, { once: true });
  window_.showModal();
  shown.querySelector("select, textarea, input:not([type=hidden])").focus();
}

document.addEventListener("draad:form", (event) => show(event.detail.name, event.detail.values));

function change(row) {
  const { row: id, version, ground, kind, note } = row.dataset;
  const changing = document.getElementById("wijzigen");
  changing.querySelector("[data-quote]").textContent = row.querySelector("[data-open]").textContent;
  for (const button of changing.querySelectorAll("[data-do]")) button.value = `${button.dataset.do}:${id}:${version}`;
  show("wijzigen", { grond: ground, soort: kind, notitie: note, bereik: reach() });
}

/* ---- withholding what is selected --------------------------------------------------------------------------------- */

const marker = document.querySelector("[data-mark-this]");

/** The character of the document at a place on the page; signs beyond 16 bits are one, as the server counts. */
function offset(node, at) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const line = element?.closest("[data-from]");
  if (!line || !text.contains(line)) return null;
  const range = document.createRange();
  range.setStart(line, 0);
  range.setEnd(node, at);
  const before = range.cloneContents();
  for (const other of before.querySelectorAll("[data-no-text]")) other.remove();
  for (const mark of before.querySelectorAll("[data-long]")) mark.textContent = "x".repeat(Number(mark.dataset.long));
  return Number(line.dataset.from) + [...before.textContent].length;
}

function selected() {
  const selection = getSelection();
  if (!selection?.rangeCount || selection.isCollapsed || !selection.toString().trim()) return null;
  const range = selection.getRangeAt(0);
  const begin = offset(range.startContainer, range.startOffset);
  const eind = offset(range.endContainer, range.endOffset);
  if (begin === null || eind === null || begin >= eind) return null;
  const line = range.startContainer.parentElement.closest(".draad-numbered__line");
  return { begin, eind, woorden: selection.toString().trim(), regel: line.id.slice(1), place: range.getBoundingClientRect() };
}

function offer() {
  const found = selected();
  marker.hidden = !found;
  if (!found) return;
  marker.style.left = `${Math.max(8, Math.min(found.place.left, innerWidth - 180))}px`;
  marker.style.top = `${Math.min(found.place.bottom + 8, innerHeight - 56)}px`;
}

function mark() {
  const found = selected();
  const line = here()?.dataset.linesOf?.split(",")[0] ?? "";
  marker.hidden = true;
  if (found) show("woorden", { ...found, place: "", bereik: reach() });
  else show("woorden", { begin: "", eind: "", woorden: "", regel: line, bereik: reach() });
}

for (const field of document.querySelectorAll("#w-regel, #w-woorden")) {
  field.addEventListener("input", () => {
    // What was typed holds, no longer what was selected.
    for (const name of ["begin", "eind"]) field.form.elements[name].value = "";
  });
}
document.addEventListener("selectionchange", offer);
addEventListener("scroll", offer, { passive: true });
marker.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
marker.addEventListener("click", mark);

/* ---- clicks and keys ------------------------------------------------------------------------------------------------ */

document.addEventListener("click", (event) => {
  const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.button;
  const link = event.target.closest("[data-place], [data-open], [data-change]");
  if (!link || !plain) return;
  const row = link.closest("[data-row]") ?? rowOf(link.dataset.place?.split(" ")[0]);
  if (!row || (link.dataset.place && !getSelection().isCollapsed)) return;
  event.preventDefault();
  choose(row, { show: !link.dataset.place });
  if (link.hasAttribute("data-change")) change(row);
});
document.addEventListener("focusin", (event) => {
  const row = event.target.closest("[data-row]");
  if (row && row.dataset.row !== current) choose(row, { focus: false });
});
text.addEventListener("draad:choose", (event) => {
  const { first } = event.detail;
  const row = rows().find((one) => one.dataset.linesOf?.split(",")[0] === `${first}`);
  document.getElementById(`r${first}`)?.scrollIntoView({ block: "center" });
  if (row) choose(row, { show: false });
});

keys.register({
  j: () => move(1),
  k: () => move(-1),
  a: () => decide("akkoord"),
  r: () => decide("afwijzen"),
  x: () => decide("afwijzen"),
  h: () => decide("heropenen"),
  e: () => toggle("overal"),
  p: () => toggle("plek"),
  g: () => here() && change(here()),
  l: mark,
  n: () => location.assign(words.next),
  u: undo,
});

/* The place that the address names, else the first on which nobody decided; the focus stays where the reader has it. */
const named = /^#l-([0-9a-f]{16})$/.exec(location.hash);
const first = (named && rowOf(named[1])) ?? rows().find(open) ?? null;
if (first) {
  choose(first, { focus: Boolean(named), show: Boolean(named) });
  document.querySelector("[data-picture-page]")?.addEventListener("draad:page", () => point(first), { once: true });
}
