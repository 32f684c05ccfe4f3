// Lines over time: the interval as a band, a missing stretch as a gap with a word, names at the lines' ends.
import { colourOf, dayOr, exact, frame, labelAxis, numberAxis } from "./chart_theme.js";

/** Turn a line specification into ECharts' option. */
export function lineOption(spec, theme, width) {
  const named = spec.series.length > 1;
  const ends = named ? Math.min(longest(spec.series) + 16, width * 0.32) : 16;
  return {
    ...frame(theme, spec),
    grid: { left: 8, right: ends, top: spec.moments.length ? 28 : 12, bottom: 8, containLabel: true },
    xAxis: labelAxis(theme, spec.labels, { boundaryGap: false }),
    yAxis: numberAxis(theme, spec),
    tooltip: { ...frame(theme, spec).tooltip, trigger: "axis", formatter: (points) => tip(points, spec) },
    series: spec.series.flatMap((series, index) => drawn(series, index, spec, theme, named ? ends : 0)),
  };
}

function drawn(series, index, spec, theme, ends) {
  const colour = colourOf(series, index, theme);
  const line = {
    name: series.name,
    type: "line",
    data: series.values,
    connectNulls: false,
    showSymbol: spec.labels.length < 2 || alone(series.values),
    symbolSize: 5,
    lineStyle: { width: 2, color: colour, type: series.dashed ? "dashed" : "solid" },
    itemStyle: { color: colour },
    emphasis: { disabled: true },
    endLabel: { show: ends > 0, formatter: "{a}", color: colour, width: ends - 8, overflow: "truncate" },
    labelLayout: { moveOverlap: "shiftY" },
    markArea: index ? undefined : gaps(spec, theme),
    markLine: index ? undefined : moments(spec, theme),
    z: 3,
  };
  return series.low ? [...band(series, index, colour), line] : [line];
}

/** How wide the longest name is, near enough: a Chinese character is about twice as wide as a Latin letter. */
function longest(series) {
  const width = (name) => [...name].reduce((sum, letter) => sum + (letter > "\u2e7f" ? 12 : 6.8), 0);
  return Math.max(...series.map(({ name }) => width(name)));
}

/** A value between two gaps would vanish without a dot. */
function alone(values) {
  return values.some((value, at) => value !== null && values[at - 1] == null && values[at + 1] == null);
}

function band(series, index, colour) {
  const part = (data, opacity) => ({
    type: "line",
    name: `${series.name} interval`,
    data,
    stack: `band-${index}`,
    stackStrategy: "all",
    silent: true,
    symbol: "none",
    lineStyle: { opacity: 0 },
    areaStyle: { color: colour, opacity },
    tooltip: { show: false },
    z: 1,
  });
  const height = series.high.map((high, at) => (high === null ? null : high - series.low[at]));
  return [part(series.low, 0), part(height, 0.15)];
}

/** Stretches where nothing is known, each with its word. */
function gaps(spec, theme) {
  if (!spec.gaps.length) return undefined;
  return {
    silent: true,
    itemStyle: { color: theme.gap },
    label: { color: theme.quiet, position: "inside", fontSize: 11 },
    data: spec.gaps.map(([from, to, name]) => [{ name, xAxis: from }, { xAxis: to }]),
  };
}

function moments(spec, theme) {
  if (!spec.moments.length) return undefined;
  return {
    silent: true,
    symbol: "none",
    lineStyle: { color: theme.faint, type: "solid", width: 1 },
    label: { color: theme.quiet, formatter: "{b}", position: "end", fontSize: 11 },
    data: spec.moments.map(([at, name]) => ({ name, xAxis: at })),
  };
}

function tip(points, spec) {
  const at = points[0].dataIndex;
  const rows = spec.series.map((series) => {
    const value = series.values[at];
    if (value === null) return `${series.name}  ${spec.words.no_data}`;
    const range = series.low ? `  (${exact(series.low[at], spec)} – ${exact(series.high[at], spec)})` : "";
    return `${series.name}  ${exact(value, spec)}${range}`;
  });
  return [dayOr(spec.labels[at]), ...rows].join("\n");
}
