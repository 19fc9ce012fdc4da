//! The local admin socket: one length-prefixed MessagePack command, one answer.
//!
//! Whoever may open the socket may give commands: it lies in the data directory, and both
//! are for their owner alone. A data directory that no server holds is opened by the
//! command itself, so that every command works either way.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sync_core::api::{
    BadgeAnswer, CodeRow, DeviceRow, ImportReport, PersonRow, SiteChange, SiteRow,
};
use sync_core::ids::{DeviceNumber, PersonNumber, Text};
use sync_core::time::Timestamp;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{UnixListener, UnixStream};

use super::expunge::{LogQuestion, LogRow, Positions};
use super::{Admin, ImportRequest, IssuedCode, PersonChange, Secret, Status};
use crate::audit::Who;
use crate::hub::AuthorError;
use crate::stop::Stop;

/// The largest command or answer: a CSV file of a plant's orders, with room to grow.
const MOST_BYTES: u32 = 64 << 20;
/// How long a connected client may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(30);

/// Something that the administrator wants, as it goes through the socket.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum AdminCommand {
    /// A one-time code that enrols a device.
    IssueCode {
        /// What people will call the device.
        name: Text,
        /// What it may be used for.
        posts: String,
    },
    /// Asks for the codes that wait to be used.
    ListCodes,
    /// Takes back a code that nobody used yet.
    CancelCode {
        /// Which, as the list of codes names it.
        id: String,
    },
    /// Asks for all devices, revoked ones too.
    ListDevices,
    /// A device may not speak to the server any more.
    RevokeDevice {
        /// The device that is revoked.
        device: DeviceNumber,
        /// The reason, in words.
        reason: Option<Text>,
    },
    /// A device may bring so many facts more than its allowance is.
    AllowDevice {
        /// The device that is held back.
        device: DeviceNumber,
        /// How many facts, set aside or not.
        facts: u32,
    },
    /// Asks what the log holds.
    ShowLog(LogQuestion),
    /// Takes facts out of the site.
    Expunge {
        /// Where they stand in the log.
        positions: Vec<Positions>,
        /// Who does it.
        by: Text,
        /// The reason, in words.
        reason: Text,
    },
    /// A person is added, and gets a number.
    AddPerson {
        /// What colleagues call them.
        name: Text,
        /// Their posts, joined by `+`; at least one.
        posts: String,
        /// The hash of their PIN; the PIN itself never leaves the shell's process.
        pin: Option<Secret>,
    },
    /// Another name, other posts or another PIN from now on.
    ChangePerson {
        /// The person who changes.
        person: PersonNumber,
        /// Their name, where it changes.
        name: Option<Text>,
        /// What they may do, where it changes.
        posts: Option<String>,
        /// The hash of their PIN, where it changes.
        pin: Option<Secret>,
    },
    /// Asks for all people, revoked ones too.
    ListPeople,
    /// A person may do nothing here any more.
    RevokePerson {
        /// The person who is revoked.
        person: PersonNumber,
        /// The reason, in words.
        reason: Option<Text>,
    },
    /// The PIN that was set last is its owner's own choice, who typed it.
    PinIsChosen {
        /// Whose PIN it is.
        person: PersonNumber,
    },
    /// A badge is made, in place of the one of before.
    IssueBadge {
        /// Whose it is.
        person: PersonNumber,
    },
    /// A badge opens nothing any more.
    RevokeBadge {
        /// Whose it was.
        person: PersonNumber,
    },
    /// An export of the ERP is read in.
    Import(ImportRequest),
    /// Finished deliveries stand as one sum on their order lines from now on.
    Carry {
        /// How many days nobody may have touched them.
        days: u32,
    },
    /// What holds for the whole site.
    ShowSite,
    /// Something else holds for the whole site from now on.
    ChangeSite(SiteChange),
    /// How the server is.
    Status,
    /// Another key signs devices' tokens from now on.
    RotateKeys,
}

