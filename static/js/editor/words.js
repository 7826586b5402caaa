// What the page says, in its language: sentences come with the page, numbers are written here.

export class Words {
  /** @param {Record<string, any>} texts @param {string} language */
  constructor(texts, language) {
    this.texts = texts;
    this.language = language;
    this.format = new Intl.NumberFormat(language, { maximumFractionDigits: 3, useGrouping: false });
    this.metres = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2, useGrouping: false });
  }

  /** The sentence with this name, `{name}` in it replaced. @param {string} name @param {Record<string, unknown>} [values] */
  say(name, values = {}) {
    const text = this.texts[name];
    if (text === undefined) throw new Error(`no words for ${name}`);
    return text.replace(/\{(\w+)\}/g, (_all, key) => String(values[key]));
  }

  /** A number as people write it: "1,6". */
  number(value) {
    return this.format.format(value);
  }

  /** A length to the centimetre: "1,60 m". */
  length(value) {
    return `${this.metres.format(value)} m`;
  }

  /** The number that was typed, with comma or point; null when it is none. @param {string} text */
  read(text) {
    const plain = text.trim().replace("−", "-").replace(",", ".").replace(/\s*(m²|m|°)$/, "");
    return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
  }
}
