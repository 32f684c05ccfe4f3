// One cascade as a picture that grows: what it shows, what it says, and the keys; how it is drawn is up to three drawers.
import { drawPlain } from "./cascade_plain.js";
import { player } from "./cascade_player.js";
import { Tree } from "./cascade_tree.js";
import { looks } from "./cascade_looks.js";

const DETAILED = 5000; // beyond, sigma draws on the graphics card
const SMALL = 60; // up to so many people branches are read more easily than rings

for (const place of document.querySelectorAll("[data-cascade]")) start(place);

async function start(place) {
  const words = JSON.parse(place.querySelector("[data-words]").content.textContent);
  const picture = place.querySelector(".cascade-picture");
  try {
    const answer = await fetch(place.dataset.cascade, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const tree = new Tree(await answer.json());
    await show(place, picture, tree, words);
  } catch (problem) {
    picture.textContent = words.failed;
    place.dataset.state = "failed";
    console.warn(problem);
  }
}

async function show(place, picture, tree, words) {
  const state = { form: tree.size <= SMALL ? "branches" : "rings", shown: tree.size, chosen: -1 };
  const begun = performance.now();
  const [kind, draw] = await drawer(place, tree);
  picture.replaceChildren();
  let drawn;
  const redraw = () => {
    drawn?.destroy();
    picture.replaceChildren();
    const places = tree.places(state.form, picture.clientWidth, picture.clientHeight);
    drawn = draw(picture, tree, places, looks(picture, tree), { choose, point });
    drawn.show(state.shown);
    drawn.mark(tree.path(state.chosen));
  };
  const said = place.querySelector(".cascade-said");
  const nothing = said.textContent;

  function choose(node) {
    state.chosen = node < state.shown ? node : -1;
    place.dataset.chosen = state.chosen;
    const path = tree.path(state.chosen);
    place.dataset.path = path.join(" ");
    drawn.mark(path);
    said.textContent = state.chosen < 0 ? nothing : sentence(tree, state.chosen, words, place.dataset.timeZone, true);
  }

  function point(node) {
    if (node < 0 || node >= state.shown) {
      said.textContent = state.chosen < 0 ? nothing : sentence(tree, state.chosen, words, place.dataset.timeZone, true);
    } else said.textContent = sentence(tree, node, words, place.dataset.timeZone, false);
  }

  redraw();
  place.dataset.engine = kind;
  place.dataset.people = tree.size;
  place.dataset.form = state.form;
  place.dataset.milliseconds = Math.round(performance.now() - begun);
  place.querySelector("[data-drawn]").textContent = words[kind] ?? "";
  place.querySelector(".cascade-legend").replaceChildren(...looks(picture, tree).legend(words));
  place.querySelector(".cascade-tools").addEventListener("click", (event) => tools(event, place, state, () => drawn, redraw));
  picture.addEventListener("keydown", (event) => keys(event, tree, state, choose, () => drawn));
  document.addEventListener("themechange", redraw);
  watchWidth(picture, redraw);
  press(place, state.form);
  player(place, tree, words, (count) => {
    state.shown = count;
    place.dataset.shown = count;
    drawn.show(count);
    if (state.chosen >= count) choose(-1);
  });
  place.dataset.state = "drawn";
}

/** Every detail for some thousands; the graphics card for more; a plain canvas where there is none. */
async function drawer(place, tree) {
  if (tree.size <= DETAILED) return ["cytoscape", (await import(place.dataset.cytoscape)).drawDetailed];
  if (hasWebGl()) return ["sigma", (await import(place.dataset.sigma)).drawMany];
  return ["plain", drawPlain];
}

function hasWebGl() {
  try {
    const context = document.createElement("canvas").getContext("webgl2");
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    return Boolean(context);
  } catch {
    return false;
  }
}

function sentence(tree, node, words, timeZone, withPath) {
  const language = document.documentElement.lang;
  const format = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "medium", timeStyle: "short", timeZone });
  const number = (value) => value.toLocaleString(language);
  const fill = (key, places) => words[key].replace(/\{(\w+)\}/g, (_whole, name) => places[name] ?? "");
  const parts = [
    fill("shared", { who: tree.who[node], when: format.format(tree.at[node]) }),
    tree.channels[tree.channel[node]] ?? words.no_channel,
    tree.parent[node] < 0 ? words.first : fill("from", { who: tree.who[tree.parent[node]] }),
    fill("brought", { n: number(tree.brought[node]) }),
  ];
  if (tree.under[node]) parts.push(fill("under", { n: number(tree.under[node]) }));
  if (withPath && tree.parent[node] >= 0) {
    const path = tree.path(node).reverse();
    const names = path.length > 8 ? [...path.slice(0, 3), -1, ...path.slice(-3)] : path;
    parts.push(fill("path", { n: number(path.length - 1), names: names.map((at) => (at < 0 ? "…" : tree.who[at])).join(" → ") }));
  }
  return parts.join(" · ");
}

function tools(event, place, state, drawn, redraw) {
  const button = event.target.closest("button");
  if (button?.dataset.zoom) drawn().zoom(button.dataset.zoom);
  if (button?.dataset.form) {
    state.form = place.dataset.form = button.dataset.form;
    press(place, state.form);
    redraw();
  }
}

function press(place, form) {
  for (const button of place.querySelectorAll("[data-form]")) {
    if (button.matches("button")) button.setAttribute("aria-pressed", String(button.dataset.form === form));
  }
}

/** Down and up along a branch, left and right among those who have it from the same person. */
function keys(event, tree, state, choose, drawn) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const now = state.chosen;
  const moves = {
    ArrowDown: () => (now < 0 ? 0 : (tree.children[now].find((child) => child < state.shown) ?? now)),
    ArrowUp: () => (now < 0 ? 0 : Math.max(tree.parent[now], tree.parent[now] < 0 ? now : 0)),
    ArrowRight: () => tree.beside(now, 1, state.shown),
    ArrowLeft: () => tree.beside(now, -1, state.shown),
    Home: () => 0,
    Escape: () => -1,
  };
  if (event.key === "+" || event.key === "=") drawn().zoom("in");
  else if (event.key === "-") drawn().zoom("out");
  else if (event.key === "0") drawn().zoom("fit");
  else if (moves[event.key]) choose(moves[event.key]());
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function watchWidth(picture, redraw) {
  let [width, waiting] = [picture.clientWidth, 0];
  new ResizeObserver(() => {
    if (picture.clientWidth === width || !picture.isConnected) return;
    width = picture.clientWidth;
    clearTimeout(waiting);
    waiting = setTimeout(redraw, 150);
  }).observe(picture);
}
