// A link with data-drawer opens its page's fragment beside the current one; without scripts it is a plain link.
import htmx from "htmx.org/dist/htmx.esm.js";
import { on } from "./events.js";

on("click", "[data-drawer]", (event, link) => {
  const drawer = document.getElementById("drawer");
  if (!drawer || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  openDrawer(drawer, link.getAttribute("href"), link.dataset.drawer === "wide");
});

function openDrawer(drawer, url, wide) {
  const body = drawer.querySelector(".drawer-body");
  drawer.classList.toggle("wide", wide);
  body.replaceChildren(document.getElementById("drawer-skeleton").content.cloneNode(true));
  if (!drawer.open) drawer.showModal();
  htmx
    .ajax("GET", url, { target: body, swap: "innerHTML", headers: { "X-Drawer": "true" } })
    .then(() => name(drawer, body));
}

function name(drawer, body) {
  const heading = body.querySelector("h1, h2");
  if (heading) drawer.setAttribute("aria-label", heading.textContent.trim());
}

document.addEventListener("htmx:responseError", (event) => {
  const drawer = document.getElementById("drawer");
  if (drawer?.open && drawer.contains(event.detail.target)) drawer.close();
});
