// Behaviour that hangs on data- attributes; every form works without it.
(() => {
  const on = (type, selector, act) =>
    document.addEventListener(type, (event) => {
      const found = event.target.closest?.(selector);
      if (found) act(found, event);
    });

  // a form sent twice is sent once
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("[data-once]")) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    form.querySelectorAll("button").forEach((button) => button.setAttribute("aria-disabled", "true"));
    setTimeout(() => delete form.dataset.sent, 8000);
  });
  addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent));

  // a step that must be explained asks for the reason first
  const dialog = document.getElementById("reason-dialog");
  let pending = null;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-reason]")) return;
    const field = form.querySelector("[name=note]");
    if (field.value.trim()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    pending = { form, field, button: event.submitter };
    dialog.querySelector("[data-reason-label]").textContent = form.dataset.reason;
    dialog.querySelector("textarea").value = "";
    dialog.showModal();
  }, true);
  dialog?.querySelector("form").addEventListener("submit", () => {
    if (!pending) return;
    pending.field.value = dialog.querySelector("textarea").value.trim();
    const { form, button } = pending;
    pending = null;
    form.requestSubmit(button);
  });
  on("click", "[data-reason-cancel]", () => { pending = null; dialog.close(); });

  // ticking rows
  const count = (form) => {
    const ticks = [...form.querySelectorAll("[data-tick]")];
    const chosen = ticks.filter((tick) => tick.checked).length;
    const bar = form.querySelector("[data-bulk-bar]");
    if (bar) bar.hidden = !chosen;
    form.querySelectorAll("[data-bulk-count]").forEach((node) => (node.textContent = chosen));
  };
  on("change", "[data-tick-all]", (all) => {
    const form = all.closest("form");
    form.querySelectorAll("[data-tick]").forEach((tick) => (tick.checked = all.checked));
    count(form);
  });
  on("change", "[data-tick]", (tick) => count(tick.closest("form")));
  on("click", "[data-tick-group]", (button) => {
    const boxes = [...button.closest("form").querySelectorAll(`input[name=${button.dataset.tickGroup}]`)];
    const value = !boxes.every((box) => box.checked);
    boxes.forEach((box) => (box.checked = value));
  });

  on("change", "[data-submit-on-change]", (field) => field.form.requestSubmit());
  on("click", "[data-toast-close]", (button) => button.closest("[data-toast]").remove());
  document.querySelectorAll(".toast-success, .toast-info").forEach((toast) => setTimeout(() => toast.remove(), 8000));
  on("click", "[data-print]", () => print());

  // on a phone the rows of a list are drawn as cards: each cell carries what stands above its column
  const width = (text) => [...text].reduce((sum, sign) => sum + (sign > "\u00ff" ? 2 : 1), 0);
  const headsOf = (table) => {
    const above = [];
    [...(table.tHead?.rows ?? [])].forEach((row, at) => {
      let column = 0;
      for (const cell of row.cells) {
        while (above[column]?.length > at) column++; // a cell of the row before reaches down
        for (const end = column + cell.colSpan; column < end; column++) above[column] = [...(above[column] ?? []), ...Array(cell.rowSpan).fill(cell)];
      }
    });
    return above.map((cells) => [...new Set(cells)].map((cell) => cell.textContent.trim()).join(" "));
  };
  const asCards = (table) => {
    const heads = headsOf(table);
    if (!heads.length || table.querySelector("tbody [rowspan]") || table.closest(".lead-table")) return;
    for (const row of [...table.tBodies].flatMap((body) => [...body.rows])) {
      const titled = [...row.cells].find((cell) => !cell.matches(".tick"));
      let at = 0;
      for (const cell of row.cells) {
        const words = cell.textContent.trim(), isBare = !cell.querySelector("a, button, input, select, img, svg, i");
        cell.dataset.label ??= cell.colSpan > 1 ? "" : heads[at] ?? "";
        cell.classList.toggle("card-head", cell === titled);
        const fits = cell.querySelector("a, .chip, .risk") ? 6 : 12;
        cell.classList.toggle("card-wide", (cell.colSpan > 1 && !cell.dataset.label) || width(words) > fits || cell.querySelector(".btn, form") !== null);
        cell.classList.toggle("card-none", isBare && ["", "—"].includes(words));
        at += cell.colSpan;
      }
    }
    table.classList.add("is-cards");
  };
  const onPhone = matchMedia("(max-width: 600px)").matches;
  const settle = (root) => {
    root.querySelectorAll("table.table-list").forEach(asCards);
    if (onPhone) root.querySelectorAll(".filters:not(.is-used)").forEach((fold) => (fold.open = false));
  };
  settle(document);
  // tabs too many for a phone scroll sideways: the one that is open comes into sight
  if (onPhone) document.querySelectorAll(".tabs, .views-tabs").forEach((tabs) => {
    const here = tabs.querySelector(".is-active");
    if (here) tabs.scrollLeft = here.offsetLeft - (tabs.clientWidth - here.offsetWidth) / 2;
  });
  document.addEventListener("htmx:load", ({ detail }) => settle(detail.elt));

  // "/" leads to the search, except where it is typed
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    const search = document.querySelector("[role=search] [name=q]");
    if (!search || event.target.closest?.("input, textarea, select, [contenteditable], dialog[open]")) return;
    event.preventDefault();
    search.focus();
    search.select();
  });

  // leaving a half-filled form
  document.querySelectorAll("form[data-unsaved]").forEach((form) => {
    let dirty = false;
    form.addEventListener("input", () => (dirty = true));
    form.addEventListener("submit", () => (dirty = false));
    addEventListener("beforeunload", (event) => dirty && event.preventDefault());
  });

  // an input that offers options from an address; the chosen key goes into the hidden field beside it
  const offer = async (input) => {
    const box = input.parentElement.querySelector(".options") || input.parentElement.appendChild(Object.assign(document.createElement("ul"), { className: "options" }));
    const query = input.value.trim();
    if (!query) return box.replaceChildren();
    const fields = (input.dataset.optionsWith || "").split(" ").map((id) => id && document.getElementById(id)).filter(Boolean);
    const more = fields.map((field) => `&${field.name}=${encodeURIComponent(field.value)}`).join("");
    const response = await fetch(`${input.dataset.optionsUrl}?q=${encodeURIComponent(query)}${more}`, { headers: { Accept: "application/json" } });
    if (!response.ok || query !== input.value.trim()) return;
    const { options } = await response.json();
    box.replaceChildren(...(options.length ? options : [{ label: "没有找到", value: "" }]).map((option) => {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: option.label });
      const choose = (event) => {
        event.preventDefault();
        if (option.value === "") return;
        input.value = option.label;
        const hidden = document.getElementById(input.dataset.optionsFor);
        hidden.value = option.value;
        hidden.dispatchEvent(new Event("change", { bubbles: true }));
        box.replaceChildren();
      };
      button.tabIndex = -1;
      button.addEventListener("mousedown", choose);
      button.addEventListener("click", choose);
      const line = document.createElement("li");
      line.append(button);
      return line;
    }));
  };
  let timer;
  on("input", "[data-options-url]", (input) => {
    const hidden = document.getElementById(input.dataset.optionsFor);
    if (hidden && hidden !== input) hidden.value = "";
    clearTimeout(timer);
    timer = setTimeout(() => offer(input), 200);
  });
  // the arrows walk the options, Enter takes the marked one, Escape puts them away
  on("keydown", "[data-options-url]", (input, event) => {
    const options = [...input.parentElement.querySelectorAll(".options button")];
    const at = options.findIndex((option) => option.matches(".is-active"));
    if (!options.length || !["ArrowDown", "ArrowUp", "Enter", "Escape"].includes(event.key)) return;
    if (event.key === "Enter" && at < 0) return;
    event.preventDefault();
    if (event.key === "Enter") return options[at].click();
    if (event.key === "Escape") return options[0].closest(".options").replaceChildren();
    const next = (at + (event.key === "ArrowDown" ? 1 : options.length - 1) + (at < 0 && event.key === "ArrowUp" ? 1 : 0)) % options.length;
    options.forEach((option, place) => option.classList.toggle("is-active", place === next));
    options[next].scrollIntoView({ block: "nearest" });
  });
  on("focusout", "[data-options-url]", (input) => setTimeout(() => input.parentElement.querySelector(".options")?.replaceChildren(), 150));

  const toast = (level, text) => {
    const line = Object.assign(document.createElement("div"), { className: `toast-line toast-${level}`, textContent: text });
    document.getElementById("toasts").append(line);
    setTimeout(() => line.remove(), 8000);
  };
  document.addEventListener("htmx:responseError", ({ detail }) => toast("error", detail.xhr.status === 403 ? detail.xhr.responseText : "没有成功，请重试"));
  for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, () => toast("error", "没有信号，没有成功，请稍后重试"));
  // a picture that did not come keeps its place and says so; it is asked for again when the signal is back
  const lost = (image) => {
    if (image.hidden || !image.closest(".photos, .hazard-photos, figure")) return;
    const note = Object.assign(document.createElement("span"), { className: "photo-lost", textContent: "照片没有读出来" });
    note.setAttribute("role", "img");
    note.setAttribute("aria-label", `${image.alt}没有读出来`);
    image.hidden = true;
    image.after(note);
  };
  document.addEventListener("error", ({ target }) => target.matches?.("img") && lost(target), true);
  document.querySelectorAll("img").forEach((image) => { if (image.complete && image.src && !image.naturalWidth) lost(image); });
  addEventListener("online", () => document.querySelectorAll(".photo-lost").forEach((note) => {
    const image = note.previousElementSibling;
    note.remove();
    image.hidden = false;
    image.src = image.src;
  }));
  // what a step in place has to say (core.middleware.ToldMiddleware)
  document.addEventListener("told", ({ detail }) => detail.lines.forEach((line) => toast(line.level, line.text)));
})();
