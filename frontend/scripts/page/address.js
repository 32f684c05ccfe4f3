// What the address says: the click token, taken out of sight so that it is not copied with the address.
import { keep, token } from "./memory.js";

const TOKEN = /^[\w-]{1,64}\.[0-9a-f]{32}\.[0-9a-f]{32}$/;
const PAIR = /([?&])gw=([^&#]*)/;

/** Take the token out of the address; tells whether there was a new one. Everything else stays letter by letter. */
export function arrive() {
  const found = PAIR.exec(location.search);
  if (!found || !TOKEN.test(found[2])) return false; // a parameter of the page's own
  const isNew = found[2] !== token();
  keep(found[2]);
  const rest = location.search.replace(`gw=${found[2]}`, "").replace("&&", "&").replace("?&", "?").replace(/[?&]$/, "");
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
