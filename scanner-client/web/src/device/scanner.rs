//! Scans: from the keyboard wedge, from text that a scanner service commits, from the camera.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use inwards_engine::wedge::{self, Key, KeyTarget, LayoutDiffers, Read, Wedge, WedgeOutput};
use leptos::prelude::*;
use sync_core::view::{self, ScannedKind};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, HtmlInputElement, InputEvent, KeyboardEvent};

use super::handle::DeviceHandle;
use super::typing;
use crate::browser::after;

/// Takes each scan, while the screen or sheet that set it is shown.
type Listener = Rc<dyn Fn(Scan)>;

/// A scan, as a screen gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scan {
    /// The code; separators are ASCII 29.
    pub(crate) code: String,
    /// The same code came just before: maybe the same label, read twice.
    pub(crate) again: bool,
}

/// Everything that is scanned, in order.
#[derive(Clone, Copy)]
pub(crate) struct Scanner {
    /// How many scans wait because a question is open.
    pub(crate) waiting: RwSignal<usize>,
    /// How often a scan broke off.
    pub(crate) broken: RwSignal<u32>,
    /// How often a scan came in the keys of another layout, and nothing told which code it was.
    pub(crate) differing: RwSignal<u32>,
    /// How the device's scanner types: prefix, suffix, pauses and layout.
    pub(crate) settings: RwSignal<wedge::Settings>,
    device: DeviceHandle,
    inner: StoredValue<Rc<RefCell<Inner>>, LocalStorage>,
}

struct Inner {
    wedge: Wedge,
    /// The innermost stands last.
    listeners: Vec<(u64, Listener)>,
    next: u64,
    queue: VecDeque<Scan>,
    /// Questions that are open: scans wait meanwhile, and never answer one.
    holds: u32,
    /// A scan was just given to a screen, which may ask a question yet.
    is_resting: bool,
}

impl Scanner {
    /// Listens on the whole page, whatever has the focus.
    pub(crate) fn listen(device: DeviceHandle, settings: wedge::Settings) -> Self {
        let inner = Inner {
            wedge: Wedge::new(settings.clone()),
            listeners: Vec::new(),
            next: 0,
            queue: VecDeque::new(),
            holds: 0,
            is_resting: false,
        };
        let scanner = Self {
            waiting: RwSignal::new(0),
            broken: RwSignal::new(0),
            differing: RwSignal::new(0),
            settings: RwSignal::new(settings),
            device,
            inner: StoredValue::new_local(Rc::new(RefCell::new(inner))),
        };
        capture("keydown", move |event| scanner.key_down(&event.unchecked_into()));
        capture("keyup", move |event| scanner.key_up(&event.unchecked_into()));
        capture("compositionend", |event| {
            // What an input method made of a scanner's keys is no text of anybody.
            let field = event.target().and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
            if let Some(field) = field.filter(is_listening) {
                after(0, move || field.set_value(""));
            }
        });
        capture("input", move |event| scanner.committed(&event.unchecked_into()));
        keep_focus();
        scanner
    }

    /// From now on it types like this; what was half heard is forgotten.
    pub(crate) fn adopt(self, settings: wedge::Settings) {
        if self.settings.get_untracked() != settings {
            self.inner().borrow_mut().wedge = Wedge::new(settings.clone());
            self.settings.set(settings);
        }
    }

    /// A code that came another way: typed by hand, or read by the camera.
    pub(crate) fn hear(self, code: String) {
        self.deliver(Scan { code, again: false });
    }

    /// Whether scans wait until an open question is answered.
    pub(crate) fn is_held(self) -> bool {
        self.inner().borrow().holds > 0
    }

    /// While a question is open, scans wait.
    pub(crate) fn hold(self) {
        self.inner().borrow_mut().holds += 1;
    }

    /// The question is answered: what waited comes now, in order.
    pub(crate) fn release(self) {
        {
            let inner = self.inner();
            let mut inner = inner.borrow_mut();
            inner.holds = inner.holds.saturating_sub(1);
        }
        // Not while the question is being taken away: the next one would go with it.
        set_timeout(move || self.drain(), Duration::ZERO);
    }

