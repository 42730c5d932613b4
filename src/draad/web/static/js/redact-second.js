/* The second look by keyboard: j and k move, x chooses; all of a page at once. */

const base = document.querySelector('script[src*="/js/base.js"]');
const { keys } = await import(base.src); // under this very address: another one would be another module

const boxes = () => [...document.querySelectorAll('[data-second] input[name="plek"]')];
const all = document.querySelector("[data-all]");

function move(step) {
  const held = boxes();
  const at = held.indexOf(document.activeElement);
  held[at < 0 ? (step > 0 ? 0 : held.length - 1) : Math.min(Math.max(at + step, 0), held.length - 1)]?.focus();
}

if (all) {
  const box = all.querySelector("input");
  all.hidden = false;
  box.addEventListener("change", () => {
    for (const one of boxes()) one.checked = box.checked;
  });
  keys.register({
    j: () => move(1),
    k: () => move(-1),
    x: () => boxes().includes(document.activeElement) && document.activeElement.click(),
  });
}
