// Light, dark or as the system says. The cookie lets the server draw the next page right from the first pixel.
import { on } from "./events.js";

const YEAR = 31_536_000;

on("click", "[data-theme-choice]", (_event, button) => {
  const choice = button.dataset.themeChoice;
  document.cookie = `theme=${choice};path=/;max-age=${YEAR};samesite=lax`;
  if (choice === "auto") delete document.documentElement.dataset.bsTheme;
  else document.documentElement.dataset.bsTheme = choice;
  mark(choice);
  close(button.closest("details"), choice);
  document.dispatchEvent(new CustomEvent("themechange"));
});

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
  document.dispatchEvent(new CustomEvent("themechange")),
);

function close(menu, choice) {
  if (!menu) return;
  const drawn = menu.querySelector("summary use");
  drawn.setAttribute("href", drawn.getAttribute("href").replace(/#.*/, `#theme-${choice}`));
  menu.open = false;
  menu.querySelector("summary").focus();
}

function mark(choice) {
  for (const other of document.querySelectorAll("[data-theme-choice]")) {
    other.setAttribute("aria-pressed", String(other.dataset.themeChoice === choice));
  }
}
