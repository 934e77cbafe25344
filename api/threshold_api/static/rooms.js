// Keeps the page of a room up to date. Without this script the page has a button for it.
const EVERY = 2000;
const HIDDEN = 30000;
const LONGEST = 30000;

const room = document.getElementById("room");
const news = document.getElementById("room-news");
let mark = room.dataset.mark;
let wait = EVERY;
let timer = 0;
let said = "";

document.getElementById("room-refresh").hidden = true;

function tell() {
  const words = document.getElementById("room-says")?.textContent ?? "";
  if (words !== said) news.textContent = words;
  said = words;
}

// Puts the new page in place of the old, and leaves the reader where they were.
function show(text) {
  const held = document.activeElement?.id;
  const open = [...room.querySelectorAll("details[open]")].map((part) => part.id);
  const page = new DOMParser().parseFromString(text, "text/html");
  room.replaceChildren(...page.body.childNodes);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (held) document.getElementById(held)?.focus({ preventScroll: true });
  tell();
}

async function look() {
  clearTimeout(timer);
  try {
    const answer = await fetch(room.dataset.state, { headers: { "If-None-Match": mark }, cache: "no-store" });
    wait = EVERY;
    if (answer.status === 404) {
      show(await answer.text());
      return;
    }
    if (answer.status === 200) {
      mark = answer.headers.get("ETag");
      show(await answer.text());
    } else if (answer.status !== 304) {
      wait = Math.min(wait * 2, LONGEST);
    }
  } catch {
    wait = Math.min(wait * 2, LONGEST);
  }
  timer = setTimeout(look, document.hidden ? HIDDEN : wait);
}

// A switch of the trainer: sent without leaving the page.
room.addEventListener("submit", async (event) => {
  if (event.target.id !== "switches") return;
  event.preventDefault();
  const fields = new URLSearchParams(new FormData(event.target, event.submitter));
  try {
    await fetch(event.target.action, { method: "POST", body: fields });
  } catch {
    event.target.submit();
    return;
  }
  look();
});

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) look();
});
said = document.getElementById("room-says")?.textContent ?? "";
timer = setTimeout(look, wait);
