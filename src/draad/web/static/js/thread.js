/* A conversation by the keyboard, and what belongs together lit up together. Without it links do the same work. */

const base = document.querySelector('script[src*="/js/base.js"]');
const { keys } = await import(base.src); // under this very address: another one would be another module

const thread = document.querySelector("[data-thread]");
const messages = [...document.querySelectorAll("[data-message]")];

/* ---- from message to message ---------------------------------------------------------------------------------- */

function current() {
  const inside = document.activeElement?.closest("[data-message]");
  if (inside) return messages.indexOf(inside);
  return messages.findLastIndex((message) => message.getBoundingClientRect().top < 80);
}

function go(to) {
  const message = messages[Math.max(0, Math.min(messages.length - 1, to))];
  message?.focus({ preventScroll: true });
  message?.scrollIntoView({ block: "start" });
}

keys.register({
  j: () => go(current() + 1),
  k: () => go(current() - 1),
  "Shift+K": () => go(0),
  "Shift+J": () => go(messages.length - 1),
});

/* ---- where the address points --------------------------------------------------------------------------------- */

function reveal() {
  const id = decodeURIComponent(location.hash.slice(1));
  if (!id) return;
  const target = document.getElementById(id);
  if (target) {
    for (let fold = target.closest("details:not([open])"); fold; fold = target.closest("details:not([open])")) fold.open = true;
    target.scrollIntoView({ block: "start" });
    if (target.matches(".thread-anchor")) light(id.slice(2), true);
  } else if (thread && "pages" in thread.dataset && id.startsWith("b-")) {
    // A long conversation stands on several pages: the server knows on which this message is.
    const page = new URL(thread.dataset.page, location.href);
    const asked = new URLSearchParams(location.search);
    if (asked.get("bericht") === id.slice(2)) return;
    if (asked.get("volgorde")) page.searchParams.set("volgorde", asked.get("volgorde"));
    page.searchParams.set("bericht", id.slice(2));
    page.hash = location.hash;
    location.replace(page);
  }
}

/* ---- words and the item that they are ------------------------------------------------------------------------- */

function light(item, on) {
  for (const words of document.querySelectorAll(`[data-items~="${CSS.escape(item)}"]`)) words.classList.toggle("thread-words--lit", on);
  document.getElementById(`p-${item}`)?.classList.toggle("thread-item--lit", on);
}

function lighting(start, end) {
  const change = (on) => (event) => {
    const from = event.target.closest?.("[data-item], [data-items]");
    if (!from) return;
    for (const item of (from.dataset.item ?? from.dataset.items).split(" ")) light(item, on);
  };
  thread?.addEventListener(start, change(true));
  thread?.addEventListener(end, change(false));
}

lighting("mouseover", "mouseout");
lighting("focusin", "focusout");

/* ---- the outline shows where one is --------------------------------------------------------------------------- */

const links = new Map([...document.querySelectorAll("[data-to]")].map((link) => [link.dataset.to, link]));
const seen = new Set();
const watch = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) seen.add(entry.target.id);
      else seen.delete(entry.target.id);
    }
    const first = messages.find((message) => seen.has(message.id));
    for (const [id, link] of links) {
      if (id === first?.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  },
  { rootMargin: "-10% 0px -50% 0px" },
);
for (const message of messages) watch.observe(message);

addEventListener("hashchange", reveal);
reveal();
