// A sheet covers the page on a phone and stands beside it on a wide screen; Escape closes both.
const wide = matchMedia("(min-width: 64rem)");
const openers = new WeakMap();

export function openSheet(sheet, opener = document.activeElement) {
  openers.set(sheet, opener);
  if (sheet.open) sheet.close();
  if (wide.matches) sheet.show();
  else sheet.showModal();
  sheet.querySelector(".sheet__title")?.focus();
}

export function closeSheet(sheet) {
  if (sheet.open) sheet.close();
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

  sheet.addEventListener("close", () => {
    const opener = openers.get(sheet);
    if (opener?.isConnected) opener.focus();
    history.replaceState(history.state, "", close.href);
    sheet.dispatchEvent(new CustomEvent("sheet:closed", { bubbles: true }));
  });

  if (sheet.open) {
    // Closing it would tell everybody that somebody closed it.
    sheet.removeAttribute("open");
    openSheet(sheet, null);
  }
}
