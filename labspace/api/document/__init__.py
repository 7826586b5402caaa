"""The OpenAPI 3.1 document, made from the declared calls, and the page that shows it to people."""
