"""What every page of ours shares: security headers, files with their looks, the shapes of ASGI."""
