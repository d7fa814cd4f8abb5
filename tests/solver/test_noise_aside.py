"""What C libraries print on their own does not mix with what a command says."""

from __future__ import annotations

import os

import pytest

from solver.confinement import STANDARD_OUTPUT, noise_aside


def test_only_what_is_printed_meanwhile_goes_to_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    os.write(STANDARD_OUTPUT, b"before ")
    with noise_aside():
        os.write(STANDARD_OUTPUT, b"noise")
    os.write(STANDARD_OUTPUT, b"after")
    assert tuple(capfd.readouterr()) == ("before after", "noise")


def test_an_error_meanwhile_gives_the_output_back(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ArithmeticError), noise_aside():
        raise ArithmeticError
    os.write(STANDARD_OUTPUT, b"after")
    assert capfd.readouterr().out == "after"
