"""The words of a PDF as pypdfium2 has them, to hold the browser's words against."""

import pypdfium2

from idp.training.sheet import Box, Printed

Read = tuple[str, int, Box]


def pdf_words(pdf: bytes) -> list[Read]:
    """(text, page, box in page fractions) of every run of characters without a space or a jump between them."""
    found: list[Read] = []
    with pypdfium2.PdfDocument(pdf) as document:
        for index, page in enumerate(document):
            text = page.get_textpage()
            width, height = page.get_size()
            run: list[tuple[str, Box]] = []
            for at in range(text.count_chars()):
                char = text.get_text_range(at, 1).replace("\ufffe", "-")  # pdfium's sign for a hyphen at a row's end
                left, bottom, right, top = text.get_charbox(at, loose=True)
                box = (left / width, 1 - top / height, right / width, 1 - bottom / height)
                if not char.strip() or (run and not _continues(run[-1][1], box)):
                    found += _word(run, index)
                    run = []
                if char.strip():
                    run.append((char, box))
            found += _word(run, index)
    return found


def _continues(last: Box, box: Box) -> bool:
    return last[1] < box[3] and box[1] < last[3] and -0.01 < box[0] - last[2] < 0.002


def _word(run: list[tuple[str, Box]], page: int) -> list[Read]:
    if not run:
        return []
    boxes = [box for _, box in run]
    box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    return [("".join(char for char, _ in run), page, box)]


def agreement(printed: Printed) -> float:
    """Share of the printed words that the PDF has with the same text at the same place (2 ‰ of the page across, inside down)."""
    read = pdf_words(printed.pdf)
    words = [word for word in printed.words if word.text]
    hits = sum(
        any(text == word.text and page == word.page and _is_at(box, word.box) for text, page, box in read) for word in words
    )
    return hits / len(words)


def _is_at(read: Box, said: Box) -> bool:
    middle = (said[1] + said[3]) / 2
    return abs(read[0] - said[0]) < 0.002 and abs(read[2] - said[2]) < 0.002 and read[1] < middle < read[3]
