//! What every request can reach.

use std::path::PathBuf;
use std::sync::Arc;

use sync_core::ids::DeviceNumber;
use sync_core::post::Posts;
use sync_core::sync::ServerMessage;
use tokio::sync::Semaphore;

use crate::auth::admin_session::AdminSessions;
use crate::auth::board_code::BoardCode;
use crate::auth::challenge::Challenges;
use crate::auth::code::EnrolmentCodes;
use crate::auth::grant_key::GrantKey;
use crate::auth::pin_tries::PinTries;
use crate::auth::throttle::Throttle;
use crate::auth::token::TokenKeys;
use crate::broadcaster::Broadcaster;
use crate::doors::{OwnNames, Room};
use crate::error::{Problem, ProblemKind};
use crate::folder::Folder;
use crate::hub::page::PageReader;
use crate::hub::{Site, Standing};
use crate::index::{Index, IndexError};
use crate::photos::Photos;
use crate::stop::Stop;
use crate::tls::Tls;

/// The running server, as its handlers see it.
#[derive(Debug)]
pub struct App {
    /// The log and what it says, which all requests read.
    pub site: Arc<Site>,
    /// What can be rebuilt; nothing where it cannot be opened.
    pub index: Option<Arc<Index>>,
    /// The files of photos, by content.
    pub photos: Arc<Photos>,
    /// The keys that sign and check the tokens of devices.
    pub tokens: Arc<TokenKeys>,
    /// What devices sign to get a token.
    pub challenges: Challenges,
    /// One-time codes that enrol devices.
    pub codes: Arc<EnrolmentCodes>,
    /// What opens the board.
    pub board_code: BoardCode,
    /// Slows those who guess enrolment codes.
    pub enrol_throttle: Throttle,
    /// Slows those who guess the board's code.
    pub board_throttle: Throttle,
    /// Administrators who showed who they are.
    pub admin_sessions: Arc<AdminSessions>,
    /// So many PINs are hashed at once: each takes a core, and 19 MiB.
    pub pin_checks: Semaphore,
    /// The key that signs what is granted to people on devices.
    pub grant_key: GrantKey,
    /// Wrong PINs, of who signs in and of who administers, by person and device.
    pub pin_tries: PinTries,
    /// The folder of the audit log, to read in.
    pub audit: PathBuf,
    /// Whether everybody may read.
    pub open_board: bool,
    /// Where the web app's files are, where not in this program.
    pub web: Option<PathBuf>,
    /// TLS, where it is spoken.
    pub tls: Option<Arc<Tls>>,
    /// The board, drawn once for all who watch.
    pub broadcaster: Broadcaster,
    /// Tells that the server stops.
    pub stop: Stop,
    /// How many requests are worked on at once.
    pub room: Room,
    /// The names by which it may be asked.
    pub names: OwnNames,
}

impl App {
    /// Opens the keys and codes of a data directory for a site.
    pub fn open(
        folder: &Folder,
        site: Arc<Site>,
        open_board: bool,
        web: Option<PathBuf>,
        stop: Stop,
    ) -> std::io::Result<Self> {
        let index = Index::open(&folder.index(), site.epoch(), site.head());
        if let Err(error @ IndexError::LogShortened { .. }) = &index {
            return Err(std::io::Error::other(error.to_string()));
        }
        let index = index.inspect_err(|error| tracing::error!(%error, "going on without an index"));
        Ok(Self {
            index: index.ok().map(Arc::new),
            photos: Arc::new(Photos::open(folder)?),
            tokens: Arc::new(TokenKeys::open(folder)?),
            challenges: Challenges::new()?,
            codes: Arc::new(EnrolmentCodes::open(folder)?),
            board_code: BoardCode::open(folder)?,
            enrol_throttle: Throttle::default(),
            board_throttle: Throttle::default(),
            admin_sessions: Arc::default(),
            pin_checks: Semaphore::new(std::thread::available_parallelism().map_or(1, Into::into)),
            grant_key: GrantKey::open(folder)?,
            pin_tries: PinTries::default(),
            audit: folder.audit(),
            open_board,
            web,
            tls: None,
            broadcaster: Broadcaster::default(),
            stop,
            room: Room::default(),
            names: OwnNames::default(),
            site,
        })
    }

    /// The device as it stands now: asked at every contact, so that a revocation holds at once.
    pub fn reader_of(&self, device: DeviceNumber) -> Result<PageReader, Problem> {
        match self.site.read().standing_of(device) {
            Standing::Unknown => Err(not_enrolled(device)),
            Standing::Revoked => Err(Problem::new(ProblemKind::Revoked, was_revoked(device))),
            Standing::Enrolled(posts) => Ok(PageReader { device, posts }),
        }
    }

    /// A device that may speak, be it only once more: one that was revoked may send what it recorded.
    pub fn speaker_of(&self, device: DeviceNumber) -> Result<PageReader, Problem> {
        match self.site.read().standing_of(device) {
            Standing::Unknown => Err(not_enrolled(device)),
            Standing::Revoked => Ok(PageReader { device, posts: Posts::NONE }),
            Standing::Enrolled(posts) => Ok(PageReader { device, posts }),
        }
    }

    /// What is said to a device that was revoked, instead of whatever else; nothing where it was not.
    pub fn farewell(&self, device: DeviceNumber) -> Option<ServerMessage> {
        let held = self.site.read();
        (held.standing_of(device) == Standing::Revoked).then(|| ServerMessage::Revoked {
            known: held.known(device),
            detail: was_revoked(device),
        })
    }
}

fn not_enrolled(device: DeviceNumber) -> Problem {
    Problem::new(ProblemKind::Unauthenticated, format!("device {device} is not enrolled here"))
}

fn was_revoked(device: DeviceNumber) -> String {
    format!("device {device} was revoked: ask the administrator, who can enrol it anew")
}
