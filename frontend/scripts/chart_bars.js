// Bars from zero, longest name on the left, the value at the end of each bar; whiskers where there is an interval.
import { colourOf, dayOr, exact, frame, labelAxis, numberAxis, short } from "./chart_theme.js";

/** Turn a bar specification into ECharts' option. */
export function barOption(spec, theme, width) {
  const names = labelAxis(theme, spec.labels, {
    axisLabel: { color: theme.text, width: Math.min(180, width * 0.34), overflow: "truncate", margin: 10, interval: 0 },
    axisLine: { lineStyle: { color: theme.strong } },
  });
  const highest = Math.max(0, ...spec.series.flatMap((series) => series.high ?? []));
  // A whisker that ends beyond the axis would not be drawn at all.
  const numbers = numberAxis(theme, { ...spec, from_zero: true }, highest ? { max: ({ max }) => Math.max(max, highest) } : {});
  const lying = { xAxis: { ...numbers, axisLabel: { show: false }, splitLine: { show: false } }, yAxis: { ...names, inverse: true } };
  const standing = { xAxis: labelAxis(theme, spec.labels), yAxis: numbers };
  return {
    ...frame(theme, spec),
    grid: { left: 8, right: spec.upright ? 8 : 64, top: 16, bottom: 8, containLabel: true },
    ...(spec.upright ? standing : lying),
    tooltip: { ...frame(theme, spec).tooltip, trigger: "axis", axisPointer: { type: "none" }, formatter: (points) => tip(points, spec) },
    series: spec.series.flatMap((series, index) => bars(series, index, spec, theme)),
  };
}

function bars(series, index, spec, theme) {
  const colour = colourOf(series, index, theme);
  const last = index === spec.series.length - 1;
  return [
    {
      name: series.name,
      type: "bar",
      stack: spec.stacked ? "all" : undefined,
      data: series.values.map((value, at) => ({ value, itemStyle: { color: theme[spec.tones[at]] ?? colour } })),
      barMaxWidth: 22,
      barMinHeight: 1,
      emphasis: { disabled: true },
      label: {
        show: last && !spec.stacked && !series.low,
        position: spec.upright ? "top" : "right",
        color: theme.text,
        formatter: ({ value }) => (value === null ? "" : short(value, spec)),
      },
      markLine: series.low ? whiskers(series, spec, theme) : undefined,
    },
  ];
}

function whiskers(series, spec, theme) {
  const at = (label, value) => ({ coord: spec.upright ? [label, value] : [value, label] });
  return {
    silent: true,
    symbol: "none",
    label: { color: theme.text, position: "end", formatter: ({ data }) => short(data.value, spec) },
    lineStyle: { color: theme.text, width: 1.5, type: "solid" },
    data: spec.labels.map((label, i) => [{ ...at(label, series.low[i]), value: series.values[i] }, at(label, series.high[i])]),
  };
}

function tip(points, spec) {
  const at = points[0].dataIndex;
  const rows = spec.series.map((series) => {
    const value = series.values[at];
    const range = series.low ? `  (${exact(series.low[at], spec)} – ${exact(series.high[at], spec)})` : "";
    return `${series.name}  ${value === null ? spec.words.no_data : exact(value, spec)}${range}`;
  });
  return [dayOr(spec.labels[at]), ...rows].join("\n");
}
