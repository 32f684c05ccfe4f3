// Keys of the whole console. A list is [data-list], its rows [data-item], what Enter opens [data-open], what e edits [data-edit].
import { isTyping } from "./events.js";

const page = {
  "/": () => focusSearch(),
  "?": () => document.getElementById("keys")?.showModal(),
  j: () => move(1),
  k: () => move(-1),
  e: () => press("[data-edit]"),
  Enter: () => document.activeElement === document.body && press("[data-open]"),
};

document.addEventListener("keydown", (event) => {
  if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    document.dispatchEvent(new CustomEvent("palette:open"));
    return;
  }
  if (event.key === "Escape" && document.activeElement?.id === "search") document.activeElement.blur();
  if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (page[event.key]?.() || pressKey(event.key)) event.preventDefault();
});

/** A button that names its own key (data-key="1"); an open list of choices comes first, data-key-always works unseen. */
function pressKey(key) {
  if (!/^[a-z0-9]$/i.test(key)) return false;
  const places = [document.querySelector(".picker[open] .picker-list"), document].filter(Boolean);
  const found = places.flatMap((place) => [...place.querySelectorAll(`[data-key="${key}"]`)]);
  const target = found.find((one) => one.checkVisibility()) ?? found.find((one) => "keyAlways" in one.dataset);
  if (target) target.click();
  return Boolean(target);
}

// A row opens wherever it is clicked, unless what was clicked does something of its own or text is being selected.
document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || event.target.closest("a, button, input, label, summary, select")) return;
  if (String(getSelection())) return;
  event.target.closest("[data-list] [data-item]")?.querySelector("[data-open]")?.click();
});

// From the reading pane back to the list: the entry before, if the pane was opened from there, or else the link.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("#list [data-back]") : null;
  if (!link || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  if (opened) history.back();
  else location.assign(link.href);
});
let opened = false;
document.addEventListener("htmx:pushedIntoHistory", ({ detail }) => (opened = detail.path.includes("mention=")));

// Where a mention is read over the list (on a phone), the keyboard and the screen reader follow it there.
document.addEventListener("htmx:afterSwap", ({ detail: { target } }) => {
  if (target.id === "reading" && getComputedStyle(target).position === "fixed") target.focus();
});

function focusSearch() {
  const field = document.querySelector("[data-page-search]") ?? document.getElementById("search");
  if (field?.checkVisibility()) field.select(), field.focus();
  else document.dispatchEvent(new CustomEvent("palette:open"));
  return true;
}

const rows = () => [...document.querySelectorAll("[data-list] [data-item]")];
const current = () => document.querySelector("[data-list] [data-item].is-current");

function move(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(current());
  const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
  for (const row of all) row.classList.toggle("is-current", row === next);
  const target = next.querySelector("[data-open]") ?? next;
  target.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  next.dispatchEvent(new CustomEvent("item:current", { bubbles: true }));
  return true;
}

// Beside the list, the first entry is read at once: an empty pane would tell nothing. What was swapped in comes piece by
// piece, and only the piece with the pane is ready for it.
document.addEventListener("htmx:load", ({ detail }) => {
  const hint = document.querySelector("#reading > .reading-hint");
  const [first] = rows();
  if (!hint?.checkVisibility() || !detail.elt.contains(hint) || !first || current()) return;
  first.classList.add("is-current");
  first.dispatchEvent(new CustomEvent("item:current", { bubbles: true }));
});

function press(selector) {
  const target = current()?.querySelector(selector) ?? document.querySelector(`main ${selector}:not([data-item] *)`);
  target?.click();
  return Boolean(target);
}

document.addEventListener("focusin", (event) => {
  const row = event.target instanceof Element && event.target.closest("[data-list] [data-item]");
  if (!row) return;
  for (const other of rows()) other.classList.toggle("is-current", other === row);
});

// Everywhere but on a Mac the key is called Ctrl.
if (!/Mac|iP(hone|ad|od)/.test(navigator.platform)) {
  for (const hint of document.querySelectorAll("[data-mod]")) hint.textContent = hint.textContent.replace("⌘", "Ctrl ");
}
