/* Where an entry can be sent: addresses on a forge and for mail. Nothing is sent here. No page here. */

/* Longer addresses are refused by servers: GitHub by 8 kB, mail programs by about 2 kB. */
export const LONGEST = { forge: 7_500, mail: 1_900 };

const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function encoded(values) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, encodeURIComponent(value)]));
}

/** A block of code in Markdown that holds any text. */
export function fenced(text) {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([marks]) => marks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}yaml\n${text}${fence}\n`;
}

/**
 * The ways to send an entry.
 *
 * @param entry {folder, name, text, isNew, title}
 * @param where {forge: patterns of addresses or null, contact}
 * @param words of the page
 * @returns [{way, href, label, text, copies}]; `copies` where the text has to be pasted there
 */
export function ways(entry, { forge, contact }, words) {
  const found = [];
  const file = `${entry.folder}/${entry.name}`;
  if (forge) {
    found.push(entry.isNew ? newFile(entry, forge, words) : editFile(file, forge, words), issue(entry, file, forge, words));
  }
  const place = entry.isNew ? words.send_download_text : words.send_download_edit;
  found.push({ way: "download", label: words.send_download, text: place.replace("#", `${entry.folder}/`), copies: false });
  if (contact) found.push(mail(entry, file, contact, words));
  return found;
}

function newFile(entry, forge, words) {
  const bare = fill(forge.new, { folder: entry.folder, ...encoded({ name: entry.name }) });
  const whole = forge.content ? `${bare}&${forge.content}=${encodeURIComponent(entry.text)}` : "";
  const copies = !whole || whole.length > LONGEST.forge;
  const text = words.send_new_text.replaceAll("#", forge.name);
  return { way: "new", href: copies ? bare : whole, label: words.send_new.replace("#", forge.name), text: copies ? `${text} ${words.send_copy}` : text, copies };
}

function editFile(file, forge, words) {
  const text = `${words.send_edit_text.replaceAll("#", forge.name)} ${words.send_copy}`;
  return { way: "edit", href: fill(forge.edit, { path: file }), label: words.send_edit.replace("#", forge.name), text, copies: true };
}

function titleOf(entry, words) {
  return (entry.isNew ? words.issue_title : words.issue_title_edit).replace("#", () => entry.title);
}

function issue(entry, file, forge, words) {
  const body = `${words.issue_body.replace("#", file)}\n\n`;
  const address = (text) => fill(forge.issue, encoded({ title: titleOf(entry, words), body: text }));
  const whole = address(body + fenced(entry.text));
  const copies = whole.length > LONGEST.forge;
  return {
    way: "issue",
    href: copies ? address(body) : whole,
    label: words.send_issue.replace("#", forge.name),
    text: copies ? `${words.send_issue_text} ${words.send_issue_long}` : words.send_issue_text,
    copies,
  };
}

function mail(entry, file, contact, words) {
  const body = `${words.issue_body.replaceAll("`", "").replace("#", file)}\n\n`;
  const address = (text) => {
    const { subject, lines } = encoded({ subject: titleOf(entry, words), lines: text.replaceAll("\n", "\r\n") });
    return `mailto:${encodeURIComponent(contact).replace("%40", "@")}?subject=${subject}&body=${lines}`;
  };
  const whole = address(body + entry.text);
  const long = whole.length > LONGEST.mail;
  const text = words.send_mail_text.replace("#", contact);
  return { way: "mail", href: long ? address(body) : whole, label: words.send_mail, text: long ? `${text} ${words.send_mail_long}` : text, copies: false };
}
