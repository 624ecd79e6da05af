//! How the card looks: one sheet in two shapes. Measures are pixels of the picture; the portrait is
//! the drawn design at 1080 pixels a card.

use app::features::profile::qr::Qr;

use super::{
    lines::{Block, Step, fit},
    measure::Cluster,
    picture::PHOTO,
    svg::{Pen, Svg, Weight},
    words::Words,
};

const PAPER: &str = "#f9f6f2";
const INK: &str = "#1a2330";
const INK_2: &str = "#48505c";
const AI: &str = "#1c5182";

/// The height of a line of the introduction, in ems; of everything else.
const LOOSE: f32 = 1.5;
const TIGHT: f32 = 1.28;

/// From the top of a character's square to the baseline, in ems.
const ASCENT: f32 = 0.88;

/// The hills behind everybody, drawn 400 wide: two arches of the bridge.
const HILLS: &str = r##"<path d="M-40 190Q70 30 200 30t240 160h-58Q330 78 200 78T18 190Z" fill="#2a6296"/><path d="M120 190q40-88 150-88t190 88h-40q-50-58-150-58t-110 58Z" fill="#174168"/>"##;

const PHONE: &str = "M13.832 16.568a1 1 0 0 0 1.213-.303l.355-.465A2 2 0 0 1 17 15h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2A18 18 0 0 1 2 4a2 2 0 0 1 2-2h3a2 2 0 0 1 2 2v3a2 2 0 0 1-.8 1.6l-.468.351a1 1 0 0 0-.292 1.233 14 14 0 0 0 6.392 6.384";
const GLOBE: &str = "M22 12A10 10 0 0 1 2 12a10 10 0 0 1 20 0ZM12 2a14.5 14.5 0 0 0 0 20 14.5 14.5 0 0 0 0-20M2 12h20";

/// A rectangle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// Where everything stands in one shape.
pub(super) struct Plan {
    /// Of the whole card.
    pub width: u32,
    /// Of the whole card.
    pub height: u32,
    /// The sky and what stands in it.
    sky: Area,
    /// Where the hills begin and how large they are.
    hills: (f32, f32, f32),
    /// The sun's centre and radius.
    sun: (f32, f32, f32),
    /// The photo.
    face: Area,
    /// Name, place and introduction, from the top.
    pub text: Area,
    name: &'static [Step],
    place: &'static [Step],
    about: &'static [f32],
    /// The ID and the contacts, from the bottom.
    pub contacts: Area,
    line_id: &'static [Step],
    contact: &'static [Step],
    invitation: &'static [Step],
    /// The QR code and the white around it.
    pub code: Area,
}

const fn area(x: f32, y: f32, width: f32, height: f32) -> Area {
    Area { x, y, width, height }
}

const fn step(size: f32, lines: usize) -> Step {
    Step { size, lines }
}

/// For phones: 1080 × 1350.
pub(super) const PORTRAIT: Plan = Plan {
    width: 1080,
    height: 1350,
    sky: area(0.0, 0.0, 1080.0, 313.0),
    hills: (0.0, 0.0, 2.7),
    sun: (907.0, 124.0, 46.0),
    face: area(76.0, 140.0, 292.0, 292.0),
    text: area(76.0, 464.0, 928.0, 412.0),
    name: &[step(78.0, 1), step(64.0, 1), step(52.0, 2), step(42.0, 3), step(36.0, 4)],
    place: &[step(45.0, 1), step(38.0, 1), step(34.0, 2)],
    about: &[45.0, 39.0, 34.0, 30.0],
    contacts: area(76.0, 907.0, 525.0, 367.0),
    line_id: &[step(48.0, 1), step(42.0, 1), step(36.0, 1)],
    contact: &[step(43.0, 1), step(36.0, 1), step(31.0, 1)],
    invitation: &[step(34.0, 1), step(28.0, 1)],
    code: area(637.0, 907.0, 367.0, 367.0),
};

