// Two shares against each other: points as large as what stands behind them, their intervals, the line where both are equal.
import { exact, frame, numberAxis } from "./chart_theme.js";

/** Turn a specification of points into ECharts' option. */
export function pointOption(spec, theme) {
  const most = Math.max(1, ...spec.points.map(([, , n]) => n ?? 1));
  const lowest = Math.min(...spec.points.map(([, y, , low]) => low ?? y));
  const floor = spec.diagonal ? 0 : Math.max(0, Math.floor(lowest * 5 - 0.01) / 5);
  return {
    ...frame(theme, spec),
    grid: { left: 52, right: 24, top: 12, bottom: 44 },
    xAxis: shareAxis(spec.x_title, 26, 0, spec, theme),
    yAxis: shareAxis(spec.y_title, 38, floor, spec, theme),
    tooltip: { ...frame(theme, spec).tooltip, trigger: spec.joined ? "axis" : "item", formatter: (found) => tip([found].flat()[0], spec) },
    series: [
      {
        type: "line",
        data: spec.points.map(([x, y]) => [x, y]),
        showSymbol: !spec.joined || spec.points.length < 2,
        symbol: "circle",
        symbolSize: (_value, { dataIndex }) => (spec.joined ? 5 : 6 + 14 * Math.sqrt((spec.points[dataIndex][2] ?? most) / most)),
        lineStyle: { width: spec.joined ? 2 : 0, color: theme.series[0] },
        itemStyle: { color: theme.series[0], opacity: spec.joined ? 1 : 0.85 },
        emphasis: { disabled: true },
        markLine: { silent: true, symbol: "none", label: { show: false }, data: [...diagonal(spec, theme), ...whiskers(spec, theme)] },
        z: 3,
      },
    ],
  };
}

function shareAxis(name, nameGap, min, spec, theme) {
  const title = { name, nameGap, nameLocation: "middle", nameTextStyle: { color: theme.quiet } };
  const interval = min >= 0.8 ? 0.05 : min >= 0.6 ? 0.1 : 0.2;
  return numberAxis(theme, { ...spec, from_zero: true }, { ...title, min, max: 1, interval });
}

function diagonal(spec, theme) {
  const lineStyle = { color: theme.faint, width: 1, type: "dashed" };
  return spec.diagonal ? [[{ coord: [0, 0], lineStyle }, { coord: [1, 1] }]] : [];
}

function whiskers(spec, theme) {
  const lineStyle = { color: theme.text, width: 1, type: "solid", opacity: 0.6 };
  const bounded = spec.points.filter(([, , , low]) => low !== null);
  return bounded.map(([x, , , low, high]) => [{ coord: [x, low], lineStyle }, { coord: [x, high] }]);
}

function tip({ dataIndex }, spec) {
  if (dataIndex === undefined) return "";
  const [x, y, n, low, high] = spec.points[dataIndex];
  const range = low === null ? "" : `  (${exact(low, spec)} – ${exact(high, spec)})`;
  const rows = [`${spec.x_title}  ${exact(x, spec)}`, `${spec.y_title}  ${exact(y, spec)}${range}`];
  return (n === null ? rows : [...rows, `n  ${n}`]).join("\n");
}
