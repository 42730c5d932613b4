/* Boxes on the picture of a page: those that were drawn are shown, and a new one is drawn with the mouse. Sides are
   points from the top left corner of the page as it is shown, as the form has them, which does without a mouse. */

const base = document.querySelector('script[src*="/js/base.js"]');
const { keys, say } = await import(base.src); // under this very address: another one would be another module

const words = document.querySelector("[data-review]").dataset;
const frame = document.querySelector("[data-picture-page]");
const SVG = "http://www.w3.org/2000/svg";
const LEAST = 3; // points: less is a click

let page = null;
let layer = null;
let from = null;
let drawn = null;

function rect(x0, y0, x1, y1, name) {
  const made = document.createElementNS(SVG, "rect");
  for (const [at, value] of [["x", Math.min(x0, x1)], ["y", Math.min(y0, y1)], ["width", Math.abs(x1 - x0)], ["height", Math.abs(y1 - y0)]]) {
    made.setAttribute(at, value);
  }
  made.setAttribute("class", name);
  return made;
}

function paint() {
  if (!layer) return;
  const held = [...document.querySelectorAll("[data-box-of]")].filter((row) => Number(row.dataset.page) === page.page);
  layer.replaceChildren(
    ...held.map((row) => rect(...row.dataset.boxOf.split(",").map(Number), `redact-box redact-box--${row.dataset.status}`)),
  );
}

frame.addEventListener("draad:page", (event) => {
  page = event.detail;
  layer = document.createElementNS(SVG, "svg");
  layer.setAttribute("viewBox", `0 0 ${page.width} ${page.height}`);
  layer.setAttribute("preserveAspectRatio", "none");
  layer.setAttribute("aria-hidden", "true");
  frame.append(layer);
  paint();
});
document.addEventListener("draad:rows", paint);

const drawing = () => frame.hasAttribute("data-drawing");

function draw(on) {
  frame.toggleAttribute("data-drawing", on);
  from = null;
  drawn?.remove();
  if (on) say(words.draw);
}

function fill(values) {
  draw(false);
  document.dispatchEvent(new CustomEvent("draad:form", { detail: { name: "vak", values } }));
}

function at(event) {
  const area = layer.getBoundingClientRect();
  const within = (value, most) => Math.round(Math.min(Math.max(value, 0), most));
  return [
    within(((event.clientX - area.left) / area.width) * page.width, page.width),
    within(((event.clientY - area.top) / area.height) * page.height, page.height),
  ];
}

frame.addEventListener("pointerdown", (event) => {
  if (!drawing() || !layer || event.button) return;
  event.preventDefault();
  from = at(event);
  frame.setPointerCapture(event.pointerId);
});
frame.addEventListener("pointermove", (event) => {
  if (!from) return;
  drawn?.remove();
  drawn = rect(...from, ...at(event), "redact-box redact-box--new");
  layer.append(drawn);
});
frame.addEventListener("pointerup", (event) => {
  if (!from) return;
  const [[x0, y0], [x1, y1]] = [from, at(event)];
  from = null;
  if (Math.abs(x1 - x0) < LEAST || Math.abs(y1 - y0) < LEAST) return;
  const sides = { links: Math.min(x0, x1), boven: Math.min(y0, y1), rechts: Math.max(x0, x1), onder: Math.max(y0, y1) };
  fill({ blz: page.page, ...sides });
});
/* What ends a box is no click on a line. */
frame.addEventListener("click", (event) => drawing() && event.stopImmediatePropagation(), { capture: true });
document.addEventListener("keydown", (event) => event.key === "Escape" && drawing() && draw(false));

keys.register({
  v: () => {
    if (layer && frame.offsetParent && !drawing()) draw(true);
    else fill(page ? { blz: page.page } : {});
  },
});