/// For pages that show where a link leads: 1200 × 630.
pub(super) const LANDSCAPE: Plan = Plan {
    width: 1200,
    height: 630,
    sky: area(0.0, 0.0, 400.0, 630.0),
    hills: (-100.0, 392.0, 1.5),
    sun: (330.0, 76.0, 27.0),
    face: area(66.0, 132.0, 268.0, 268.0),
    text: area(464.0, 50.0, 676.0, 296.0),
    name: &[step(62.0, 1), step(50.0, 1), step(38.0, 2), step(32.0, 2), step(25.0, 3)],
    place: &[step(31.0, 1), step(26.0, 1), step(23.0, 2)],
    about: &[30.0, 26.0, 23.0],
    contacts: area(464.0, 366.0, 428.0, 212.0),
    line_id: &[step(36.0, 1), step(31.0, 1), step(27.0, 1)],
    contact: &[step(28.0, 1), step(24.0, 1), step(21.0, 1)],
    invitation: &[step(23.0, 1), step(19.0, 1)],
    code: area(928.0, 366.0, 212.0, 212.0),
};

/// The card as an SVG. It shows the photo only to a reader that has one.
pub(super) fn card(plan: &Plan, words: &Words, qr: &Qr) -> String {
    let Plan { width, height, .. } = *plan;
    let mut svg = Svg::new(width, height);
    svg.add(&format!(r#"<rect width="{width}" height="{height}" fill="{PAPER}"/>"#));
    sky(&mut svg, plan);
    face(&mut svg, plan, words);
    introduction(&mut svg, plan, words);
    contacts(&mut svg, plan, words);
    code(&mut svg, plan.code, qr);
    svg.finish()
}

fn sky(svg: &mut Svg, plan: &Plan) {
    let Area { width, height, .. } = plan.sky;
    let ((x, y, scale), (sun_x, sun_y, sun)) = (plan.hills, plan.sun);
    svg.add(&format!(
        r##"<clipPath id="sky"><rect width="{width}" height="{height}"/></clipPath><g clip-path="url(#sky)"><rect width="{width}" height="{height}" fill="#1d4e7e"/><g transform="translate({x} {y}) scale({scale})">{HILLS}</g><circle cx="{sun_x}" cy="{sun_y}" r="{sun}" fill="#f3e7cf" opacity=".9"/></g>"##
    ));
}

/// The photo in its arch, on initials: they are seen where there is none.
fn face(svg: &mut Svg, plan: &Plan, words: &Words) {
    let Area { x, y, width: side, .. } = plan.face;
    let (rim, arch) = (side * 0.09, arch(side));
    svg.add(&format!(
        r##"<clipPath id="arch"><path d="{arch}"/></clipPath><g transform="translate({x} {y})"><path d="{arch}" stroke="{PAPER}" stroke-width="{rim}"/><path d="{arch}" fill="#d9e8f7"/>"##
    ));
    let letters = if words.initials.len() > 1 { side * 0.36 } else { side * 0.44 };
    let steps = [step(letters, 1)];
    let block = fit(std::slice::from_ref(&words.initials), side, &steps, &words.ellipsis);
    let width = block.lines.first().map_or(0.0, |line| line.width() * letters);
    let pen = Pen { size: letters, colour: "#123d68", weight: Weight::Bold };
    let corner = ((side - width) / 2.0, side * 0.53 - letters / 2.0);
    write(svg, &block, corner, 1.0, pen);
    svg.add(&format!(
        r#"<image href="{PHOTO}" width="{side}" height="{side}" preserveAspectRatio="xMidYMid slice" clip-path="url(#arch)"/></g>"#
    ));
}

/// Round above, nearly square below: the company's side of the bridge.
fn arch(side: f32) -> String {
    let (half, corner) = (side / 2.0, side * 0.22);
    let foot = side - corner;
    format!(
        "M0 {half}A{half} {half} 0 0 1 {side} {half}V{foot}A{corner} {corner} 0 0 1 {foot} {side}H{corner}A{corner} {corner} 0 0 1 0 {foot}Z"
    )
}

fn introduction(svg: &mut Svg, plan: &Plan, words: &Words) {
    let Area { x, y, width, height } = plan.text;
    let one = |text: &Vec<Cluster>, steps: &[Step]| {
        fit(std::slice::from_ref(text), width, steps, &words.ellipsis)
    };
    let name = one(&words.name, plan.name);
    let pen = Pen { size: name.size, colour: INK, weight: Weight::Bold };
    let mut top = write(svg, &name, (x, y), TIGHT, pen);
    if !words.place.is_empty() {
        let place = one(&words.place, plan.place);
        let pen = Pen { size: place.size, colour: INK_2, weight: Weight::Regular };
        top = write(svg, &place, (x, top + place.size * 0.1), TIGHT, pen);
    }
    top += plan.about[0] * 0.7;
    let room = y + height - top;
    let steps: Vec<Step> = plan.about.iter().map(|size| lines_of(*size, room)).collect();
    let about = fit(&words.about, width, &steps, &words.ellipsis);
    let pen = Pen { size: about.size, colour: INK, weight: Weight::Regular };
    write(svg, &about, (x, top), LOOSE, pen);
}

/// As many lines of the introduction as fit into a height.
fn lines_of(size: f32, height: f32) -> Step {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a handful of lines, and below zero is none"
    )]
    let lines = (height / (size * LOOSE)).max(1.0) as usize;
    Step { size, lines }
}

