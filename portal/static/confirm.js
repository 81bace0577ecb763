// A form with data-confirm asks its question in the page's dialog before it is sent.

export function watchConfirmations(root) {
  const dialog = root.getElementById("confirm");
  if (!dialog) return;
  let asked = null;

  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.confirm || form.dataset.confirmed) return;
    event.preventDefault();
    asked = { form, submitter: event.submitter };
    dialog.querySelector("#confirm-question").textContent = form.dataset.confirm;
    const verb = event.submitter?.textContent.trim();
    if (verb) dialog.querySelector("[data-confirm-yes]").textContent = verb;
    dialog.returnValue = "";
    dialog.showModal();
  });

  dialog.addEventListener("close", () => {
    if (!asked || dialog.returnValue !== "yes") return;
    const { form, submitter } = asked;
    form.dataset.confirmed = "yes";
    form.requestSubmit(submitter);
    // The page may come back from the browser's store; the question is then asked again.
    delete form.dataset.confirmed;
  });
}
