// A sheet covers the page on a phone and stands beside it on a wide screen; Escape closes both.
const wide = matchMedia("(min-width: 64rem)");
const openers = new WeakMap();
const shown = new WeakSet();

export function openSheet(sheet, opener = document.activeElement) {
  if (sheet.open) sheet.close();
  openers.set(sheet, opener);
  shown.add(sheet);
  if (wide.matches) sheet.show();
  else sheet.showModal();
  sheet.querySelector(".sheet__title")?.focus();
}

export function closeSheet(sheet) {
  if (!sheet.open) return;
  sheet.close();
  leave(sheet);
}

// At once and not with the event, which comes a moment later: what is pressed until then would be lost.
function leave(sheet) {
  if (!shown.delete(sheet)) return;
  const opener = openers.get(sheet);
  if (opener?.isConnected) opener.focus();
  history.replaceState(history.state, "", sheet.querySelector("[data-sheet-close]").href);
  sheet.dispatchEvent(new CustomEvent("sheet:closed", { bubbles: true }));
}

export function enhance(sheet) {
  const close = sheet.querySelector("[data-sheet-close]");

  close.addEventListener("click", (event) => {
    event.preventDefault();
    closeSheet(sheet);
  });

  sheet.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      closeSheet(sheet);
    }
  });

  // Outside the sheet is its backdrop.
  sheet.addEventListener("click", (event) => {
    if (event.target === sheet) closeSheet(sheet);
  });

  // The browser closes it as well, as with the gesture that goes back. One that is open again was only opened anew.
  sheet.addEventListener("close", () => sheet.open || leave(sheet));

  if (sheet.open) {
    // Closing it would tell everybody that somebody closed it.
    sheet.removeAttribute("open");
    openSheet(sheet, null);
  }
}
