"""Ways in beside a password: passkeys, the organisation, browsers known from before."""
