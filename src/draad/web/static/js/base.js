/* What every page can do a little better with script. Without it each page works: forms post, links lead on.
   Other modules use `keys`, `say`, `bad` and `wrong` of this one. The page loads this file by an address with its hash;
   by any other address it would be another module to the browser, which listens a second time. So they take that one:

     const base = document.querySelector('script[src*="/js/base.js"]');
     const { keys, say, bad } = await import(base.src);
     keys.register({ j: next, k: previous, "Shift+A": all });
*/

const KEYS_OFF = "draad-toetsen-uit";

const one = (selector, within = document) => within.querySelector(selector);

/* Words that the page brings for its scripts, so that no sentence stands here. */
const words = one("[data-words]")?.dataset ?? {};

let fading = 0;

function tell(region, text) {
  if (!region) return;
  clearTimeout(fading);
  region.replaceChildren();
  // A live region is read out when what is in it changes, also when the same is said twice.
  requestAnimationFrame(() => {
    const line = document.createElement("p");
    line.textContent = text;
    region.replaceChildren(line);
  });
  fading = setTimeout(() => region.replaceChildren(), 6000);
}

/** Say something at the foot of the window, for eyes and ears. */
export const say = (text) => tell(one("[data-said]"), text);

/** The same for what went wrong. */
export const bad = (text) => tell(one("[data-said-bad]"), text);

/** Tell an error of the server's, as its JSON has it; one that is not ours, such as a proxy's, by its status. Where a
    form has a place of its own for it, `told` puts it there, and it stays. */
export function wrong(answer, status, told = bad) {
  let text = `${words.failed} (${status})`;
  try {
    const { error } = JSON.parse(answer);
    const ended = /[.!?…]$/.test(error.message) ? error.message : `${error.message}.`;
    text = [ended, error.cure].filter(Boolean).join(" ");
  } catch {
    // No JSON: a proxy's page. The status is all that is known.
  }
  told(text);
}

/* ---- shortcuts ---------------------------------------------------------------------------------------------- */

const registered = new Map();
// Who drives the browser from outside (the browser tests) sees by this which keys are taken already.
globalThis.draad = { keys: registered };

const writing = (element) =>
  element instanceof Element &&
  element.closest("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]");

function remembered(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // A browser that keeps nothing has the shortcuts on.
  }
}

function remember(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    bad(words.notKept);
  }
}

export const keys = {
  /** Whether shortcuts of one letter are on (WCAG 2.2, 2.1.4: they can be switched off). */
  get on() {
    return remembered(KEYS_OFF) === null;
  },

  /** `{ key: function }`; keys as `KeyboardEvent.key` names them, "Shift+x" with shift. Gives a function that takes them away. */
  register(more) {
    for (const [key, run] of Object.entries(more)) registered.set(key, run);
    return () => {
      for (const [key, run] of Object.entries(more)) if (registered.get(key) === run) registered.delete(key);
    };
  },
};

function pressed(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (writing(event.target) || one("dialog[open]") || !keys.on) return;
  const letter = event.shiftKey && /^\p{L}$/u.test(event.key);
  const run = registered.get(letter ? `Shift+${event.key.toUpperCase()}` : event.key);
  if (!run) return;
  event.preventDefault();
  run(event);
}

function help() {
  const dialog = one("[data-keys]");
  const box = one("[data-keys-on]");
  if (!dialog || !box) return;
  box.checked = keys.on;
  box.addEventListener("change", () => remember(KEYS_OFF, box.checked ? null : "1"));
  for (const opener of document.querySelectorAll("[data-keys-open]")) {
    opener.hidden = false;
    opener.addEventListener("click", () => dialog.showModal());
  }
  keys.register({ "?": () => dialog.showModal() });
}

function search() {
  keys.register({
    "/": () => {
      const box = one("main [data-search]") ?? one("[data-search]");
      box?.focus();
      box?.select();
    },
  });
}

/* ---- theme, copying, marks ------------------------------------------------------------------------------------ */

function theme() {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-theme-switch]");
    if (!button) return;
    event.preventDefault();
    const was = root.dataset.theme ?? (dark.matches ? "dark" : "light");
    root.dataset.theme = was === "dark" ? "light" : "dark";
    const body = new URLSearchParams(new FormData(button.form));
    body.set(button.name, was === "dark" ? "licht" : "donker");
    try {
      await fetch(button.form.action, { method: "POST", body, redirect: "manual" });
    } catch {
      bad(words.unreachable);
    }
  });
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    say(words.copied);
  } catch {
    bad(words.notCopied);
  }
}

function copying(within) {
  for (const button of within.querySelectorAll("[data-copy]")) button.hidden = false;
}

function copies() {
  copying(document);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button.dataset.copy);
  });
  // "Citeer" copies at once; with shift, or where copying fails, it opens and shows the reference.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest(".draad-cite > summary");
    const button = opener?.parentElement.querySelector("[data-copy]");
    if (!button || event.shiftKey || !navigator.clipboard) return;
    event.preventDefault();
    copy(button.dataset.copy);
  });
}

/* Escape closes what is open over the page: a reference, the words of a mark (WCAG 2.2, 1.4.13). */
function closing() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const open of document.querySelectorAll(".draad-cite[open]")) open.open = false;
    for (const mark of document.querySelectorAll(".draad-redaction:hover, .draad-redaction:focus")) {
      mark.classList.add("draad-redaction--closed");
      const again = () => mark.classList.remove("draad-redaction--closed");
      mark.addEventListener("mouseleave", again, { once: true });
      mark.addEventListener("blur", again, { once: true });
    }
  });
  document.addEventListener("click", (event) => {
    for (const open of document.querySelectorAll(".draad-cite[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });
}

/* ---- htmx ----------------------------------------------------------------------------------------------------- */

function requests() {
  const token = one("meta[name=csrf]")?.content ?? "";
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") event.detail.headers["X-CSRF-Token"] = token;
  });
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = event.detail;
    wrong(xhr.responseText, xhr.status);
  });
  for (const lost of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(lost, () => bad(words.unreachable));
  }
  document.addEventListener("htmx:load", (event) => copying(event.detail.elt));
}

document.addEventListener("keydown", pressed);
help();
search();
theme();
copies();
closing();
requests();
