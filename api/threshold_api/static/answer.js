// Copying and printing by a button. Without scripts the buttons stay hidden, and the text can be marked and copied by hand.
const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

const copy = document.querySelector("[data-copy]");
if (copy) {
  const text = document.getElementById(copy.dataset.copy);
  const copied = document.querySelector("[data-copied]");
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
      copied.textContent = "The text is copied.";
    } catch {
      copied.textContent = "Your browser did not allow it. The text is marked: copy it with the keyboard.";
    }
  });
}
