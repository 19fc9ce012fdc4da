//! Photos of the lot on the bench.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sync_core::command::{Command, PhotoOf};
use sync_core::ids::FactId;
use sync_core::number::CardNumber;
use sync_core::view::InspectionView;

use crate::app::use_app;
use crate::device::PhotoFile;
use crate::device::signal::Signal as Sounded;
use crate::overlay::Toast;
use crate::parts::photo::{Photos, TakePhoto};
use crate::parts::photo_words::PhotoWord;
use crate::words::{Word as Shared, say};

/// The lot's photos, with the keys that add one.
pub(super) fn section(card: CardNumber, lot: Memo<Option<InspectionView>>) -> impl IntoView {
    let photos = Memo::new(move |_| {
        lot.with(|lot| lot.as_ref().map(|lot| lot.lot.photos.clone()).unwrap_or_default())
    });
    let taken = Callback::new(move |photo| record(card, photo));
    let undo = Callback::new(move |fact| take_back(card, fact));
    view! {
        <section class="lotcard photos">
            <b>{say(PhotoWord::Photos)}</b>
            {move || view! { <Photos photos=photos.get() undo=Some(undo)/> }}
            <div class="two"><TakePhoto taken/></div>
        </section>
    }
}

fn record(card: CardNumber, photo: PhotoFile) {
    let app = use_app();
    let command = Command::TakePhoto { of: PhotoOf::Card(card), photo: photo.taken.clone() };
    spawn_local(async move {
        match app.desk.record_with(command, &[photo]).await {
            Ok(done) => {
                app.signal(Sounded::Done);
                let toast = Toast::done(app.say(PhotoWord::Stored));
                let toast = toast.with_more(app.say(PhotoWord::StoredThen));
                app.toast(match done.made.first().map(|made| made.fact) {
                    Some(fact) => toast.with_undo(move || take_back(card, fact)),
                    None => toast,
                });
            }
            Err(trouble) => refuse(app.trouble(&trouble)),
        }
    });
}

fn take_back(card: CardNumber, fact: FactId) {
    let app = use_app();
    spawn_local(async move {
        match app.desk.record(Command::VoidPhoto { of: PhotoOf::Card(card), fact }).await {
            Ok(_) => {
                app.signal(Sounded::Undone);
                app.toast(Toast::done(app.say(PhotoWord::TakenBack)));
            }
            Err(trouble) => refuse(app.trouble(&trouble)),
        }
    });
}

fn refuse(why: String) {
    let app = use_app();
    app.signal(Sounded::NotCounted);
    app.toast(Toast::refused(app.say(Shared::NotRecorded)).with_more(why));
}
