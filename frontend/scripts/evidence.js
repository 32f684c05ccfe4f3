// What a label was read from, marked in the text: each kind is switched on and off, and stays so from mention to mention.
import { on } from "./events.js";

const STORE = "evidence-off";
const root = document.documentElement;
const off = new Set((sessionStorage.getItem(STORE) ?? "").split(" ").filter(Boolean));

function show() {
  root.dataset.evidenceOff = [...off].join(" ");
  for (const key of document.querySelectorAll("[data-evidence]")) key.setAttribute("aria-pressed", String(!off.has(key.dataset.evidence)));
}

on("click", "[data-evidence]", (_event, key) => {
  const kind = key.dataset.evidence;
  if (!off.delete(kind)) off.add(kind);
  sessionStorage.setItem(STORE, [...off].join(" "));
  show();
});

show();
document.addEventListener("htmx:load", show);
