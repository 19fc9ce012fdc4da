//! What every request can reach.

use std::path::PathBuf;
use std::sync::Arc;

use sync_core::ids::DeviceNumber;
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
use crate::error::{Problem, ProblemKind};
use crate::folder::Folder;
use crate::hub::Site;
use crate::hub::page::PageReader;
use crate::index::{Index, IndexError};
use crate::photos::Photos;
use crate::stop::Stop;
use crate::tls::Tls;

/// Requests that are worked on at once; more wait, briefly.
const MOST_REQUESTS: usize = 256;

/// PINs that are looked at together.
const MOST_PINS: usize = 4;

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
    pub tokens: TokenKeys,
    /// Challenges that wait for their answer.
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
    pub admin_sessions: AdminSessions,
    /// Slows those who guess an administrator's PIN.
    pub sitting_throttle: Throttle,
    /// PINs are looked at one after the other, so that guesses wait for each other.
    pub sitting_turn: tokio::sync::Mutex<()>,
    /// The key that signs what is granted to people on devices.
    pub grant_key: GrantKey,
    /// Wrong PINs, by person and device.
    pub pin_tries: PinTries,
    /// So many PINs are looked at together: each takes a core and some memory for a while.
    pub pin_turns: Semaphore,
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
    /// Limits how many requests are worked on at once.
    pub requests: Semaphore,
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
            tokens: TokenKeys::open(folder)?,
            challenges: Challenges::default(),
            codes: Arc::new(EnrolmentCodes::open(folder)?),
            board_code: BoardCode::open(folder)?,
            enrol_throttle: Throttle::default(),
            board_throttle: Throttle::default(),
            admin_sessions: AdminSessions::default(),
            sitting_throttle: Throttle::default(),
            sitting_turn: tokio::sync::Mutex::default(),
            grant_key: GrantKey::open(folder)?,
            pin_tries: PinTries::default(),
            pin_turns: Semaphore::new(MOST_PINS),
            open_board,
            web,
            tls: None,
            broadcaster: Broadcaster::default(),
            stop,
            requests: Semaphore::new(MOST_REQUESTS),
            site,
        })
    }

    /// The device as it stands now: asked at every contact, so that a revocation holds at once.
    pub fn reader_of(&self, device: DeviceNumber) -> Result<PageReader, Problem> {
        let held = self.site.read();
        let state = held.replica.device(device).filter(|state| state.enrolled.is_some());
        match state {
            None => Err(Problem::new(
                ProblemKind::Unauthenticated,
                format!("device {device} is not enrolled here"),
            )),
            Some(state) if state.revoked.is_some() => {
                Err(Problem::new(ProblemKind::Revoked, format!("device {device} was revoked")))
            }
            Some(state) => Ok(PageReader { device, posts: state.posts }),
        }
    }
}
