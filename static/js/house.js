// The house page without reloading: changing the time repaints plan and list, opening a space
// shows its sheet. The address bar always says what is shown; without this file links do the same.
import { enhance as enhanceSheet } from "./sheet.js";

const house = document.querySelector("[data-house]");
let latest = 0;

async function show(url, { keepFocus = null, push = true } = {}) {
  const turn = (latest += 1);
  house.setAttribute("aria-busy", "true");
  let page;
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-house]");
  } catch {
    location.assign(url);
    return;
  }
  if (turn !== latest) return;
  if (!page) {
    location.assign(url);
    return;
  }
  if (push) history.pushState(null, "", url);
  swap(page);
  house.removeAttribute("aria-busy");
  const target = keepFocus && document.querySelector(keepFocus);
  if (target && !house.querySelector(".sheet[open]")) target.focus({ preventScroll: true });
}

function swap(page) {
  const drawings = new Map([...house.querySelectorAll("[data-plan]")].map((plan) => [plan.id, plan]));
  house.replaceChildren(...page.childNodes);
  house.querySelectorAll("[data-plan]").forEach((plan) => {
    const before = drawings.get(plan.id);
    import("./plan.js").then(({ enhance }) => enhance(plan, before));
  });
  house.querySelectorAll("[data-sheet]").forEach(enhanceSheet);
  enhanceTime();
}

function enhanceTime() {
  const form = house.querySelector("[data-time-control]");
  const asked = () => `${form.action}?${new URLSearchParams(new FormData(form))}`;
  form.addEventListener("change", () => {
    if (form.checkValidity()) show(asked(), { keepFocus: `#${document.activeElement.id}` });
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(asked());
  });
}

house.addEventListener("click", (event) => {
  const link = event.target.closest(".space, .time-control__quick a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const url = link.getAttribute("href");
  const space = link.dataset.space;
  show(url, { keepFocus: space ? `[data-space="${space}"]` : null });
});

house.addEventListener("sheet:closed", () => {
  const space = house.querySelector('.space[aria-current="true"]');
  space?.removeAttribute("aria-current");
  space?.focus({ preventScroll: true });
});

addEventListener("popstate", () => show(location.href, { push: false }));
enhanceTime();
