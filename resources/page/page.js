// SPDX-License-Identifier: Apache-2.0
// The page works without this; here it learns to select, zoom and play. Text of the log is only ever moved
// as text or as elements that are in the page already.
"use strict";
(() => {
const all = (what, where = document) => [...where.querySelectorAll(what)];
const make = (tag, attributes = {}, ...inside) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    name in element && typeof value !== "string" ? element[name] = value : element.setAttribute(name, value);
  element.append(...inside);
  return element;
};
const button = (text, label, act) => {
  const made = make("button", { type: "button", "aria-label": label, title: label }, text);
  made.addEventListener("click", act);
  return made;
};
const target = hash => hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
const smooth = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

// ---- theme
const root = document.documentElement;
const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
document.querySelector(".top .tools").append(
  button("◐", "Light or dark", () => { root.dataset.theme = dark() ? "light" : "dark"; }));

// ---- one finding at a time
const articles = all("article.finding");
const links = all(".side-bar ol a");
function show(article) {
  for (const other of articles) other.hidden = other !== article;
  for (const link of links)
    link.getAttribute("href") === "#" + article.id ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
}

// ---- tooltips: what SVG says in titles, at once and also for the keyboard
const tip = make("div", { class: "tip", role: "tooltip", hidden: true });
document.body.append(tip);
const titles = new WeakMap();
for (const spot of all(".spot")) {
  const title = spot.querySelector("title");
  if (!title) continue;
  titles.set(spot, title.textContent);
  spot.setAttribute("aria-label", title.textContent);
  title.remove();
}
function point(spot, x, y) {
  const text = spot && titles.get(spot);
  tip.hidden = !text;
  if (!text) return;
  tip.textContent = text;
  const box = tip.getBoundingClientRect();
  tip.style.left = Math.max(4, Math.min(x + 14, innerWidth - box.width - 4)) + "px";
  tip.style.top = (y + 18 + box.height > innerHeight ? Math.max(4, y - box.height - 10) : y + 18) + "px";
}
document.addEventListener("pointermove", event => point(event.target.closest?.(".spot"), event.clientX, event.clientY));
document.addEventListener("focusin", event => {
  const spot = event.target.closest?.(".spot");
  const box = spot?.getBoundingClientRect();
  point(spot, box ? box.left + 8 : 0, box ? box.top + box.height / 2 : 0);
});
addEventListener("scroll", () => { tip.hidden = true; }, true);

// ---- selection: a thread in lanes, nodes, tables, stacks and log at once
const byThread = new Map();
for (const element of all("[data-t]")) {
  const list = byThread.get(element.dataset.t) ?? [];
  list.push(element);
  byThread.set(element.dataset.t, list);
}
const heading = make("strong"), facts = make("span", { class: "dim" });
const stackBox = make("div", { tabindex: "0", role: "group", "aria-label": "Stack" });
const logBox = make("div", { class: "lines-view", tabindex: "0", role: "group", "aria-label": "Its lines of the log" });
const toLog = make("a", {}, "in the log"), toStack = make("a", {}, "in the stacks");
const drawer = make("aside", { class: "drawer", "aria-label": "Selected thread", hidden: true },
  make("header", {}, heading, facts, make("span", { class: "tools" }, toStack, " ", toLog,
    button("✕", "Close", () => select(null)))),
  make("div", { class: "both" }, stackBox, logBox));
document.body.append(drawer);
let selected = null;
function mark(key, on) {
  for (const element of byThread.get(key) ?? []) element.classList.toggle("on", on);
}
function copyOf(element) {
  const copy = element.cloneNode(true);
  copy.removeAttribute("id");
  for (const inner of all("[id]", copy)) inner.removeAttribute("id");
  return copy;
}
const kLinesOfThread = 400;
function linesOf(chip) {
  const from = Number(chip.dataset.from), to = Math.min(Number(chip.dataset.to), from + kLinesOfThread);
  const list = make("ol", { start: String(from) });
  for (let number = from; number <= to; ++number) {
    const line = document.getElementById("line-" + number);
    if (line) list.append(copyOf(line));
  }
  return list;
}
function select(key) {
  if (selected) mark(selected, false);
  selected = key;
  const chip = key && (byThread.get(key) ?? []).find(element => element.classList.contains("chip"));
  drawer.hidden = !chip;
  document.body.classList.toggle("drawer-open", !!chip);
  if (!key) return;
  mark(key, true);
  if (!chip) return;
  heading.textContent = chip.textContent;
  heading.className = "who" + (chip.classList.contains("crashed") ? " crashed" : "");
  const stack = chip.closest(".stack");
  facts.textContent = stack?.querySelector("h3 .code")?.textContent ?? "";
  // A report of the past prints stacks of accesses, none of the thread itself.
  const side = (byThread.get(key) ?? []).find(element => element.classList.contains("side"));
  const frames = stack?.querySelector(".frames") ?? side?.querySelector(".frames");
  stackBox.replaceChildren(frames ? copyOf(frames) : "The log does not print its stack.");
  logBox.replaceChildren(chip.dataset.from ? linesOf(chip) : "Its lines are not in this page.");
  toStack.setAttribute("href", "#" + chip.id);
  toLog.setAttribute("href", chip.getAttribute("href") ?? "#log");
}
function go(hash, scroll) {
  const element = target(hash);
  if (!element) return false;
  const article = element.closest("article.finding");
  if (article) show(article);
  if (element.dataset.t && element.classList.contains("chip")) select(element.dataset.t);
  if (hash.startsWith("#line-")) {
    for (const line of all(".here")) line.classList.remove("here");
    element.classList.add("here");
  }
  if (scroll) element.scrollIntoView({ block: article === element ? "start" : "center", behavior: smooth });
  return true;
}
document.addEventListener("click", event => {
  const link = event.target.closest?.("a[href^='#']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const hash = link.getAttribute("href");
  const inPlace = link.dataset.t && !link.classList.contains("chip");
  if (!go(hash, !inPlace)) return;
  if (inPlace) select(link.dataset.t);
  event.preventDefault();
  history.replaceState(null, "", hash);
});
addEventListener("hashchange", () => go(location.hash, true));
document.addEventListener("keydown", event => { if (event.key === "Escape" && selected) select(null); });

// ---- pictures: zoom and pan
for (const figure of all("figure.picture")) {
  const view = figure.querySelector(".view"), svg = view.querySelector("svg"), tools = figure.querySelector(".tools");
  let scale = 1, natural = 0;
  function zoom(factor, x, y) {
    const box = view.getBoundingClientRect();
    const at = { x: x ?? box.left + box.width / 2, y: y ?? box.top + box.height / 2 };
    const before = svg.getBoundingClientRect();
    if (scale === 1) natural = before.width;
    const part = { x: (at.x - before.left) / before.width, y: (at.y - before.top) / before.height };
    scale = Math.min(12, Math.max(0.25, scale * factor));
    if (Math.abs(scale - 1) < 0.02) return fit();
    svg.style.width = natural * scale + "px";
    svg.style.minWidth = "0";
    svg.style.maxWidth = "none";
    const after = svg.getBoundingClientRect();
    view.scrollLeft += after.left + part.x * after.width - at.x;
    view.scrollTop += after.top + part.y * after.height - at.y;
  }
  function fit() {
    scale = 1;
    svg.style.width = svg.style.minWidth = svg.style.maxWidth = "";
  }
  tools.append(button("−", "Zoom out (−)", () => zoom(0.8)), button("+", "Zoom in (+)", () => zoom(1.25)),
    button("fit", "Fit (0)", fit));
  view.addEventListener("wheel", event => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(Math.pow(1.0015, -event.deltaY), event.clientX, event.clientY);
  }, { passive: false });
  view.addEventListener("keydown", event => {
    const act = { "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), "0": fit }[event.key];
    if (!act || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act();
  });
  let drag = null, moved = false;
  view.addEventListener("pointerdown", event => {
    if (event.button !== 0 || event.pointerType === "touch") return; // a finger scrolls by itself
    drag = { x: event.clientX, y: event.clientY, left: view.scrollLeft, top: view.scrollTop };
    moved = false;
  });
  addEventListener("pointermove", event => {
    if (!drag) return;
    const x = event.clientX - drag.x, y = event.clientY - drag.y;
    moved ||= Math.abs(x) + Math.abs(y) > 5;
    if (!moved) return;
    view.classList.add("grab");
    view.scrollLeft = drag.left - x;
    view.scrollTop = drag.top - y;
  });
  addEventListener("pointerup", () => { drag = null; view.classList.remove("grab"); });
  view.addEventListener("dragstart", event => event.preventDefault());
  view.addEventListener("click", event => {
    if (moved) { event.preventDefault(); event.stopPropagation(); }
    moved = false;
  }, true);
}

// ---- steps: the story, one event after another
for (const section of all("section.steps")) {
  const list = section.querySelector("ol"), steps = all(":scope > li", list);
  const picture = document.getElementById(section.dataset.picture);
  const spots = new Map();
  for (const spot of picture ? all(".spot[data-ev]", picture) : []) {
    const there = spots.get(spot.dataset.ev) ?? [];
    there.push(spot);
    spots.set(spot.dataset.ev, there);
  }
  let at = -1, timer = 0;
  const said = make("span", { class: "said-now", role: "status", "aria-live": "polite" });
  function step(to) {
    at = Math.max(-1, Math.min(steps.length - 1, to));
    steps.forEach((li, i) => {
      li.classList.toggle("now", i === at);
      i === at ? li.setAttribute("aria-current", "step") : li.removeAttribute("aria-current");
      for (const spot of spots.get(li.dataset.ev) ?? []) {
        spot.classList.toggle("past", i < at);
        spot.classList.toggle("now", i === at);
      }
    });
    const now = steps[at];
    said.textContent = now
      ? `Step ${at + 1} of ${steps.length}, ${now.querySelector(".sure").textContent}: ${now.querySelector(".step").textContent} ${now.querySelector(".order").textContent}`
      : "";
    if (now) list.scrollTop = now.offsetTop - list.offsetTop - list.clientHeight / 2 + now.offsetHeight / 2;
    first.disabled = back.disabled = at <= 0;
    next.disabled = last.disabled = at === steps.length - 1;
    if (at === steps.length - 1) stop();
  }
  function stop() {
    clearInterval(timer);
    timer = 0;
    play.textContent = "▶ play";
    play.setAttribute("aria-pressed", "false");
  }
  function toggle() {
    if (timer) return stop();
    if (at === steps.length - 1) at = -1;
    play.textContent = "❚❚ pause";
    play.setAttribute("aria-pressed", "true");
    timer = setInterval(() => step(at + 1), 1600);
    step(at + 1);
  }
  const by = to => () => { stop(); step(to()); };
  const first = button("|◀", "First step (Home)", by(() => 0)), back = button("◀", "Step back (←)", by(() => at - 1));
  const play = button("▶ play", "Play or pause (space)", toggle);
  const next = button("▶", "Next step (→)", by(() => at + 1)), last = button("▶|", "Last step (End)", by(() => steps.length - 1));
  const player = make("div", { class: "player", role: "group", "aria-label": "Step by step" }, first, back, play, next, last, said);
  section.insertBefore(player, list);
  list.tabIndex = 0;
  section.addEventListener("keydown", event => {
    const act = { ArrowLeft: by(() => at - 1), ArrowRight: by(() => at + 1), Home: by(() => 0),
      End: by(() => steps.length - 1), " ": toggle }[event.key];
    if (!act || event.target.closest("a") || (event.key === " " && event.target.closest("button"))) return;
    event.preventDefault();
    act();
  });
  steps.forEach((li, i) => li.addEventListener("click", event => { if (!event.target.closest("a")) by(() => i)(); }));
  first.disabled = back.disabled = true;
}

// ---- start where the link points
if (articles.length) show(articles[0]);
if (location.hash) go(location.hash, true);
})();
