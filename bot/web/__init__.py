"""The web chat: an accessible page that works without JavaScript, and Rasa's socket.io protocol."""
