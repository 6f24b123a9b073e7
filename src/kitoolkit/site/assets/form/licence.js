/* SPDX expressions, as `packaging.licenses` reads them; names come from Python. No page here. */

const WORDS = new Set(["or", "and", "with", "(", ")"]);

/**
 * An expression as SPDX writes it; empty where it is none.
 *
 * @param names {licences, exceptions}: ids as SPDX writes them
 */
export function canonical(expression, { licences, exceptions }) {
  const tokens = expression.replace(/[()]/g, " $& ").split(/\s+/u).filter(Boolean);
  const known = (listed, name) => listed.find((one) => one.toLowerCase() === name.toLowerCase());
  const next = () => tokens[0]?.toLowerCase();
  const written = [];

  function licence() {
    const token = tokens.shift() ?? "";
    if (WORDS.has(token.toLowerCase())) return "";
    if (/^licenseref-/i.test(token)) return /^[A-Za-z0-9.-]+$/.test(token.slice(11)) ? `LicenseRef-${token.slice(11)}` : "";
    const [, name, suffix] = /^(.*?)(\+?)$/s.exec(token);
    const id = known(licences, name);
    return id ? id + suffix : "";
  }

  function unit() {
    if (next() === "(") {
      written.push(tokens.shift());
      return several() && next() === ")" && Boolean(written.push(tokens.shift()));
    }
    const id = licence();
    if (!id) return false;
    written.push(id);
    if (next() !== "with") return true;
    tokens.shift();
    const exception = known(exceptions, tokens.shift() ?? "");
    return Boolean(exception) && Boolean(written.push("WITH", exception));
  }

  function several() {
    if (!unit()) return false;
    while (next() === "or" || next() === "and") {
      written.push(tokens.shift().toUpperCase());
      if (!unit()) return false;
    }
    return true;
  }

  return several() && !tokens.length ? written.join(" ").replaceAll("( ", "(").replaceAll(" )", ")") : "";
}
