"""How does the layout model come about? Pages with the label of each word, a network that learns them, and the folder it is shipped in.

- `labels`     which labels and document types there are
- `sample`     one page to learn from: words, boxes, labels; kept as JSON lines
- `printed`    generated documents as samples; `sources` says which generators there are
- `located`    real documents as samples: the values of their truth files found on the page; `disguise` puts other text in their place
- `noise`      what printing, scanning and OCR do to a page
- `network`, `batch`, `learn`    the network and its training
- `measure`, `alone`    how good it is, word by word, and as an extractor of its own
- `export`     ONNX with 8-bit weights, tokenizer and card: the folder that `idp models` knows
- `recipe`, `run`    what one training is made of, and `idp train`
"""
