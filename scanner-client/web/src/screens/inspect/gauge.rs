//! The gauge: where a deviation stands between the limits, and in words what it means.

use leptos::prelude::*;
use rust_decimal::Decimal;
use sync_core::rules::unit_weight::{DeviationClass, GAUGE_LIMITS};
use sync_core::view::Deviation;

use super::messages::Weighing;
use crate::components::icon::{Icon, Size, sized};
use crate::messages::say;
use crate::number_format;

/// The gauge's own width, and where its scale lies in it.
const WIDTH: i64 = 640;
const LEFT: i64 = 2;
const SCALE: i64 = 636;
/// Half the flag that bears the figure.
const HALF_FLAG: i64 = 78;

/// What is compared with its standard: weights are light, dimensions small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Weight,
    Dimension,
}

/// From parts of a thousand to the drawing's own units.
const fn x(permille: i64) -> i64 {
    LEFT + SCALE * permille / 1_000
}

/// A percentage with its sign: `+1.20 %`, `−2.88 %`.
pub(super) fn percent(value: Decimal) -> String {
    let plus = if value.is_sign_negative() || value.is_zero() { "" } else { "+" };
    format!("{plus}{} %", number_format::decimal(value))
}

/// The gauge. `deviation` moves the needle; without one it is still.
pub(super) fn gauge(
    what: What,
    deviation: Signal<Option<Deviation>>,
    tolerance: Decimal,
    standard: Signal<String>,
) -> impl IntoView {
    let [light, heavy] = [x(GAUGE_LIMITS[0]), x(GAUGE_LIMITS[1])];
    let (middle, right) = (x(500), x(1_000));
    let limit = number_format::decimal(tolerance);
    let hatched = |from: i64, to: i64, step: usize, shape: &'static str, class: &'static str| {
        (from + 8..to - 4)
            .step_by(step)
            .map(|at| view! { <path class=class d=format!("M{at} {shape}")></path> })
            .collect_view()
    };
    let zone = |from: i64, to: i64, word: Weighing| {
        let centre = i64::midpoint(from, to).to_string();
        view! { <text class="z" x=centre y="102" text-anchor="middle">{say(word)}</text> }
    };
    let zones = match what {
        What::Weight => [Weighing::ZoneTooLight, Weighing::ZoneLight, Weighing::ZoneTooHeavy],
        What::Dimension => [Weighing::ZoneTooSmall, Weighing::ZoneSmall, Weighing::ZoneTooLarge],
    };
    let needle = move || {
        let deviation = deviation.get()?;
        let (place, percent_shown) = (deviation.needle?, deviation.percent?);
        let at = x(place);
        let flag = at.clamp(LEFT + HALF_FLAG, LEFT + SCALE - HALF_FLAG);
        Some(view! {
            <g class="needle" data-needle=place.to_string()>
                <path class="g-needle" d=format!("M{} 48h20l-8.500 14v64h-3V62z", at - 10)></path>
                <rect class="g-flag" x=(flag - HALF_FLAG).to_string() y="8" width=(2 * HALF_FLAG).to_string() height="42" rx="6"></rect>
                <text class="g-val" x=flag.to_string() y="38" text-anchor="middle">{percent(percent_shown)}</text>
            </g>
        })
    };
    let label = move || {
        let value = deviation.get().and_then(|deviation| deviation.percent).map(percent);
        say(Weighing::GaugeLabel(value.unwrap_or_else(|| "–".to_owned()))).get()
    };
    view! {
        <svg class="gauge" viewBox=format!("0 0 {WIDTH} 172") role="img" aria-label=label>
            <rect class="g-out" x=LEFT.to_string() y="70" width=(light - LEFT).to_string() height="52"></rect>
            <rect class="g-light" x=light.to_string() y="70" width=(middle - light).to_string() height="52"></rect>
            <rect class="g-in" x=middle.to_string() y="70" width=(heavy - middle).to_string() height="52"></rect>
            <rect class="g-out" x=heavy.to_string() y="70" width=(right - heavy).to_string() height="52"></rect>
            {hatched(LEFT, light, 10, "122v-8", "g-xhatch")}
            {hatched(light, middle, 14, "122l10-10", "g-hatch")}
            {hatched(heavy, right, 10, "122v-8", "g-xhatch")}
            {zone(LEFT, light, zones[0].clone())}
            {zone(light, middle, zones[1].clone())}
            {zone(middle, heavy, Weighing::ZoneNormal)}
            {zone(heavy, right, zones[2].clone())}
            <path class="g-limit" d=format!("M{light} 66v60")></path>
            <path class="g-zero" d=format!("M{middle} 66v60")></path>
            <path class="g-limit" d=format!("M{heavy} 66v60")></path>
            <text class="b" x=light.to_string() y="144" text-anchor="middle">{format!("\u{2212}{limit} %")}</text>
            <text x=middle.to_string() y="144" text-anchor="middle">"0"</text>
            <text class="b" x=heavy.to_string() y="144" text-anchor="middle">{format!("+{limit} %")}</text>
            <text x=middle.to_string() y="164" text-anchor="middle">{standard}</text>
            {needle}
        </svg>
    }
}

