"""Rasa graph components that read one message.

``MessageGuard`` cleans the text, ``TwoHeadIntentClassifier`` ranks the intents,
``NearestExampleGuard`` says when we do not know, ``ValueExtractor`` adds the entities,
``AgeGuard`` knows a child, ``NeedReport`` says it all in needs.
"""
