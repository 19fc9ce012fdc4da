//! The sheet: what the live board shows, with what only the server knows.

use serde::Serialize;
use sync_core::time::{SiteOffset, Timestamp};
use utoipa::ToSchema;

use crate::hub::{Contact, Held, Site};

/// The live board, as `/api/board` answers it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Sheet {
    /// The site's name.
    pub site: String,
    /// The site's distance from UTC, in minutes.
    #[schema(example = 480)]
    pub offset_minutes: i16,
    /// The server's clock when the sheet was drawn.
    #[schema(value_type = String, format = DateTime)]
    pub now: Timestamp,
    /// The log's position that it shows.
    pub position: u64,
    /// What the facts say.
    #[schema(value_type = Object)]
    pub board: serde_json::Value,
    /// The devices that may speak to the server.
    pub devices: Vec<SheetDevice>,
}

/// A device on the board.
#[derive(Debug, Serialize, ToSchema)]
pub struct SheetDevice {
    /// Its number.
    pub device: u32,
    /// What people call it.
    pub name: String,
    /// When it last spoke; nothing where it has not since the server started.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_seen: Option<Timestamp>,
    /// Facts that it had not sent when it last said so: at least so many are missing here.
    pub unsent: u64,
    /// The server's clock minus the device's, in milliseconds.
    pub clock_offset_ms: Option<i64>,
}

/// Draws the sheet.
pub fn sheet(site: &Site, held: &Held, now: Timestamp) -> Sheet {
    let stated = held.replica.site();
    let contacts = site.contacts();
    let devices = held.replica.devices();
    let devices = devices.filter(|(_, state)| state.enrolled.is_some() && state.revoked.is_none());
    Sheet {
        site: stated.name.map(|name| name.to_string()).unwrap_or_default(),
        offset_minutes: minutes(stated.offset),
        now,
        position: held.position(),
        board: serde_json::Value::Null,
        devices: devices
            .map(|(device, state)| {
                let contact = contacts.get(&device);
                SheetDevice {
                    device: device.0,
                    name: state.name.as_ref().map(ToString::to_string).unwrap_or_default(),
                    last_seen: contact.map(|contact| contact.seen),
                    unsent: contact.map_or(0, |contact: &Contact| contact.unsent),
                    clock_offset_ms: contact.map(|contact| contact.clock_offset.0),
                }
            })
            .collect(),
    }
}

fn minutes(offset: SiteOffset) -> i16 {
    offset.into()
}
