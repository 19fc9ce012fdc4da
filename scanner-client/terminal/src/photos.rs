//! Photos on the device: kept durably before they are recorded, and sent after the facts.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use inwards_engine::photo::{self, PhotoUpload, UploadStep};
use sync_core::api::Upload;
use sync_core::fact::PhotoTaken;
use sync_core::ids::ContentHash;

use crate::command_error::CommandError;
use crate::device::Device;
use crate::folder::{self, Folder};
use crate::http::Server;

/// Copies a file into the device's folder; when this returns, it is on stable storage.
pub fn keep(folder: &Folder, file: &Path) -> Result<PhotoTaken, CommandError> {
    let shown = file.display();
    let bytes = fs::read(file).map_err(|error| {
        CommandError::usage("photo", format!("could not read {shown}: {error}"))
    })?;
    let taken =
        photo::examine(&bytes, None).map_err(|error| CommandError::misread("photo", &error))?;
    let kept = path(folder, taken.content);
    let failed =
        |error: std::io::Error| CommandError::storage(format!("{}: {error}", kept.display()));
    if kept.exists() {
        return Ok(taken);
    }
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder.photos()).map_err(failed)?;
    folder::sync_parent(&folder.photos()).map_err(failed)?;
    // Whole under its name, or not at all: a power cut leaves no half photo that is sent.
    let beside = kept.with_extension("new");
    let mut options = OpenOptions::new();
    options.create(true).write(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut copy = options.open(&beside).map_err(failed)?;
    copy.write_all(&bytes).and_then(|()| copy.sync_all()).map_err(failed)?;
    fs::rename(&beside, &kept).and_then(|()| folder::sync_parent(&kept)).map_err(failed)?;
    Ok(taken)
}

/// The photos whose files the server does not have yet.
pub fn unsent(folder: &Folder) -> Vec<ContentHash> {
    let entries = fs::read_dir(folder.photos()).into_iter().flatten().flatten();
    let named = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let mut named: Vec<ContentHash> = named.collect();
    named.sort_unstable();
    named
}

/// Sends every file that the server lacks, piece by piece, from where it was left.
pub fn send(device: &Device, server: &mut Server) -> Result<usize, CommandError> {
    let mut sent = 0;
    let mut first_failure = None;
    for content in unsent(&device.folder) {
        let kept = path(&device.folder, content);
        let bytes = match fs::read(&kept) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => {
                return Err(CommandError::storage(format!("{}: {error}", kept.display())));
            }
        };
        let state = server.photo_state(&device.identity, content)?;
        match send_rest(device, server, (content, &bytes), state) {
            Ok(()) => {
                folder::remove(&kept)?;
                sent += 1;
            }
            // What keeps one photo back does not keep back the others.
            Err(failure) => {
                first_failure.get_or_insert(failure);
            }
        }
    }
    first_failure.map_or(Ok(sent), Err)
}

fn send_rest(
    device: &Device,
    server: &mut Server,
    (content, bytes): (ContentHash, &[u8]),
    mut state: Upload,
) -> Result<(), CommandError> {
    let too_long = |_| CommandError::storage(format!("photo {content} is too long"));
    let mut upload = PhotoUpload::new(u32::try_from(bytes.len()).map_err(too_long)?);
    loop {
        match upload.handle_answer(state.received, state.complete) {
            UploadStep::Send(piece) => {
                let (from, piece) = (piece.start, piece.start as usize..piece.end as usize);
                let place = (u64::from(from), bytes.len());
                let piece = bytes.get(piece).unwrap_or_default();
                state = server.send_piece(&device.identity, content, place, piece)?;
            }
            UploadStep::Done => return Ok(()),
            UploadStep::Stuck => return Err(server.not_inwards("an upload that does not go on")),
        }
    }
}

fn path(folder: &Folder, content: ContentHash) -> PathBuf {
    folder.photos().join(content.to_string())
}
