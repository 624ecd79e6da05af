//! Whole cards: what a reader of QR codes makes of them, and that nothing ever leaves its place.

use app::domain::{About, Language, MemberId, Phone, Profile, Website};
use proptest::prelude::*;
use quircs::Quirc;
use resvg::usvg::{Group, Node, Rect, Tree};
use uuid::Uuid;

use super::*;

const SHAPES: [Shape; 2] = [Shape::Landscape, Shape::Portrait];

fn introduction(name: &str, about: &str) -> Introduction {
    Introduction {
        member: MemberId::new(Uuid::nil()),
        name: name.into(),
        group: Some("設計部".into()),
        company: Some("Sagawa Kitchen & Bath".into()),
        photo: None,
        profile: Profile {
            about: About::parse(about).unwrap(),
            phone: Some(Phone { number: "+81312345678".into(), shown: "03-1234-5678".into() }),
            website: Website::try_from("https://sagawa.example/".to_owned()).ok(),
        },
        line_id: "@123abcde".into(),
        language: Language::Auto,
    }
}

/// The card as it is drawn, with its text shaped.
fn tree(card: &Introduction, shape: Shape) -> Tree {
    let words = Words::of(card, "LINEで友だち追加").unwrap();
    let qr = Qr::of(&contact_url(&card.line_id)).unwrap();
    picture::read(&design::card(shape.plan(), &words, &qr), None).unwrap()
}

/// Where each text of a drawing stands.
fn texts(group: &Group) -> Vec<Rect> {
    let of_node = |node: &Node| match node {
        Node::Text(text) => vec![text.abs_stroke_bounding_box()],
        Node::Group(group) => texts(group),
        Node::Path(_) | Node::Image(_) => Vec::new(),
    };
    group.children().iter().flat_map(of_node).collect()
}

fn grey(png: &[u8]) -> image::GrayImage {
    image::load_from_memory_with_format(png, image::ImageFormat::Png).unwrap().into_luma8()
}

fn decoded(png: &[u8]) -> Vec<String> {
    let picture = grey(png);
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut reader = Quirc::default();
    let codes = reader.identify(width, height, &picture);
    codes.map(|code| String::from_utf8(code.unwrap().decode().unwrap().payload).unwrap()).collect()
}

#[test]
fn a_reader_finds_the_contact_url_on_both_shapes() {
    for id in ["@123abcde", "@sagawa_kitchen-1.2"] {
        let card = Introduction { line_id: id.into(), ..introduction("林 葵", "図面から") };
        for shape in SHAPES {
            let png = draw(&card, None, "Add me on LINE", shape).unwrap();
            assert_eq!(decoded(&png), [contact_url(id)]);
            assert_eq!(grey(&png).dimensions(), shape.size());
        }
    }
}

#[test]
fn the_photo_stands_in_the_arch() {
    let red = image::RgbImage::from_pixel(64, 64, image::Rgb([200, 0, 0]));
    let mut photo = std::io::Cursor::new(Vec::new());
    red.write_to(&mut photo, image::ImageFormat::Png).unwrap();
    let card = introduction("林 葵", "");
    let png = draw(&card, Some(photo.into_inner()), "", Shape::Portrait).unwrap();
    let picture = image::load_from_memory(&png).unwrap().into_rgb8();
    assert_eq!(*picture.get_pixel(76 + 146, 140 + 146), image::Rgb([200, 0, 0]));
    assert_ne!(*picture.get_pixel(76 + 4, 140 + 4), image::Rgb([200, 0, 0]), "outside of the arch");
}

#[test]
fn what_is_no_photo_leaves_the_initials() {
    let card = introduction("林 葵", "");
    let without = draw(&card, None, "", Shape::Landscape).unwrap();
    let broken = draw(&card, Some(b"<svg/>".to_vec()), "", Shape::Landscape).unwrap();
    assert!(without == broken);
}

#[test]
fn a_name_that_no_font_has_gives_way_to_the_id() {
    let words = |name: &str| {
        let words = Words::of(&introduction(name, ""), "").unwrap();
        words.name.iter().map(|cluster| cluster.text.as_str()).collect::<String>()
    };
    assert_eq!(words("👩‍💻 שלום"), "@123abcde");
    assert_eq!(words("林 👩‍💻"), "林 ");
}

#[test]
fn hostile_words_are_drawn_as_words() {
    let hostile = r#"</text><image href="file:///etc/passwd"/><script>&xxe;"#;
    let card = introduction(hostile, hostile);
    for shape in SHAPES {
        let words = Words::of(&card, hostile).unwrap();
        let qr = Qr::of("x").unwrap();
        let svg = design::card(shape.plan(), &words, &qr);
        assert!(!svg.contains("<script") && svg.matches("<image").count() == 1, "{svg}");
        assert!(!svg.contains("&xxe;") && !svg.contains("file:///etc/passwd\""));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn nothing_written_leaves_its_place(
        name in prop_oneof![
            any::<String>(),
            "[a-zA-Z\u{300}-\u{320} ]{1,80}",
            "[ก-๛]{1,80}",
            "[一-龥]{80}",
            "[가-힣]{1,80}",
            "[א-תا-ي😀-😎]{1,80}",
            "[WM]{80}",
            "[一-龥]{10000}",
        ],
        about in prop_oneof!["[ก-๛a-z一-龥\u{300}-\u{310}\n ]{0,500}", "[W一]{500}", "\\PC{0,500}"],
        group in ".{0,80}",
    ) {
        let card = Introduction { group: Some(group), ..introduction(&name, &about) };
        for shape in SHAPES {
            let plan = shape.plan();
            let tree = tree(&card, shape);
            for text in texts(tree.root()) {
                // A stroke and an accent may reach a little over the square of their letter.
                prop_assert!(text.left() > 20.0 && text.top() > 12.0, "{text:?}");
                prop_assert!(text.right() < plan.text.x + plan.text.width + 6.0, "{text:?}");
                prop_assert!(text.bottom() < plan.contacts.y + plan.contacts.height + 12.0, "{text:?}");
                let over_the_code = text.right() > plan.code.x && text.bottom() > plan.code.y;
                prop_assert!(!over_the_code, "{text:?}");
            }
        }
    }
}
