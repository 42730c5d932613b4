/* The picture of a page beside the text, drawn by pdf.js from our own address. A canvas and nothing more: no layer of
   text or of annotations is made, so what a file still holds under a bar can be neither selected nor found (law 2).

   Nothing is loaded before the reader asks for it, or the window is wide enough to show it beside the text. Others hear
   which page is drawn by the event "draad:page" on [data-picture-page], with `detail: {page, width, height}` in points. */

const base = document.querySelector('script[src*="/js/base.js"]');
const { keys } = await import(base.src); // under this very address: another one would be another module

const box = document.querySelector("[data-picture]");
const text = document.querySelector("[data-lines]");
const opener = document.querySelector("[data-picture-switch]");
const WIDE = matchMedia(box?.dataset.wide ?? "(width >= 68.75rem)");
const KEPT = "draad-beeld";
const SVG = "http://www.w3.org/2000/svg";
const MOST_PIXELS = 8_000_000;
/** Widths of the page in hundredths of its box; the style sheet knows each of them. */
const ZOOMS = [50, 75, 100, 125, 150, 200, 300, 400];

const told = box?.dataset ?? {};
const numbers = (told.pages ?? "").split(",").filter(Boolean).map(Number);
const frame = box?.querySelector("[data-picture-page]");
const now = box?.querySelector("[data-page-now]");
const inner = box?.querySelector("[data-picture-inner]");
const scroll = box?.querySelector("[data-picture-scroll]");
const closer = box?.querySelector("[data-picture-close]");
const full = box?.querySelector("[data-picture-full]");
const dialog = document.querySelector("[data-picture-dialog]");

let book = null;
let shown = 0;
let wanted = 0;
let task = null;
let marked = null;
let zoom = 100;
let asker = null;

const boxOf = (line) => {
  const [page, x0, y0, x1, y1] = (line?.dataset.box ?? "").split(",").map(Number);
  return line?.dataset.box ? { page, x0, y0, x1, y1 } : null;
};

function note(words) {
  const line = document.createElement("p");
  line.textContent = words;
  frame.replaceChildren(line);
}

async function load() {
  note(told.loading);
  const pdfjs = await import(told.library);
  pdfjs.GlobalWorkerOptions.workerSrc = told.worker;
  return pdfjs.getDocument({
    url: told.picture,
    cMapUrl: `${told.folder}cmaps/`,
    cMapPacked: true,
    iccUrl: `${told.folder}iccs/`,
    standardFontDataUrl: `${told.folder}standard_fonts/`,
    wasmUrl: `${told.folder}wasm/`,
    isEvalSupported: false,
    enableXfa: false,
    disableAutoFetch: true,
    disableStream: true,
    rangeChunkSize: 262_144,
    verbosity: 0, // what a file does wrong is no news for the reader's console
  }).promise;
}

/** The file, asked for once; again where that failed. */
function open() {
  book ??= load().catch((error) => {
    book = null;
    throw error;
  });
  return book;
}

async function draw(number) {
  wanted = number;
  try {
    const page = await (await open()).getPage(number);
    if (number !== wanted) return;
    task?.cancel();
    const flat = page.getViewport({ scale: 1 });
    const width = Math.max(frame.clientWidth, 120) * Math.min(devicePixelRatio || 1, 2);
    const scale = Math.min(width / flat.width, Math.sqrt(MOST_PIXELS / (flat.width * flat.height)));
    const viewport = page.getViewport({ scale });
    const canvas = document.createElement("canvas");
    canvas.width = Math.floor(viewport.width);
    canvas.height = Math.floor(viewport.height);
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", told.alt.replace("{page}", number));
    task = page.render({ canvas, viewport, annotationMode: 1 });
    await task.promise;
    if (number !== wanted) return;
    shown = number;
    frame.replaceChildren(canvas, overlay(flat));
    inner.querySelector("[data-picture-law]").hidden = false;
    now.textContent = told.pageWords.replace("{page}", number).replace("{total}", (await open()).numPages);
    mark();
    const { width: across, height: down } = flat;
    frame.dispatchEvent(new CustomEvent("draad:page", { detail: { page: number, width: across, height: down } }));
  } catch (error) {
    if (error?.name === "RenderingCancelledException") return;
    wanted = 0;
    note(told.failed);
  }
}

function overlay(flat) {
  const drawn = document.createElementNS(SVG, "svg");
  drawn.setAttribute("viewBox", `0 0 ${flat.width} ${flat.height}`);
  drawn.setAttribute("preserveAspectRatio", "none");
  drawn.setAttribute("aria-hidden", "true");
  return drawn;
}

/** A rectangle over each chosen line that stands on this page. */
function mark() {
  const drawn = frame.querySelector("svg");
  if (!drawn) return;
  drawn.replaceChildren();
  if (!marked) return;
  for (let number = marked.first; number <= marked.last; number += 1) {
    const place = boxOf(document.getElementById(`r${number}`));
    if (place?.page !== shown) continue;
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("x", place.x0 - 2);
    rect.setAttribute("y", place.y0 - 1.5);
    rect.setAttribute("width", place.x1 - place.x0 + 4);
    rect.setAttribute("height", place.y1 - place.y0 + 3);
    drawn.append(rect);
  }
  drawn.querySelector("rect")?.scrollIntoView?.({ block: "nearest" });
}

/* ---- larger and smaller ---------------------------------------------------------------------------------------- */

function resize(to) {
  zoom = to;
  frame.dataset.zoom = zoom;
  const tools = inner.querySelector("[data-picture-tools]");
  tools.querySelector("[data-zoom-now]").textContent = told.zoomWords.replace("{n}", zoom);
  // Not `disabled`: the button that was pressed would lose the focus.
  tools.querySelector("[data-zoom-out]").setAttribute("aria-disabled", `${zoom === ZOOMS[0]}`);
  tools.querySelector("[data-zoom-in]").setAttribute("aria-disabled", `${zoom === ZOOMS.at(-1)}`);
  if (shown || wanted) draw(wanted || shown);
}

