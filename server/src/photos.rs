//! Photos' files, each under the SHA-256 of what it holds: pieces come in, whole files go out.
//!
//! A plain directory, since a piece must be on the disk before it is acknowledged, and go on
//! where it ended after a crash (docs/photos.md says more). Nothing here knows what a photo
//! is of: facts do.

mod allowance;
mod kind;
mod metadata;

use std::collections::BTreeMap;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use sha2::{Digest as _, Sha256};
use sync_core::api::Upload;
use sync_core::fact::PhotoType;
use sync_core::ids::{ContentHash, DeviceNumber};
use sync_core::time::Timestamp;

use self::allowance::Allowance;
use crate::folder::Folder;

/// The largest file of a photo, in bytes: devices scale down what they take.
pub const MOST_PHOTO: u64 = 3_000_000;
/// How much is kept of photos that no admitted fact names: their facts may be on the way.
const MOST_UNNAMED: u64 = 64_000_000;
/// An upload that nobody went on with for so long is forgotten when the server starts.
const STALE: Duration = Duration::from_hours(7 * 24);

/// One piece of a file.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// The file, by what it will hold.
    pub content: ContentHash,
    /// How long the whole file is.
    pub length: u64,
    /// Where the piece begins.
    pub offset: u64,
    /// The bytes of the piece, in the file from the offset on.
    pub bytes: &'a [u8],
}

/// Why a piece was not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// The file is longer than any photo may be.
    #[error("a photo may have {MOST_PHOTO} bytes at most, this one has {0}")]
    TooLarge(u64),
    /// It is empty, or reaches beyond the length that was said.
    #[error("the piece is empty, or reaches beyond the file's length")]
    WrongLength,
    /// Another piece is wanted next.
    #[error("{received} bytes are here: go on from there")]
    OutOfStep {
        /// How many bytes of the file are here: the offset of the piece that is wanted.
        received: u64,
    },
    /// It is no photo.
    #[error("this is no JPEG, PNG or WebP file")]
    WrongType,
    /// The whole file is not what its name says; nothing of it is kept.
    #[error("the file does not hold what its name says: begin again")]
    WrongContent,
    /// The device sends more than a person can take.
    #[error("this device sends too much at once: wait a little")]
    TooOften,
    /// Too much came that no fact names.
    #[error("too many photos came without their facts: send the facts first")]
    TooManyUnnamed,
    /// The disk failed, or is full.
    #[error("the photo could not be kept: {0}")]
    Storage(#[from] io::Error),
}

#[derive(Debug, Default)]
struct Spent {
    allowances: BTreeMap<DeviceNumber, Allowance>,
    /// Files that no fact named when last looked, with their lengths.
    unnamed: BTreeMap<ContentHash, u64>,
}

/// The photos of a site.
#[derive(Debug)]
pub struct Photos {
    whole: PathBuf,
    parts: PathBuf,
    spent: Mutex<Spent>,
    /// Pieces are written one after another: a disk does that anyway.
    write_lock: Mutex<()>,
}

impl Photos {
    /// Opens the photos of a data directory; what nobody went on with is thrown away.
    pub fn open(folder: &Folder) -> io::Result<Self> {
        let (whole, parts) = (folder.photos(), folder.photos().join("parts"));
        DirBuilder::new().recursive(true).mode(0o700).create(&parts)?;
        let photos = Self { whole, parts, spent: Mutex::default(), write_lock: Mutex::default() };
        let mut unnamed = BTreeMap::new();
        for (path, length) in files(&photos.parts)? {
            if is_stale(&path) {
                fs::remove_file(&path)?;
            } else if let Some(content) = named_by(&path) {
                unnamed.insert(content, length);
            }
        }
        for folder in fs::read_dir(&photos.whole)? {
            let folder = folder?.path();
            if folder.is_dir() && folder != photos.parts {
                let whole = files(&folder)?;
                unnamed
                    .extend(whole.into_iter().filter_map(|(path, n)| Some((named_by(&path)?, n))));
            }
        }
        lock(&photos.spent).unnamed = unnamed;
        Ok(photos)
    }

    /// How much of a file is here.
    pub fn upload(&self, content: ContentHash) -> io::Result<Upload> {
        if let Some(length) = length_of(&self.path(content))? {
            return Ok(Upload { received: length, complete: true });
        }
        let received = length_of(&self.part(content))?.unwrap_or(0);
        Ok(Upload { received, complete: false })
    }

