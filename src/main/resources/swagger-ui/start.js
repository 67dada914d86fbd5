// Apart from the page, so that the page may run nothing that stands in it.
window.addEventListener("load", () => {
  window.ui = SwaggerUIBundle({
    url: "../api-docs",
    dom_id: "#interface",
    deepLinking: true,
    validatorUrl: null,
  });
});
