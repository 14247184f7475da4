"""The words that suppliers print: labels of fields, headings of columns, names of documents, in six languages and more, as data."""
