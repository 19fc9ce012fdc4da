//! The data directory: where everything of one site lies, readable by its owner alone.
//!
//! | what | holds |
//! | --- | --- |
//! | `journal/` | the log of facts: the truth, and all there is to back up with the two keys and `tls/` |
//! | `index/` | what can be rebuilt from the log |
//! | `photos/` | photos' files, each under the SHA-256 of what it holds: to back up as well |
//! | `token.key` | the Ed25519 key that signs devices' tokens (PKCS #8), unless it is a credential of the service |
//! | `token-retired.json` | the public halves of keys before it, for 10 minutes each |
//! | `grant.key` | the Ed25519 key that signs what is granted to people on devices: to back up as well |
//! | `sign-ins.json` | hashes of PINs and badges: to back up with the log |
//! | `audit/` | the audit log (`audit.rs`), a file a month: to back up as well |
//! | `board-token` | the code that opens the board for a browser that is no device |
//! | `enrolment-codes.json` | hashes of one-time codes, for 10 minutes each |
//! | `tls/` | the plant's own authority and the server's certificate (`tls/own_authority.rs`) |
//! | `admin.sock` | where a running server takes the administrator's commands |

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::Mode;
use rustix::process::umask;

/// The data directory of one site.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Makes the directory where it is not there yet, and takes everybody else's rights away.
    pub fn open(root: &Path) -> io::Result<Self> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(root)?;
        let folder = Self { root: root.to_owned() };
        let within =
            [root.to_owned(), folder.journal(), folder.index(), folder.photos(), folder.audit()];
        for directory in within.iter().filter(|directory| directory.is_dir()) {
            fs::set_permissions(directory, fs::Permissions::from_mode(0o700))?;
        }
        Ok(folder)
    }

    /// The directory that was opened, to which all other paths are relative.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The log of facts.
    pub fn journal(&self) -> PathBuf {
        self.root.join("journal")
    }

    /// What can be rebuilt from the log.
    pub fn index(&self) -> PathBuf {
        self.root.join("index")
    }

    /// The files of photos, each named by its content.
    pub fn photos(&self) -> PathBuf {
        self.root.join("photos")
    }

    /// The key that signs tokens.
    pub fn token_key(&self) -> PathBuf {
        self.root.join("token.key")
    }

    /// The public halves of keys that signed tokens before.
    pub fn retired_token_keys(&self) -> PathBuf {
        self.root.join("token-retired.json")
    }

    /// The audit log.
    pub fn audit(&self) -> PathBuf {
        self.root.join("audit")
    }

    /// The code that opens the board.
    pub fn board_token(&self) -> PathBuf {
        self.root.join("board-token")
    }

    /// The one-time enrolment codes, hashed.
    pub fn enrolment_codes(&self) -> PathBuf {
        self.root.join("enrolment-codes.json")
    }

    /// The key that signs what is granted to people on devices.
    pub fn grant_key(&self) -> PathBuf {
        self.root.join("grant.key")
    }

    /// The hashes of PINs and badges.
    pub fn sign_ins(&self) -> PathBuf {
        self.root.join("sign-ins.json")
    }

    /// Makes the folder of certificates, for its owner alone.
    pub fn make_tls(&self) -> io::Result<()> {
        let tls = self.root.join("tls");
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&tls)?;
        fs::set_permissions(&tls, fs::Permissions::from_mode(0o700))
    }

    /// The plant's root with its key.
    pub fn authority(&self) -> PathBuf {
        self.root.join("tls").join("authority.pem")
    }

    /// The plant's root alone, as devices are given it.
    pub fn public_root(&self) -> PathBuf {
        self.root.join("tls").join("root.crt")
    }

    /// The server's certificate and key.
    pub fn server_certificate(&self) -> PathBuf {
        self.root.join("tls").join("server.pem")
    }

    /// The certificate and key that came from an ACME server.
    pub fn acme_certificate(&self) -> PathBuf {
        self.root.join("tls").join("acme.pem")
    }

    /// The account at the ACME server, with its key.
    pub fn acme_account(&self) -> PathBuf {
        self.root.join("tls").join("acme-account.json")
    }

    /// Where a running server takes commands.
    pub fn admin_socket(&self) -> PathBuf {
        self.root.join("admin.sock")
    }
}

/// Whatever this process makes from now on is for its owner alone, whoever makes it: libraries too.
pub fn keep_others_out() {
    umask(Mode::RWXG | Mode::RWXO);
}

/// A credential that came with the service (systemd's `LoadCredential=` and its kin), where there is
/// one of this name.
pub fn credential(name: &str) -> io::Result<Option<Vec<u8>>> {
    let Some(directory) = std::env::var_os("CREDENTIALS_DIRECTORY") else { return Ok(None) };
    match fs::read(Path::new(&directory).join(name)) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Reads a secret file, or makes it with `fresh` contents, durable and for its owner alone.
pub fn read_or_create(
    path: &Path,
    fresh: impl FnOnce() -> io::Result<Vec<u8>>,
) -> io::Result<Vec<u8>> {
    match fs::read(path) {
        Ok(bytes) => Ok(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let bytes = fresh()?;
            replace(path, &bytes)?;
            Ok(bytes)
        }
        Err(error) => Err(error),
    }
}

/// Replaces a secret file: whoever reads it sees the old contents or the new, never a part.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&beside, path)?;
    match path.parent() {
        Some(parent) => File::open(parent)?.sync_all(),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_made_once_and_for_its_owner_alone() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::open(&place.path().join("data")).unwrap();

        let first = read_or_create(&folder.board_token(), || Ok(b"one".to_vec())).unwrap();
        let second = read_or_create(&folder.board_token(), || Ok(b"two".to_vec())).unwrap();

        assert_eq!(first, second);
        let mode = fs::metadata(folder.board_token()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let mode = fs::metadata(folder.root()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }

    #[test]
    fn a_replaced_file_holds_the_new_contents() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("secret");

        replace(&path, b"old").unwrap();
        replace(&path, b"new").unwrap();

        assert_eq!(fs::read(&path).unwrap(), b"new");
    }
}
