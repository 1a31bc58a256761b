// The signature: drawn by finger or mouse, kept when the phone is turned, sent with the form once.
(() => {
  const form = document.querySelector("[data-sign]");
  if (!form) return;
  const canvas = form.querySelector("[data-sign-canvas]"), note = form.querySelector("[data-sign-note]");
  const pad = new window.SignaturePad(canvas, { minWidth: 1, maxWidth: 2.8, penColor: "#111", backgroundColor: "#fff" });
  const fit = () => {
    const strokes = pad.toData(), ratio = Math.min(window.devicePixelRatio || 1, 2);
    if (canvas.width === Math.round(canvas.offsetWidth * ratio)) return;
    canvas.width = Math.round(canvas.offsetWidth * ratio);
    canvas.height = Math.round(canvas.offsetHeight * ratio);
    canvas.getContext("2d").scale(ratio, ratio);
    pad.clear();
    pad.fromData(strokes);
  };
  const say = (text) => { note.textContent = text; note.classList.add("text-danger"); };
  addEventListener("resize", fit);
  fit();
  form.querySelector("[data-sign-clear]").addEventListener("click", () => pad.clear());

  form.addEventListener("submit", (event) => {
    const left = window.checksOutbox?.pending(window.checksOutbox.check).length;
    const reason = left ? `还有 ${left} 条答案待发送，发送后再提交`
      : !form.elements.name.value.trim() ? "请填写签名人姓名"
      : pad.isEmpty() ? "还没有签名，请用手指写上姓名"
      : navigator.onLine ? "" : "现在没有信号，请在有信号后提交";
    if (!reason) { form.querySelector("[data-sign-value]").value = pad.toDataURL("image/png"); return; }
    event.preventDefault();
    event.stopPropagation();
    say(reason);
    note.scrollIntoView({ block: "center" });
  });
  // an answer that was still on its way has arrived: the summary above is no longer the newest
  document.addEventListener("checks:saved", () => location.reload());
})();
