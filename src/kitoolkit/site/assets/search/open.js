/* On every page: waits until somebody searches, and only then loads the rest. `/` goes to the box. */
const box = document.querySelector("[data-search]");
const page = document.querySelector("[data-search-page]");
const input = (page ?? box)?.querySelector("input[type=search]");

let started;
const start = () => (started ??= import("./box.js").then((module) => module.start(box)));

function go() {
  if (box) {
    box.classList.add("is-open");
    start();
  }
  input.focus();
  input.select();
}

if (box) {
  input.addEventListener("focus", start, { once: true });
  const opener = document.querySelector("[data-search-open]");
  opener?.addEventListener("click", (event) => {
    event.preventDefault();
    go();
  });
  box.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && box.querySelector("[data-panel]").hidden && opener?.checkVisibility()) {
      box.classList.remove("is-open");
      opener.focus();
    }
  });
}
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  go();
});
if (page) import("./page.js");
(box ?? page)?.setAttribute("data-listening", "");
