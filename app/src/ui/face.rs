//! Faces. The shape tells the side, so that it needs no colour: a circle stands on LINE's side, an
//! arch on the company's, a rounded square is a LINE group, two circles are a room made here.
//!
//! The place is kept whether or not there is a picture: below it always stand the initials.

use leptos::{prelude::*, text_prop::TextProp};
use uuid::Uuid;

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

/// How many grounds there are for initials: `.tone-0` and so on in the style sheet.
const TONES: u128 = 8;

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
    let class = match shape {
        Shape::LineUser => "face",
        Shape::Member => "face ours",
        Shape::Group => "face group",
        Shape::Multi => "face multi",
    };
    view! {
        <span class=class>
            <Pic id name picture /> {(mark == Mark::Line).then(|| view! { <LineMark /> })}
        </span>
    }
}

/// Two LINE users, one before the other: a room that was made here and has no picture of its own.
#[component]
pub fn Pair(
    /// Who they are, with name and picture.
    of: [(Uuid, String, Option<String>); 2],
    /// Whether they carry the LINE mark.
    #[prop(optional)]
    mark: Mark,
) -> impl IntoView {
    let pics = of.map(|(id, name, picture)| {
        let name = TextProp::from(move || name.clone());
        view! { <Pic id name picture=MaybeProp::from(picture) /> }
    });
    view! {
        <span class="face multi pair">
            {pics} {(mark == Mark::Line).then(|| view! { <LineMark /> })}
        </span>
    }
}

/// What a face shows of somebody.
#[component]
fn Pic(id: Uuid, name: TextProp, picture: MaybeProp<String>) -> impl IntoView {
    view! {
        <span class=format!("pic tone-{}", tone(id)) aria-hidden="true">
            {move || initials(&name.get())}
            <Picture of=picture />
        </span>
    }
}

/// A picture that gives way to what is below it when it cannot be loaded.
#[component]
fn Picture(of: MaybeProp<String>) -> impl IntoView {
    let broken = RwSignal::new(None::<String>);
    let shown = Memo::new(move |_| of.get().filter(|src| broken.get().as_ref() != Some(src)));
    move || {
        shown.get().map(|src| {
            let tried = src.clone();
            view! {
                <img
                    src=src
                    alt=""
                    width="48"
                    height="48"
                    loading="lazy"
                    decoding="async"
                    on:error=move |_| broken.set(Some(tried.clone()))
                />
            }
        })
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
