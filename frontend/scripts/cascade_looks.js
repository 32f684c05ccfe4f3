// What the picture of a cascade looks like: a colour and a form for each channel, so that no one has to tell colours apart.
import { readTheme } from "./chart_theme.js";

export const FORMS = ["ellipse", "rectangle", "triangle", "diamond", "pentagon", "hexagon", "star", "vee"];
const OUTLINES = {
  ellipse: (turn) => [Math.cos(turn), Math.sin(turn)],
};
const CORNERS = {
  rectangle: [[-1, -1], [1, -1], [1, 1], [-1, 1]],
  triangle: [[0, -1], [1, 1], [-1, 1]],
  diamond: [[0, -1], [1, 0], [0, 1], [-1, 0]],
  pentagon: regular(5),
  hexagon: regular(6),
  star: regular(10).map(([x, y], at) => (at % 2 ? [x * 0.5, y * 0.5] : [x, y])),
  vee: [[-1, -1], [0, -0.33], [1, -1], [0, 1]],
}; // prettier-ignore

/** Return the colours of the theme at an element, with what a person and the legend look like. */
export function looks(place, tree) {
  const theme = readTheme(place);
  const colours = [...theme.series, theme.favourable, theme.unfavourable];
  const colour = (channel) => (channel < 0 ? theme.neutral : colours[tree.tones[channel] % colours.length]);
  const form = (channel) => (channel < 0 ? "ellipse" : FORMS[tree.tones[channel] % FORMS.length]);
  return { ...theme, colour, form, legend: (words) => legend(tree, words, colour, form) };
}

/** The corners of a form around (0, 0), within a square of two. */
export function corners(form) {
  if (CORNERS[form]) return CORNERS[form];
  return Array.from({ length: 24 }, (_none, at) => OUTLINES.ellipse((at / 24) * 2 * Math.PI));
}

function regular(count) {
  return Array.from({ length: count }, (_none, at) => {
    const turn = (at / count) * 2 * Math.PI - Math.PI / 2;
    return [Math.cos(turn), Math.sin(turn)];
  });
}

function legend(tree, words, colour, form) {
  const counts = new Map();
  for (const channel of tree.channel) counts.set(channel, (counts.get(channel) ?? 0) + 1);
  const channels = [...tree.channels.keys(), ...(counts.has(-1) ? [-1] : [])];
  return channels.map((channel) => {
    const item = document.createElement("li");
    item.append(sign(form(channel), colour(channel)), `${tree.channels[channel] ?? words.no_channel} `, count(counts.get(channel)));
    return item;
  });
}

function count(value) {
  const shown = document.createElement("b");
  shown.textContent = value.toLocaleString(document.documentElement.lang);
  return shown;
}

function sign(form, colour) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ viewBox: "-1.2 -1.2 2.4 2.4", width: 12, height: 12, "aria-hidden": true })) {
    picture.setAttribute(name, value);
  }
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "polygon");
  shape.setAttribute("points", corners(form).map((corner) => corner.join(",")).join(" "));
  shape.setAttribute("fill", colour);
  picture.append(shape);
  return picture;
}
