"""What is held out can never come out of a training seed."""

from idp.training.web.choices import Choices
from idp.training.web.family import HELD_OUT, STRUCTURE, choose_template, reserved_forms
from idp.training.web.phrasebook import LANGUAGES, Phrases, is_reserved, labels, variants


def test_every_held_out_template_has_two_reserved_forms_and_there_are_enough() -> None:
    assert len(HELD_OUT) >= 12
    for name, template in HELD_OUT.items():
        assert reserved_forms(template) >= 2, name
        assert set(STRUCTURE) <= set(template), name


def test_no_training_template_has_a_reserved_form() -> None:
    assert all(reserved_forms(choose_template(f"train {seed}.0")[1]) == 0 for seed in range(400))


def test_training_papers_never_use_reserved_words() -> None:
    for language in LANGUAGES:
        phrases = [Phrases(language, Choices(f"words {seed}"), held_out=False) for seed in range(30)]
        for key in labels(language):
            if all(not is_reserved(language, key, word) for word in variants(language, key, held_out=False)):
                assert not any(is_reserved(language, key, phrase[key]) for phrase in phrases), (language, key)


def test_held_out_papers_have_words_that_training_never_shows() -> None:
    for language in LANGUAGES:
        kept = sum(
            set(variants(language, key, held_out=True)) > set(variants(language, key, held_out=False))
            for key in labels(language)
        )
        assert kept >= 25, language


def test_every_language_has_hundreds_of_labels_and_all_that_trade_papers_use() -> None:
    shipping = {
        "carrier", "consignee", "date_delivery_note", "delivered_on", "delivery_note_title", "driver", "exceptions", "good_order", "none",
        "number_delivery_note", "number_pod", "package_type", "packages", "pod_title", "quantity_delivered", "received_by", "remark",
        "shipper",
        "signature", "signed_for", "time", "total_row", "trailer", "weight",
    }  # fmt: skip
    for language in LANGUAGES:
        table = labels(language)
        assert sum(map(len, table.values())) > 400
        assert {key for key in set(labels("en")) - set(table) if not key.startswith("us_")} <= shipping, language
