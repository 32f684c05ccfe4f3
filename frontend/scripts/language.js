// The language form remembers where one is, filters included, although the server never sees the fragment.
import { on } from "./events.js";

on("submit", "form.language", (_event, form) => {
  form.elements.next.value = location.pathname + location.search;
});
