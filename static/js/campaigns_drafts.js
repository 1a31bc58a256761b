// An answer being written is kept on this device until it is sent.
(() => {
  document.querySelectorAll("form[data-draft]").forEach((form) => {
    const key = `draft:${form.dataset.draft}`;
    const said = form.querySelector("[data-draft-said]");
    const names = ["text", "held_on", "headcount"];
    const say = (words) => { if (said) said.textContent = words; };
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(key) || "null"); } catch { kept = null; }
    if (kept && !form.elements.text.value) {
      names.forEach((name) => { if (kept[name]) form.elements[name].value = kept[name]; });
      say("已恢复上次没有报完的内容");
    }
    form.addEventListener("input", () => {
      const values = Object.fromEntries(names.map((name) => [name, form.elements[name].value]));
      try {
        localStorage.setItem(key, JSON.stringify(values));
        say("已在本机保存草稿");
      } catch { say("本机存不下草稿，请尽快上报"); }
    });
    form.addEventListener("submit", () => { try { localStorage.removeItem(key); } catch { return; } });
  });
})();
