"""Who sits at this machine: the account's folder, its key, the shipped files, time and chance."""

from dataclasses import dataclass, field
from pathlib import Path

from evalapp.base.clock import World
from evalapp.base.home import home_folder
from evalapp.base.resources import forms_folder
from evalapp.exchange.identity import Identity, load_identity


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """Handed to every operation that opens, makes or signs something."""

    home: Path = field(default_factory=home_folder)
    forms: Path = field(default_factory=forms_folder)
    world: World = field(default_factory=World)

    def identity(self) -> Identity:
        """This account's key pair, made at first use."""
        return load_identity(self.home)