    /// Gives all scans to a listener, before those that listened already, until it goes; answers
    /// its number.
    pub(crate) fn give_to(self, heard: impl Fn(Scan) + 'static) -> u64 {
        let inner = self.inner();
        let mut inner = inner.borrow_mut();
        inner.next += 1;
        let own = inner.next;
        inner.listeners.push((own, Rc::new(heard)));
        // What was scanned while nothing listened, once the screen stands.
        set_timeout(move || self.drain(), Duration::ZERO);
        own
    }

    /// A listener is gone.
    pub(crate) fn give_no_more(self, own: u64) {
        self.inner().borrow_mut().listeners.retain(|(number, _)| *number != own);
    }

    fn inner(self) -> Rc<RefCell<Inner>> {
        self.inner.get_value()
    }

    fn key_down(self, event: &KeyboardEvent) {
        self.device.stay_awake();
        let (key, code) = (event.key(), event.code());
        let key = Key {
            key: &key,
            code: &code,
            shift: event.shift_key(),
            control: event.ctrl_key() || event.meta_key(),
            repeats: event.repeat(),
            into: if is_awaited() { KeyTarget::Field } else { KeyTarget::Listening },
        };
        let what = self.inner().borrow_mut().wedge.handle_key(&key, now(event));
        if what == wedge::KeyDisposition::Held {
            event.prevent_default();
            event.stop_propagation();
        }
        self.take_heard();
    }

    fn key_up(self, event: &KeyboardEvent) {
        let (key, code) = (event.key(), event.code());
        let key = Key { key: &key, code: &code, ..Key::default() };
        self.inner().borrow_mut().wedge.handle_release(&key, now(event));
        self.take_heard();
    }

    /// Text that came without keys, as scanner services of handhelds commit it.
    fn committed(self, event: &InputEvent) {
        let Some(text) = event.data().filter(|_| event.input_type() == "insertText") else {
            return;
        };
        let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let listens = field.as_ref().is_some_and(is_listening);
        let into = if listens { KeyTarget::Listening } else { KeyTarget::Field };
        self.inner().borrow_mut().wedge.handle_commit(&text, into, now(event));
        if let Some(field) = field.filter(|_| listens) {
            field.set_value("");
        }
        self.take_heard();
    }

    fn take_heard(self) {
        loop {
            let heard = self.inner().borrow_mut().wedge.poll_heard();
            match heard {
                None => break,
                Some(WedgeOutput::Scan(scan)) => self.read(&scan),
                Some(WedgeOutput::Broken(_)) => self.broken.update(|count| *count += 1),
                Some(WedgeOutput::Typed(text)) => type_out(&text),
            }
        }
        self.arm();
    }

    /// A scanner whose layout is not this device's writes another code than it read: the one that is
    /// known here was meant, and what that shows of the scanner is kept.
    fn read(self, scan: &wedge::Scan) {
        let layout = self.settings.with_untracked(|settings| settings.layout);
        match wedge::read(scan, layout, |code| self.is_known(code)) {
            Ok(Read { code, layout: learned }) => {
                if learned != layout {
                    self.inner().borrow_mut().wedge.set_layout(learned);
                    self.settings.update(|settings| settings.layout = learned);
                }
                self.deliver(Scan { code, again: scan.again });
            }
            Err(LayoutDiffers) => self.differing.update(|count| *count += 1),
        }
    }

    /// Whether a code means something on this device.
    fn is_known(self, code: &str) -> bool {
        let kind = self.device.peek(|engine| Some(view::scan(engine.replica(), code).kind));
        !matches!(
            kind,
            None | Some(ScannedKind::Unknown | ScannedKind::Misread | ScannedKind::Newer)
        )
    }

    /// Decides later what is held back, unless more keys come before.
    fn arm(self) {
        let due = self.inner().borrow().wedge.poll_timeout();
        let Some(due) = due else { return };
        let wait = due.saturating_sub(page_time());
        set_timeout(
            move || {
                self.inner().borrow_mut().wedge.handle_timeout(page_time());
                self.take_heard();
            },
            Duration::from_millis(wait),
        );
    }

