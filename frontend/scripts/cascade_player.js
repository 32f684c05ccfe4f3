// Play through time: a slider over the days of a cascade, play and pause, a speed.
const SECONDS = 12; // from the first share to the last at speed 1
const STEPS = 1000;

/** Let the controls of a picture say how many people are shown; `show(count)` is told when that changes. */
export function player(place, tree, words, show) {
  const [slider, button, date, speed] = ["[data-time]", "[data-play]", "[data-date]", "[data-speed]"].map((name) => place.querySelector(name));
  const [first, last] = [tree.at[0], tree.at[tree.size - 1]];
  const format = formatter(place.dataset.timeZone, last - first);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let [position, frame, before] = [1, 0, 0];

  function go(to) {
    position = Math.min(1, Math.max(0, to));
    slider.value = Math.round(position * STEPS);
    const moment = position >= 1 ? last : first + (last - first) * position;
    const count = tree.by(moment);
    const people = words.shown.replace("{n}", count.toLocaleString()).replace("{all}", tree.size.toLocaleString());
    date.textContent = `${format.format(moment)} · ${people}`;
    slider.setAttribute("aria-valuetext", date.textContent);
    place.dataset.position = position.toFixed(3);
    show(count);
  }

  function playing(yes) {
    cancelAnimationFrame(frame);
    clearTimeout(frame);
    frame = before = 0;
    button.setAttribute("aria-pressed", String(yes));
    button.querySelector("span").textContent = yes ? words.pause : words.play;
    const use = button.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, yes ? "#pause" : "#play"));
    place.dataset.playing = String(yes);
    if (yes) next();
  }

  // Where motion is not welcome the picture moves on in twelve still steps.
  function next() {
    if (still.matches) frame = setTimeout(() => step(1000), 1000);
    else frame = requestAnimationFrame((now) => step(before ? now - before : 16, now));
  }

  function step(passed, now = 0) {
    before = now;
    go(position + (passed / 1000 / SECONDS) * Number(speed.value));
    if (position >= 1) playing(false);
    else next();
  }

  button.addEventListener("click", () => {
    const start = button.getAttribute("aria-pressed") !== "true";
    if (start && position >= 1) go(0);
    playing(start);
  });
  slider.addEventListener("input", () => {
    playing(false);
    go(Number(slider.value) / STEPS);
  });
  place.dataset.playing = "false";
  go(1);
}

function formatter(timeZone, span) {
  const language = document.documentElement.lang;
  const days = span > 3 * 86_400_000;
  const style = days ? { dateStyle: "medium" } : { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { ...style, timeZone });
}
