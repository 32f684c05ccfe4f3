// Fields that want the token: <input name="gw">, and whatever carries data-goodword-token (fields, and links to pages of
// your own). So it travels with an order without anything being stored.
import { token } from "./memory.js";
import { safely } from "./safely.js";

const WANTING = "input[name=gw], [data-goodword-token]";

/** Fill every field and link there is now. */
export function fill() {
  const value = token();
  if (!value) return;
  for (const each of document.querySelectorAll(WANTING)) safely(() => put(each, value)); // one bad address stops no other
}

function put(each, value) {
  if (each.href) {
    const url = new URL(each.href);
    url.searchParams.set("gw", value);
    if (each.href !== url.href) each.href = url.href;
  } else if ("value" in each) each.value = value;
}

/** Fill now, when the page is there, and before a form is sent, however it is sent and whenever it was made. */
export function watchForms() {
  const again = () => safely(fill);
  again();
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", again);
  document.addEventListener("submit", again, true);
  document.addEventListener("click", again, true);
  document.addEventListener("formdata", (event) =>
    safely(() => {
      const value = token();
      if (value) for (const field of event.target.querySelectorAll(WANTING)) if (field.name) event.formData.set(field.name, value);
    }),
  );
}
