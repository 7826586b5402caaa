// A button beside a password field that shows what was typed.
export function enhance(control) {
  const input = control.querySelector("input");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "field__show";
  button.setAttribute("aria-controls", input.id);
  control.append(button);

  const show = (visible) => {
    input.type = visible ? "text" : "password";
    button.textContent = visible ? control.dataset.hide : control.dataset.show;
  };
  show(false);
  button.addEventListener("click", () => show(input.type === "password"));
  input.form?.addEventListener("submit", () => show(false));
}
