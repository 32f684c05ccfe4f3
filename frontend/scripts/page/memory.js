// The token: in memory as long as the page lives, and in the browser only after consent.
import { asksForPrivacy } from "./privacy.js";
import { safely } from "./safely.js";

const NAME = "goodword";
const DAY = 86_400_000;
let current = "";
let consented = false;
let days = 30;

export function keepFor(given) {
  if (given > 0) days = Math.min(given, 365);
}

/** Remember the token of a click that has just led here; it takes the place of an older one. */
export function keep(token) {
  consented ||= Boolean(stored());
  current = token;
  if (consented) store();
}

export function token() {
  return current || stored()?.token || "";
}

/** Keep the token over visits, or forget it. Who asks for privacy has nothing stored, whatever a banner says. */
export function consent(given) {
  consented = given;
  if (given) store();
  else safely(() => localStorage.removeItem(NAME));
}

function store() {
  const known = token();
  if (!known || asksForPrivacy() || stored()?.token === known) return; // its day does not move
  safely(() => localStorage.setItem(NAME, JSON.stringify({ token: known, until: Date.now() + days * DAY })));
}

/** What was stored with consent; what is past its day, or unwanted by now, is removed. */
function stored() {
  return safely(() => {
    const found = JSON.parse(localStorage.getItem(NAME));
    if (found && found.until > Date.now() && !asksForPrivacy()) return found;
    if (found) localStorage.removeItem(NAME);
    return undefined;
  });
}