/// From the bottom up, so that what is missing leaves no hole.
fn contacts(svg: &mut Svg, plan: &Plan, words: &Words) {
    let Area { x, y, width, height } = plan.contacts;
    let mut bottom = y + height;
    // The marks stand below one another, and so do the texts beside them.
    let indent = plan.line_id[0].size * 1.4;
    let regular = |size| Pen { size, colour: INK, weight: Weight::Regular };
    for (icon, text) in [(GLOBE, &words.website), (PHONE, &words.phone)] {
        if text.is_empty() {
            continue;
        }
        let slot = plan.contact[0].size;
        let block = fit(std::slice::from_ref(text), width - indent, plan.contact, &words.ellipsis);
        bottom -= slot * LOOSE;
        let (scale, line) = (slot * 1.02 / 24.0, bottom + slot * 0.24);
        svg.add(&format!(
            r#"<path transform="translate({x} {line}) scale({scale})" d="{icon}" fill="none" stroke="{AI}" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"/>"#
        ));
        let top = bottom + (slot * LOOSE - block.size) / 2.0;
        write(svg, &block, (x + indent, top), 1.0, regular(block.size));
    }
    let slot = plan.line_id[0].size;
    let block =
        fit(std::slice::from_ref(&words.line_id), width - indent, plan.line_id, &words.ellipsis);
    bottom -= slot * 1.6;
    let (scale, line) = (slot * 1.08 / 24.0, bottom + slot * 0.26);
    svg.add(&format!(
        r##"<g transform="translate({x} {line}) scale({scale})"><path d="M12 2.5c5.8 0 10 3.7 10 8.6s-4.2 8.6-10 8.6c-.9 0-1.8-.1-2.6-.3L5 22.2c-.5.3-1-.1-.9-.6l.6-3.6C3 16.4 2 14 2 11.1 2 6.2 6.2 2.5 12 2.5Z" fill="#06c755"/><path d="M8 9.3h8M8 13h5" fill="none" stroke="#fff" stroke-width="1.9" stroke-linecap="round"/></g>"##
    ));
    let pen = Pen { weight: Weight::Bold, ..regular(block.size) };
    write(svg, &block, (x + indent, bottom + (slot * 1.6 - block.size) / 2.0), 1.0, pen);
    let block =
        fit(std::slice::from_ref(&words.invitation), width, plan.invitation, &words.ellipsis);
    let pen = Pen { colour: INK_2, ..regular(block.size) };
    write(svg, &block, (x, bottom - block.size * 1.25), 1.0, pen);
}

/// Whole pixels a module, in the middle of its white.
fn code(svg: &mut Svg, place: Area, qr: &Qr) {
    let Area { x, y, width: side, .. } = place;
    #[expect(clippy::cast_precision_loss, reason = "a code has at most 185 modules a side")]
    let modules = qr.side() as f32;
    let module = (side / modules).floor().max(1.0);
    let inset = ((side - modules * module) / 2.0).floor();
    let (round, left, top) = (side * 0.07, x + inset, y + inset);
    let dark = qr.path();
    svg.add(&format!(
        r##"<rect x="{x}" y="{y}" width="{side}" height="{side}" rx="{round}" fill="#fff" stroke="{INK}" stroke-opacity=".12" stroke-width="2"/><path transform="translate({left} {top}) scale({module})" d="{dark}" fill="#111a27" shape-rendering="crispEdges"/>"##
    ));
}

/// Writes lines from a corner down, each `leading` ems high; returns where they end.
fn write(svg: &mut Svg, block: &Block, (x, top): (f32, f32), leading: f32, pen: Pen) -> f32 {
    let height = block.size * leading;
    let mut line_top = top;
    for line in &block.lines {
        let baseline = line_top + (height - block.size) / 2.0 + block.size * ASCENT;
        for (start, face, text) in line.runs() {
            svg.text((x + start * block.size, baseline), face, pen, &text);
        }
        line_top += height;
    }
    line_top
}
