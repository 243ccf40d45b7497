// Forms with data-passkey ask the authenticator before they are sent; without WebAuthn they stay hidden.
(() => {
  "use strict";
  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const withBytes = (list) => (list || []).map((item) => ({ ...item, id: bytes(item.id) }));

  const open = {
    create: (key) => ({
      publicKey: {
        ...key, challenge: bytes(key.challenge), user: { ...key.user, id: bytes(key.user.id) },
        excludeCredentials: withBytes(key.excludeCredentials),
      },
    }),
    get: (key) => ({
      publicKey: { ...key, challenge: bytes(key.challenge), allowCredentials: withBytes(key.allowCredentials) },
    }),
  };

  const plain = (credential) => {
    const { response } = credential;
    const parts = { clientDataJSON: text(response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[name]) parts[name] = text(response[name]);
    }
    return {
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response: parts,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  };

  const ask = async (form) => {
    const answer = await fetch(form.dataset.challenge, { headers: { Accept: "application/json" } });
    if (!answer.ok) return form.submit();
    const options = open[form.dataset.passkey]((await answer.json()).publicKey);
    const credential = await navigator.credentials[form.dataset.passkey](options);
    form.elements.credential.value = JSON.stringify(plain(credential));
    form.submit();
  };

  const ready = () => {
    // Browsers bind passkeys to names, not to addresses in figures such as 127.0.0.1.
    if (!window.PublicKeyCredential || /^[\d.]+$|:/.test(location.hostname)) return;
    for (const said of document.querySelectorAll("[data-passkey-missing]")) said.hidden = true;
    for (const form of document.querySelectorAll("form[data-passkey]")) {
      form.hidden = false;
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        // The reader closed the authenticator's window: the page stays as it is.
        ask(form).catch(() => form.querySelector("button").focus());
      });
    }
  };
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", ready) : ready();
})();
