/* The editor's own words, which it imports as JSON; see the import map of the page. */
const answer = await fetch(new URL("../../vendor/sveltia-cms/locales/en-GB.json", import.meta.url));
export default await answer.json();
