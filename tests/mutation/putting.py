"""Puts a mutant into its place in this process: of a module before it is imported, or of a function that is there already."""

from __future__ import annotations

import gc
import importlib.abc
import importlib.util
import os
import sys
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

from tests.mutation.mutants import Mutant
from tests.mutation.rooms import ROOT


class Changed(importlib.abc.SourceLoader):
    """Loads one module from changed code."""

    def __init__(self, path: Path, code: CodeType) -> None:
        self.path, self.code = path, code

    def get_filename(self, fullname: str) -> str:
        return str(self.path)

    def get_data(self, path: str | bytes) -> bytes:
        return Path(os.fsdecode(path)).read_bytes()

    def get_code(self, fullname: str) -> CodeType:
        return self.code


class Finder(importlib.abc.MetaPathFinder):
    """Finds the changed module before anybody else does."""

    def __init__(self, name: str, loader: Changed) -> None:
        self.name, self.loader = name, loader

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        return importlib.util.spec_from_loader(fullname, self.loader) if fullname == self.name else None


def compiled(mutant: Mutant) -> CodeType:
    code: CodeType = compile(mutant.tree(), str(mutant.path), "exec", dont_inherit=True)
    return code


def put_before_import(mutant: Mutant) -> None:
    """Whoever imports the module of the mutant from now on gets the mutant."""
    name = ".".join(mutant.path.relative_to(ROOT).with_suffix("").parts)
    assert name not in sys.modules, f"{name} is imported already"
    sys.dont_write_bytecode = True
    sys.meta_path.insert(0, Finder(name, Changed(mutant.path, compiled(mutant))))


def put_in_place(mutant: Mutant) -> bool:
    """Gives the function of the mutant, wherever it is referred to, its changed code. False when that is not possible."""
    found = [code for code in _codes(compiled(mutant)) if (code.co_name, code.co_firstlineno) == mutant.function]
    living = [
        each
        for each in gc.get_objects()
        if isinstance(each, FunctionType)
        and each.__code__.co_filename == str(mutant.path)
        and (each.__code__.co_name, each.__code__.co_firstlineno) == mutant.function
    ]
    if len(found) != 1 or len(living) != 1 or found[0].co_freevars != living[0].__code__.co_freevars:
        return False
    living[0].__code__ = found[0]
    return True


def _codes(code: CodeType) -> Iterator[CodeType]:
    """The codes of a module's functions and methods, without what is inside of them."""
    for each in code.co_consts:
        if isinstance(each, CodeType):
            is_class_body = not each.co_flags & 2  # CO_NEWLOCALS: functions have it
            yield from _codes(each) if is_class_body else (each,)