function larger(by) {
  if (!visible()) return;
  const to = ZOOMS[ZOOMS.indexOf(zoom) + by];
  if (to) resize(to);
}

const ZOOM_KEYS = { "+": () => larger(1), "=": () => larger(1), "-": () => larger(-1), "−": () => larger(-1) };

/* ---- by itself, over the whole window ---------------------------------------------------------------------------- */

function enlarge(by) {
  asker = by;
  dialog.append(inner);
  closer.hidden = false;
  full.hidden = true;
  dialog.showModal();
  scroll.focus();
  if (WIDE.matches) resize(zoom); // as sharp as its new width asks
  else show(true);
}

function shrunk() {
  box.append(inner);
  closer.hidden = true;
  full.hidden = false;
  if (WIDE.matches) resize(zoom);
  else show(false);
  asker?.focus();
}

const visible = () => box.parentElement.classList.contains("draad-picture--shown");

function go(number) {
  if (!visible() || !numbers.includes(number)) return;
  if (number !== wanted) draw(number);
  else if (number === shown) mark(); // else it is being drawn
}

/** The page of the first line in sight. */
function pageInSight() {
  const middle = innerHeight / 3;
  for (const line of text.querySelectorAll("[data-box]")) {
    const place = line.getBoundingClientRect();
    if (place.height && place.bottom > middle) return boxOf(line).page;
  }
  return shown || numbers[0];
}

let waiting = 0;

function follow() {
  clearTimeout(waiting);
  waiting = setTimeout(() => visible() && !dialog.open && go(pageInSight()), 120);
}

/** A click on the picture chooses the line that stands there. */
function picked(event) {
  const drawn = frame.querySelector("svg");
  if (!drawn) return;
  const area = drawn.getBoundingClientRect();
  const { width, height } = drawn.viewBox.baseVal;
  const x = ((event.clientX - area.left) / area.width) * width;
  const y = ((event.clientY - area.top) / area.height) * height;
  for (const line of text.querySelectorAll("[data-box]")) {
    const place = boxOf(line);
    if (place.page !== shown || y < place.y0 - 2 || y > place.y1 + 2 || x < place.x0 - 12 || x > place.x1 + 12) continue;
    const number = Number(line.id.slice(1));
    text.dispatchEvent(new CustomEvent("draad:choose", { detail: { first: number, last: number } }));
    return;
  }
}

function step(by) {
  const at = numbers.indexOf(shown || wanted) + by;
  if (at < 0 || at >= numbers.length) return;
  const line = [...text.querySelectorAll("[data-box]")].find((one) => boxOf(one).page === numbers[at]);
  draw(numbers[at]);
  if (!dialog.open) line?.scrollIntoView({ block: "start" });
}

function remember(on) {
  try {
    localStorage.setItem(KEPT, on ? "1" : "0");
  } catch {
    // A browser that keeps nothing shows the picture anew each time.
  }
}

function remembered() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function show(on) {
  box.parentElement.classList.toggle("draad-picture--shown", on);
  box.hidden = !on;
  inner.querySelector("[data-picture-tools]").hidden = !on;
  name(on);
  if (on) go(marked ? (boxOf(document.getElementById(`r${marked.first}`))?.page ?? pageInSight()) : pageInSight());
}

/** What the button beside the text does: on a narrow screen there is no room beside it, and it opens the page by itself. */
function name(on) {
  if (WIDE.matches) {
    opener.setAttribute("aria-expanded", `${on}`);
    opener.removeAttribute("aria-haspopup");
    opener.textContent = on ? opener.dataset.hide : opener.dataset.show;
  } else {
    opener.removeAttribute("aria-expanded");
    opener.setAttribute("aria-haspopup", "dialog");
    opener.textContent = opener.dataset.alone;
  }
}

if (box && text && opener) {
  opener.hidden = false;
  opener.addEventListener("click", () => {
    if (!WIDE.matches) {
      enlarge(opener);
      return;
    }
    const on = !visible();
    remember(on);
    show(on);
  });
  const pressed = (what, run) => inner.querySelector(`[data-${what}]`).addEventListener("click", run);
  pressed("page-back", () => step(-1));
  pressed("page-on", () => step(1));
  pressed("zoom-out", () => larger(-1));
  pressed("zoom-in", () => larger(1));
  pressed("picture-full", () => enlarge(full));
  pressed("picture-close", () => dialog.close());
  dialog.addEventListener("close", shrunk);
  dialog.addEventListener("keydown", (event) => {
    // The shortcuts of the page rest while a dialog is open; these belong to this one.
    if (!keys.on || event.ctrlKey || event.metaKey || event.altKey || !ZOOM_KEYS[event.key]) return;
    event.preventDefault();
    ZOOM_KEYS[event.key]();
  });
  keys.register(ZOOM_KEYS);
  WIDE.addEventListener("change", () => !dialog.open && show(WIDE.matches && remembered() !== "0"));
  resize(100);
  frame.addEventListener("click", picked);
  text.addEventListener("draad:lines", (event) => {
    marked = event.detail;
    const place = boxOf(document.getElementById(`r${marked.first}`));
    if (place) go(place.page);
    else mark();
  });
  addEventListener("scroll", follow, { passive: true });
  const before = text.querySelectorAll(".draad-numbered__line--chosen");
  if (before.length) marked = { first: Number(before[0].id.slice(1)), last: Number(before[before.length - 1].id.slice(1)) };
  show(WIDE.matches && remembered() !== "0");
}
