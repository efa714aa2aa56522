"""The fixed texts: how plain each is, who approved it, and which wording would be better."""
