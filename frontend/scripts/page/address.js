// What the address says: the click token, taken out of sight so that it is not copied with the address.
import { keep, token } from "./memory.js";

// A page may have a parameter gw of its own; only what looks like a token is ours, and the last one is the newest.
const PAIR = /[?&]gw=([\w-]{1,64}\.[0-9a-f]{32}\.[0-9a-f]{32})(?=&|$)/g;

/** Take the token out of the address; tells whether there was a new one. Everything else stays letter by letter. */
export function arrive() {
  const found = [...location.search.matchAll(PAIR)].pop()?.[1];
  if (!found) return false;
  const isNew = found !== token();
  keep(found);
  const rest = location.search.replace(PAIR, "").replace(/^&/, "?");
  try {
    history.replaceState(history.state, "", location.pathname + rest + location.hash);
  } catch {
    // a sandboxed frame keeps its address
  }
  return isNew;
}

export function path() {
  return location.pathname.slice(0, 300);
}

/** Whether this page was opened from the same site, or is shown again: then nobody has just come. */
export function isRestored() {
  const how = performance.getEntriesByType?.("navigation")[0]?.type;
  return how === "reload" || how === "back_forward" || document.referrer.startsWith(`${location.origin}/`);
}
