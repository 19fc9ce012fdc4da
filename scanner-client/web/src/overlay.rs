//! What a screen may lay over itself, as data: toasts, the camera, what goes to the printer.

use std::rc::Rc;

use leptos::prelude::*;

use crate::browser::after;

/// How long a toast stays.
const STAYS_MS: u64 = 6_000;

/// What takes something back.
pub(crate) type Undo = Rc<dyn Fn()>;

#[derive(Clone)]
pub(crate) struct Toast {
    pub(crate) text: String,
    /// More of it, in small print.
    pub(crate) more: String,
    /// What taking it back does, where that can be.
    pub(crate) undo: Option<Undo>,
    /// Whether nothing was recorded: then it is an alert.
    pub(crate) is_refusal: bool,
}

impl Toast {
    pub(crate) fn done(text: String) -> Self {
        Self { text, more: String::new(), undo: None, is_refusal: false }
    }

    pub(crate) fn refused(text: String) -> Self {
        Self { text, more: String::new(), undo: None, is_refusal: true }
    }

    /// It can be taken back.
    pub(crate) fn with_undo(mut self, undo: impl Fn() + 'static) -> Self {
        self.undo = Some(Rc::new(undo));
        self
    }

    pub(crate) fn with_more(mut self, more: String) -> Self {
        self.more = more;
        self
    }
}

/// The toast on show: one at a time.
#[derive(Clone, Copy)]
pub(crate) struct Toasts {
    /// With its number, so that one does not take the next one away.
    pub(crate) shown: RwSignal<Option<(u32, Toast)>, LocalStorage>,
}

impl Default for Toasts {
    fn default() -> Self {
        Self { shown: RwSignal::new_local(None) }
    }
}

impl Toasts {
    /// Shows a toast instead of the one before.
    pub(crate) fn show(self, toast: Toast) {
        let number = self.shown.with_untracked(|shown| shown.as_ref().map_or(1, |(n, _)| n + 1));
        self.shown.set(Some((number, toast)));
        after(STAYS_MS, move || {
            let is_same = self
                .shown
                .with_untracked(|shown| shown.as_ref().is_some_and(|(n, _)| *n == number));
            if is_same {
                self.shown.set(None);
            }
        });
    }

    pub(crate) fn close(self) {
        self.shown.set(None);
    }
}

/// What goes to the printer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Print {
    /// Inspection cards on labels, as SVG.
    Cards(Vec<String>),
    /// The pages of a paper, as HTML.
    Paper(Vec<String>),
}

/// How long the camera is looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Looks {
    /// Until a code is read.
    Once,
    /// One code after another, until it is closed.
    OnAndOn,
}
