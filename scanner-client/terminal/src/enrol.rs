//! Enrolment: a folder becomes a device.

use std::path::Path;

use inwards_engine::grants::KeptGrants;
use serde::{Deserialize, Serialize};
use sync_core::api::Enrolled;
use sync_core::label::{EnrolmentLink as Link, Label};

use crate::cli::EnrolAsk;
use crate::command_error::CommandError;
use crate::folder::{self, Folder};
use crate::http::Server;
use crate::identity::{Identity, Secret};
use crate::outbox_file::OutboxFile;
use crate::photos;
use crate::text::CliMessage;
use crate::trust::Trust;

/// An enrolment whose answer has not come: asked again, it is asked with the same key.
#[derive(Serialize, Deserialize)]
struct Enrolling {
    code: String,
    secret: Secret,
}

/// Trades a one-time code for a device number, and writes down who this device is.
///
/// A folder that is a device already becomes another one where that is asked for: what it recorded
/// is on the server, and stays beside as it was.
pub fn enrol(folder: &Folder, ask: &EnrolAsk) -> Result<Identity, CommandError> {
    let Link { server, code, root } = link_of(ask)?;
    let before = folder::read::<Identity>(&folder.identity())?;
    if let Some(identity) = &before {
        if !ask.anew {
            let server = identity.server.clone();
            let sentence = CliMessage::AlreadyEnrolled { device: identity.device.0, server };
            return Err(CommandError::refused("enrolled", sentence));
        }
        check_sent(folder, identity)?;
    }
    folder.create()?;
    let server = Server::of_link(&server, root.as_ref())?;
    let begun = folder::read::<Enrolling>(&folder.enrolling()).unwrap_or_default();
    let secret = match begun {
        Some(begun) if begun.code == code => begun.secret,
        Some(_) | None => Secret::generate()?,
    };
    let enrolling = Enrolling { code: code.clone(), secret: secret.clone() };
    folder::write(&folder.enrolling(), &enrolling)?;

    let Enrolled { device, site, grant_key, .. } =
        server.enrol(&code, &secret.public()?).map_err(as_code_refused)?;
    if let Some(before) = before {
        put_aside(folder, &before)?;
    }
    let identity = Identity::new(device, site, server.address(), server.trust().root(), secret);
    folder::write(&folder.grants(), &KeptGrants::signed_by(grant_key))?;
    folder::write(&folder.identity(), &identity)?;
    folder::remove(&folder.enrolling())?;
    Ok(identity)
}

/// What was typed, or what the link says.
fn link_of(ask: &EnrolAsk) -> Result<Link, CommandError> {
    match (&ask.link, &ask.server, &ask.code) {
        (Some(text), ..) => match text.parse::<Label>() {
            Ok(Label::Enrolment(link)) => Ok(link),
            Ok(_) | Err(_) => Err(CommandError::misuse("link", CliMessage::NoLink)),
        },
        (None, Some(server), Some(code)) => {
            // Said before anything is written down.
            Server::at(server, Trust::default())?;
            Ok(Link { server: server.clone(), code: code.trim().to_owned(), root: None })
        }
        (None, ..) => Err(CommandError::misuse("link", CliMessage::NoLink)),
    }
}

/// Refuses where the server lacks something that was recorded here: nobody else has it.
fn check_sent(folder: &Folder, identity: &Identity) -> Result<(), CommandError> {
    let (_locked, outbox, _) = OutboxFile::open(&folder.outbox(), identity.device)?;
    let (facts, photos) = (outbox.unsent(), photos::unsent(folder).len());
    if facts == 0 && photos == 0 {
        return Ok(());
    }
    let sentence = CliMessage::UnsentBeforeAnew { facts, photos };
    Err(CommandError::refused("never-lost", sentence))
}

/// Moves what the folder recorded as another device out of the way, and forgets what was fetched
/// and who was signed in. Cut short in between, it is done again with the same code.
fn put_aside(folder: &Folder, before: &Identity) -> Result<(), CommandError> {
    let outbox = folder.outbox();
    let kept = (0..).map(|times| folder.outbox_of(before.device.0, times));
    let free = kept.into_iter().find(|path| !path.exists());
    let failed = |path: &Path, error: &std::io::Error| {
        CommandError::storage(format!("could not put {} aside: {error}", path.display()))
    };
    if let Some(free) = free.filter(|_| outbox.exists()) {
        std::fs::rename(&outbox, free).map_err(|error| failed(&outbox, &error))?;
    }
    folder::sync_parent(&outbox).map_err(|error| failed(&outbox, &error))?;
    let replica = folder.replica();
    match std::fs::remove_dir_all(&replica) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(failed(&replica, &error));
        }
        Ok(()) | Err(_) => {}
    }
    folder::remove(&folder.session())
}

/// Before enrolment there is no device that could be refused: it is the code.
fn as_code_refused(failure: CommandError) -> CommandError {
    match failure.said {
        crate::command_error::ErrorText::Ours(CliMessage::DeviceRevoked { detail }) => {
            CommandError::refused("code", CliMessage::CodeRefused { detail })
        }
        _ => failure,
    }
}
