// The pictures of the console: specifications made in Python (goodword.server.shell.charts) drawn by ECharts.
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, registerLocale, use } from "echarts/core";
import zh from "echarts/lib/i18n/langZH.js";
import { CanvasRenderer } from "echarts/renderers";
import { barOption } from "./chart_bars.js";
import { lineOption } from "./chart_lines.js";
import { pointOption } from "./chart_points.js";
import { readTheme } from "./chart_theme.js";
import { save } from "./copying_files.js";

use([BarChart, LineChart, AriaComponent, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);
registerLocale("ZH", zh);

const drawn = new Map();
const options = { line: lineOption, bar: barOption, points: pointOption };
const locale = document.documentElement.lang.startsWith("zh") ? "ZH" : "EN";

/** Draw every chart below an element that is not drawn yet. */
export function drawAll(root) {
  for (const [place, chart] of drawn) {
    if (place.isConnected) continue;
    chart.dispose();
    drawn.delete(place);
  }
  for (const place of root.querySelectorAll(".chart[data-chart]")) {
    if (drawn.has(place)) continue;
    drawn.set(place, init(place, null, { renderer: "canvas", locale }));
    draw(place);
    new ResizeObserver(() => drawn.get(place)?.resize()).observe(place);
  }
}

function draw(place) {
  const spec = JSON.parse(document.getElementById(place.dataset.chart).content.textContent);
  drawn.get(place).setOption(options[spec.kind](spec, readTheme(place), place.clientWidth), true);
}

document.addEventListener("themechange", () => {
  for (const place of drawn.keys()) draw(place);
});

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-chart-png], [data-chart-csv]") : null;
  const figure = button?.closest(".chart-figure");
  if (!figure) return;
  const name = figure.dataset.file;
  if (button.matches("[data-chart-csv]")) {
    save(`${name}.csv`, new Blob(["\ufeff", figure.querySelector("[data-csv]").content.textContent], { type: "text/csv" }));
    return;
  }
  const place = figure.querySelector(".chart");
  const backgroundColor = readTheme(place).surface;
  save(`${name}.png`, drawn.get(place).getDataURL({ type: "png", pixelRatio: 2, backgroundColor }));
});