    /// A whole file, with its type and without what it says besides its picture; nothing where it
    /// has not arrived.
    pub fn read(&self, content: ContentHash) -> io::Result<Option<(PhotoType, Vec<u8>)>> {
        match fs::read(self.path(content)) {
            Ok(bytes) => Ok(kind::of(&bytes).map(|kind| (kind, metadata::without(kind, bytes)))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Takes a piece; when this returns, it is on the disk.
    ///
    /// `is_named` says whether an admitted fact names a content.
    pub fn take(
        &self,
        device: DeviceNumber,
        piece: Piece<'_>,
        is_named: impl Fn(ContentHash) -> bool,
        now: Timestamp,
    ) -> Result<Upload, NotTaken> {
        let end = piece.offset.saturating_add(piece.bytes.len() as u64);
        if piece.length > MOST_PHOTO {
            return Err(NotTaken::TooLarge(piece.length));
        }
        if piece.bytes.is_empty() || end > piece.length {
            return Err(NotTaken::WrongLength);
        }
        let _write_lock = self.write_lock.lock().unwrap_or_else(PoisonError::into_inner);
        let here = self.upload(piece.content)?;
        if here.complete {
            return Ok(here);
        }
        if here.received != piece.offset {
            return Err(NotTaken::OutOfStep { received: here.received });
        }
        if piece.offset == 0 && kind::cannot_be(piece.bytes) {
            return Err(NotTaken::WrongType);
        }
        self.allow(device, piece, is_named, now)?;
        self.append(piece)?;
        if end < piece.length {
            return Ok(Upload { received: end, complete: false });
        }
        self.finish(piece.content)?;
        Ok(Upload { received: end, complete: true })
    }

    fn allow(
        &self,
        device: DeviceNumber,
        piece: Piece<'_>,
        is_named: impl Fn(ContentHash) -> bool,
        now: Timestamp,
    ) -> Result<(), NotTaken> {
        let mut spent = lock(&self.spent);
        let bytes = piece.bytes.len() as u64;
        if !is_named(piece.content) {
            spent.unnamed.retain(|content, _| !is_named(*content));
            let others = spent.unnamed.iter().filter(|(content, _)| **content != piece.content);
            let others: u64 = others.map(|(_, length)| length).sum();
            if others.saturating_add(piece.length) > MOST_UNNAMED {
                return Err(NotTaken::TooManyUnnamed);
            }
        }
        let allowance = spent.allowances.entry(device).or_insert_with(|| Allowance::full(now));
        if !allowance.spend(bytes, now) {
            return Err(NotTaken::TooOften);
        }
        // The whole length is set aside for it from its first piece on.
        spent.unnamed.insert(piece.content, piece.length);
        Ok(())
    }

    fn append(&self, piece: Piece<'_>) -> io::Result<()> {
        let path = self.part(piece.content);
        let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(path)?;
        file.write_all(piece.bytes)?;
        file.sync_all()?;
        if piece.offset == 0 { sync_folder(&self.parts) } else { Ok(()) }
    }

    /// The last piece is here: what is not what it should be is thrown away.
    fn finish(&self, content: ContentHash) -> Result<(), NotTaken> {
        let (part, whole) = (self.part(content), self.path(content));
        let bytes = fs::read(&part)?;
        let is_right = ContentHash(Sha256::digest(&bytes).into()) == content;
        if !is_right || kind::of(&bytes).is_none() {
            fs::remove_file(&part)?;
            return Err(if is_right { NotTaken::WrongType } else { NotTaken::WrongContent });
        }
        let folder = whole.parent().unwrap_or(&self.whole);
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        sync_folder(&self.whole)?;
        fs::rename(&part, &whole)?;
        sync_folder(folder)?;
        Ok(sync_folder(&self.parts)?)
    }

    fn part(&self, content: ContentHash) -> PathBuf {
        self.parts.join(content.to_string())
    }

    /// Spread over 256 folders by the first byte: none grows large.
    fn path(&self, content: ContentHash) -> PathBuf {
        self.whole.join(format!("{:02x}", content.0[0])).join(content.to_string())
    }
}

fn lock(spent: &Mutex<Spent>) -> MutexGuard<'_, Spent> {
    spent.lock().unwrap_or_else(PoisonError::into_inner)
}

fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

fn length_of(path: &Path) -> io::Result<Option<u64>> {
    match fs::metadata(path) {
        Ok(metadata) => Ok(Some(metadata.len())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn files(folder: &Path) -> io::Result<Vec<(PathBuf, u64)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        if metadata.is_file() {
            files.push((entry.path(), metadata.len()));
        }
    }
    Ok(files)
}

fn named_by(path: &Path) -> Option<ContentHash> {
    path.file_name()?.to_str()?.parse().ok()
}

fn is_stale(path: &Path) -> bool {
    let changed = fs::metadata(path).and_then(|metadata| metadata.modified());
    changed.is_ok_and(|changed| {
        SystemTime::now().duration_since(changed).is_ok_and(|since| since > STALE)
    })
}

#[cfg(test)]
mod tests;
