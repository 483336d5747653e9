"""On what kind of disk a SQLite file lies: its log needs one of this machine, and most others only look like one."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

#: kinds of Linux' and macOS' own disks and memory (filesystems(5), mount(8)); all others are warned of
LOCAL = frozenset(
    "ext2 ext3 ext4 xfs btrfs zfs f2fs jfs reiserfs bcachefs nilfs2 tmpfs ramfs overlay overlayfs aufs rootfs squashfs "
    "erofs iso9660 vfat exfat msdos ntfs ntfs3 fuseblk apfs hfs hfsplus udf ubifs jffs2 ecryptfs".split()
)
#: those over a network, where SQLite is known to lose data (https://www.sqlite.org/faq.html, question 5)
NETWORK = frozenset(
    "nfs nfs3 nfs4 cifs smb smb2 smb3 smbfs afs afpfs 9p glusterfs fuse.glusterfs ceph fuse.ceph fuse.ceph-fuse "
    "fuse.sshfs fuse.rclone fuse.s3fs fuse.davfs fuse.davfs2 davfs webdav ncpfs ncp coda lustre gpfs gfs gfs2 ocfs2 "
    "beegfs fuse.beegfs orangefs pvfs2 pvfs moosefs fuse.mfs fuse.moosefs fuse.lizardfs acfs vboxsf prl_fs "
    "fuse.vmhgfs-fuse vmhgfs UNC".split()
)
#: what Windows' GetDriveTypeW says of a letter that stands for another machine's folder
DRIVE_REMOTE = 4
_MACOS_LINE = re.compile(r"^.* on (?P<folder>/.*) \((?P<kind>[\w.]+)[,)]")


@dataclass(frozen=True)
class DiskKind:
    """The kind of disk a file lies on, as the system names it; empty where it doesn't say."""

    name: str

    @property
    def is_network(self) -> bool:
        """Is it one over a network?"""
        return self.name in NETWORK

    @property
    def is_known_local(self) -> bool:
        """Is it one of this machine's own?"""
        return self.name in LOCAL or not self.name


def disk_kind(path: Path) -> DiskKind:
    """The kind of disk that `path` lies on."""
    if sys.platform == "win32":
        return DiskKind(_windows_kind(path))
    if sys.platform == "darwin":
        listed = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False, timeout=10)
        return kind_by_mount(path, listed.stdout)
    mounts = Path("/proc/mounts")
    if not mounts.is_file():
        return DiskKind("")
    return kind_by_table(path, mounts.read_text(encoding="utf-8", errors="replace"))


def kind_by_table(path: Path, mounts: str) -> DiskKind:
    """The kind of disk by Linux' table of mounts (proc_mounts(5)); of two for one folder the later lies on top."""
    best, kind = "", ""
    for line in mounts.splitlines():
        _, folder, file_system, *_ = line.split(" ")
        folder = folder.replace("\\040", " ")  # how the table writes a space
        if path.is_relative_to(folder) and len(folder) >= len(best):
            best, kind = folder, file_system
    return DiskKind(kind)


def kind_by_mount(path: Path, listed: str) -> DiskKind:
    """The kind of disk by what macOS' mount(8) prints.

    >>> kind_by_mount(Path("/Volumes/amt/a.db"), "//u@s/amt on /Volumes/amt (smbfs, nodev)").name
    'smbfs'
    """
    best, kind = "", ""
    for line in listed.splitlines():
        found = _MACOS_LINE.match(line)
        if found and path.is_relative_to(found["folder"]) and len(found["folder"]) >= len(best):
            best, kind = found["folder"], found["kind"]
    return DiskKind(kind)


def _windows_kind(path: Path) -> str:
    """UNC for another machine's folder, also behind a letter of one's own; else nothing."""
    if str(path).startswith("\\\\"):
        return "UNC"
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - there on Windows only
    return "UNC" if kernel.GetDriveTypeW(path.anchor) == DRIVE_REMOTE else ""
