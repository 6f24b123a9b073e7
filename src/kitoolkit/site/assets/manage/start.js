/*
 * Starts the editor of others with what is ours: the language of the page, and files in the one layout that all have.
 * Without a forge it works on a checkout only, and only where the site is served from the same computer.
 */

import { write } from "../form/yaml.js";
import { kindOf } from "./kind.js";
import { refused } from "./refused.js";

const PREFERENCES = "sveltia-cms.prefs";
const ON_THIS_COMPUTER = /^(?:127\.0\.0\.1|(?:.+\.)?localhost)$/;

const { body } = document;
const start = document.querySelector("[data-start]");
const states = start.querySelectorAll("[data-still], [data-loading], [data-elsewhere], [data-failed]");

/** Say how it stands; `still` is what a page without scripts says. */
function show(name) {
  for (const one of states) one.hidden = !(name in one.dataset);
}

/** The editor keeps its language in the browser's storage; here the page says it. */
function speak(locale) {
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(PREFERENCES)) ?? {};
  } catch {
    /* what is kept there cannot be read: it is written anew */
  }
  localStorage.setItem(PREFERENCES, JSON.stringify({ ...kept, locale }));
}

const json = async (address) => (await fetch(address)).json();

async function schemasByKind(addresses) {
  const schemas = await Promise.all(addresses.map(json));
  return Object.fromEntries(schemas.map((schema) => [schema.$id.match(/(\w+)\.schema\.json$/)[1], schema]));
}

async function open() {
  show("loading");
  speak(body.dataset.locale);
  const [editor, schemas, rules, { sentences }] = await Promise.all([
    import("../vendor/sveltia-cms/npm/index.js"),
    schemasByKind(body.dataset.schemas.split(" ")),
    json(body.dataset.rules),
    json(body.dataset.catalogue),
  ]);
  const toFile = (values) => {
    const kind = kindOf(values, schemas);
    const why = refused(values, { kind, rules, sentences }, document.documentElement.lang);
    /* This message makes the editor show the cause, and save nothing. */
    if (why) throw new Error("saving_failed", { cause: new Error(why) });
    return write(kind, values, schemas[kind]);
  };
  editor.registerCustomFormat("yaml", "yaml", { toFile });
  const { content } = document.querySelector("meta[name=viewport]");
  start.remove();
  await editor.init();
  /* It forbids to zoom in, which some need to read. */
  for (const viewport of document.querySelectorAll("meta[name=viewport]")) viewport.content = content;
}

if (body.classList.contains("kit-manage--local") && !ON_THIS_COMPUTER.test(location.hostname)) show("elsewhere");
else open().catch(() => show("failed"));
