// The command palette (⌘K): pages, brands, and a search of the mentions for whatever was typed.
import { on } from "./events.js";
import { word } from "./words.js";

const dialog = document.getElementById("palette");
const field = dialog?.querySelector("input");
const list = dialog?.querySelector(".palette-list");
const known = JSON.parse(document.getElementById("palette-data")?.textContent ?? '{"entries": []}');
let chosen = 0;

document.addEventListener("palette:open", () => {
  if (!dialog || dialog.open) return;
  field.value = "";
  dialog.showModal();
  draw();
});
on("click", "[data-palette]", () => document.dispatchEvent(new CustomEvent("palette:open")));

field?.addEventListener("input", () => {
  chosen = 0;
  draw();
});

field?.addEventListener("keydown", (event) => {
  const options = list.querySelectorAll("[role=option]");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + options.length) % Math.max(1, options.length);
    choose();
  } else if (event.key === "Enter") {
    event.preventDefault();
    options[chosen]?.click();
  }
});

list?.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  if (option) location.assign(option.dataset.url);
});

function found() {
  const typed = field.value.trim().toLowerCase();
  const entries = known.entries.filter((entry) => matches(entry.label.toLowerCase(), typed));
  if (typed && known.search) {
    const url = `${known.search}?q=${encodeURIComponent(field.value.trim())}`;
    entries.push({ label: word("search_mentions", { text: field.value.trim() }), icon: "search", url, hint: "" });
  }
  return entries;
}

/** Every word typed begins a word of the label, or, where words have no spaces, lies somewhere in it. */
function matches(label, typed) {
  return typed.split(/\s+/).every((part) => (/[\u3400-\u9fff]/.test(part) ? label.includes(part) : startsAWord(label, part)));
}

function startsAWord(label, part) {
  return label.split(/[\s/·-]+/).some((piece) => piece.startsWith(part));
}

function draw() {
  list.replaceChildren(...found().map(option));
  dialog.querySelector(".palette-empty").hidden = list.childElementCount > 0;
  choose();
}

function option(entry, index) {
  const row = document.createElement("div");
  row.id = `palette-${index}`;
  row.role = "option";
  row.dataset.url = entry.url;
  row.append(icon(entry.icon), text("span", entry.label), text("span", entry.hint ?? "", "hint"));
  return row;
}

function text(kind, content, className = "") {
  const element = document.createElement(kind);
  element.textContent = content;
  element.className = className;
  return element;
}

function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const use = document.createElementNS(space, "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${document.documentElement.dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}

function choose() {
  const options = [...list.querySelectorAll("[role=option]")];
  options.forEach((row, index) => row.setAttribute("aria-selected", String(index === chosen)));
  options[chosen]?.scrollIntoView({ block: "nearest" });
  if (options[chosen]) field.setAttribute("aria-activedescendant", options[chosen].id);
  else field.removeAttribute("aria-activedescendant");
}
