/* Dropping files on the form, what was chosen, taking one away again, and how much of it is sent. Files of a kind that is
   not read are left out here already, each named. Without this the form works as it stands. */

const base = document.querySelector('script[src*="/js/base.js"]');
const { wrong } = await import(base.src); // under this very address: another one would be another module

const form = document.querySelector("[data-drop]");
if (form) {
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector("[data-chosen]");
  const row = form.querySelector("[data-row]");
  const count = form.querySelector("[data-count]");
  const alert = form.querySelector("[data-wrong]");
  const bar = form.querySelector("[data-sending]");
  const send = form.querySelector("button[type=submit]");
  const said = form.dataset;
  const read = input.accept.split(",");

  let chosen = [];

  const line = (tag, text) => {
    const made = document.createElement(tag);
    made.textContent = text;
    return made;
  };
  const tell = (text) => alert.replaceChildren(line("p", text));
  const same = (one, other) =>
    one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;

  function shown(file) {
    const made = row.content.cloneNode(true);
    made.querySelector("span").textContent = file.name;
    const off = made.querySelector("button");
    const name = said.takeOff.replace("{name}", () => file.name);
    off.setAttribute("aria-label", name);
    off.title = name;
    off.addEventListener("click", () => {
      const at = chosen.indexOf(file);
      keep(chosen.filter((one) => one !== file));
      const left = list.querySelectorAll("button");
      (left[Math.min(at, left.length - 1)] ?? input).focus();
    });
    return made;
  }

  /** These files are what the form sends. */
  function keep(files) {
    chosen = files;
    const held = new DataTransfer();
    for (const file of chosen) held.items.add(file);
    input.files = held.files;
    list.replaceChildren(...chosen.map(shown));
    if (!chosen.length) count.textContent = "";
    else count.textContent = chosen.length === 1 ? said.one : said.many.replace("{n}", chosen.length);
  }

  /** Files beside those that were chosen before; what is not read gets a line and stays here. */
  function add(files) {
    const good = files.filter((file) => read.some((suffix) => file.name.toLowerCase().endsWith(suffix)));
    const left = files.filter((file) => !good.includes(file));
    alert.replaceChildren();
    if (left.length) {
      const names = document.createElement("ul");
      names.append(...left.map((file) => line("li", file.name)));
      alert.append(line("p", said.leftOut), names);
    }
    keep([...chosen, ...good.filter((file) => !chosen.some((one) => same(one, file)))]);
  }

  input.addEventListener("change", () => add([...input.files]));

  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add("draad-drop--over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    form.addEventListener(name, () => form.classList.remove("draad-drop--over"));
  }
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    add([...event.dataTransfer.files]);
    input.focus();
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    alert.replaceChildren();
    send.disabled = true; // twice the same pile helps nobody
    const request = new XMLHttpRequest();
    const stop = () => {
      bar.hidden = true;
      send.disabled = false;
    };
    request.open("POST", `${form.action}.json`);
    request.upload.addEventListener("progress", (sent) => {
      bar.hidden = false;
      bar.value = sent.lengthComputable ? (100 * sent.loaded) / sent.total : 0;
    });
    request.addEventListener("load", () => {
      if (request.status === 200) {
        location.assign(JSON.parse(request.responseText).url);
        return;
      }
      stop();
      wrong(request.responseText, request.status, tell);
    });
    request.addEventListener("error", () => {
      stop();
      tell(said.unreachable);
    });
    request.send(new FormData(form));
  });

  // The browser may bring back what was chosen before the page was left.
  if (input.files.length) add([...input.files]);
  addEventListener("pageshow", () => {
    send.disabled = false;
  });
}
