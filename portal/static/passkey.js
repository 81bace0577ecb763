// Asks the device for a passkey, and sends what it signed with the form: data-passkey says create or get.
const known = () => globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON !== undefined;

const answer = async (form) => {
  const options = JSON.parse(form.dataset.options);
  const credential =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  return JSON.stringify(credential.toJSON());
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const failed = form.querySelector("[data-passkey-failed]");
  if (known()) form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      form.elements.credential.value = await answer(form);
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