/// What a deviation means, in words, before it is saved.
pub(super) fn outcome(
    what: What,
    deviation: Signal<Option<Deviation>>,
    tolerance: Decimal,
    subcontracted: bool,
) -> impl IntoView {
    move || {
        let Some(deviation) = deviation.get() else {
            return view! {
                <section class="outcome mute" role="status">{sized(Icon::Scale, Size::Huge)}
                    <div><b>{say(Weighing::EnterFigures)}</b><div class="sec">{say(Weighing::EnterFiguresHow)}</div></div></section>
            }
            .into_any();
        };
        let limit = number_format::decimal(tolerance);
        let away = deviation
            .percent
            .map(|percent| number_format::decimal(percent.abs()))
            .unwrap_or_default();
        let is_weight = what == What::Weight;
        let (class, which, head) = match deviation.outcome {
            Some(DeviationClass::Within) => {
                ("outcome ok", Icon::Done, Weighing::IsWithin(away, limit))
            }
            Some(DeviationClass::LightWithin) if is_weight => {
                ("outcome warn", Icon::Warn, Weighing::IsLightWithin(away, limit))
            }
            Some(DeviationClass::LightWithin) => {
                ("outcome warn", Icon::Warn, Weighing::IsSmallWithin(away, limit))
            }
            Some(DeviationClass::Heavy) if is_weight => {
                ("outcome bad", Icon::Stop, Weighing::IsHeavy(away, limit))
            }
            Some(DeviationClass::Heavy) => {
                ("outcome bad", Icon::Stop, Weighing::IsLarge(away, limit))
            }
            Some(DeviationClass::LightOut) if is_weight => {
                ("outcome bad", Icon::Stop, Weighing::IsLightOut(away, limit))
            }
            Some(DeviationClass::LightOut) => {
                ("outcome bad", Icon::Stop, Weighing::IsSmallOut(away, limit))
            }
            None => (
                "outcome mute",
                Icon::Scale,
                Weighing::NoStandard(number_format::decimal(deviation.measured)),
            ),
        };
        let then = match (subcontracted, deviation.outcome) {
            (false, _) => Weighing::SetsNothingInMotion,
            (true, Some(DeviationClass::Within)) => Weighing::NothingToReport,
            (true, Some(DeviationClass::LightWithin)) => Weighing::ThenRevise,
            (true, Some(DeviationClass::Heavy)) => Weighing::ThenHeavy,
            (true, Some(DeviationClass::LightOut)) => Weighing::ThenRecover,
            (true, None) => Weighing::ThenStandard,
        };
        let name =
            deviation.outcome.map_or_else(|| "none".to_owned(), |outcome| format!("{outcome:?}"));
        view! {
            <section class=class role="status" data-outcome=name>{sized(which, Size::Huge)}
                <div><b>{say(head)}</b><div class="sec">{say(then)}</div></div></section>
        }
        .into_any()
    }
}
