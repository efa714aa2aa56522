"""HTTP interfaces for other systems: one ASGI application under ``/api``, described by OpenAPI."""
