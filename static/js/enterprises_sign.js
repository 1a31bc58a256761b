// The approver's signature on a ticket: drawn by finger, sent with the form.
(() => {
  const form = document.querySelector("[data-fire-sign]");
  if (!form) return;
  const canvas = form.querySelector("[data-sign-canvas]"), note = form.querySelector("[data-sign-note]");
  const pad = new window.SignaturePad(canvas, { minWidth: 1, maxWidth: 2.8, penColor: "#111", backgroundColor: "#fff" });
  const fit = () => {
    const strokes = pad.toData(), ratio = Math.min(window.devicePixelRatio || 1, 2);
    canvas.width = Math.round(canvas.offsetWidth * ratio);
    canvas.height = Math.round(canvas.offsetHeight * ratio);
    canvas.getContext("2d").scale(ratio, ratio);
    pad.clear();
    pad.fromData(strokes);
  };
  addEventListener("resize", fit);
  fit();
  form.querySelector("[data-sign-clear]").addEventListener("click", () => pad.clear());
  form.addEventListener("submit", (event) => {
    if (!pad.isEmpty()) { form.querySelector("[data-sign-value]").value = pad.toDataURL("image/png"); return; }
    event.preventDefault();
    event.stopPropagation();
    note.textContent = "还没有签名，请批准人用手指写上姓名";
    note.classList.add("text-danger");
  });
})();
