//! What papers of A4 and A5 have in common: head, facts, boxes for signatures, page numbers.

use std::fmt::Write as _;

use sync_core::text::Name;
use sync_core::time::{SiteOffset, Timestamp};

use crate::code::Modules;
use crate::drawing::escaped;
use crate::words;

/// How the papers are set: to be loaded where their sections are shown.
pub const CSS: &str = include_str!("sheet.css");

/// What a printing is, apart from what is printed.
#[derive(Clone, Copy, Debug)]
pub struct Printing<'a> {
    /// The site's name, which stands at the foot of each page.
    pub site: &'a str,
    /// The site's distance from UTC.
    pub offset: SiteOffset,
    /// When it is printed.
    pub at: Timestamp,
    /// How often this paper was printed before.
    pub copies_before: u32,
}

/// A paper that is ready to be shown and printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Its title: what it is, and its number.
    pub title: String,
    /// Its pages: HTML sections that want [`CSS`].
    pub pages: Vec<String>,
    size: PageSize,
}

/// The sizes of paper in the printers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageSize {
    A4,
    /// A5, landscape.
    A5,
}

impl PageSize {
    const fn class(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::A5 => "a5",
        }
    }

    const fn millimetres(self) -> &'static str {
        match self {
            Self::A4 => "210mm 297mm",
            Self::A5 => "210mm 148mm",
        }
    }
}

impl Paper {
    /// A file of its own, with everything that printing it needs.
    pub fn document(&self) -> String {
        let (title, size) = (escaped(&self.title), self.size.millimetres());
        format!(
            "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>{title}</title>\
             <style>@page{{size:{size};margin:0}}body{{margin:0}}{CSS}</style>{}</html>",
            self.pages.concat()
        )
    }

    /// Numbers the pages and puts what all have in common on each.
    pub(crate) fn new(
        size: PageSize,
        name: Name,
        number: &str,
        printing: Printing<'_>,
        bodies: &[String],
    ) -> Self {
        let all = bodies.len();
        let pages = bodies.iter().enumerate().map(|(index, body)| {
            let page = index + 1;
            format!(
                "<section class=\"sheet {}\">{}{body}\
                 <div class=\"foot\"><span>{} · 收检 Inwards</span><span>{}</span>\
                 <b>第 {page} 页，共 {all} 页 {page}/{all}</b></div></section>",
                size.class(),
                head(name, number, printing),
                escaped(printing.site),
                escaped(number),
            )
        });
        Self { title: format!("{} {number}", name.chinese), pages: pages.collect(), size }
    }
}

fn head(name: Name, number: &str, printing: Printing<'_>) -> String {
    let again = match printing.copies_before {
        0 => String::new(),
        copies => format!("{} {copies} · ", words::both(words::REPRINT)),
    };
    format!(
        "<div class=\"head\"><div><h1>{}<small>{}</small></h1><p class=\"number\"><b>{}</b>\
         <span class=\"s\">{again}{}</span></p></div>{}</div>",
        name.chinese,
        words::english(name),
        escaped(number),
        words::instant(printing.offset, printing.at),
        bars(number)
    )
}

/// Code 128 of 0.375 mm modules, 11 mm high, with its quiet zones.
fn bars(number: &str) -> String {
    const MODULE: usize = 3;
    const QUIET: usize = 10 * MODULE;
    const HIGH: usize = 88;
    let Some(code) = Modules::bars(number) else { return String::new() };
    let wide = code.width * MODULE + 2 * QUIET;
    format!(
        "<svg width=\"{}.{:03}mm\" height=\"11mm\" viewBox=\"0 0 {wide} {HIGH}\"><path shape-rendering=\"crispEdges\" d=\"{}\"/></svg>",
        wide / 8,
        wide % 8 * 125,
        code.path((QUIET, 0), MODULE, HIGH)
    )
}

/// Facts in cells; `wide` ones take the room of two.
pub(crate) fn facts(cells: &[(Name, String, bool)]) -> String {
    let mut html = String::from("<div class=\"facts\">");
    for (word, value, wide) in cells {
        let class = if *wide { " class=\"wide\"" } else { "" };
        let _ = write!(html, "<div{class}>{}<b>{}</b></div>", named(*word), escaped(value));
    }
    html + "</div>"
}

/// A word with its English below.
pub(crate) fn named(word: Name) -> String {
    format!("{}<span class=\"e\">{}</span>", word.chinese, words::english(word))
}

/// Boxes to be signed in; what was signed on a device already stands there.
pub(crate) fn signatures(boxes: &[(Name, String)]) -> String {
    let mut html = String::from("<div class=\"signatures\">");
    for (word, signed) in boxes {
        let _ = write!(
            html,
            "<div><b>{}</b><span class=\"e\">{}</span><span class=\"signed\">{}</span><span class=\"date\">{}</span></div>",
            word.chinese,
            words::english(*word),
            escaped(signed),
            words::both(words::DATE)
        );
    }
    html + "</div>"
}

/// A row of a table's heads: word and class of each column.
pub(crate) fn heads(columns: &[(Name, &str)]) -> String {
    let mut html = String::from("<tr>");
    for (word, class) in columns {
        let _ = write!(html, "<th class=\"{class}\">{}</th>", named(*word));
    }
    html + "</tr>"
}

/// Name and instant of a signature; a person whose name is not here is called by number.
pub(crate) fn stamped(offset: SiteOffset, stamp: &sync_core::view::Stamp) -> String {
    let name = stamp.name.clone().unwrap_or_else(|| format!("#{}", stamp.by.0));
    format!("{name} {} {}", words::day(offset, stamp.at), words::time(offset, stamp.at))
}
