// Shows what a form's words would cost and mean while they are typed, as its button for checking does without script.
export function enhance(frame) {
  const form = frame.querySelector("form");
  let running = new AbortController();

  async function refresh() {
    running.abort();
    running = new AbortController();
    const body = new FormData(form);
    body.set("pruefen", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body, signal: running.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelectorAll("[data-refreshed]");
      document.querySelectorAll("[data-refreshed]").forEach((old, i) => {
        if (fresh[i]) old.replaceChildren(...fresh[i].childNodes);
      });
    } catch {
      // Overtaken by the next change, or no network: what was shown stays until the form is sent.
    }
  }

  form.addEventListener("change", refresh);
  // On a slow line somebody has typed before this file came.
  if ([...form.elements].some(isChanged)) refresh();
}

// Whether a field that was left holds something else than the page came with.
function isChanged(field) {
  if (field === document.activeElement) return false;
  if (["checkbox", "radio"].includes(field.type)) return field.checked !== field.defaultChecked;
  if (field.options) {
    const first = [...field.options].findIndex(({ defaultSelected }) => defaultSelected);
    return field.selectedIndex !== Math.max(first, 0);
  }
  return "defaultValue" in field && field.value !== field.defaultValue;
}
