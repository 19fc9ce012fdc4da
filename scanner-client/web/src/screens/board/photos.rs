//! What was wrong with a delivery, and the photos of it and of its lots.

use leptos::prelude::*;
use sync_core::view::{ExceptionView, PhotoView};

use crate::components::photo::Photos;
use crate::components::photo_messages::PhotoMessage;
use crate::components::problem::Problems;
use crate::components::problem_messages::ProblemMessage;
use crate::messages::say;

/// The exceptions of a receipt, each with its photos, and the photos that belong to none.
pub(super) fn of_receipt(exceptions: Vec<ExceptionView>, photos: Vec<PhotoView>) -> impl IntoView {
    let is_rest =
        |photo: &&PhotoView| exceptions.iter().all(|said| !said.photos.contains(&photo.content));
    let rest: Vec<PhotoView> = photos.iter().filter(is_rest).cloned().collect();
    let count = exceptions.iter().filter(|said| !said.voided).count();
    let told = (!exceptions.is_empty()).then(|| {
        view! { <section class="probs"><h2>{say(ProblemMessage::Problems(count))}</h2><Problems exceptions photos/></section> }
    });
    view! { {told}{of_lot(rest)} }
}

/// The photos of a lot.
pub(super) fn of_lot(photos: Vec<PhotoView>) -> impl IntoView {
    photos.iter().any(|photo| !photo.voided).then(|| {
        view! { <section class="probs"><h2>{say(PhotoMessage::Photos)}</h2><Photos photos/></section> }
    })
}
