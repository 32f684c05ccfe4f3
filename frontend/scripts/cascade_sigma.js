// A cascade of many thousand people, drawn by sigma on the graphics card.
import Graph from "graphology";
import Sigma from "sigma";

/** Draw a tree at given places. */
export function drawMany(picture, tree, places, look, { choose, point }) {
  const graph = new Graph({ type: "undirected", multi: false });
  places.forEach(([x, y], node) => graph.addNode(node, { x, y: -y, size: tree.radius(node) * 1.6, color: hex(look.colour(tree.channel[node])) }));
  tree.parent.forEach((parent, node) => parent >= 0 && graph.addEdge(parent, node, { size: 0.6 }));
  const [line, text, faint, surface] = [look.strong, look.text, look.line, look.raised].map(hex);
  let [shown, path] = [tree.size, new Set()];
  const sigma = new Sigma(graph, picture, {
    allowInvalidContainer: true,
    renderLabels: true,
    labelRenderedSizeThreshold: 9,
    labelFont: look.font,
    labelSize: 12,
    labelColor: { color: text },
    defaultEdgeColor: line,
    minCameraRatio: 0.005,
    maxCameraRatio: 4,
    defaultDrawNodeHover: (context, data) => hovered(context, data, text, surface, look.font),
    nodeReducer: (node, data) => {
      if (Number(node) >= shown) return { ...data, hidden: true };
      if (!path.size) return tree.parent[node] < 0 ? { ...data, size: data.size + 3, label: tree.who[node], forceLabel: true } : { ...data, label: tree.who[node] };
      return path.has(Number(node))
        ? { ...data, size: data.size + 2, label: tree.who[node], zIndex: 1, forceLabel: path.size < 30 }
        : { ...data, color: faint };
    },
    edgeReducer: (edge, data) => {
      const [a, b] = graph.extremities(edge).map(Number);
      if (a >= shown || b >= shown) return { ...data, hidden: true };
      if (!path.size) return data;
      return path.has(a) && path.has(b) ? { ...data, color: text, size: 2.5, zIndex: 1 } : { ...data, color: faint };
    },
    zIndex: true,
  });
  sigma.on("clickNode", ({ node }) => choose(Number(node)));
  sigma.on("clickStage", () => choose(-1));
  sigma.on("enterNode", ({ node }) => point(Number(node)));
  sigma.on("leaveNode", () => point(-1));
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const moves = { in: "animatedZoom", out: "animatedUnzoom", fit: "animatedReset" };
  return {
    show: (count) => {
      if (count === shown) return;
      shown = count;
      sigma.scheduleRefresh({ skipIndexation: true });
    },
    mark: (nodes) => {
      path = new Set(nodes);
      sigma.scheduleRefresh({ skipIndexation: true });
    },
    zoom: (how) => sigma.getCamera()[moves[how]]({ duration: still ? 1 : 150 }),
    destroy: () => sigma.kill(),
  };
}

function hovered(context, data, text, surface, font) {
  if (!data.label) return;
  context.font = `12px ${font}`;
  const wide = context.measureText(data.label).width;
  context.fillStyle = surface;
  context.fillRect(data.x + data.size + 2, data.y - 10, wide + 8, 20);
  context.fillStyle = text;
  context.fillText(data.label, data.x + data.size + 6, data.y + 4);
}

/** A colour as sigma reads it: a canvas says any colour of a style sheet as #rrggbb. */
const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const known = new Map();
function hex(colour) {
  if (!known.has(colour)) {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
    known.set(colour, `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`);
  }
  return known.get(colour);
}
