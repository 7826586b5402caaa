// A month grid beside a text field for a date. The field goes on understanding "morgen" and "24.11.";
// the server reads it. data-min and data-max (ISO dates) bound the grid.
const language = document.documentElement.lang || "de";
const monthName = new Intl.DateTimeFormat(language, { month: "long", year: "numeric" });
const dayName = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const weekdayName = new Intl.DateTimeFormat(language, { weekday: "short" });

const words = language === "en"
  ? { open: "Choose a day", back: "Previous month", forth: "Next month" }
  : { open: "Tag auswählen", back: "Voriger Monat", forth: "Nächster Monat" };

const moved = (date, days) => new Date(date.getFullYear(), date.getMonth(), date.getDate() + days);
const sameDay = (a, b) => a && b && a.toDateString() === b.toDateString();
const isoDay = (text) => (text ? new Date(`${text}T00:00`) : null);
const german = (date) =>
  [String(date.getDate()).padStart(2, "0"), String(date.getMonth() + 1).padStart(2, "0"), date.getFullYear()].join(".");

/** The date a field shows as 24.11.2026 or 2026-11-24; null for words, which only the server reads. */
export function typedDay(text) {
  const local = /^\s*(\d{1,2})\.(\d{1,2})\.(\d{4})\s*$/.exec(text);
  const iso = /^\s*(\d{4})-(\d{2})-(\d{2})\s*$/.exec(text);
  if (local) return new Date(Number(local[3]), local[2] - 1, Number(local[1]));
  return iso ? new Date(Number(iso[1]), iso[2] - 1, Number(iso[3])) : null;
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function arrow(label, path) {
  const button = element("button", { type: "button", ariaLabel: label });
  button.innerHTML = `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${path}"/></svg>`;
  return button;
}

export function enhance(input) {
  const control = input.parentElement;
  const least = isoDay(input.dataset.min);
  const most = isoDay(input.dataset.max);
  const today = new Date();
  let shown = today;

  const open = arrow(words.open, "M3.5 5.5h17v15h-17zM3.5 10h17M8 3v4.5M16 3v4.5");
  open.className = "date-field__open";
  open.setAttribute("aria-expanded", "false");
  const grid = element("dialog", { className: "date-field__grid", ariaLabel: words.open });
  const month = element("p", { className: "date-field__month" });
  month.setAttribute("aria-live", "polite");
  const back = arrow(words.back, "m14.5 5-7 7 7 7");
  const forth = arrow(words.forth, "m9.5 5 7 7-7 7");
  const head = element("div", { className: "date-field__head" }, back, month, forth);
  const table = element("table");
  grid.append(head, table);
  control.append(open, grid);

  function dayButton(date) {
    const button = element("button", {
      type: "button",
      className: "date-field__day",
      textContent: date.getDate(),
      ariaLabel: dayName.format(date),
      disabled: Boolean((least && date < least) || (most && date > most)),
      tabIndex: sameDay(date, shown) ? 0 : -1,
    });
    button.ariaPressed = String(Boolean(sameDay(date, typedDay(input.value))));
    if (sameDay(date, today)) button.setAttribute("aria-current", "date");
    button.addEventListener("click", () => {
      input.value = german(date);
      hide();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    return button;
  }

  function draw() {
    const first = new Date(shown.getFullYear(), shown.getMonth(), 1);
    let date = moved(first, -((first.getDay() + 6) % 7));
    month.textContent = monthName.format(first);
    const names = element("tr");
    for (let i = 0; i < 7; i += 1) names.append(element("th", { scope: "col", textContent: weekdayName.format(moved(date, i)) }));
    const weeks = element("tbody");
    do {
      const week = element("tr");
      for (let i = 0; i < 7; i += 1, date = moved(date, 1)) {
        week.append(element("td", {}, ...(date.getMonth() === first.getMonth() ? [dayButton(date)] : [])));
      }
      weeks.append(week);
    } while (date.getMonth() === first.getMonth());
    table.replaceChildren(element("thead", {}, names), weeks);
  }

  function go(date, { focus = false } = {}) {
    shown = date;
    draw();
    if (focus) table.querySelector('[tabindex="0"]')?.focus();
  }

  const goMonths = (n, options) => {
    const target = new Date(shown.getFullYear(), shown.getMonth() + n, 1);
    const last = new Date(target.getFullYear(), target.getMonth() + 1, 0).getDate();
    go(moved(target, Math.min(shown.getDate(), last) - 1), options);
  };

  function show() {
    go(typedDay(input.value) ?? least ?? today);
    grid.show();
    open.setAttribute("aria-expanded", "true");
    table.querySelector('[tabindex="0"]')?.focus();
  }

  function hide() {
    grid.close();
    open.setAttribute("aria-expanded", "false");
    open.focus();
  }

  open.addEventListener("click", () => (grid.open ? hide() : show()));
  back.addEventListener("click", () => goMonths(-1));
  forth.addEventListener("click", () => goMonths(1));
  document.addEventListener("pointerdown", ({ target }) => {
    if (grid.open && !control.contains(target)) hide();
  });
  grid.addEventListener("keydown", (event) => {
    const days = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    const months = { PageUp: -1, PageDown: 1 }[event.key];
    if (event.key === "Escape") hide();
    else if (days && event.target.matches(".date-field__day")) go(moved(shown, days), { focus: true });
    else if (months) goMonths(months, { focus: true });
    else return;
    event.preventDefault();
  });
}
