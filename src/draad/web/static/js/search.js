/* Results while typing: htmx asks for them; here is only what it can't know by itself. A query that is not finished is
   often wrong: what is wrong is told beside the box, and the results of before stay. */

const result = document.getElementById("uitkomst");
const wrong = document.getElementById("zoekfout");
const box = document.getElementById("zoekvraag");

document.body.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, elt } = event.detail;
  if (elt !== box) return;
  const failed = xhr.status >= 400;
  const ours = failed && (xhr.getResponseHeader("Content-Type") ?? "").startsWith("text/html");
  result.classList.toggle("search-result--old", failed);
  box.toggleAttribute("aria-invalid", false);
  if (xhr.status === 400) box.setAttribute("aria-invalid", "true");
  if (!ours) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
  event.detail.target = wrong;
});

document.body.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt === box) result.setAttribute("aria-busy", "true");
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt === box) result.removeAttribute("aria-busy");
});
