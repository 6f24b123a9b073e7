/* The editor hands over the fields of an entry without saying of which kind it is. No page here. */

/**
 * The kind whose fields an entry has: the one that knows the most of them.
 *
 * @param values the fields of an entry
 * @param schemas the JSON Schema of each kind
 */
export function kindOf(values, schemas) {
  const known = (kind) => Object.keys(values).filter((name) => name in schemas[kind].properties).length;
  const missing = (kind) => schemas[kind].required.filter((name) => !(name in values)).length;
  const [first] = Object.keys(schemas).sort((a, b) => known(b) - known(a) || missing(a) - missing(b));
  return first;
}
