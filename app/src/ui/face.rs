//! Faces. The shape tells the side, so that it needs no colour: a circle stands on LINE's side, an
//! arch on the company's, a rounded square is a LINE group, two circles are a room made here.
//!
//! The place is kept whether or not there is a picture: below it always stand the initials.

use leptos::{either::Either, prelude::*, text_prop::TextProp};
use uuid::Uuid;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use super::LineMark;

/// Whose face it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A LINE user: a circle.
    LineUser,
    /// A member: an arch.
    Member,
    /// A LINE group: a rounded square.
    Group,
    /// A room that was made here: two circles, or the picture that members gave it.
    Multi,
}

/// Whether the face carries the LINE mark: in lists, not beside every turn of a timeline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// The face alone.
    #[default]
    None,
    /// With the LINE mark at its foot.
    Line,
}

/// By this the style sheet knows that a picture did not come.
const BROKEN: &str = "data-broken";

/// How many grounds there are for initials: `.tone-0` and so on in the style sheet.
const TONES: u128 = 8;

/// Somebody, as they are drawn at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portrait {
    /// Who it is; keeps the ground of the initials the same everywhere.
    pub id: Uuid,
    /// The name that the initials are taken from.
    pub name: String,
    /// Where the picture is, if there is one.
    pub picture: Option<String>,
}

/// A face. Its name must stand beside it: the face itself is not read out, only the mark is.
#[component]
pub fn Face(
    /// Whose face it is.
    shape: Shape,
    /// Who it is; keeps the ground of the initials the same everywhere.
    id: Uuid,
    /// The name that the initials are taken from.
    #[prop(into)]
    name: TextProp,
    /// Where the picture is, if there is one.
    #[prop(into, optional)]
    picture: MaybeProp<String>,
    /// Whether it carries the LINE mark.
    #[prop(optional)]
    mark: Mark,
) -> impl IntoView {
    let now = Memo::new(move |_| Portrait { id, name: name.get().into(), picture: picture.get() });
    view! { <span class=class_of(shape)>{move || pic(now.get())} {line_mark(mark)}</span> }
}

/// What stands for somebody, or for several, as it is now. Let it be drawn anew only when it changes: with
/// the element's attributes its picture is taken away and put back, and the browser may ask for it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Faces {
    /// One face.
    One(Shape, Portrait),
    /// Two LINE users, one before the other: a room that was made here and has no picture of its own.
    Two([Portrait; 2]),
}

impl Faces {
    /// Draws it.
    pub fn draw(self, mark: Mark) -> impl IntoView {
        match self {
            Self::One(shape, of) => Either::Left(view! {
                <span class=class_of(shape)>{pic(of)} {line_mark(mark)}</span>
            }),
            Self::Two(of) => Either::Right(view! {
                <span class="face multi pair">{of.map(pic)} {line_mark(mark)}</span>
            }),
        }
    }
}

const fn class_of(shape: Shape) -> &'static str {
    match shape {
        Shape::LineUser => "face",
        Shape::Member => "face ours",
        Shape::Group => "face group",
        Shape::Multi => "face multi",
    }
}

fn line_mark(mark: Mark) -> impl IntoView {
    (mark == Mark::Line).then(|| view! { <LineMark /> })
}

/// What a face shows of somebody.
fn pic(of: Portrait) -> impl IntoView {
    let Portrait { id, name, picture } = of;
    let picture = picture.map(|src| {
        view! {
            <img
                src=src
                alt=""
                width="48"
                height="48"
                loading="lazy"
                decoding="async"
                on:error=|event| show(&event, Loaded::No)
                on:load=|event| show(&event, Loaded::Yes)
            />
        }
    });
    view! {
        <span class=format!("pic tone-{}", tone(id)) aria-hidden="true">
            {initials(&name)}
            {picture}
        </span>
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Loaded {
    Yes,
    No,
}

/// A picture that cannot be loaded gives way to what is below it.
fn show(event: &Event, loaded: Loaded) {
    let picture = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(picture) = picture {
        let _any_element_takes_it =
            picture.toggle_attribute_with_force(BROKEN, loaded == Loaded::No);
    }
}

fn tone(id: Uuid) -> u128 {
    id.as_u128() % TONES
}

/// One character in scripts that write a name without case (佐 for 佐藤 由紀), else the first letters
/// of the first two words (EC for Emily Carter).
pub fn initials(name: &str) -> String {
    let mut letters = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()))
        .flat_map(char::to_uppercase);
    let Some(first) = letters.next() else {
        return name.trim().chars().take(1).collect();
    };
    let second = letters.next().filter(|c| first.is_uppercase() && c.is_uppercase());
    [Some(first), second].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn initials_follow_the_script() {
        for (name, expected) in [
            ("佐藤 由紀", "佐"),
            ("Emily Carter", "EC"),
            ("emily rose carter", "ER"),
            ("Nattapong", "N"),
            ("คุณพิมพ์ชนก ศรีสุข", "ค"),
            ("김 민준", "김"),
            ("David 鈴木", "D"),
            ("(株) 青葉", "株"),
            ("🌸", "🌸"),
            ("  ", ""),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    proptest! {
        #[test]
        fn initials_never_outgrow_the_face(name in any::<String>()) {
            prop_assert!(initials(&name).chars().count() <= 2);
        }
    }
}
