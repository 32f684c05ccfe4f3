// Everything a page of the console does in the browser, one behaviour a file.
import htmx from "htmx.org/dist/htmx.esm.js";
import "./charts_loader.js";
import "./copying.js";
import "./dialogs.js";
import "./drawer.js";
import "./evidence.js";
import "./forms.js";
import "./keyboard.js";
import "./language.js";
import "./live_events.js";
import "./menus.js";
import "./number_card.js";
import "./palette.js";
import "./teaching.js";
import "./theme.js";
import "./tips.js";
import "./toasts.js";

window.htmx = htmx;

// A thin line at the top while any request runs; its animation waits 100 ms, so that quick answers do not flash.
let running = 0;
const show = (change) => {
  running = Math.max(0, running + change);
  document.body.classList.toggle("is-loading", running > 0);
};
document.addEventListener("htmx:beforeRequest", () => show(1));
document.addEventListener("htmx:afterRequest", () => show(-1));
