// The periods as a slider and a play button; both only press the links that stand below them.

const PAUSE_MS = 1200;
const part = document.getElementById("part-time");
const ticks = () => [...part.querySelectorAll("[data-tick]")];
const current = () => ticks().findIndex((tick) => tick.hasAttribute("aria-current"));
let timer = null;
let playing = false;

/** Listen once; the slider and the button come anew with every answer. */
export function startTimeline() {
  part.addEventListener("input", ({ target }) => {
    if (!target.matches("[data-slider]")) return;
    stop();
    name(target);
    clearTimeout(timer);
    timer = setTimeout(() => ticks()[target.valueAsNumber]?.click(), 80);
  });
  part.addEventListener("click", ({ target }) => {
    if (target.closest("[data-play]")) playing ? stop() : play();
    else if (target.closest("[data-tick]") && playing && target.closest("[data-tick]") !== pressed) stop();
  });
  refreshTimeline();
}

/** Set slider and button to what is shown; while playing, the next period follows. */
export function refreshTimeline() {
  const [slider, button] = [part.querySelector("[data-slider]"), part.querySelector("[data-play]")];
  if (!slider) {
    playing = false;
    return;
  }
  slider.value = current();
  name(slider);
  dress(button);
  if (playing) follow();
}

let pressed = null;

function play() {
  playing = true;
  if (current() >= ticks().length - 1) press(0);
  else follow();
  dress(part.querySelector("[data-play]"));
}

function stop() {
  playing = false;
  clearTimeout(timer);
  dress(part.querySelector("[data-play]"));
}

function follow() {
  clearTimeout(timer);
  if (current() >= ticks().length - 1) stop();
  else timer = setTimeout(() => press(current() + 1), PAUSE_MS);
}

function press(turn) {
  pressed = ticks()[turn];
  pressed?.click();
}

function dress(button) {
  button.dataset.label ??= button.getAttribute("aria-label");
  button.setAttribute("aria-label", playing ? button.dataset.stop : button.dataset.label);
  button.textContent = playing ? "⏸" : "▶";
}

const name = (slider) => slider.setAttribute("aria-valuetext", ticks()[slider.valueAsNumber]?.dataset.tick ?? "");
