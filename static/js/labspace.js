// Enhancements for the elements a page has; without this file every page still works.
const enhancements = [
  ["[data-menu]", "./menu.js"],
  ["[data-password]", "./password.js"],
  ["[data-copy]", "./copy.js"],
  ["[data-sheet]", "./sheet.js"],
  ["[data-date-field]", "./date-field.js"],
  ["[data-plan]", "./plan.js"],
  ["[data-refresh]", "./refresh.js"],
  ["[data-door]", "./door.js"],
];

for (const [selector, module] of enhancements) {
  const elements = document.querySelectorAll(selector);
  if (elements.length) {
    import(module).then(({ enhance }) => elements.forEach(enhance));
  }
}

document.querySelector("[data-focus]")?.focus();
