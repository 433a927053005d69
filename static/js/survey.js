/* Saves a page of a survey while somebody types, and asks before they leave with something that is not saved. The page
   is complete without it: every button saves. What is sent is what the button would send, but for files. */

const PAUSE = 2000; /* milliseconds after the last change */

const form = document.querySelector(".survey-form");
const told = document.createElement("p");
told.className = "quiet small";
told.setAttribute("role", "status");
form.querySelector(".survey-buttons").after(told);

let unsaved = false;
let saving = null;
let leaving = false;
let timer = 0;

function typed() {
  const data = new FormData(form);
  for (const field of form.querySelectorAll("input[type=file], [name$=-remove]")) data.delete(field.name);
  data.set("then", "autosave");
  return data;
}

async function save() {
  unsaved = false;
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: typed(), signal: AbortSignal.timeout(8000) });
    if (!answer.ok) return giveUp();
    const { was, conflicts, at } = await answer.json();
    for (const [code, mark] of Object.entries(was)) form.elements[`was-${code}`].value = mark;
    told.textContent = conflicts ? "Somebody else has changed an answer on this page. Save it to see both." : `Saved at ${at}.`;
  } catch {
    unsaved = true;
    told.textContent = "Not saved yet: the site does not answer. What you typed is still here.";
    wait(PAUSE * 5);
  }
}

/* The survey has closed, or the link is dead: only a button leads to what can be done then. */
function giveUp() {
  unsaved = true;
  form.removeEventListener("input", changed);
  told.textContent = "This can no longer be saved by itself. Press a button to go on: what you typed is not lost.";
}

function wait(pause) {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    await saving;
    saving = save();
    saving.finally(() => {
      saving = null;
    });
  }, pause);
}

function changed(event) {
  if (event.target.type === "file") return;
  unsaved = true;
  wait(PAUSE);
}

form.addEventListener("input", changed);

/* A page must not arrive before what was saved of it: it would be taken for somebody else's. */
form.addEventListener("submit", async (event) => {
  clearTimeout(timer);
  if (saving && !leaving) {
    event.preventDefault();
    await saving;
    leaving = true;
    setTimeout(() => form.requestSubmit(event.submitter)); /* not while this event is still on its way */
  }
  leaving = true;
});

window.addEventListener("beforeunload", (event) => {
  if (unsaved && !leaving) event.preventDefault();
});

/* Back from the page after this one, the browser may show it as it was left. */
window.addEventListener("pageshow", () => {
  leaving = false;
});
