// Looks again by itself how far something has come, as the button for looking does without script.
export function enhance(frame) {
  let left = 120;

  const look = async () => {
    if (!frame.hasAttribute("data-under-way") || left-- === 0) return;
    try {
      const answer = await fetch(location.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-progress]");
      if (fresh) {
        frame.toggleAttribute("data-under-way", fresh.hasAttribute("data-under-way"));
        // The sentence stays the same element, so that its change is read aloud.
        const said = frame.querySelector("[role=status]");
        const now = fresh.querySelector("[role=status]");
        if (said && now) {
          if (said.textContent !== now.textContent) said.textContent = now.textContent;
          now.replaceWith(said);
        }
        frame.replaceChildren(...fresh.childNodes);
      }
    } catch {
      // No network: what was shown stays until the next look.
    }
    setTimeout(look, 1000);
  };

  setTimeout(look, 700);
}
