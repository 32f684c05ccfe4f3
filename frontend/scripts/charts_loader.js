// Charts are heavy, so their code is fetched only when a page, or a fragment of one, has a chart.
async function load(root) {
  if (!(root instanceof Element) || !root.querySelector(".chart[data-chart]")) return;
  const { drawAll } = await import(document.documentElement.dataset.charts);
  drawAll(root);
}

load(document.documentElement);
document.addEventListener("htmx:load", (event) => load(event.detail.elt.parentElement ?? event.detail.elt));
