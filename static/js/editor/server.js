// The draft on the server and its copy in this browser.

/** What the server says about a draft. @param {string} url @returns {Promise<object>} */
export async function load(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" }, redirect: "manual" });
  if (!answer.ok) throw new Error(`${answer.status} for ${url}`);
  return answer.json();
}

/** Sends a document and says what came of it. @returns {(document: object, version: number) => Promise<import("./saving.js").Answer>} */
export const sender = (url, token) => async (document, version) => {
  let answer;
  try {
    answer = await fetch(url, {
      method: "PUT",
      headers: { "Content-Type": "application/json", "If-Match": `"v${version}"`, "X-CSRFToken": token.now },
      body: JSON.stringify(document),
      redirect: "manual",
    });
  } catch {
    return { kind: "lost" };
  }
  const said = await answer.json().catch(() => ({}));
  if (answer.status === 200) return { kind: "saved", version: said.version, findings: said.findings };
  if (answer.status === 412) return { kind: "changed", version: said.version, document: said.document, who: said.saved_by, findings: said.findings };
  if (answer.status === 409) return { kind: "closed", sentence: said.sentence };
  if (answer.status === 422 || answer.status === 413) return { kind: "refused", sentence: said.sentence };
  if (answer.status >= 500) return { kind: "lost" };
  // Signed out, or the token of the page is too old: a new one may do.
  token.now = (await load(url).catch(() => ({}))).token ?? token.now;
  return { kind: "signed_out" };
};

/** A copy of what is not saved yet, in this browser. Where it keeps nothing, nothing is kept. @param {string} name */
export const localCopy = (name) => ({
  put(copy) {
    try {
      localStorage.setItem(name, JSON.stringify(copy));
    } catch {
      // full or forbidden: the page still has it
    }
  },
  drop() {
    try {
      localStorage.removeItem(name);
    } catch {
      // nothing was kept
    }
  },
  get() {
    try {
      return JSON.parse(localStorage.getItem(name) ?? "null");
    } catch {
      return null;
    }
  },
});
