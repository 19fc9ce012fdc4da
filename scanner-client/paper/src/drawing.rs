//! A label being drawn, in dots of 0.125 mm: black on white, strokes of two dots and more.

use std::fmt::Write as _;

use crate::code::Modules;
use crate::ruler::{Weight, width, wrap};

/// Dots in a millimetre of a printer with 203 dots an inch.
pub(crate) const DOTS: usize = 8;

/// Faces for both languages, the first that the device has.
const FACES: &str =
    "Noto Sans CJK SC,Noto Sans SC,Source Han Sans SC,Microsoft YaHei,PingFang SC,sans-serif";

/// A rectangle on the label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) x: usize,
    pub(crate) y: usize,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

impl Area {
    pub(crate) const fn new(x: usize, y: usize, width: usize, height: usize) -> Self {
        Self { x, y, width, height }
    }
}

/// Where a text stands in its room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
}

/// How a text is set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub(crate) weight: Weight,
    pub(crate) side: Side,
    /// The size it has where there is room.
    pub(crate) largest: usize,
    /// The smallest that is readable.
    pub(crate) smallest: usize,
    /// How many lines it may take at the smallest.
    pub(crate) lines: usize,
}

impl Style {
    pub(crate) const fn regular(size: usize) -> Self {
        Self { weight: Weight::Regular, side: Side::Left, largest: size, smallest: size, lines: 1 }
    }

    pub(crate) const fn bold(size: usize) -> Self {
        Self { weight: Weight::Bold, ..Self::regular(size) }
    }

    pub(crate) const fn down_to(self, smallest: usize) -> Self {
        Self { smallest, ..self }
    }

    pub(crate) const fn on_lines(self, lines: usize) -> Self {
        Self { lines, ..self }
    }

    pub(crate) const fn at_right(self) -> Self {
        Self { side: Side::Right, ..self }
    }
}

/// A label of so many dots.
#[derive(Debug)]
pub(crate) struct Drawing {
    width: usize,
    height: usize,
    body: String,
    /// Where ink stands, and what: for the tests of the layout.
    pub(crate) placed: Vec<(Area, String)>,
}

impl Drawing {
    pub(crate) fn of_millimetres(width: usize, height: usize) -> Self {
        let (width, height) = (width * DOTS, height * DOTS);
        Self { width, height, body: String::new(), placed: Vec::new() }
    }

    /// Writes a text into its room: as large as fits on one line, else on the lines that its
    /// style allows.
    pub(crate) fn text(&mut self, room: Area, style: Style, text: &str) {
        let Style { weight, largest, smallest, lines, .. } = style;
        let one_line =
            (smallest..=largest).rev().find(|size| width(text, *size, weight) <= room.width);
        let (size, lines) = match one_line {
            Some(size) => (size, vec![text.trim().to_owned()]),
            None => (smallest, wrap(text, smallest, weight, room.width, lines)),
        };
        let step = size + size / 8;
        for (index, line) in lines.iter().filter(|line| !line.is_empty()).enumerate() {
            self.line((room.x, room.y + index * step), room.width, size, style, line);
        }
    }

    fn line(&mut self, (x, y): (usize, usize), room: usize, size: usize, style: Style, line: &str) {
        let wide = width(line, size, style.weight).min(room);
        let x = if style.side == Side::Left { x } else { x + room - wide };
        // Ideographs stand on a line that is an eighth of their size above their foot.
        let baseline = y + size - size / 8;
        let weight = if style.weight == Weight::Bold { 700 } else { 400 };
        let _ = write!(
            self.body,
            r#"<text x="{x}" y="{baseline}" font-size="{size}" font-weight="{weight}" textLength="{wide}" lengthAdjust="spacingAndGlyphs">{}</text>"#,
            escaped(line)
        );
        // Figures stand between the foot and three quarters of their size above it.
        let is_figures = line.chars().all(|c| c.is_ascii_digit() || c == ':');
        let ink = if is_figures { size * 3 / 4 } else { size };
        let top = if is_figures { baseline - ink } else { y };
        self.placed.push((Area::new(x, top, wide, ink), line.to_owned()));
    }

    /// A stroke of two dots, along or across.
    pub(crate) fn rule(&mut self, from: (usize, usize), to: (usize, usize)) {
        let _ = write!(
            self.body,
            r##"<path d="M{} {}L{} {}" stroke="#000" stroke-width="2"/>"##,
            from.0, from.1, to.0, to.1
        );
    }

    /// An empty box to be ticked by hand.
    pub(crate) fn tick_box(&mut self, x: usize, y: usize, size: usize) {
        let _ = write!(
            self.body,
            r##"<rect x="{x}" y="{y}" width="{size}" height="{size}" fill="none" stroke="#000" stroke-width="3"/>"##
        );
        self.placed.push((Area::new(x, y, size, size), "box".to_owned()));
    }

    /// Code 128 with its quiet zones, at the right end of its room: the widest module of
    /// three or two dots that fits.
    pub(crate) fn bars(&mut self, room: Area, number: &str) {
        const QUIET: usize = 10;
        let Some(code) = Modules::bars(number) else { return };
        let fits = |module: &usize| (code.width + 2 * QUIET) * module <= room.width;
        let module = [3, 2].into_iter().find(fits).unwrap_or(1);
        let wide = code.width * module;
        let x = (room.x + room.width).saturating_sub(wide + QUIET * module);
        self.path(&code.path((x, room.y), module, room.height));
        let quiet = Area::new(
            x.saturating_sub(QUIET * module),
            room.y,
            wide + 2 * QUIET * module,
            room.height,
        );
        self.placed.push((quiet, number.to_owned()));
    }

    /// A QR code with its quiet zone, in the middle of its room, as large as fits.
    pub(crate) fn square(&mut self, room: Area, text: &str) {
        const QUIET: usize = 4;
        let Some(code) = Modules::square(text) else { return };
        let whole = code.width + 2 * QUIET;
        let module = (room.width.min(room.height) / whole).clamp(1, 7);
        let x = room.x + (room.width.saturating_sub(whole * module)) / 2 + QUIET * module;
        let y = room.y + (room.height.saturating_sub(whole * module)) / 2 + QUIET * module;
        self.path(&code.path((x, y), module, module));
        let quiet = QUIET * module;
        let area = Area::new(x - quiet, y - quiet, whole * module, whole * module);
        self.placed.push((area, text.to_owned()));
    }

    fn path(&mut self, path: &str) {
        // Without softened edges: a dot is black or white.
        let _ = write!(self.body, r#"<path shape-rendering="crispEdges" d="{path}"/>"#);
    }

    /// What was drawn, as an SVG of the label's size in millimetres.
    pub(crate) fn svg(&self) -> String {
        let Self { width, height, body, .. } = self;
        let (wide, high) = (width / DOTS, height / DOTS);
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="{wide}mm" height="{high}mm" viewBox="0 0 {width} {height}" font-family="{FACES}" fill="#000"><rect width="{width}" height="{height}" fill="#fff"/>{body}</svg>"##
        )
    }
}

/// A text between tags.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}
