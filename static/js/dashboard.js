// Charts of the leader's screen. The tables are in the page; a chart is drawn over each, with a switch between the two.
(() => {
  const source = document.getElementById("figures-data");
  if (!source || !window.echarts) return;
  const data = JSON.parse(source.textContent);
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const ink = colour("--ink");
  const soft = colour("--ink-soft");
  const line = colour("--line");
  const TONES = {
    trend: [colour("--blue"), colour("--green")],
    areas: [colour("--red"), colour("--amber"), "#6b625a"],
    sectors: [colour("--blue"), colour("--red")],
  };
  const text = { fontFamily: style.getPropertyValue("--sans"), fontSize: 12, color: ink };

  // numbers stand on the bars themselves; a zero would only be noise
  const label = (position) => ({ show: true, position, fontSize: 11, color: ink, formatter: ({ value }) => value || "" });
  const values = (one) => one.values.map((value) => value || 0);

  // what the colours mean, in words above the bars
  const legend = { top: 0, left: 0, itemWidth: 10, itemHeight: 10, itemGap: 14, selectedMode: false, textStyle: { ...text, color: soft } };
  const base = { animation: false, textStyle: text, legend, aria: { enabled: false } };
  const category = (names) => ({ type: "category", data: names, axisTick: { show: false }, axisLine: { lineStyle: { color: line } }, axisLabel: { ...text, interval: 0 } });

  const columns = ({ names, series }, tones) => ({
    ...base,
    grid: { left: 4, right: 4, top: 36, bottom: 22 },
    xAxis: category(names),
    yAxis: { type: "value", show: false },
    series: series.map((one, n) => ({ name: one.name, type: "bar", data: values(one), color: tones[n], label: label("top"), barMaxWidth: 18, barGap: "10%", cursor: "pointer" })),
  });

  // few bars stay together at the top instead of spreading over the height
  const bars = ({ names, series }, tones, height, stacked) => ({
    ...base,
    grid: { left: Math.max(...names.map((name) => name.length), 2) * 12 + 10, right: 30, top: 24, height: Math.min(height - 28, names.length * 28) },
    xAxis: { type: "value", show: false },
    yAxis: { ...category(names), inverse: true },
    // stacked: the parts stand side by side; else the second lies over the first, of which it is a part
    series: series.map((one, n) => ({
      name: one.name, type: "bar", data: values(one), color: tones[n], stack: stacked ? "all" : undefined, barMaxWidth: 16, barGap: "-100%", cursor: "pointer",
      label: stacked || n ? { ...label("inside"), color: "#fff" } : label("right"),
    })),
  });

  const options = { trend: columns, areas: (d, t, h) => bars(d, t, h, true), sectors: (d, t, h) => bars(d, t, h, false) };

  const draw = (box) => {
    const name = box.dataset.chart;
    const found = data[name];
    if (!found.series.some((one) => one.values.some(Boolean))) {
      const none = Object.assign(document.createElement("p"), { className: "figures-empty", textContent: box.dataset.none || "没有数据" });
      box.replaceChildren(none);
      return null;
    }
    const chart = echarts.init(box, null, { renderer: "canvas", devicePixelRatio: Math.max(2, devicePixelRatio) });
    const fit = (width, height) => {
      chart.resize({ width, height });
      chart.setOption(options[name](found, TONES[name], chart.getHeight()));
      chart.getZr().flush();
    };
    fit("auto", "auto");
    chart.on("click", ({ seriesIndex, dataIndex }) => {
      const link = found.series[seriesIndex].links[dataIndex];
      if (link) location.assign(link);
    });
    new ResizeObserver(() => { if (box.offsetWidth && !printing) fit("auto", "auto"); }).observe(box);
    return { box, fit };
  };

  let printing = false;
  const charts = [];
  document.querySelectorAll("[data-figure]").forEach((panel) => {
    const box = panel.querySelector("[data-chart]");
    const table = panel.querySelector("[data-table]");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "figures-switch no-print" });
    const show = (asChart) => {
      box.hidden = !asChart;
      table.hidden = asChart;
      button.textContent = asChart ? "看表" : "看图";
    };
    panel.querySelector("h2").append(button);
    show(true);
    const drawn = draw(box);
    if (drawn) charts.push(drawn);
    button.addEventListener("click", () => show(box.hidden));
  });

  // paper has a width of its own: charts are drawn anew for it, and again for the screen
  addEventListener("beforeprint", () => {
    printing = true;
    charts.forEach(({ box, fit }) => fit(...box.dataset.print.split("x").map(Number)));
  });
  addEventListener("afterprint", () => {
    printing = false;
    charts.forEach(({ box, fit }) => { if (box.offsetWidth) fit("auto", "auto"); });
  });
})();
