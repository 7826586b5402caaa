// Enhancements for the elements a page has; without this file every page still works.
const enhancements = [
  ["[data-menu]", "./menu.js"],
  ["[data-password]", "./password.js"],
  ["[data-copy]", "./copy.js"],
  ["[data-sheet]", "./sheet.js"],
  ["[data-date-field]", "./date-field.js"],
  ["[data-plan]", "./plan.js"],
  ["[data-plan-editor]", "./editor/page.js"],
  ["[data-refresh]", "./refresh.js"],
  ["[data-door]", "./door.js"],
  ["[data-door-away]", "./doors/away.js"],
  ["[data-progress]", "./progress.js"],
  ["[data-plan-underlay]", "./tracing/underlay.js"],
];

async function enhanceThose([selector, module]) {
  const elements = [...document.querySelectorAll(selector)];
  if (!elements.length) return;
  const { enhance, enhanceAll } = await import(module);
  if (enhanceAll) enhanceAll(elements);
  else elements.forEach(enhance);
}

// The page says so when all is in place: who drives it by program would else be quicker than a slow line.
Promise.all(enhancements.map(enhanceThose)).then(() => (document.documentElement.dataset.enhanced = ""));

// What a door could not send before its page was closed goes from whatever page is opened next.
function keepsTaps() {
  try {
    return Object.keys(localStorage).some((name) => name.startsWith("door "));
  } catch {
    return false;
  }
}

if (keepsTaps() && !document.querySelector("[data-door], [data-door-away]")) {
  import("./doors/taps.js").then(({ sendAll }) => sendAll());
}

document.querySelector("[data-focus]")?.focus();
