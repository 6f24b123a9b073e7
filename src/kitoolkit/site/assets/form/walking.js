/* Going through the values of an entry, each with its path, as `check.walking` does. No page here. */

export const valueAt = (data, path) => path.reduce((value, part) => value?.[part], data);

/** The part of a schema that is about a path. */
export const follow = (schema, path) => path.reduce((part, step) => (typeof step === "number" ? part?.items : part?.properties?.[step]), schema) ?? {};

/** Whether a schema is about a text per language. */
export const isText = (schema) => Object.keys(schema.properties ?? {}).join() === "nl,en";

/** Every string, with its path. */
export function* strings(value, path = []) {
  if (typeof value === "string") yield [path, value];
  else if (Array.isArray(value)) for (const [place, item] of value.entries()) yield* strings(item, [...path, place]);
  else if (value && typeof value === "object") for (const [key, item] of Object.entries(value)) yield* strings(item, [...path, key]);
}

/** Every text per language, with its path and schema. */
export function* texts(value, schema, path = []) {
  if (!value || typeof value !== "object") return;
  if (schema && isText(schema)) {
    yield [path, value, schema];
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    const step = Array.isArray(value) ? Number(key) : key;
    yield* texts(item, follow(schema ?? {}, [step]), [...path, step]);
  }
}
