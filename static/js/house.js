// The house page without reloading: changing the time repaints plan and list, opening a space shows
// its sheet. The address bar always says what is shown; without this file links and forms do the same.
import { enhanceAll as enhancePlans } from "./plan.js";

const house = document.querySelector("[data-house]");
// What is painted; the part of an address behind # moves the focus only.
const address = () => location.pathname + location.search;
let painted = address();
let latest = 0;
const MANY = 60;
const AT_ONCE = 24;

// Fetches the page at `url` and puts its house in the place of this one; a newer wish overtakes an older.
async function show(url, { focus = "", push = true } = {}) {
  const turn = (latest += 1);
  const left = whereabouts();
  house.setAttribute("aria-busy", "true");
  let page = null;
  let parts = [];
  try {
    // What the first page does without comes along with the second.
    const asked = fetch(url, { headers: { Accept: "text/html" } });
    const [answer, ...coming] = await Promise.all([asked, import("./date-field.js"), import("./sheet.js")]);
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
    parts = coming;
  } catch {
    // The network is gone: the browser's own page says so best.
  }
  if (turn !== latest) return;
  const fresh = page?.querySelector("[data-house]");
  if (!fresh) {
    location.assign(url);
    return;
  }
  if (push) history.pushState(null, "", url);
  document.title = page.title;
  painted = address();
  // Who went on while the answer was under way stays there, with what they have typed.
  const [now, here] = [whereabouts(), document.activeElement];
  const went = now && now !== left;
  if (went) focus = now;
  swap(fresh, parts);
  house.removeAttribute("aria-busy");
  if (went && find(now)) goOn(find(now), here);
  if (focus && !house.querySelector(".sheet[open]")) find(focus)?.focus({ preventScroll: true });
}

// What has the focus, so that it can be found again in another house.
function whereabouts() {
  const here = document.activeElement;
  if (!house.contains(here)) return "";
  return here.matches("a.space") ? spaceLink(here.dataset.space) : here.id && `#${CSS.escape(here.id)}`;
}

function goOn(there, here) {
  const more = there.closest("details");
  if (more) more.open = true;
  if ("defaultValue" in here && here.value !== here.defaultValue) there.value = here.value;
}

const find = (selector) => house.querySelector(selector);
const spaceLink = (id) => `a.space[data-space="${CSS.escape(id)}"]`;

function swap(fresh, [dateField, sheets]) {
  const plans = new Map([...house.querySelectorAll("[data-plan]")].map((plan) => [plan.id, plan]));
  const filters = [...house.querySelectorAll(".space-lists__filters :checked")].map((input) => input.id);
  const days = find(".day-strip__days").scrollLeft;
  house.replaceChildren(...fresh.childNodes);
  for (const id of filters) {
    const input = document.getElementById(id);
    if (input) input.checked = true;
  }
  enhancePlans([...house.querySelectorAll("[data-plan]")], plans);
  house.querySelectorAll("[data-date-field]").forEach(dateField.enhance);
  house.querySelectorAll("[data-sheet]").forEach((sheet) => {
    sheets.enhance(sheet);
    sheet.querySelectorAll("a[data-opens]").forEach((link) => link.setAttribute("data-repaint", ""));
  });
  find(".day-strip__days").scrollLeft = days;
  settle();
}

// What only holds with script: changes count at once, so nobody needs the button.
function settle() {
  house.classList.add("house--live");
  requestAnimationFrame(showDay); // once the frame is laid out anyway
}

// Hundreds of rows wait until the plan above them is there: a phone is as long about them as about the plan. They
// follow at once and a few at a time, near or not, because what reads a page aloud knows no row that was let wait.
function stagger() {
  const rows = [...house.querySelectorAll(".space-row")];
  if (rows.length <= MANY) return;
  for (const row of rows) row.style.contentVisibility = "auto";
  const soon = window.requestIdleCallback ?? ((next) => setTimeout(next, 50));
  const more = () => {
    for (const row of rows.splice(0, AT_ONCE)) row.style.contentVisibility = "";
    if (rows.length) soon(more);
  };
  requestAnimationFrame(() => soon(more));
}

function showDay() {
  const asked = find(".day-strip__day[aria-current]");
  const strip = find(".day-strip__days");
  if (!asked) return;
  const [left, right] = [asked.offsetLeft - strip.offsetLeft, asked.offsetLeft - strip.offsetLeft + asked.offsetWidth];
  if (left < strip.scrollLeft || right > strip.scrollLeft + strip.clientWidth) strip.scrollLeft = left - 48;
}

const asks = (form) => `${form.action}?${new URLSearchParams(new FormData(form))}`;

house.addEventListener("click", (event) => {
  const link = event.target.closest("a.space, a[data-repaint]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const { space } = link.dataset;
  // A link of a drawing keeps its address in the attribute only.
  show(link.getAttribute("href"), { focus: space ? spaceLink(space) : link.id ? `#${CSS.escape(link.id)}` : "" });
});

house.addEventListener("change", ({ target }) => {
  const form = target.closest("[data-time-form]");
  if (!form || target.id === "anderer-tag") return;
  // A beginning after the end takes the end along: the length stays.
  if (target.id === "von" || target.id === "bis") keepOrder(form, target);
  show(asks(form), { focus: `#${target.id}` });
});

house.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-time-form]");
  if (!form) return;
  event.preventDefault();
  show(asks(form), { focus: ".day-strip__day[aria-current]" });
});

const minutes = (clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

function keepOrder(form, changed) {
  const { von, bis } = form.elements;
  if (minutes(von.value) < minutes(bis.value)) return;
  const other = changed === von ? bis : von;
  const before = [...other.options].find((option) => option.defaultSelected)?.value;
  const first = [...changed.options].find((option) => option.defaultSelected)?.value;
  const wish = minutes(changed.value) + minutes(before) - minutes(first);
  const fitting = [...other.options].filter((option) =>
    changed === von ? minutes(option.value) > minutes(von.value) : minutes(option.value) < minutes(bis.value));
  const best = fitting.sort((a, b) => Math.abs(minutes(a.value) - wish) - Math.abs(minutes(b.value) - wish))[0];
  if (best) other.value = best.value;
}

// A closed sheet gives the focus back to its space.
house.addEventListener("sheet:closed", () => {
  const space = find('a.space[aria-current="true"]');
  painted = address();
  space?.removeAttribute("aria-current");
  space?.focus({ preventScroll: true });
});

addEventListener("popstate", () => {
  if (address() !== painted) show(location.href, { push: false });
});
// Before anything is painted, so that it is painted once.
stagger();
settle();
enhancePlans([...house.querySelectorAll("[data-plan]")]);
