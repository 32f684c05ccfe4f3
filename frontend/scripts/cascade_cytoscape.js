// A cascade of up to some thousand people, drawn by Cytoscape: a form and a colour for each channel, sizes, names.
import cytoscape from "cytoscape";

const UNIT = 46; // pixels between two steps at full size
const NAMED = 40; // up to so many people everybody's name is written, where there is room
const WIDE = 640;

// Cytoscape writes a style element for its container, which the content policy forbids; it leaves one that is there alone.
if (!document.getElementById("__________cytoscape_stylesheet")) {
  const place = document.createElement("template");
  place.id = "__________cytoscape_stylesheet";
  document.head.append(place);
}

/** Draw a tree at given places. */
export function drawDetailed(picture, tree, places, look, { choose, point }) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const nodes = places.map(([x, y], node) => ({
    group: "nodes",
    data: { id: `p${node}`, node, ...style(tree, node, look) },
    position: { x: x * UNIT, y: y * UNIT },
  }));
  const edges = tree.parent.flatMap((parent, node) =>
    parent < 0 ? [] : [{ group: "edges", data: { id: `e${node}`, source: `p${parent}`, target: `p${node}` } }],
  );
  const graph = cytoscape({
    container: picture,
    elements: [...nodes, ...edges],
    layout: { name: "preset", fit: true, padding: 36 },
    style: sheet(look, tree.size <= NAMED && picture.clientWidth >= WIDE),
    autoungrabify: true,
    autounselectify: true,
    boxSelectionEnabled: false,
    minZoom: 0.02,
    maxZoom: 4,
    pixelRatio: "auto",
    textureOnViewport: tree.size > 1500,
    hideEdgesOnViewport: tree.size > 3000,
  });
  const people = tree.at.map((_at, node) => graph.getElementById(`p${node}`));
  const threads = tree.at.map((_at, node) => graph.getElementById(`e${node}`));
  const fit = () => {
    graph.fit(undefined, 36);
    if (graph.zoom() > 1.3) graph.zoom({ level: 1.3, renderedPosition: middle() });
    graph.center();
  };
  const middle = () => ({ x: graph.width() / 2, y: graph.height() / 2 });
  fit();
  graph.on("tap", "node", (event) => choose(event.target.data("node")));
  graph.on("tap", (event) => event.target === graph && choose(-1));
  graph.on("mouseover", "node", (event) => point(event.target.data("node")));
  graph.on("mouseout", "node", () => point(-1));
  let shown = tree.size;
  return {
    show: (count) => {
      graph.batch(() => {
        for (let node = count; node < shown; node += 1) hide(node, true);
        for (let node = shown; node < count; node += 1) hide(node, false);
      });
      shown = count;
    },
    mark: (path) => {
      graph.batch(() => {
        graph.elements().removeClass("on chosen").toggleClass("off", path.length > 0);
        for (const node of path) people[node].union(threads[node]).removeClass("off").addClass("on");
        if (path.length) people[path[0]].addClass("chosen");
      });
    },
    zoom: (how) => {
      if (how === "fit") fit();
      else {
        const zoom = { level: graph.zoom() * (how === "in" ? 1.4 : 1 / 1.4), renderedPosition: middle() };
        if (still) graph.zoom(zoom);
        else graph.animate({ zoom }, { duration: 150 });
      }
    },
    destroy: () => graph.destroy(),
  };

  function hide(node, yes) {
    people[node].toggleClass("later", yes);
    threads[node].toggleClass("later", yes);
  }
}

function style(tree, node, look) {
  const size = Math.round(10 * tree.radius(node));
  const first = tree.parent[node] < 0;
  return { colour: look.colour(tree.channel[node]), form: look.form(tree.channel[node]), size, first: first ? 1 : 0, name: tree.who[node] };
}

function sheet(look, named) {
  const label = { label: "data(name)", "font-size": 11, "font-family": look.font, color: look.quiet, "text-valign": "bottom", "text-margin-y": 4 };
  const halo = { "text-background-color": look.surface, "text-background-opacity": 0.75, "text-background-padding": 1, "min-zoomed-font-size": 8 };
  return [
    { selector: "node", style: { width: "data(size)", height: "data(size)", shape: "data(form)", "background-color": "data(colour)", "overlay-opacity": 0 } },
    { selector: "edge", style: { width: 1.5, "line-color": look.strong, "curve-style": "straight", "target-arrow-shape": "none", "overlay-opacity": 0, events: "no" } },
    { selector: "node[first = 1]", style: { "border-width": 2.5, "border-color": look.text, "border-style": "double" } },
    { selector: named ? "node" : "node[first = 1], node.on", style: { ...label, ...halo } },
    { selector: ".off", style: { opacity: 0.28 } },
    { selector: "edge.on", style: { "line-color": look.text, width: 2.5 } },
    { selector: "node.on", style: { color: look.text, "z-index": 9 } },
    { selector: "node.chosen", style: { "border-width": 3, "border-color": look.text, "border-style": "solid" } },
    { selector: ".later", style: { visibility: "hidden" } },
  ];
}
