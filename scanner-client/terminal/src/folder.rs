//! The device's folder: what lies where, and writing small files whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::command_error::CommandError;

/// Where a device keeps everything.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// The folder at a path.
    pub fn at(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Who the device is.
    pub fn identity(&self) -> PathBuf {
        self.0.join("identity")
    }

    /// The key of an enrolment that is under way.
    pub fn enrolling(&self) -> PathBuf {
        self.0.join("enrolling")
    }

    /// The journal of what was recorded here.
    pub fn outbox(&self) -> PathBuf {
        self.0.join("outbox")
    }

    /// What was recorded here as another device, before the folder was enrolled anew; `times` tells
    /// several of one number apart.
    pub fn outbox_of(&self, device: u32, times: u32) -> PathBuf {
        let again = if times == 0 { String::new() } else { format!("-{times}") };
        self.0.join(format!("outbox-of-{device}{again}"))
    }

    /// What was pulled; can be pulled again.
    pub fn replica(&self) -> PathBuf {
        self.0.join("replica")
    }

    /// Photos whose files are still to be sent.
    pub fn photos(&self) -> PathBuf {
        self.0.join("photos")
    }

    /// Who is signed in.
    pub fn session(&self) -> PathBuf {
        self.0.join("session")
    }

    /// What the server granted to those who worked here lately.
    pub fn grants(&self) -> PathBuf {
        self.0.join("grants")
    }

    /// How often a wrong PIN was given.
    pub fn wrong_pins(&self) -> PathBuf {
        self.0.join("wrong-pins")
    }

    /// Erases what a device keeps: who was signed in, what was recorded and pulled, and last who it is, so
    /// that it is erased again where this is cut short.
    pub fn erase(&self) -> Result<(), CommandError> {
        remove(&self.session())?;
        remove(&self.wrong_pins())?;
        remove(&self.enrolling())?;
        for folder in [self.replica(), self.photos(), self.outbox()] {
            match fs::remove_dir_all(&folder) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(folder_error("remove", &folder, &error));
                }
                Ok(()) | Err(_) => {}
            }
        }
        remove(&self.identity())?;
        sync_parent(&self.identity())
            .map_err(|error| folder_error("remove", &self.identity(), &error))
    }

    /// Makes the folder, readable by its owner alone.
    pub fn create(&self) -> Result<(), CommandError> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(&self.0)
            .and_then(|()| for_its_owner(&self.0))
            .and_then(|()| sync_parent(&self.0))
            .map_err(|error| folder_error("make", &self.0, &error))
    }

    /// Takes others' rights to a device's folder away, whoever made it, and to whatever this process
    /// makes from now on: what lies in it opens doors.
    pub fn keep_others_out(&self) -> Result<(), CommandError> {
        #[cfg(unix)]
        {
            use nix::sys::stat::{Mode, umask};
            umask(Mode::S_IRWXG | Mode::S_IRWXO);
        }
        // Only a folder that is a device's: another one may have been named by mistake.
        if !self.identity().exists() {
            return Ok(());
        }
        for folder in [&self.0, &self.outbox(), &self.replica(), &self.photos()] {
            if folder.is_dir() {
                for_its_owner(folder).map_err(|error| folder_error("close", folder, &error))?;
            }
        }
        Ok(())
    }
}

fn for_its_owner(folder: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        if fs::metadata(folder)?.permissions().mode() & 0o077 != 0 {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
        }
    }
    Ok(())
}

/// Writes a file so that after a crash the old or the new content is there, and nothing between.
pub fn write(path: &Path, content: &impl Serialize) -> Result<(), CommandError> {
    let failed = |error: &std::io::Error| folder_error("write", path, error);
    let bytes =
        serde_json::to_vec(content).map_err(|error| CommandError::storage(error.to_string()))?;
    let beside = path.with_extension("new");
    let mut options = OpenOptions::new();
    options.create(true).write(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside).map_err(|error| failed(&error))?;
    file.write_all(&bytes)
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&beside, path))
        .and_then(|()| sync_parent(path))
        .map_err(|error| failed(&error))
}

/// Reads a file, where there is one.
pub fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, CommandError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(folder_error("read", path, &error)),
    };
    serde_json::from_slice(&bytes)
        .map(Some)
        .map_err(|error| CommandError::storage(format!("{} is damaged: {error}", path.display())))
}

/// Removes a file, where there is one.
pub fn remove(path: &Path) -> Result<(), CommandError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(folder_error("remove", path, &error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Makes durable that a file is there, or not.
#[cfg(unix)]
pub fn sync_parent(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => File::open(parent)?.sync_all(),
        Some(_) | None => File::open(".")?.sync_all(),
    }
}

/// Makes durable that a file is there, or not.
#[cfg(not(unix))]
pub fn sync_parent(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

fn folder_error(doing: &str, path: &Path, error: &std::io::Error) -> CommandError {
    CommandError::storage(format!("could not {doing} {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_read_by_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("identity");

        write(&path, &"first").unwrap();
        write(&path, &"second").unwrap();

        assert_eq!(read::<String>(&path).unwrap().as_deref(), Some("second"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_devices_folder_that_others_could_read_is_closed_to_them() {
        use std::os::unix::fs::PermissionsExt as _;
        let place = tempfile::tempdir().unwrap();
        let root = place.path().join("device");
        fs::create_dir_all(root.join("replica")).unwrap();
        let open =
            |path: &Path| fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        open(&root);
        open(&root.join("replica"));
        let folder = Folder::at(&root);

        folder.keep_others_out().unwrap();
        assert_eq!(mode(&root), 0o755, "it is no device's");
        fs::write(folder.identity(), "{}").unwrap();
        folder.keep_others_out().unwrap();

        assert_eq!((mode(&root), mode(&root.join("replica"))), (0o700, 0o700));
        fs::write(root.join("new"), "").unwrap();
        assert_eq!(mode(&root.join("new")), 0o600);
        open(&root);
        folder.create().unwrap();
        assert_eq!(mode(&root), 0o700);
    }

    #[test]
    fn a_file_that_is_not_there_is_nothing_and_a_broken_one_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("session");

        assert!(read::<String>(&path).unwrap().is_none());
        fs::write(&path, b"{").unwrap();
        let failure = read::<String>(&path).unwrap_err();

        assert!(failure.say(sync_core::text::Language::English).contains("session"));
    }
}
