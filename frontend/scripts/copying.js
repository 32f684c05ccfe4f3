// data-copy="text" puts the text on the clipboard; data-copy-from="#id" the text of an element.
import { on } from "./events.js";
import { toast } from "./toasts.js";
import { word } from "./words.js";

on("click", "[data-copy], [data-copy-from]", async (_event, button) => {
  const from = button.dataset.copyFrom;
  await copyText(from ? document.querySelector(from).textContent.trim() : button.dataset.copy);
});

/** Copy a text and say so, or say that the browser refuses. */
export async function copyText(text) {
  await navigator.clipboard.writeText(text).then(
    () => toast(word("copied")),
    () => toast(word("copy_refused")),
  );
}
