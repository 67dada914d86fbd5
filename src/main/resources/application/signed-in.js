// Gives the page that opened this window what the sign-in answered, and closes the window.
if (window.opener) {
  const said = new URLSearchParams(window.location.search);
  window.opener.postMessage(
    { state: said.get('state'), code: said.get('code'), error: said.get('error') },
    window.location.origin,
  );
  window.close();
}