    fn deliver(self, scan: Scan) {
        self.inner().borrow_mut().queue.push_back(scan);
        self.drain();
    }

    /// Gives the screen one scan, and the next once it shows what became of that one: the
    /// question that a scan raises holds those behind it back.
    fn drain(self) {
        let next = {
            let inner = self.inner();
            let mut inner = inner.borrow_mut();
            let listener = inner.listeners.last().map(|(_, listener)| Rc::clone(listener));
            match listener.filter(|_| inner.holds == 0 && !inner.is_resting) {
                Some(listener) => inner.queue.pop_front().map(|scan| (scan, listener)),
                None => None,
            }
        };
        if let Some((scan, listener)) = next {
            self.inner().borrow_mut().is_resting = true;
            listener(scan);
            let go_on = move || {
                self.inner().borrow_mut().is_resting = false;
                self.drain();
            };
            set_timeout(go_on, Duration::ZERO);
        }
        self.waiting.set(self.inner().borrow().queue.len());
    }
}

fn capture(event: &str, heard: impl FnMut(web_sys::Event) + 'static) {
    let closure = Closure::<dyn FnMut(web_sys::Event)>::new(heard);
    let _ = window().add_event_listener_with_callback_and_bool(
        event,
        closure.as_ref().unchecked_ref(),
        true,
    );
    closure.forget();
}

/// Text that is committed without keys goes where the focus is. While nobody writes in a field,
/// and nobody walks from button to button by keys, that is a field of ours.
fn keep_focus() {
    let is_by_hand = |event: &web_sys::Event| {
        event.dyn_ref::<web_sys::UiEvent>().is_some_and(|event| event.detail() != 0)
    };
    capture("click", move |event| {
        if is_by_hand(&event) {
            after(0, take_focus);
        }
    });
    capture("focusout", |_| {
        after(0, || {
            let focused = document().active_element();
            if focused.is_none_or(|focused| focused.tag_name() == "BODY") {
                take_focus();
            }
        });
    });
}

/// Puts the focus on the field that listens for scans: that of an open question first.
pub(crate) fn take_focus() {
    let writes = "input:not([type=file], [type=checkbox], [type=radio]), textarea, select";
    let focused = document().active_element();
    if focused.is_some_and(|focused| focused.matches(writes).unwrap_or(false)) {
        return;
    }
    let find = |fields: &str| document().query_selector(fields).ok().flatten();
    if let Some(field) = find(".sheet [data-scan]").or_else(|| find("[data-scan]")) {
        let options = crate::browser::object(&[("preventScroll", JsValue::TRUE)]);
        // A field that has just gone has no focus to take.
        let _ = crate::browser::call(&field, "focus", &[options.into()]);
    }
}

fn is_listening(field: &HtmlInputElement) -> bool {
    field.has_attribute("data-scan")
}

/// Whether a field or a keypad waits for what is typed.
fn is_awaited() -> bool {
    let focused = document().active_element();
    let is_field = focused.is_some_and(|element| {
        element.matches("input:not([data-scan]), textarea, select").unwrap_or(false)
    });
    is_field || typing::is_shown()
}

/// What a person typed was held back for a moment, and belongs where the focus is.
fn type_out(text: &str) {
    let focused = document().active_element();
    let Some(focused) = focused.and_then(|element| element.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    let field = focused.dyn_ref::<HtmlInputElement>();
    if field.is_some_and(|field| !is_listening(field)) {
        // The one way that leaves undo, selection and `input` events as if it had been typed.
        let arguments = ["insertText".into(), JsValue::FALSE, text.into()];
        let _ = crate::browser::call(&document(), "execCommand", &arguments);
        return;
    }
    typing::type_text(text);
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "page times are small")]
fn now(event: &web_sys::Event) -> u64 {
    event.time_stamp() as u64
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "page times are small")]
fn page_time() -> u64 {
    window().performance().map(|clock| clock.now()).unwrap_or_default() as u64
}
