// Sends a form that only carries on what was begun; without scripts its button does.
document.querySelector("form[data-send-at-once]")?.requestSubmit();
