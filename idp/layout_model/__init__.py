"""Which part of a page is what? The shipped transformer over words and boxes, and layoutparser's detectors over the picture.

Both answer the port `LayoutModel` with regions. What a reader makes of them is the extractors' business; how the transformer is
trained is `idp.training.model`'s.
"""
