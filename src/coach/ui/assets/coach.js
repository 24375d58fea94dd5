// What the pages do beside Streamlit: read aloud, copy, keys, and telling a screen reader.
// Nothing leaves the browser. Texts are read from the page and only ever set as text.

const has = (part) => `[class*="st-key-${part}"]`;

// Read aloud, with the browser's own voice.
const voice = window.speechSynthesis;
const noticeVoice = () =>
  document.documentElement.classList.toggle("cg-has-voice", Boolean(voice && voice.getVoices().length));
if (voice) {
  noticeVoice();
  voice.addEventListener?.("voiceschanged", noticeVoice);
}

const textOf = (element) => (element ? element.innerText.replace(/\u2060/g, "").replace(/\s+/g, " ").trim() : "");

// What may be read is marked in the words themselves, by a link that leads nowhere.
const LISTEN = 'a[href="#listen"]';
const MEANING = 'a[href="#meaning"]';
// What I said on the slip before the answer: nobody reads that aloud.
const MINE = `blockquote:not(:has(${LISTEN}))`;
const buttonOf = (element) => element.closest?.(`.cg-listen, .cg-copy, ${LISTEN}, ${MEANING}`);

const wordsOf = (paragraph) => {
  const copy = paragraph.cloneNode(true);
  copy.querySelectorAll(LISTEN).forEach((link) => link.remove());
  return copy.textContent.replace(/\u2060/g, "").replace(/\s+/g, " ").trim();
};

const spokenIn = (box) => [...(box?.querySelectorAll("p") ?? [])].map(wordsOf).filter(Boolean).join(" ");

const wordsFor = (button) => {
  const what = button.dataset.read;
  if (what) {
    const number = Number(what.slice("reply-".length));
    return textOf(document.querySelectorAll(`${has("reply-")} [data-testid="stRadioOption"]`)[number - 1]);
  }
  return spokenIn(button.closest("blockquote") ?? button.closest('[data-testid="stMarkdownContainer"]'));
};

// A word that is explained is underlined; its meaning stands below, behind a button that names it.
const meaningOf = (link) => {
  const below = [...document.querySelectorAll(`${has("meanings-")} button`)];
  const word = textOf(link).toLowerCase();
  return below.find((button) => textOf(button).toLowerCase().includes(`“${word}”`));
};

const readAloud = (button) => {
  const wasReading = button.getAttribute("aria-pressed") === "true";
  voice.cancel();
  for (const other of document.querySelectorAll(`.cg-listen, ${LISTEN}`)) other.setAttribute("aria-pressed", "false");
  if (wasReading) return;
  const speech = new SpeechSynthesisUtterance(wordsFor(button));
  speech.lang = document.documentElement.lang || "en";
  speech.onend = speech.onerror = () => button.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-pressed", "true");
  voice.speak(speech);
};

// Copy a line. The old way is for pages that are not served over https.
const copy = async (button) => {
  const words = button.dataset.words;
  const done = navigator.clipboard ? await navigator.clipboard.writeText(words).then(() => true, () => false) : copyOldWay(words);
  const said = done || copyOldWay(words) ? "Copied" : "Mark the words and copy them";
  const label = button.textContent;
  button.textContent = said;
  tell(said);
  setTimeout(() => { button.textContent = label; }, 2500);
};

const copyOldWay = (words) => {
  const field = document.createElement("textarea");
  field.value = words;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
};

document.addEventListener("click", (event) => {
  const button = buttonOf(event.target);
  if (!button) return;
  event.preventDefault();
  if (button.matches(MEANING)) meaningOf(button)?.click();
  else if (button.matches(".cg-copy")) copy(button);
  else readAloud(button);
});

// Keys: 1–4 pick a reply, the same key or Enter says it, Enter goes on.
// They are heard on their way down: a reply that has the focus keeps Enter to itself.
const typing = (element) => element?.matches?.("input:not([type=radio]), textarea, select, [contenteditable=true]");
const byKey = (part) => document.querySelector(`${has(part)} button:not(:disabled)`);

