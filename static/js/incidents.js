// Whoever prints a confidential page leaves a line in its record of looks.
(() => {
  const mark = document.querySelector("[data-printed]");
  if (!mark) return;
  const token = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
  addEventListener("beforeprint", () =>
    fetch(mark.dataset.printed, { method: "POST", headers: { "X-CSRFToken": token }, keepalive: true }));
})();