/// What comes of a command, as it goes back through the socket.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum AdminAnswer {
    /// The code; it is shown this once.
    Code {
        /// To be typed or scanned on the device.
        code: String,
        /// Until when it is good.
        expires: Timestamp,
        /// The link that enrols, where the server speaks TLS.
        #[serde(default)]
        link: Option<String>,
    },
    /// The codes that wait to be used.
    Codes(Vec<CodeRow>),
    /// All devices that were ever enrolled.
    Devices(Vec<DeviceRow>),
    /// All people who were ever added.
    People(Vec<PersonRow>),
    /// The person has this number.
    Person {
        /// The number of the person who was added or changed.
        person: PersonNumber,
    },
    /// A badge; what it says is shown this once.
    Badge(BadgeAnswer),
    /// What holds for the whole site.
    Site(SiteRow),
    /// So many order lines carry more than before.
    Carried {
        /// How many order lines carry more.
        lines: usize,
    },
    /// What the log holds.
    Log(Vec<LogRow>),
    /// So many facts are out that were not before.
    Expunged {
        /// How many, with what they had set aside.
        facts: u64,
    },
    /// What was asked for is done, and there is nothing to tell of it.
    Done,
    /// An import is over.
    Imported {
        /// What the file changed, and what of it was refused.
        report: ImportReport,
        /// Whether anything of the file was refused; the report says it too, and a command line of
        /// before reads no answer without it.
        #[serde(default)]
        faults: bool,
    },
    /// How the server is.
    Status(Status),
    /// Another key signs tokens.
    KeyRotated {
        /// Its id, as tokens name it.
        kid: String,
        /// Until when the one before is believed.
        until: Timestamp,
    },
    /// A rule forbids what was asked.
    Refused {
        /// The sentence that is shown: why, and what to do.
        why: String,
    },
    /// What was given cannot be read.
    BadInput {
        /// The sentence that is shown: what cannot be read.
        why: String,
    },
    /// What was to be kept could not be written.
    Storage {
        /// The sentence that is shown: what the storage said.
        why: String,
    },
}

/// Opens the socket; the journal's lock says that no other server is using it.
pub fn bind(path: &Path) -> io::Result<UnixListener> {
    use std::os::unix::fs::PermissionsExt as _;
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(path)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    Ok(listener)
}

