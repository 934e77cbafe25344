// The score while someone types. Without it the button "Update score" does the same.
const PAUSE = 600;

const form = document.querySelector("[data-score-from]");
if (form) watch(form);

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

function watch(form) {
  let timer;
  let running;
  form.querySelector("[data-score-update]").hidden = true;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(update, PAUSE);
  });

  async function update() {
    running?.abort();
    running = new AbortController();
    const body = new URLSearchParams(new FormData(form));
    try {
      const response = await fetch(form.dataset.scoreFrom, { method: "POST", body, signal: running.signal });
      if (response.ok) put(await response.text());
    } catch {
      // Typed on meanwhile, or offline: the next pause or the next save shows the score.
    }
  }
}

function put(html) {
  const found = new DOMParser().parseFromString(html, "text/html");
  for (const part of ["score-send", "score-head", "score-detail"]) {
    swap(document.querySelector(`[data-${part}]`), found.querySelector(`[data-${part}]`));
  }
  const words = new Map([...found.querySelectorAll("[data-words]")].map((part) => [part.dataset.words, part]));
  for (const place of document.querySelectorAll("[data-words]")) {
    swap(place, words.get(place.dataset.words) ?? document.createElement("div"));
  }
}

// What is the same stays in place, so that a screen reader says only what is new.
function swap(place, fresh) {
  if (place.textContent.trim() === fresh.textContent.trim()) return;
  place.replaceChildren(...document.importNode(fresh, true).childNodes);
}
