// A button that copies the text beside it and says so.
export function enhance(line) {
  const input = line.querySelector("input, textarea");
  const button = document.createElement("button");
  const { text, done } = line.dataset;
  button.type = "button";
  button.className = "button button--secondary copy__button";
  button.setAttribute("aria-live", "polite");
  button.textContent = text;
  line.append(button);

  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(input.value);
    } catch {
      // Without permission or outside https the text is at least marked, ready for the keyboard.
      input.select();
      return;
    }
    button.textContent = done;
    setTimeout(() => (button.textContent = text), 2000);
  });
}
