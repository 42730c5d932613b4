/* Dropping files on the form, what was chosen, and how much of it is sent. Without this the form works as it stands. */

const base = document.querySelector('script[src*="/js/base.js"]');
const { wrong } = await import(base.src); // under this very address: another one would be another module

const form = document.querySelector("[data-drop]");
if (form) {
  const input = form.querySelector("input[type=file]");
  const chosen = form.querySelector("[data-chosen]");
  const bar = form.querySelector("[data-sending]");

  const show = () => {
    chosen.replaceChildren(...[...input.files].slice(0, 20).map((file) => {
      const row = document.createElement("li");
      row.textContent = file.name;
      return row;
    }));
    if (input.files.length > 20) {
      const more = document.createElement("li");
      more.textContent = `… +${input.files.length - 20}`;
      chosen.append(more);
    }
  };
  input.addEventListener("change", show);

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
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      show();
      input.focus();
    }
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const request = new XMLHttpRequest();
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
      bar.hidden = true;
      wrong(request.responseText, request.status);
    });
    request.addEventListener("error", () => form.submit());
    request.send(new FormData(form));
  });
}
