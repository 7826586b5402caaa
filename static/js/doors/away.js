// The page without network: the counter of the door it stands for, or a list of the doors this device knows.
import { enhance as count } from "../door.js";
import { longDay, recall, recallAll } from "./known.js";
import { discard, people, sendAll, shelves, waiting } from "./taps.js";

export function enhance(frame) {
  const door = recall(location.pathname);
  if (door) counter(frame.querySelector("form"), door);
  else list(frame.querySelector("[data-doors]"));
}

function counter(form, door) {
  document.title = `${door.heading} – labspace`;
  document.querySelector("h1").textContent = door.heading;
  document.querySelector("[data-day]").textContent = longDay(door.day);
  document.querySelector("[data-about]").hidden = true;
  form.action = location.pathname;
  form.elements.tag.value = door.day;
  form.querySelector("[data-count]").textContent = door.known;
  form.querySelector("[data-word]").textContent = door.word;
  form.dataset.skew = door.skew;
  if (door.zone) form.dataset.zone = door.zone;
  const places = form.querySelector("[data-places]");
  places.hidden = !door.places;
  if (door.places) {
    places.dataset.places = door.places;
    places.textContent = places.textContent.replace("{n}", door.places);
  } else {
    places.remove();
  }
  form.hidden = false;
  count(form);
}

async function list(place) {
  await sendAll();
  const left = shelves();
  const rows = recallAll().map((door) => row(place, door, left.filter(([path]) => path === door.path)));
  const unknown = left.filter(([path]) => !recall(path));
  rows.push(...unknown.map(([path, day]) => row(place, { path, heading: path }, [[path, day]])));
  place.querySelector("ul").replaceChildren(...rows);
  place.hidden = !rows.length;
}

function row(place, door, left) {
  const item = place.querySelector("template").content.cloneNode(true);
  const link = item.querySelector("a");
  [link.href, link.textContent] = [door.path, door.heading];
  const unsent = item.querySelector("[data-unsent]");
  const button = item.querySelector("button");
  unsent.hidden = button.hidden = !left.length;
  const total = left.reduce((sum, [path, day]) => sum + waiting(path, day).reduce((all, tap) => all + people(tap), 0), 0);
  const days = left.map(([, day]) => longDay(day)).join(", ");
  unsent.textContent = unsent.textContent.replace("{n}", total).replace("{days}", days);
  button.addEventListener("click", () => {
    if (!confirm(button.dataset.sure)) return;
    left.forEach(([path, day]) => discard(path, day));
    unsent.hidden = button.hidden = true;
  });
  return item;
}
