//! Opens the device in a tab, and makes a browser one.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::mpsc::unbounded;
use inwards_engine::engine::{Delivery, Engine};
use inwards_engine::grants::KeptGrants;
use inwards_engine::outbox::Outbox;
use leptos::prelude::*;
use sync_core::api::Enrolled;
use sync_core::fact::{Fact, Kind};

use super::identity::Identity;
use super::key::Key;
use super::link::LinkEvent;
use super::live;
use super::recorded::RecordError;
use super::server::{self, Server, ServerError};
use super::shell::Shell;
use super::signals::{Phase, Signals};
use super::store::{GRANTS, Pulled, Store, StoreError};
use super::tab_message::TabMessage;
use super::tabs::Tabs;
use super::write_lock::WriteLock;
use crate::browser::{promised, said};

/// Who this device is.
const IDENTITY: &str = "identity";
/// The key that proves who the device is, as the browser keeps it.
const KEY: &str = "key";
/// The code and the key of an enrolment that is under way.
const ENROLLING: &str = "enrolling";
const ENROLLING_KEY: &str = "enrolling-key";
/// Where the open device is found.
type ShellPlace = StoredValue<Option<Rc<Shell>>, LocalStorage>;

/// Why the device was not enrolled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotEnrolled {
    /// The server did not answer, or did not take the code.
    Server(ServerError),
    /// The browser cannot make or keep a key.
    Browser(String),
}

/// Opens the device, where this browser is one.
pub(crate) async fn open(signals: Signals, place: ShellPlace) {
    let opened = async {
        let store = Store::open().await?;
        let identity: Option<Identity> = store.note(IDENTITY).await?;
        let key = store.kept(KEY).await?;
        let (Some(identity), Some(key)) = (identity, key) else { return Ok(false) };
        start(signals, place, store, identity, Key::of(key)).await?;
        Ok(true)
    };
    match opened.await {
        Ok(true) => {}
        Ok(false) => signals.phase.set(Phase::NotEnrolled),
        Err(error) => signals.phase.set(Phase::Broken(error)),
    }
}

async fn start(
    signals: Signals,
    place: ShellPlace,
    store: Store,
    identity: Identity,
    key: Key,
) -> Result<(), StoreError> {
    let entries = store.entries_after(0).await?;
    let Pulled { last, facts, cursor } = store.pulled_after(0).await?;
    let (last, facts) = without_hashes(&store, last, facts).await?;
    let mut outbox = Outbox::new(identity.device);
    for entry in &entries {
        outbox.replay(entry).map_err(|error| StoreError::Other(error.to_string()))?;
    }
    let engine = Engine::new(identity.device, outbox, facts, cursor);
    let (events, inbox) = unbounded();
    let (photo_nudges, nudged) = unbounded();
    let shell = Rc::new(Shell {
        server: Server::of(identity.device, key),
        identity,
        engine: RefCell::new(engine),
        store,
        write_lock: WriteLock::default(),
        tabs: Tabs::open(),
        signals,
        entries: Cell::new(entries.len() as u64),
        pages: Cell::new(last),
        delivery: Cell::new(Delivery::Later),
        events,
        photo_nudges,
        session: RefCell::new(None),
        grants: RefCell::default(),
    });
    shell.take_up_session().await?;
    shell.count_photos().await?;
    place.set_value(Some(Rc::clone(&shell)));
    let told = Rc::clone(&shell);
    shell.tabs.listen(move |news| leptos::task::spawn_local(hear(Rc::clone(&told), news)));
    // Not before this tab can take note of the answer.
    shell.tabs.tell(&TabMessage::WhoLeads);
    signals.phase.set(Phase::Ready);
    shell.changed();
    ask_to_persist(signals);
    live::lead_when_it_is_our_turn(shell, inbox, nudged);
    Ok(())
}

