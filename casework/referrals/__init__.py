"""A referral after it was chosen: the note, the link, the question, the end, the figures."""
