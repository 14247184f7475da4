"""Which documents do suppliers send that no hand-made template foresaw? Trade papers set in HTML and printed by Chromium.

- `printer`    HTML with marked values → PDF, words and places (also without the PDF, for training)
"""
