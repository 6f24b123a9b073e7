/* What the pages gain with a script: nothing here is needed to read them. */
(() => {
  "use strict";

  /*
   * Material's script fetches a sitemap for every alternate link in the head, at the published address: our language
   * links need none of that.
   */
  const { open, send } = XMLHttpRequest.prototype;
  const refused = new WeakSet();
  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    if (String(url).endsWith("sitemap.xml")) refused.add(this);
    return open.call(this, method, url, ...rest);
  };
  XMLHttpRequest.prototype.send = function (body) {
    if (!refused.has(this)) send.call(this, body);
  };

  /* The menu closes with Escape and when the focus or a click goes elsewhere. */
  const menu = document.querySelector(".kit-menu");
  if (menu) {
    const close = () => { menu.open = false; };
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) { close(); menu.querySelector("summary").focus(); }
    });
    document.addEventListener("click", (event) => { if (!menu.contains(event.target)) close(); });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) close();
    });
  }

  /* Material wraps the tables of hand-written pages in a scroller; one that scrolls must be reached by keyboard. */
  window.addEventListener("load", () => setTimeout(() => {
    for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap")) {
      if (wrap.scrollWidth <= wrap.clientWidth) continue;
      wrap.tabIndex = 0;
      wrap.setAttribute("role", "group");
      wrap.setAttribute("aria-label", document.documentElement.lang === "nl" ? "Tabel" : "Table");
    }
  }));

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  /* Shorten an overview: hide the cards that do not match, and say how many are left. The choice stays in the address. */
  const form = document.querySelector("[data-filter]");
  if (form) {
    const selects = [...form.querySelectorAll("[data-facet]")];
    const cards = [...document.querySelectorAll(".kit-group .kit-card")];
    const count = form.querySelector("[role=status]");
    const has = (card, facet, value) => card.dataset[facet].split(" ").includes(value);
    for (const select of selects) {
      for (const option of [...select.options]) {
        if (option.value && !cards.some((card) => has(card, select.dataset.facet, option.value))) option.remove();
      }
    }
    const apply = () => {
      const chosen = selects.filter((select) => select.value);
      let left = 0;
      for (const card of cards) {
        card.hidden = !chosen.every((select) => has(card, select.dataset.facet, select.value));
        if (!card.hidden) left += 1;
      }
      for (const group of document.querySelectorAll("[data-group]")) {
        group.hidden = !group.querySelector(".kit-card:not([hidden])");
      }
      const words = left === 0 ? count.dataset.none : left === 1 ? count.dataset.one : count.dataset.many;
      count.textContent = chosen.length ? words.replace("#", left) : "";
      const query = new URLSearchParams(chosen.map((select) => [select.name, select.value])).toString();
      history.replaceState(null, "", query ? `?${query}` : location.pathname + location.hash);
    };
    const given = new URLSearchParams(location.search);
    for (const select of selects) {
      const value = given.get(select.name);
      if (value && [...select.options].some((option) => option.value === value)) select.value = value;
    }
    form.hidden = false;
    form.addEventListener("change", apply);
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", (event) => event.preventDefault());
    if (selects.some((select) => select.value)) apply();
  }
})();
