// Review of a circular: what is read and its words in the source light up together; J, K and Enter step through doubts.
(() => {
  const review = document.querySelector("[data-review]");
  if (!review) return;
  const source = review.querySelector(".review-source");
  const pieces = (id) => [...source.querySelectorAll("[data-items]")].filter((piece) => piece.dataset.items.split(" ").includes(id));
  const clear = () => review.querySelectorAll(".is-linked").forEach((node) => node.classList.remove("is-linked"));
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const show = (node) => node?.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });

  const light = (id, from) => {
    clear();
    const words = pieces(id);
    const item = document.getElementById(`item-${id}`);
    words.forEach((piece) => piece.classList.add("is-linked"));
    item?.classList.add("is-linked");
    if (from !== "source") show(words[0]);
    if (from === "click") show(item);
  };
  review.addEventListener("pointerover", (event) => {
    const item = event.target.closest("[data-item]");
    const piece = event.target.closest("[data-items]");
    if (item) light(item.dataset.item, "item");
    else if (piece) light(piece.dataset.items.split(" ")[0], "source");
  });
  review.addEventListener("focusin", (event) => {
    const item = event.target.closest("[data-item]");
    if (item) light(item.dataset.item, "item");
  });
  source.addEventListener("click", (event) => {
    const piece = event.target.closest("[data-items]");
    if (!piece) return;
    const ids = piece.dataset.items.split(" ");
    light(ids[0], "source");
    show(document.getElementById(`item-${ids.find((id) => document.getElementById(`item-${id}`))}`));
  });

  const doubts = () => [...review.querySelectorAll("[data-doubt]")];
  const step = (by) => {
    const rows = doubts();
    if (!rows.length) return;
    const at = rows.indexOf(document.activeElement.closest?.("[data-doubt]"));
    const next = at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1);
    rows[next].focus();
  };
  let back = -1;
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
      event.preventDefault();
      step(key === "j" ? 1 : -1);
    } else if (key === "enter" && event.target.matches("[data-doubt]")) {
      event.preventDefault();
      back = doubts().indexOf(event.target);
      event.target.querySelector("[data-handle]").click();
    }
  });
  // after a doubt is marked, the next one is in hand
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "doubts" || back < 0) return;
    const rows = doubts();
    rows[Math.min(back + 1, rows.length - 1)]?.focus();
    back = -1;
  });
  // an opened form takes the hand; a saved item keeps it; what stands in place of a pressed button takes it over
  let pressed = "";
  document.addEventListener("htmx:beforeRequest", (event) => (pressed = event.target.closest("[data-item]")?.id || ""));
  const takeOver = (group) => {
    const aim = group.querySelector("[data-take-focus]");
    if (aim) return aim.focus();
    if (document.activeElement === document.body) document.getElementById(pressed)?.focus({ preventScroll: true });
  };
  document.addEventListener("htmx:afterSettle", (event) => {
    const node = event.detail.elt;
    const first = "input:not([type=hidden]), textarea, select";
    const added = node.querySelector?.(":scope > [data-opened]")?.querySelector(first);
    if (node.matches?.(".is-editing")) node.querySelector(first)?.focus();
    else if (added) { added.focus(); added.select?.(); }
    else if (node.matches?.(".group")) takeOver(node);
    else if (node.id === "units" && document.activeElement === document.body) node.querySelector(".is-open select, summary")?.focus({ preventScroll: true });
    else if (node.matches?.(".item")) node.focus({ preventScroll: true });
  });
})();
