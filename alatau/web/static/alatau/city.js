// The few things a page does better with scripts. Every page works without this file.

// A menu closes when the reader turns elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-closes][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// Buttons that open a dialog are shown only where scripts run.
for (const button of document.querySelectorAll("[data-opens]")) {
  button.hidden = false;
  button.addEventListener("click", () => document.getElementById(button.dataset.opens)?.showModal());
}

// On a phone the desk's doors are a strip: the open one is in sight.
document.querySelector(".desk-doors [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// A file field speaks the language of the page, not of the browser. The field itself lies over its new face.
for (const input of document.querySelectorAll("input[type=file][data-choose]")) {
  const face = document.createElement("span");
  const [word, name] = [document.createElement("b"), document.createElement("bdi")];
  const tell = () => { name.textContent = [...input.files].map((file) => file.name).join(", ") || input.dataset.none; };
  face.className = "file-face";
  face.setAttribute("aria-hidden", "true");
  face.append(word, name);
  word.textContent = input.dataset.choose;
  input.classList.add("file-field");
  input.after(face);
  input.addEventListener("change", tell);
  tell();
}

// A form is sent once: a second tap on a slow network changes nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  window.setTimeout(() => delete form.dataset.sent, 8000);
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// What harms asks once more.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-asks]");
  if (button && !window.confirm(button.dataset.asks)) event.preventDefault();
});

// Keys of the desk: G and a letter goes somewhere, J and K walk the rows, / searches, ? tells.
const isTyping = (node) => node.closest?.("input, textarea, select, [contenteditable]");
let leader = 0;
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const menu of document.querySelectorAll("details[data-closes][open]")) menu.open = false;
  if (!document.body.classList.contains("shell-desk")) return;
  if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  // Letters by their place on the keyboard: the same keys in every alphabet.
  const letter = event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
  if (event.timeStamp - leader < 1500) {
    leader = 0;
    const door = document.querySelector(`[data-key="${CSS.escape(letter)}"]`);
    if (door) return door.click();
  }
  if (letter === "g") leader = event.timeStamp;
  else if (letter === "j") walk(1);
  else if (letter === "k") walk(-1);
  else if (event.key === "?") document.getElementById("shortcuts")?.showModal();
  else if (event.key === "/") focusSearch(event);
});

function walk(step) {
  const rows = [...document.querySelectorAll("main tbody tr:has(a)")];
  if (!rows.length) return;
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.min(Math.max(here + step, 0), rows.length - 1)];
  next.querySelector("a").focus();
  next.scrollIntoView({ block: "nearest" });
}

function focusSearch(event) {
  const search = document.querySelector("main input[type=search]");
  if (!search) return;
  event.preventDefault();
  search.focus();
}

// On a phone the city opens without a connection too, to say so. The worker keeps nothing about anybody.
if (navigator.serviceWorker && !document.body.classList.contains("shell-desk")) {
  navigator.serviceWorker.register(`/app/${document.documentElement.lang}/worker.js`, { scope: "/" }).catch(() => {});
}
