// A cascade on a plain canvas: for many people in a browser without WebGL.
import { View } from "./cascade_view.js";

const NEAR = 14;

/** Draw a tree at given places. */
export function drawPlain(picture, tree, places, look, { choose, point }) {
  const canvas = document.createElement("canvas");
  picture.append(canvas);
  const [width, height, dots] = [picture.clientWidth, picture.clientHeight, devicePixelRatio || 1];
  canvas.width = width * dots;
  canvas.height = height * dots;
  const pen = canvas.getContext("2d");
  const view = new View(places);
  view.fit(width, height);
  let [shown, path, frame] = [tree.size, [], 0];
  const listening = new AbortController();

  function paint() {
    frame = 0;
    pen.setTransform(dots, 0, 0, dots, 0, 0);
    pen.clearRect(0, 0, width, height);
    lines(edges(), path.length ? look.line : look.strong, 1);
    for (let channel = -1; channel < tree.channels.length; channel += 1) dotsOf(channel);
    lines(path.filter((node) => tree.parent[node] >= 0), look.text, 2);
    for (const node of path) dot(node, look.colour(tree.channel[node]), 2);
    for (let node = 0; node < shown; node += 1) if (tree.parent[node] < 0) ring(node);
  }

  function edges() {
    const found = [];
    for (let node = 0; node < shown; node += 1) if (tree.parent[node] >= 0 && tree.parent[node] < shown) found.push(node);
    return found;
  }

  function lines(nodes, colour, thick) {
    pen.beginPath();
    for (const node of nodes) {
      pen.moveTo(...view.at(places[tree.parent[node]]));
      pen.lineTo(...view.at(places[node]));
    }
    pen.strokeStyle = colour;
    pen.lineWidth = thick;
    pen.stroke();
  }

  const radius = (node) => tree.radius(node) * Math.max(0.8, Math.min(4, view.scale / 6));

  function dotsOf(channel) {
    pen.beginPath();
    for (let node = 0; node < shown; node += 1) {
      if (tree.channel[node] !== channel) continue;
      const [x, y] = view.at(places[node]);
      if (x < -9 || y < -9 || x > width + 9 || y > height + 9) continue;
      pen.moveTo(x + radius(node), y);
      pen.arc(x, y, radius(node), 0, 7);
    }
    pen.globalAlpha = path.length ? 0.35 : 1;
    pen.fillStyle = look.colour(channel);
    pen.fill();
    pen.globalAlpha = 1;
  }

  function dot(node, colour, more) {
    pen.beginPath();
    pen.arc(...view.at(places[node]), radius(node) + more, 0, 7);
    pen.fillStyle = colour;
    pen.fill();
  }

  function ring(node) {
    pen.beginPath();
    pen.arc(...view.at(places[node]), radius(node) + 3, 0, 7);
    pen.strokeStyle = look.text;
    pen.lineWidth = 1.5;
    pen.stroke();
  }

  const later = () => {
    frame ||= requestAnimationFrame(paint);
  };

  function nearest(event) {
    const box = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let [found, best] = [-1, NEAR * NEAR];
    for (let node = 0; node < shown; node += 1) {
      const [nx, ny] = view.at(places[node]);
      const far = (nx - x) ** 2 + (ny - y) ** 2;
      if (far < best) [found, best] = [node, far];
    }
    return found;
  }

  moving(canvas, view, later, listening.signal, (event) => choose(nearest(event)), (event) => point(nearest(event)));
  paint();
  return {
    show: (count) => {
      shown = count;
      later();
    },
    mark: (nodes) => {
      path = nodes;
      later();
    },
    zoom: (how) => {
      if (how === "fit") view.fit(width, height);
      else view.zoom(how === "in" ? 1.4 : 1 / 1.4, width / 2, height / 2);
      later();
    },
    destroy: () => {
      listening.abort();
      cancelAnimationFrame(frame);
    },
  };
}

/** Let one finger or the mouse move the view, two fingers or the wheel zoom it, and a press without a move choose. */
function moving(canvas, view, changed, signal, press, hover) {
  const fingers = new Map();
  let moved = 0;
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const apart = () => {
    const [a, b] = [...fingers.values()];
    return [Math.hypot(a[0] - b[0], a[1] - b[1]), (a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  };
  const on = (name, act, options = {}) => canvas.addEventListener(name, act, { signal, ...options });
  on("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, place(event));
    moved = 0;
  });
  on("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) {
      hover(event);
      return;
    }
    const [was, now] = [fingers.get(event.pointerId), place(event)];
    const before = fingers.size === 2 ? apart() : null;
    fingers.set(event.pointerId, now);
    moved += Math.abs(now[0] - was[0]) + Math.abs(now[1] - was[1]);
    if (before) view.zoom(apart()[0] / Math.max(1, before[0]), apart()[1], apart()[2]);
    else {
      view.x += now[0] - was[0];
      view.y += now[1] - was[1];
    }
    changed();
  });
  const end = (event) => {
    if (fingers.delete(event.pointerId) && moved < 6 && event.type === "pointerup") press(event);
  };
  on("pointerup", end);
  on("pointercancel", end);
  on("pointerleave", () => hover({ clientX: -9999, clientY: -9999 }));
  on("wheel", (event) => {
    event.preventDefault();
    view.zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, ...place(event));
    changed();
  }, { passive: false });
}
