"""The door of the modern API: `/api/v1`, described in OpenAPI 3.1."""
