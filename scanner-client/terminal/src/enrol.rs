//! Enrolment: a folder becomes a device.

use serde::{Deserialize, Serialize};
use sync_core::api::Enrolled;

use crate::command_error::CommandError;
use crate::folder::{self, Folder};
use crate::http::Server;
use crate::identity::{Identity, Secret};
use crate::text::CliMessage;

/// An enrolment whose answer has not come: asked again, it is asked with the same key.
#[derive(Serialize, Deserialize)]
struct Enrolling {
    code: String,
    secret: Secret,
}

/// Trades a one-time code for a device number, and writes down who this device is.
pub fn enrol(folder: &Folder, server: &str, code: &str) -> Result<Identity, CommandError> {
    let server = Server::at(server)?;
    if let Some(identity) = folder::read::<Identity>(&folder.identity())? {
        return Err(CommandError::refused(
            "enrolled",
            CliMessage::AlreadyEnrolled { device: identity.device.0, server: identity.server },
        ));
    }
    folder.create()?;
    let code = code.trim();
    let begun = folder::read::<Enrolling>(&folder.enrolling()).unwrap_or_default();
    let secret = match begun {
        Some(begun) if begun.code == code => begun.secret,
        Some(_) | None => Secret::generate()?,
    };
    let enrolling = Enrolling { code: code.to_owned(), secret: secret.clone() };
    folder::write(&folder.enrolling(), &enrolling)?;

    let Enrolled { device, site, .. } =
        server.enrol(code, &secret.public()?).map_err(as_code_refused)?;
    let identity = Identity::new(device, site, server.address().to_owned(), secret);
    folder::write(&folder.identity(), &identity)?;
    folder::remove(&folder.enrolling())?;
    Ok(identity)
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
