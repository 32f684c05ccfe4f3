// <dialog>: data-dialog="id" opens it, data-close closes the one it is in, a click beside it closes it too.
import { on } from "./events.js";

on("click", "[data-dialog]", (event, opener) => {
  event.preventDefault();
  document.getElementById(opener.dataset.dialog)?.showModal();
});

on("click", "[data-close]", (_event, button) => button.closest("dialog")?.close());

document.addEventListener("mousedown", (event) => {
  if (event.target instanceof HTMLDialogElement && beside(event.target, event)) event.target.close();
});

function beside(dialog, { clientX, clientY }) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}
