"""Which documents do suppliers send that no hand-made template foresaw? Trade papers set in HTML and printed by Chromium.

A grammar: every question (where does the sender stand, how are rows ruled) is answered by `choices` on its own.

- `printer`, `paper.js`    HTML with marked values → PDF, words and places; also without the PDF, fast enough for training
- `deal`, `bargain`, `goods`, `company`    what a paper says, consistent to the cent
- `phrasebook`, `words/`, `world/`    what things are called in six languages, names and goods
- `figures`, `setting`    how numbers and dates are written; how a value is marked
- `entries`, `letterhead`, `opening`, `columns`, `table`, `notes`, `totals`, `closing`, `logo`, `look`    blocks and their style
- `page`, `receipt`, `papers`    whole documents; `family` the structures, some of them held out; `generate` one document a seed
"""
