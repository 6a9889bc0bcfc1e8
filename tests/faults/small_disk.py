"""Disks of a few megabytes with a real file system: ext4 in a file, mounted through a loop device, or memory of a fixed size.

They need Linux, root and the right to mount; where that is missing, `NoDiskError` says which word of which command failed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_SHUTDOWN = 0x8004587D
"""EXT4_IOC_SHUTDOWN (fs/ext4/ext4.h): the file system stops at once."""
_WITHOUT_THE_LOG = struct.pack("I", 2)
"""EXT4_GOING_FLAGS_NOLOGFLUSH: not even what was committed to the log in memory is written. That is the plug being pulled."""


class NoDiskError(Exception):
    """This machine does not let us mount a disk."""


def run(*command: str | Path) -> None:
    """Raises `NoDiskError` with what the command said."""
    try:
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=60, check=False)
    except FileNotFoundError:
        raise NoDiskError(f"{command[0]} is not installed") from None
    if done.returncode != 0:
        raise NoDiskError(f"{command[0]}: {done.stderr.strip() or done.returncode}")


@dataclass
class SmallDisk:
    """A mounted disk. `image` is the file that it is kept in; None when it is in memory only."""

    folder: Path
    image: Path | None

    def cut_power(self) -> None:
        """The file system stops in the middle of whatever it does; what it had not yet written is lost."""
        import fcntl

        handle = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, _SHUTDOWN, _WITHOUT_THE_LOG)
        finally:
            os.close(handle)

    def come_back(self) -> None:
        """What starting the machine again does: the file system is mounted anew, and plays its log back."""
        self.unmount()
        self._mount()

    def _mount(self) -> None:
        if self.image is None:
            run("mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", self.folder)
        else:
            run("mount", "-o", "loop", self.image, self.folder)

    def unmount(self) -> None:
        run("umount", self.folder)

    def make_read_only(self) -> None:
        run("mount", "-o", "remount,ro", self.folder)

    def free(self) -> int:
        """Bytes that can still be written."""
        found = os.statvfs(self.folder)
        return found.f_bavail * found.f_frsize


@contextlib.contextmanager
def small_disk(kind: str) -> Iterator[SmallDisk]:
    """A fresh disk, `ext4` or `tmpfs`, unmounted and gone afterwards. Raises `NoDiskError`."""
    if sys.platform != "linux" or os.geteuid() != 0:
        raise NoDiskError("only root on Linux may mount a disk")
    memory = Path("/dev/shm")
    scratch = Path(tempfile.mkdtemp(prefix="small-disk-", dir=memory if memory.is_dir() else None))
    try:
        (scratch / "mounted").mkdir()
        image = scratch / "image" if kind == "ext4" else None
        if image is not None:
            with image.open("wb") as file:
                file.truncate(4 << 20)
            run("mkfs.ext4", "-q", "-F", "-m", "0", image)
        disk = SmallDisk(scratch / "mounted", image)
        disk._mount()
        try:
            yield disk
        finally:
            run("umount", "--lazy", disk.folder)  # a test that fails may have left a file open
    finally:
        shutil.rmtree(scratch)
