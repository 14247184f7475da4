"""Development time only: which documents does a supplier send, and what exactly is true of each of them?

The generator is a grammar in layers that know nothing of each other's choices:

- `content`    what the papers say, as data (parties, lines, taxes, references), consistent to the cent
- `wording`    what each thing is called, in four languages, with variants
- `layout`     how the page is set: letterhead, blocks, columns, rules, typefaces, colours
- `blocks`, `papers`    drawing: content × wording × layout → PDF, with a mark on every value that is printed
- `degrade`    a printed page becomes a scan or a photo
- `web`        another grammar, much wider: papers set in HTML, printed or only measured by Chromium, some structures held out
- `forms`      shipping papers as carriers, forwarders and warehouses print them, one template a form, some forms held out
- `einvoice`   the same content as UBL or CII
- `samples`    the demo: `sample_docs/`, its world and what is expected of each document

Randomness comes from one seeded generator that is handed down; nothing here reads a clock.
"""
