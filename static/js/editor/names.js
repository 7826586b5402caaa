// What the elements of a plan are called.
import { OUTLINE, element, indexOf, listOf, spaceOf } from "./elements.js";

/** What an element is called: "Innenwand 3", "Arbeitsplatz 4". */
export function nameOf(board, key) {
  const { words, document } = board;
  const value = element(document, key);
  const language = words.language;
  if (key === OUTLINE) return words.texts.one.outline;
  if (listOf(key) === "placements") {
    const row = spaceOf(document, value);
    if (row) return row.name?.[language] || row.name?.de || row.id;
  }
  if (listOf(key) === "areas" && (value.name?.[language] || value.name?.de)) return value.name[language] || value.name.de;
  const kind = listOf(key) === "furniture" ? words.texts.items[value.item] : words.texts.one[listOf(key)];
  return `${kind} ${indexOf(key) + 1}`;
}