const take = (event) => { event.preventDefault(); event.stopPropagation(); };

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
  const on = document.activeElement;
  if (typing(on)) return;
  if (event.key === " " && on?.matches?.(`${LISTEN}, ${MEANING}`)) {
    take(event);
    on.click();
    return;
  }
  if (/^[1-9]$/.test(event.key)) {
    const inputs = document.querySelectorAll(`${has("reply-")} input[type=radio]`);
    const chosen = inputs[Number(event.key) - 1];
    if (!chosen) return;
    take(event);
    if (chosen.checked) byKey("say-")?.click();
    else { chosen.focus(); chosen.click(); }
  } else if (event.key === "Enter" && !on?.closest?.("button, a, summary, [role=dialog]")) {
    const next = byKey("say-") ?? byKey("could-say-") ?? byKey("go-on-");
    if (!next) return;
    take(event);
    next.click();
  }
}, true);

// The way on comes up where the finger has just been: for a moment it takes no tap, so that the
// second one of a double tap goes nowhere. Keys always count.
const SETTLES = 350;
const wayOn = (box) => {
  const name = [...box.classList].find((each) => /^st-key-(?:lesson-on|go-on)-/.test(each));
  return name && `${name} ${box.textContent}`; // to skip and to go on share a name
};
let waysOn = new Set();
new MutationObserver(() => {
  const boxes = [...document.querySelectorAll(`${has("lesson-on-")}, ${has("go-on-")}`)].filter(wayOn);
  for (const box of boxes) {
    const name = wayOn(box);
    if (waysOn.has(name)) continue;
    box.dataset.settling = name;
    setTimeout(() => { if (box.dataset.settling === name) delete box.dataset.settling; }, SETTLES);
  }
  waysOn = new Set(boxes.map(wayOn));
}).observe(document.getElementById("root"), {
  childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["class"],
});

// A screen reader hears the answer as soon as it is there.
const live = document.createElement("div");
live.className = "cg-unseen";
live.setAttribute("role", "status");
live.setAttribute("aria-live", "polite");
document.body.append(live);
const tell = (words) => { if (live.textContent !== words) live.textContent = words; };

let told = "";
const watch = () => {
  for (const link of document.querySelectorAll(`:is(${LISTEN}, ${MEANING}):not([role])`)) link.setAttribute("role", "button");
  const spoken = document.querySelector(`${has("answer-")} ${MINE} + blockquote`);
  const key = spokenIn(spoken);
  if (key && key !== told) tell(key);
  told = key;
  voice?.speaking || document.querySelectorAll('[aria-pressed="true"]:is(.cg-listen, a)').forEach((b) => b.setAttribute("aria-pressed", "false"));
};
let waiting = 0;
new MutationObserver(() => {
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(watch);
}).observe(document.getElementById("root"), { childList: true, subtree: true, characterData: true });

// A new page, a new turn and a new part of a lesson begin at their top.
const partName = /^st-key-(?:step-|line-(?!of-)|answer-)/;
const partShown = () => {
  for (const box of document.querySelectorAll(`${has("step-")}, ${has("line-")}, ${has("answer-")}`)) {
    const name = [...box.classList].find((each) => partName.test(each));
    if (name) return name.replace("answer-", "line-"); // an answer stands in the turn of its line
  }
  return "";
};
const addressShown = () => location.pathname + location.search;
let address = addressShown();
let part = "";
new MutationObserver(() => {
  const name = partShown();
  const turned = part && name && name !== part;
  const moved = addressShown() !== address;
  if (turned || moved) document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 });
  if (turned && name.startsWith("st-key-step-")) tell(textOf([...document.querySelectorAll(".st-key-bar p")].at(-1)));
  address = addressShown();
  part = name || (moved ? "" : part);
}).observe(document.getElementById("root"), { childList: true, subtree: true });

// Print the page, as its print style has it.
document.addEventListener("click", (event) => {
  if (event.target.closest?.(".cg-print")) window.print();
});
