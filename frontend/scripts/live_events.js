// The live view of events: looks every second while somebody can see it, puts new lines on top and leaves the others alone,
// so that an opened line stays open. `data-live`: the address to ask; `data-live-part`: what is kept up to date.
import { on } from "./events.js";

const SECONDS = 1;
const seen = new WeakMap();

async function look(view) {
  const answer = await fetch(`${view.dataset.live}?seen=${seen.get(view) ?? ""}`, {
    headers: { "HX-Request": "true" },
    redirect: "error", // signed out
  });
  if (answer.status !== 200) return;
  seen.set(view, answer.headers.get("X-Live"));
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of fresh.querySelectorAll("[data-live-part]")) {
    const place = document.querySelector(`#main [data-live-part="${part.dataset.livePart}"]`);
    const lines = place?.querySelector(".live-events");
    const come = part.querySelector(".live-events");
    if (lines && come) merge(lines, come);
    else if (place && place.innerHTML !== part.innerHTML) place.replaceChildren(...part.childNodes);
  }
}

function merge(lines, come) {
  const known = new Map([...lines.children].map((line) => [line.dataset.event, line]));
  let place = lines.firstElementChild;
  for (const line of [...come.children]) {
    const there = known.get(line.dataset.event);
    if (there) {
      place = there.nextElementSibling;
      known.delete(line.dataset.event);
    } else {
      line.classList.add("is-new");
      lines.insertBefore(line, place);
    }
  }
  for (const old of known.values()) old.remove();
}

const isWaiting = new WeakSet();
setInterval(async () => {
  for (const view of document.querySelectorAll("[data-live]:not(.is-paused)")) {
    if (document.hidden || isWaiting.has(view)) continue;
    isWaiting.add(view);
    await look(view).catch(() => {}); // the next look comes in a second
    isWaiting.delete(view);
  }
}, SECONDS * 1000);

on("click", "[data-live-pause]", (_event, button) => {
  button.closest("[data-live]").classList.toggle("is-paused");
});

on("click", "[data-live-test]", async (_event, button) => {
  const view = button.closest("[data-live]");
  const body = JSON.stringify({ site: button.dataset.liveTest, test: "console", events: [{ kind: "visit", page: "/test" }] });
  const answer = await fetch("/e", { method: "POST", body }).catch(() => undefined);
  view.querySelector("[data-live-problem]").hidden = answer?.ok === true;
});
