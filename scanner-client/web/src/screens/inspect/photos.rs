//! Photos of the lot on the bench.

use inwards_engine::engine::CommandDone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync_core::command::{Command, PhotoOf};
use sync_core::ids::FactId;
use sync_core::number::CardNumber;
use sync_core::view::InspectionView;

use crate::app::use_app;
use crate::components::photo::{Photos, TakePhoto};
use crate::components::photo_messages::PhotoMessage;
use crate::components::recording::record_with_toast;
use crate::device::PhotoFile;
use crate::device::signal::Signal as Sounded;
use crate::messages::say;
use crate::overlay::Toast;

/// The lot's photos, with the keys that add one.
pub(super) fn section(card: CardNumber, lot: Memo<Option<InspectionView>>) -> impl IntoView {
    let photos = Memo::new(move |_| {
        lot.with(|lot| lot.as_ref().map(|lot| lot.lot.photos.clone()).unwrap_or_default())
    });
    let taken = Callback::new(move |photo| record(card, photo));
    let undo = Callback::new(move |fact| take_back(card, fact));
    view! {
        <section class="lotcard photos">
            <b>{say(PhotoMessage::Photos)}</b>
            {move || view! { <Photos photos=photos.get() undo=Some(undo)/> }}
            <div class="two"><TakePhoto taken/></div>
        </section>
    }
}

fn record(card: CardNumber, photo: PhotoFile) {
    let app = use_app();
    let command = Command::TakePhoto { of: PhotoOf::Card(card), photo: photo.taken.clone() };
    spawn_local(async move {
        let toast = |done: &CommandDone| {
            let toast = Toast::done(app.say(PhotoMessage::Stored));
            let toast = toast.with_more(app.say(PhotoMessage::StoredThen));
            Some(match done.made.first().map(|made| made.fact) {
                Some(fact) => toast.with_undo(move || take_back(card, fact)),
                None => toast,
            })
        };
        record_with_toast(&command, &[photo], Sounded::Done, toast).await;
    });
}

fn take_back(card: CardNumber, fact: FactId) {
    spawn_local(async move {
        let command = Command::VoidPhoto { of: PhotoOf::Card(card), fact };
        let toast = |_: &_| Some(Toast::done(use_app().say(PhotoMessage::TakenBack)));
        record_with_toast(&command, &[], Sounded::Undone, toast).await;
    });
}