/// Answers commands until the server stops.
pub async fn serve(listener: UnixListener, admin: Arc<Admin>, mut stop: Stop) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.stopped() => return,
        };
        match accepted {
            Ok((stream, _)) => {
                let admin = Arc::clone(&admin);
                tokio::spawn(async move {
                    if let Err(error) = answer_one(stream, &admin).await {
                        tracing::warn!(%error, "an admin command could not be answered");
                    }
                });
            }
            Err(error) => {
                tracing::warn!(%error, "the admin socket could not accept");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

async fn answer_one(mut stream: UnixStream, admin: &Admin) -> io::Result<()> {
    let account = stream.peer_cred()?.uid();
    let command: AdminCommand = tokio::time::timeout(PATIENCE, read_framed(&mut stream)).await??;
    let answer = command.carry_out(&admin.by(Who::Account { account })).await;
    write_framed(&mut stream, &answer).await
}

impl AdminCommand {
    /// Carries out the command.
    pub async fn carry_out(self, admin: &Admin) -> AdminAnswer {
        self.answer(admin).await.unwrap_or_else(AdminAnswer::from)
    }

    async fn answer(self, admin: &Admin) -> Result<AdminAnswer, AuthorError> {
        Ok(match self {
            Self::IssueCode { name, posts } => {
                let IssuedCode { code, expires, link } = admin.issue_code(name, &posts).await?;
                AdminAnswer::Code { code, expires, link }
            }
            Self::ListCodes => AdminAnswer::Codes(admin.codes()),
            Self::CancelCode { id } => {
                admin.cancel_code(id).await?;
                AdminAnswer::Done
            }
            Self::ListDevices => AdminAnswer::Devices(admin.devices()),
            Self::RevokeDevice { device, reason } => {
                admin.revoke_device(device, reason).await?;
                AdminAnswer::Done
            }
            Self::ShowLog(question) => AdminAnswer::Log(admin.log_rows(question).await?),
            Self::Expunge { positions, by, reason } => {
                AdminAnswer::Expunged { facts: admin.expunge(positions, by, reason).await? }
            }
            Self::AllowDevice { device, facts } => {
                admin.allow_device(device, facts).await?;
                AdminAnswer::Done
            }
            Self::AddPerson { name, posts, pin } => {
                AdminAnswer::Person { person: admin.add_person(name, &posts, pin).await? }
            }
            Self::ChangePerson { person, name, posts, pin } => {
                admin.change_person(person, PersonChange { name, posts, pin }).await?;
                AdminAnswer::Person { person }
            }
            Self::ListPeople => AdminAnswer::People(admin.people()),
            Self::RevokePerson { person, reason } => {
                admin.revoke_person(person, reason).await?;
                AdminAnswer::Done
            }
            Self::PinIsChosen { person } => {
                admin.pin_is_chosen(person)?;
                AdminAnswer::Person { person }
            }
            Self::IssueBadge { person } => AdminAnswer::Badge(admin.issue_badge(person).await?),
            Self::RevokeBadge { person } => {
                admin.revoke_badge(person).await?;
                AdminAnswer::Done
            }
            Self::Import(request) => {
                let report = admin.import(request).await?;
                AdminAnswer::Imported { faults: report.refused > 0, report }
            }
            Self::Carry { days } => AdminAnswer::Carried { lines: admin.carry(days).await? },
            Self::ShowSite => AdminAnswer::Site(admin.site()),
            Self::ChangeSite(change) => AdminAnswer::Site(admin.change_site(change).await?),
            Self::Status => AdminAnswer::Status(admin.status()),
            Self::RotateKeys => {
                let (kid, until) = admin.rotate_keys().await?;
                AdminAnswer::KeyRotated { kid, until }
            }
        })
    }
}

impl From<AuthorError> for AdminAnswer {
    fn from(error: AuthorError) -> Self {
        match error {
            AuthorError::Refused(why) | AuthorError::NotAllowed(why) => Self::Refused { why },
            AuthorError::BadInput(why) => Self::BadInput { why },
            AuthorError::BadFile(why) => Self::BadInput { why: why.en },
            AuthorError::Storage(why) => Self::Storage { why },
        }
    }
}

/// Gives a command to a running server; nothing where no server listens.
pub async fn ask(path: &Path, command: &AdminCommand) -> io::Result<Option<AdminAnswer>> {
    let mut stream = match UnixStream::connect(path).await {
        Ok(stream) => stream,
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused
            ) =>
        {
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    write_framed(&mut stream, command).await?;
    read_framed(&mut stream).await.map(Some)
}

async fn write_framed<T: Serialize>(stream: &mut UnixStream, message: &T) -> io::Result<()> {
    let bytes = rmp_serde::to_vec_named(message).map_err(io::Error::other)?;
    let length = u32::try_from(bytes.len())
        .ok()
        .filter(|length| *length <= MOST_BYTES)
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "more than 64 MiB at once"))?;
    stream.write_all(&length.to_be_bytes()).await?;
    stream.write_all(&bytes).await?;
    stream.flush().await
}

async fn read_framed<T: DeserializeOwned>(stream: &mut UnixStream) -> io::Result<T> {
    let length = stream.read_u32().await?;
    if length > MOST_BYTES {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "more than 64 MiB at once"));
    }
    // Grown as the bytes come: a claimed length alone costs nothing.
    let mut bytes = Vec::new();
    stream.take(u64::from(length)).read_to_end(&mut bytes).await?;
    if bytes.len() != usize::try_from(length).unwrap_or(usize::MAX) {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    rmp_serde::from_slice(&bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use sync_core::api::ImportKind;

    use super::*;

    #[test]
    fn an_import_goes_through_the_socket_as_ever() {
        let kind = ImportKind::ApprovedVendors;
        let csv = b"a".to_vec();
        let request =
            ImportRequest { kind, csv, all_or_nothing: true, effective: None, end_many: false };

        let bytes = rmp_serde::to_vec_named(&AdminCommand::Import(request)).unwrap();

        let expected: &[u8] = b"\x81\xa6Import\x84\xa4kind\xb0approved-vendors\xa3csv\xc4\x01a\
            \xaeall_or_nothing\xc3\xa9effective\xc0";
        assert_eq!(bytes, expected);
    }

    #[test]
    fn a_report_of_an_older_server_is_read() {
        let sentence = json!({ "en": "empty", "zh": "空" });
        let row = json!({
            "line": 2, "key": "V1", "field": "name", "reason": sentence, "remedy": sentence,
        });
        let report = json!({
            "kind": "vendors", "encoding": "UTF-8", "rows": 1, "new": 0, "changed": 0,
            "unchanged": 0, "refused": 1, "ended": 0, "withheld": false, "ignored_columns": [],
            "refused_rows": [row], "changed_rows": [], "ended_rows": [], "notes": [],
        });
        let answer = json!({ "Imported": { "report": report, "faults": true } });

        let bytes = rmp_serde::to_vec_named(&answer).unwrap();
        let read: AdminAnswer = rmp_serde::from_slice(&bytes).unwrap();

        let AdminAnswer::Imported { report: read, faults: true } = read else { panic!("{read:?}") };
        assert!(read.nothing_went_in());
        assert_eq!(serde_json::to_value(&read).unwrap(), report);
        // And the other way round: a command line of before wants both members.
        let answer = AdminAnswer::Imported { report: read, faults: true };
        let sent: serde_json::Value =
            rmp_serde::from_slice(&rmp_serde::to_vec_named(&answer).unwrap()).unwrap();
        assert_eq!(sent["Imported"]["faults"], json!(true));
    }
}
