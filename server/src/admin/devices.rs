//! Devices: the code that enrols one, the list of all, and revocation.

use sync_core::api::DeviceRow;
use sync_core::fact::{DeviceRevoked, Entity};
use sync_core::ids::{DeviceNumber, Text};
use sync_core::label::{EnrolmentLink, Label};
use sync_core::time::Timestamp;

use super::handle::{Admin, refuse, said, some_posts};
use crate::audit::What;
use crate::auth::code::Grant;
use crate::clock;
use crate::hub::AuthorError;
use crate::tls::Tls;
use crate::tls::certificate::Root;

/// A one-time enrolment code; it is shown this once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedCode {
    /// To be typed or scanned on the device.
    pub code: String,
    /// Until when it is good.
    pub expires: Timestamp,
    /// The link that enrols, with the root's fingerprint, where the server speaks TLS.
    pub link: Option<String>,
}

/// The link to an address, with the fingerprint of the root that a device may not trust yet.
pub fn link(tls: &Tls, server: String, code: String) -> String {
    let root = tls.loaded().root.as_ref().map(Root::fingerprint);
    Label::Enrolment(EnrolmentLink { server, code, root }).encode()
}

impl Admin {
    /// Makes a one-time code that enrols a device under a name, for posts joined by `+`.
    pub async fn issue_code(&self, name: Text, posts: &str) -> Result<IssuedCode, AuthorError> {
        let grant = Grant { name, posts: some_posts(posts)? };
        let (code, expires) = self
            .codes
            .issue(&grant, clock::now())
            .map_err(|error| AuthorError::Storage(error.to_string()))?;
        let posts = grant.posts.to_string();
        self.keep(What::CodeMade { name: grant.name, posts }).await?;
        let link = self.tls.as_ref().map(|tls| link(tls, tls.address().to_owned(), code.clone()));
        Ok(IssuedCode { code, expires, link })
    }

    /// All devices that were ever enrolled.
    pub fn devices(&self) -> Vec<DeviceRow> {
        let contacts = self.site.contacts();
        let held = self.site.read();
        let rows = held.replica.devices().filter(|(_, state)| state.enrolled.is_some());
        let rows = rows.map(|(device, state)| DeviceRow {
            device,
            name: said(state.name.as_ref()),
            posts: state.posts.to_string(),
            enrolled: state.enrolled,
            revoked: state.revoked,
            last_seen: contacts.get(&device).map(|contact| contact.seen),
            known: held.known(device),
        });
        rows.collect()
    }

    /// A device may not speak to the server any more.
    pub async fn revoke_device(
        &self,
        device: DeviceNumber,
        reason: Option<Text>,
    ) -> Result<(), AuthorError> {
        let what = What::DeviceRevoked { device, reason: reason.clone() };
        let revoked = self.site.author(move |held| {
            let state = held.replica.device(device).filter(|state| state.enrolled.is_some());
            match state {
                None => {
                    refuse(format!("there is no device {device}; `devices list` shows them all"))
                }
                Some(state) if state.revoked.is_some() => {
                    refuse(format!("device {device} is revoked already"))
                }
                Some(_) => {
                    Ok((vec![(Entity::Device(device), DeviceRevoked { reason }.into())], ()))
                }
            }
        });
        revoked.await?;
        self.keep(what).await
    }
}
