// A file of its own, so that the page's policy needs no inline script. Addresses are relative to the page, so that it
// also works behind a proxy that puts it under a prefix.
SwaggerUIBundle({
  dom_id: "#swagger-ui",
  url: "swagger/v1/swagger.json",
  // The default asks a server on the internet whether the document is valid.
  validatorUrl: null,
  // A token must not outlive the page.
  persistAuthorization: false,
  deepLinking: true,
  displayOperationId: true,
  displayRequestDuration: true,
  // Bounds of members at a glance where a body is described; the list of all schemas folded.
  defaultModelExpandDepth: 3,
  defaultModelsExpandDepth: 0,
});
