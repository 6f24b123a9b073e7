/*
 * An entry's file, in the one layout that every file has: what `writing.written` makes in Python, for what a form holds
 * (texts, lists and groups). A test compares the two. No page here.
 */

const WIDTH = 100;
const INDICATORS = new Set("-?:,[]{}#&*!|>'\"%@` ");
const DECEIVING = new Set("\ufeff\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069");
const UNSAFE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;
const BREAKABLE = /(?<=[^ ]) (?=[^ ])/u;

/* What YAML 1.1 takes for something else than text, as PyYAML's resolver has it. */
const NO_TEXT = [
  /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  /^(?:~|null|Null|NULL)$/,
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/,
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/,
  /^(?:<<|=|!|&|\*)$/,
];
/* What other readers, of YAML 1.2 or of all of 1.1, take for a number, a boolean or the end of a document. */
const ELSEWHERE = /^(?:[-+]?(?:0o[0-7]+|(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?)?|[yYnN]|-{3}|\.{3})$/;
const LIKE_A_DATE = /^\d{4}(?:-\d\d){0,2}$/;

/** Whether an entry may not hold a character: it shows otherwise than it is, or not at all. */
export const isUnsafe = (character) => DECEIVING.has(character) || UNSAFE.test(character);

/**
 * @param kind the kind of entry
 * @param values its fields
 * @param schema its JSON Schema, which has the fields in order
 */
export function write(kind, values, schema) {
  const line = `# yaml-language-server: $schema=../../ontology/schemas/${kind}.schema.json`;
  return `${[line, ...mapping(values, 0, schema, "")].join("\n")}\n`;
}

/** Keys in the order of the schema; unknown ones stay behind the one they followed. */
function inOrder(values, schema) {
  const order = Object.keys(schema?.properties ?? { nl: 1, en: 1 });
  let rank = -1;
  const ranked = Object.keys(values).map((key) => {
    const known = order.includes(key);
    rank = known ? order.indexOf(key) : rank;
    return { key, rank, known };
  });
  return ranked.sort((a, b) => a.rank - b.rank || b.known - a.known).map(({ key }) => key);
}

/** Whether texts of a group are short (`text`) or running (`prose`); what is inherited where the group is no text. */
function shapeOf(schema, inherited) {
  if (!schema?.properties?.nl || !schema.properties.en) return inherited;
  return schema.required ? "text" : "prose";
}

function mapping(values, indent, schema, shape) {
  return inOrder(values, schema).flatMap((key) => {
    const lead = `${" ".repeat(indent)}${isPlain(key) ? key : quoted(key)}:`;
    const inner = schema?.properties?.[key];
    const value = values[key];
    const own = shapeOf(inner, inner && inner.type !== "string" ? "" : shape);
    if (Array.isArray(value) && value.length) return [lead, ...sequence(value, indent + 2, inner?.items, own)];
    if (isGroup(value)) return [lead, ...mapping(value, indent + 2, inner, own)];
    return single(lead, value, indent, own);
  });
}

function sequence(values, indent, schema, shape) {
  const own = shapeOf(schema, shape);
  return values.flatMap((value) => {
    if (!isGroup(value)) return single(`${" ".repeat(indent)}-`, value, indent, own);
    const [first, ...more] = mapping(value, indent + 2, schema, own);
    return [`${" ".repeat(indent)}- ${first.slice(indent + 2)}`, ...more];
  });
}

const isGroup = (value) => value !== null && typeof value === "object" && !Array.isArray(value) && Object.keys(value).length > 0;

function single(lead, value, indent, shape) {
  if (typeof value !== "string") return [`${lead} ${JSON.stringify(value)}`];
  const [shown, more] = styled(value, length(lead) + 1, shape, indent + 2);
  return [`${lead} ${shown}`, ...more];
}

const length = (text) => [...text].length;

/** A text as it stands after its key, and the lines that follow. */
function styled(text, column, shape, indent) {
  if (text.includes("\n")) return fitsLiteral(text) ? literal(text, indent) : [quoted(text), []];
  const fits = column + length(text) <= WIDTH;
  const foldable = text !== "" && !text.startsWith(" ") && !text.endsWith(" ") && isWritable(text);
  if (fits && isPlain(text)) return [text, []];
  if (fits) {
    const prose = shape === "prose" || (shape === "text" && /["\\]/.test(text));
    return prose && foldable ? [">-", folded(text, indent)] : [quoted(text), []];
  }
  if (foldable && BREAKABLE.test(text)) return [">-", folded(text, indent)];
  return [isPlain(text) ? text : quoted(text), []];
}

/** Whether every reader reads the text as itself, without quotes. */
function isPlain(text) {
  return text !== "" && !INDICATORS.has(text[0]) && !/[ :]$/.test(text) && !/: | #|\n/.test(text) && isWritable(text)
    && !NO_TEXT.some((pattern) => pattern.test(text)) && !LIKE_A_DATE.test(text) && !ELSEWHERE.test(text);
}

const needsEscape = (character) => isUnsafe(character) || character === "\ufffe" || character === "\uffff";
const isWritable = (text) => ![...text].some((character) => character !== "\n" && needsEscape(character));

function quoted(text) {
  return `"${[...text].map(escaped).join("")}"`;
}

function escaped(character) {
  if (character === '"' || character === "\\") return `\\${character}`;
  if (character === "\n") return "\\n";
  if (!needsEscape(character)) return character;
  const code = character.codePointAt(0);
  const digits = code < 0x100 ? 2 : code < 0x10000 ? 4 : 8;
  return `\\${{ 2: "x", 4: "u", 8: "U" }[digits]}${code.toString(16).padStart(digits, "0")}`;
}

/** Whether a block with `|` holds the text exactly, and shows it: it starts and ends with more than spaces. */
function fitsLiteral(text) {
  const lines = text.replace(/\n$/, "").split("\n");
  return /[^ ]/.test(lines[0]) && /[^ ]/.test(lines.at(-1)) && text[0] !== " " && isWritable(text);
}

function literal(text, indent) {
  return [text.endsWith("\n") ? "|" : "|-", shifted(text.replace(/\n$/, "").split("\n"), indent)];
}

/** The lines of a paragraph, broken at single spaces only: a reader makes them one space again. */
function folded(text, indent) {
  const lines = [];
  for (const word of text.split(BREAKABLE)) {
    const last = lines.at(-1);
    if (last !== undefined && indent + length(last) + 1 + length(word) <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return shifted(lines, indent);
}

const shifted = (lines, indent) => lines.map((line) => (line ? " ".repeat(indent) + line : ""));
