"""How sure are we, measured? Signals of every field, cell and document → probabilities learned on documents with known truth."""

from idp.extractors.calibration.calibrate import calibrated

__all__ = ["calibrated"]
