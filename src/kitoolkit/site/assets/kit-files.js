/* What several pages do with files and with the browser's storage. Nothing is sent anywhere. */

/* One portal may share an address with others: what is kept carries its path. */
const scope = globalThis.__md_scope?.pathname ?? "/";

/** What this browser keeps under a name; `otherwise` where there is nothing, or where storage is off. */
export function recall(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(`${scope}kit.${name}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Keep a value in this browser; says whether that worked. */
export function keep(name, value) {
  try {
    localStorage.setItem(`${scope}kit.${name}`, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export function forget(name) {
  try {
    localStorage.removeItem(`${scope}kit.${name}`);
  } catch { /* storage is off: there was nothing */ }
}

export function download(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/* A spreadsheet takes a cell that begins so for a formula. */
const harmless = (text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
const cell = (value) => {
  const text = harmless(String(value ?? ""));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Rows of cells as CSV, with the mark by which spreadsheets see that it is UTF-8. */
export const csv = (rows) => `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;

/** Text that Markdown leaves as it is. */
export const asMarkdown = (text) => String(text).replace(/([\\`*_[\]<>#|])/g, "\\$1").replace(/\s*\n\s*/g, " ").trim();

export const asHtml = (text) =>
  String(text).replace(/[&<>"']/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[sign]);

/** Make an element: `make("p", { class: "kit-lead" }, "text", child)`. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}
