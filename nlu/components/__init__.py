"""Rasa graph components that read one message.

``MessageGuard`` cleans the text, ``CharNgramIntentClassifier`` ranks the intents,
``NearestExampleGuard`` says when we do not know, ``ValueExtractor`` adds the entities.
"""
