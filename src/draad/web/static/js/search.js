/* Results while typing: htmx asks for them; here is only what it can't know by itself. A query that is not finished is
   often wrong: what is wrong is told beside the box, and the results of before stay. */

const base = document.querySelector('script[src*="/js/base.js"]');
const { keys } = await import(base.src); // under this very address: another one would be another module

const result = document.getElementById("uitkomst");
const box = document.getElementById("zoekvraag");

/* The server sends what is wrong to the place beside the box (HX-Retarget), also with a status of failure. */
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (requestConfig.elt !== box) return;
  const told = xhr.getResponseHeader("HX-Retarget") === "#zoekfout";
  result.classList.toggle("search-result--old", told);
  if (told && xhr.status < 400) box.setAttribute("aria-invalid", "true");
  else box.removeAttribute("aria-invalid");
  if (!told) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});

document.body.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt === box) result.setAttribute("aria-busy", "true");
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt === box) result.removeAttribute("aria-busy");
});

/* ---- from hit to hit ------------------------------------------------------------------------------------------ */

function go(step) {
  const hits = [...result.querySelectorAll(".search-hit__title a")];
  const at = hits.indexOf(document.activeElement);
  const to = at < 0 ? (step > 0 ? 0 : hits.length - 1) : at + step;
  hits[Math.max(0, Math.min(hits.length - 1, to))]?.focus();
}

keys.register({ j: () => go(1), k: () => go(-1) });
