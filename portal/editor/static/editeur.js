// Niceties only: every page works without this file.

const form = document.querySelector("form.record");
const frame = document.querySelector("iframe[name=apercu]");

/** Go to the entry that was just added or moved, and open what holds it. */
const goTo = (name) => {
  const place = document.getElementById("f-" + name.replaceAll(".", "-"));
  if (!place) return;
  for (let up = place; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
  place.scrollIntoView({ block: "start" });
  place.querySelector("input:not([type=hidden]), textarea, select")?.focus({ preventScroll: true });
};
if (form?.dataset.goto) goTo(form.dataset.goto);

// A link to a field opens the groups that hold it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#f-']");
  if (link) goTo(decodeURIComponent(link.hash.slice(3)));
});

// A link to a line of a text selects it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-line]");
  const text = document.getElementById("texte");
  if (!link || !text) return;
  event.preventDefault();
  const before = text.value.split("\n").slice(0, link.dataset.line - 1).join("\n").length;
  const start = before ? before + 1 : 0;
  const end = text.value.indexOf("\n", start);
  text.focus();
  text.setSelectionRange(start, end < 0 ? text.value.length : end);
  text.scrollTop = text.scrollHeight * (link.dataset.line - 4) / text.value.split("\n").length;
});

/** Hours and phones: put in shape and said in words as one types. */
const channels = new Set(["tel", "sms", "fax"]);
const read = async (input, replace) => {
  if (input.dataset.typed === "phone") {
    const channel = document.getElementById(input.id.replace(/-value$/, "-channel"));
    if (channel && !channels.has(channel.value)) return;
  }
  const body = new URLSearchParams({ genre: input.dataset.typed, valeur: input.value });
  const answer = await fetch("/lire", { method: "POST", body });
  if (!answer.ok) return;
  const found = await answer.json();
  const said = document.getElementById(input.id + "-lu");
  if (said) said.textContent = [found.value === input.value ? "" : found.value, found.words].filter(Boolean).join(" = ");
  if (replace && found.value !== input.value) input.value = found.value;
};
const waiting = new Map();
const later = (key, milliseconds, action) => {
  clearTimeout(waiting.get(key));
  waiting.set(key, setTimeout(action, milliseconds));
};
for (const input of document.querySelectorAll("[data-typed]")) {
  input.addEventListener("input", () => later(input.id, 300, () => read(input, false)));
  input.addEventListener("change", () => read(input, true));
  if (input.value && input.dataset.typed === "hours") read(input, false);
}

/** Records to refer to, when there are too many for the page: those whose title holds what one types. */
const offer = async (list, words) => {
  const answer = await fetch("/choix?" + new URLSearchParams({ genres: list.dataset.genres, q: words }));
  if (!answer.ok) return;
  list.replaceChildren(...(await answer.json()).map(([ref, title]) => {
    const option = document.createElement("option");
    option.value = ref;
    option.textContent = title;
    return option;
  }));
};
document.addEventListener("input", ({ target }) => {
  if (target.list?.dataset.genres !== undefined) later("offer", 150, () => offer(target.list, target.value));
});

/** The preview follows what one types, and stays where it was scrolled. */
const preview = async () => {
  const body = new FormData(form);
  body.set("_faire", "apercu");
  const answer = await fetch(location.href, { method: "POST", body: new URLSearchParams(body), redirect: "manual" });
  if (answer.type !== "opaqueredirect" && !answer.ok) return;
  const top = frame.contentWindow.scrollY;
  frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, top), { once: true });
  frame.contentWindow.location.replace(form.dataset.apercu);
  frame.contentWindow.location.reload();
};
let changed = form?.dataset.unsaved !== undefined;
if (form && frame && form.dataset.apercu) form.addEventListener("input", () => later("preview", 800, preview));
form?.addEventListener("input", () => { changed = true; });
form?.addEventListener("submit", (event) => { if (event.submitter?.formTarget !== "apercu") changed = false; });
addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
