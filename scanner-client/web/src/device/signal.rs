//! What is heard and felt. Only after the durable write, and always with what is seen.

use std::cell::RefCell;

use js_sys::Array;
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use web_sys::{AudioContext, OscillatorType};

use crate::browser::call;

/// What happened, for ear and hand.
#[allow(dead_code, reason = "the set is the design's, whichever screens use of it")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// A scan counted, and there is nothing to add.
    Counted,
    /// Counted, and there is something to know.
    CountedWithMark,
    /// Nothing was stored: the scan or the command was refused.
    NotCounted,
    /// Somebody has to answer.
    Question,
    /// Something other than a count was stored: signed, saved, judged.
    Done,
    /// Something was taken back.
    Undone,
    /// A lot's time is over.
    Overdue,
}

/// A tone, and the silence after it.
struct Tone {
    hertz: f32,
    milliseconds: u32,
    gap: u32,
}

const fn tone(hertz: f32, milliseconds: u32, gap: u32) -> Tone {
    Tone { hertz, milliseconds, gap }
}

impl Signal {
    fn tones(self) -> &'static [Tone] {
        const COUNTED: [Tone; 1] = [tone(2093.0, 70, 0)];
        const MARKED: [Tone; 2] = [tone(2093.0, 70, 60), tone(1568.0, 110, 0)];
        const NOT_COUNTED: [Tone; 3] =
            [tone(784.0, 140, 70), tone(784.0, 140, 70), tone(784.0, 140, 0)];
        const QUESTION: [Tone; 2] = [tone(1047.0, 90, 0), tone(1568.0, 90, 0)];
        const DONE: [Tone; 2] = [tone(1568.0, 60, 0), tone(2093.0, 60, 0)];
        const UNDONE: [Tone; 2] = [tone(1568.0, 60, 0), tone(1047.0, 60, 0)];
        const OVERDUE: [Tone; 2] = [tone(880.0, 300, 150), tone(880.0, 300, 0)];
        match self {
            Self::Counted => &COUNTED,
            Self::CountedWithMark => &MARKED,
            Self::NotCounted => &NOT_COUNTED,
            Self::Question => &QUESTION,
            Self::Done => &DONE,
            Self::Undone => &UNDONE,
            Self::Overdue => &OVERDUE,
        }
    }

    fn vibration(self) -> &'static [u32] {
        match self {
            Self::Counted => &[40],
            Self::CountedWithMark => &[40, 60, 40],
            Self::NotCounted => &[180, 80, 180],
            Self::Question => &[90, 60, 90],
            Self::Done => &[80],
            Self::Undone => &[30, 40, 30],
            Self::Overdue => &[300],
        }
    }

    /// Plays and shakes; a new signal cuts the old.
    pub(crate) fn give(self) {
        // A device without a loudspeaker or a motor shows it all the same.
        let _ = self.play();
        let pattern: Array = self.vibration().iter().map(|ms| JsValue::from(*ms)).collect();
        let _ = call(&window().navigator(), "vibrate", &[pattern.into()]);
    }

    fn play(self) -> Result<(), JsValue> {
        const ATTACK: f64 = 0.003;
        const RELEASE: f64 = 0.020;
        let context = context()?;
        let gain = context.create_gain()?;
        gain.connect_with_audio_node(&context.destination())?;
        let loud = if self == Self::NotCounted { 1.0 } else { 0.6 };
        let mut at = context.current_time();
        for tone in self.tones() {
            let voice = context.create_oscillator()?;
            let is_refusal = self == Self::NotCounted;
            voice.set_type(if is_refusal {
                OscillatorType::Square
            } else {
                OscillatorType::Triangle
            });
            voice.frequency().set_value(tone.hertz);
            voice.connect_with_audio_node(&gain)?;
            let end = at + f64::from(tone.milliseconds) / 1_000.0;
            let level = gain.gain();
            level.set_value_at_time(0.0, at)?;
            level.linear_ramp_to_value_at_time(loud, at + ATTACK)?;
            level.set_value_at_time(loud, end)?;
            level.linear_ramp_to_value_at_time(0.0, end + RELEASE)?;
            voice.start_with_when(at)?;
            voice.stop_with_when(end + RELEASE)?;
            at = end + RELEASE + f64::from(tone.gap) / 1_000.0;
        }
        CURRENT.with_borrow_mut(|current| {
            if let Some(before) = current.replace(gain) {
                let _ = before.disconnect();
            }
        });
        Ok(())
    }
}

thread_local! {
    static CONTEXT: RefCell<Option<AudioContext>> = const { RefCell::new(None) };
    static CURRENT: RefCell<Option<web_sys::GainNode>> = const { RefCell::new(None) };
}

/// Made at the first signal: browsers give sound only after somebody touched the page.
fn context() -> Result<AudioContext, JsValue> {
    CONTEXT.with_borrow_mut(|kept| {
        if let Some(context) = kept {
            let _ = context.resume();
            return Ok(context.clone());
        }
        let context = AudioContext::new()?;
        *kept = Some(context.clone());
        Ok(context)
    })
}
