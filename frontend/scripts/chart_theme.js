// The colours of the page, as the canvas needs them: light-dark() resolved for the theme in force.
const NAMES = {
  text: "--gw-text",
  quiet: "--gw-text-2",
  faint: "--gw-text-3",
  line: "--gw-line",
  strong: "--gw-line-strong",
  surface: "--gw-surface",
  raised: "--gw-raised",
  gap: "--gw-hover",
  favourable: "--gw-favourable-mark",
  neutral: "--gw-neutral-mark",
  unfavourable: "--gw-unfavourable-mark",
  unknown: "--gw-line-strong",
};
const SERIES = [1, 2, 3, 4, 5, 6];

/** Read the theme at an element: colours by name, the series' colours, the font, and whether motion is welcome. */
export function readTheme(place) {
  const probe = document.createElement("span");
  place.after(probe);
  const colour = (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const theme = Object.fromEntries(Object.entries(NAMES).map(([key, name]) => [key, colour(name)]));
  theme.series = SERIES.map((number) => colour(`--gw-series-${number}`));
  theme.font = getComputedStyle(probe).fontFamily;
  theme.still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  probe.remove();
  return theme;
}

/** The colour of a series: its meaning if it has one, its place otherwise. */
export function colourOf(series, index, theme) {
  return theme[series.tone] ?? theme.series[index % theme.series.length];
}

/** What every chart shares. The tooltip is drawn on the canvas: no markup, so a strict content policy holds. */
export function frame(theme, spec) {
  return {
    animation: !theme.still,
    animationDuration: 250,
    textStyle: { fontFamily: theme.font, fontSize: 12, color: theme.quiet },
    aria: { enabled: true, label: { description: spec.description } },
    tooltip: {
      renderMode: "richText",
      confine: true,
      backgroundColor: theme.raised,
      borderColor: theme.strong,
      borderWidth: 1,
      padding: [8, 12],
      textStyle: { fontFamily: theme.font, fontSize: 12, color: theme.text, lineHeight: 18 },
    },
  };
}

/** An axis of categories or days. */
export function labelAxis(theme, data, more = {}) {
  return {
    type: "category",
    data,
    axisLine: { lineStyle: { color: theme.strong } },
    axisTick: { show: false },
    axisLabel: { color: theme.quiet, hideOverlap: true, margin: 10, formatter: dayOr },
    ...more,
  };
}

/** A label as it stands, or, if it is an ISO day, the day as one would say it. */
export function dayOr(label) {
  if (!/^\d{4}-\d\d-\d\d$/.test(label)) return label;
  const format = new Intl.DateTimeFormat(dayLocale(), { day: "numeric", month: "short", timeZone: "UTC" });
  return format.format(new Date(`${label}T00:00:00Z`));
}

// "1 Mar", as everywhere in the console, not "Mar 1".
const dayLocale = () => (document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang);

/** An axis of numbers, from zero unless the chart says otherwise. */
export function numberAxis(theme, spec, more = {}) {
  return {
    type: "value",
    scale: !spec.from_zero,
    splitNumber: 4,
    axisLabel: { color: theme.quiet, formatter: (value) => short(value, spec) },
    splitLine: { lineStyle: { color: theme.line } },
    ...more,
  };
}

/** A number as a person would say it, in the page's language. */
export function short(value, spec) {
  const style = spec.percent ? { style: "percent" } : { notation: "compact" };
  const language = document.documentElement.lang;
  const said = new Intl.NumberFormat(language, { ...style, maximumFractionDigits: 1 }).format(value);
  return language === "en" ? said.replace("K", "k") : said; // "1.5k", as the server writes it
}

/** A number exactly, with the chart's unit. */
export function exact(value, spec) {
  if (spec.percent) return short(value, spec);
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 3 }).format(value);
  return spec.unit ? `${number} ${spec.unit}` : number;
}