/// Takes out the hashes of PINs that were pulled before (decision 0031).
async fn without_hashes(
    store: &Store,
    last: u64,
    facts: Vec<Fact>,
) -> Result<(u64, Vec<Fact>), StoreError> {
    let (hashes, others): (Vec<Fact>, Vec<Fact>) =
        facts.into_iter().partition(|fact| fact.header.kind == Kind::PinSet as u16);
    if hashes.is_empty() {
        return Ok((last, others));
    }
    Ok((store.rewrite_pulled(&others).await?, others))
}

/// Asks the browser not to throw the data away when room is short.
fn ask_to_persist(signals: Signals) {
    leptos::task::spawn_local(async move {
        let storage = window().navigator().storage();
        let granted = match storage.persist() {
            Ok(promise) => promised(promise.into()).await.ok(),
            Err(_) => None,
        };
        signals.persisted.set(Some(granted.and_then(|granted| granted.as_bool()).unwrap_or(false)));
    });
}

/// Trades a code for a number. Where only the answer was lost, the same key asks again.
pub(crate) async fn enrol(
    signals: Signals,
    place: ShellPlace,
    code: &str,
) -> Result<(), NotEnrolled> {
    let in_store = |error: StoreError| NotEnrolled::Browser(error.to_string());
    let store = Store::open().await.map_err(in_store)?;
    let begun: Option<String> = store.note(ENROLLING).await.map_err(in_store)?;
    let kept = store.kept(ENROLLING_KEY).await.map_err(in_store)?;
    let key = match (begun, kept) {
        (Some(begun), Some(key)) if begun == code => Key::of(key),
        _ => Key::generate().await.map_err(|error| NotEnrolled::Browser(said(&error)))?,
    };
    store.keep(ENROLLING_KEY, key.to_keep()).await.map_err(in_store)?;
    store.write_note(ENROLLING, &code).await.map_err(in_store)?;

    let enrolled = server::enrol(code, &key).await.map_err(NotEnrolled::Server)?;
    let Enrolled { device, short_code, name, site, grant_key, .. } = enrolled;
    let kept = KeptGrants::signed_by(grant_key);
    store.write_note(GRANTS, &kept).await.map_err(in_store)?;
    let identity = Identity { device, short_code, name, site };
    store.keep(KEY, key.to_keep()).await.map_err(in_store)?;
    store.write_note(IDENTITY, &identity).await.map_err(in_store)?;
    store.remove_note(ENROLLING_KEY).await.map_err(in_store)?;
    store.remove_note(ENROLLING).await.map_err(in_store)?;
    start(signals, place, store, identity, key).await.map_err(in_store)
}

/// Loads the app anew, which is no device any more: nothing that was held stays in memory.
pub(super) fn begin_anew() {
    if let Err(error) = window().location().reload() {
        leptos::logging::error!("{}", said(&error));
    }
}

/// Does what another tab tells.
async fn hear(shell: Rc<Shell>, news: TabMessage) {
    let heard = match news {
        TabMessage::Written => {
            let heard = shell.catch_up().await;
            shell.wake(LinkEvent::Recorded);
            heard
        }
        TabMessage::Pulled { restart } => shell.catch_up_pulled(restart).await,
        TabMessage::Photos => {
            let counted = shell.count_photos().await;
            shell.nudge_photos();
            counted.map_err(RecordError::Store)
        }
        TabMessage::Session => shell.look_who_is_here().await,
        TabMessage::Linked(link) => {
            shell.signals.link.set(link);
            Ok(())
        }
        TabMessage::WhoLeads => {
            shell.wake(LinkEvent::Asked);
            Ok(())
        }
        TabMessage::Erased => {
            begin_anew();
            Ok(())
        }
        TabMessage::Reconnect => {
            shell.wake(LinkEvent::ReconnectWanted);
            Ok(())
        }
    };
    if let Err(error) = heard {
        leptos::logging::error!("{error:?}");
    }
}
