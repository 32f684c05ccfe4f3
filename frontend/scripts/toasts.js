// Short notices at the foot of the page. A server answer raises one with the header
//   HX-Trigger: {"toast": {"text": "Label changed", "undo": "/b/lumen/mentions/7/undo/"}}
// and Django's messages arrive already drawn. Undo posts to the address and reloads.
import htmx from "htmx.org/dist/htmx.esm.js";
import { on } from "./events.js";
import { word } from "./words.js";

const STAYS = 6000;
const STAYS_WITH_UNDO = 12_000;

/** Show a notice; `undo` is the address that takes the step back. */
export function toast(text, undo = "") {
  const box = document.getElementById("toasts");
  const notice = document.createElement("div");
  notice.className = "notice";
  const said = document.createElement("p");
  said.textContent = text;
  notice.append(said);
  if (undo) notice.append(button(word("undo"), { undo }));
  notice.append(button(word("dismiss"), { dismiss: "" }));
  box.append(notice);
  raise(box);
  leave(notice);
}

function button(label, data) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = label;
  Object.assign(element.dataset, data);
  return element;
}

// As a popover the notices stay above an open dialog.
function raise(box) {
  if (!box.showPopover) return;
  if (box.matches(":popover-open")) box.hidePopover();
  box.showPopover();
}

function leave(notice) {
  const wait = notice.querySelector("[data-undo]") ? STAYS_WITH_UNDO : STAYS;
  const gone = () => (notice.matches(":hover, :focus-within") ? setTimeout(gone, 2000) : remove(notice));
  setTimeout(gone, wait);
}

function remove(notice) {
  const box = notice.parentElement;
  notice.remove();
  if (box && !box.childElementCount && box.matches(":popover-open")) box.hidePopover();
}

document.addEventListener("toast", (event) => toast(event.detail.text ?? event.detail.value, event.detail.undo));
on("click", "[data-dismiss]", (_event, pressed) => remove(pressed.closest(".notice")));
on("click", "[data-undo]", (_event, pressed) => {
  const { undo } = pressed.dataset;
  remove(pressed.closest(".notice"));
  htmx.ajax("POST", undo, { swap: "none" }).then(() => location.reload());
});

document.addEventListener("htmx:sendError", () => toast(word("offline")));
document.addEventListener("htmx:responseError", (event) => toast(decodeURIComponent(event.detail.xhr.getResponseHeader("X-Problem") ?? "") || word("failed")));

const box = document.getElementById("toasts");
if (box?.childElementCount) {
  raise(box);
  box.querySelectorAll(".notice").forEach(leave);
}
