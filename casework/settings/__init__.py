"""Settings that colleagues change in the console, over what the organisation's file says."""
