//! Pages, as they are written well and badly.

use proptest::prelude::*;

use super::*;

fn page(html: &str) -> Page {
    read(html.as_bytes(), "text/html", &Url::parse("https://example.com/a/b").unwrap())
}

#[test]
fn what_a_page_says_for_previews_goes_before_what_it_says_otherwise() {
    let page = page(
        "<!doctype html><html><head><title>Plain</title>
        <meta name=description content='plain'><meta name='twitter:title' content='Bird'>
        <meta property='og:title' content='Bridge &amp; river'><meta property=og:title content=2>
        <META PROPERTY='og:description' CONTENT='  A\n bridge. '>
        <meta property='og:site_name' content='Example'>
        <meta property='og:image' content='/picture.png'></head>",
    );
    let expected = Page {
        site: Some("Example".into()),
        title: Some("Bridge & river".into()),
        description: Some("A bridge.".into()),
        picture: Url::parse("https://example.com/picture.png").ok(),
    };
    assert_eq!(page, expected);
}

#[test]
fn a_hostile_title_is_text() {
    let html = "<title><img src=x onerror=alert(1)>\u{202e}gpj.exe\u{0}</title>";
    assert_eq!(page(html).title.unwrap(), "<img src=x onerror=alert(1)>gpj.exe\u{fffd}");
    let html = "<meta property=og:title content='&lt;script&gt;alert(1)&lt;/script&gt;'>";
    assert_eq!(page(html).title.unwrap(), "<script>alert(1)</script>");
}

#[test]
fn only_the_head_is_read_and_nothing_that_is_no_markup() {
    for html in [
        "<head></head><title>No</title>",
        "<body><meta property=og:title content=No>",
        "<!-- <title>No</title> -->",
        "<script>'<title>No</title>'</script>",
        "<style><title>No</title></style>",
        "<title> \n </title>",
        "<meta property=og:title content=' '>",
        "",
    ] {
        assert_eq!(page(html).title, None, "{html}");
    }
    let html = "<script>if (a < b) '<body>'</script><title>Yes</title><svg><title>No</title>";
    assert_eq!(page(html).title.unwrap(), "Yes");
}

#[test]
fn a_tag_that_does_not_end_is_not_waited_for() {
    let many = |count: usize| (0..count).map(|n| format!("a{n}")).collect::<Vec<_>>().join(" ");
    let titled = |count| page(&format!("<p {}><title>Late</title>", many(count))).title;
    assert_eq!(titled(1_000).unwrap(), "Late");
    assert_eq!(titled(60_000), None);
    let scripts = format!("<script>{}</script><title>Late</title>", "x ".repeat(100_000));
    assert_eq!(page(&scripts).title.unwrap(), "Late");
}

#[test]
fn long_words_are_cut() {
    let title = page(&format!("<title>{}</title>", "架".repeat(9_000))).title.unwrap();
    assert_eq!(title.chars().count(), 121);
    assert!(title.ends_with('…'));
}

#[test]
fn characters_are_those_that_the_server_or_the_page_says() {
    let url = Url::parse("https://example.com/").unwrap();
    let title = |bytes: &[u8], kind: &str| read(bytes, kind, &url).title.unwrap();
    let (japanese, _, _) = encoding_rs::SHIFT_JIS.encode("<title>架け橋</title>");
    assert_eq!(title(&japanese, "text/html; charset=\"Shift_JIS\""), "架け橋");
    let (japanese, _, _) = encoding_rs::EUC_JP.encode("<meta charset=euc-jp><title>架け橋</title>");
    assert_eq!(title(&japanese, "text/html"), "架け橋");
    let told = "<meta http-equiv=Content-Type content='text/html; charset=Shift_JIS'>";
    let told = format!("{told}<title>架け橋</title>");
    let (japanese, _, _) = encoding_rs::SHIFT_JIS.encode(&told);
    assert_eq!(title(&japanese, "text/html"), "架け橋");
    assert_eq!(title("\u{feff}<title>架け橋</title>".as_bytes(), "text/html; charset=x"), "架け橋");
    assert_eq!(title("<title>架け橋</title>".as_bytes(), "text/html; charset=none"), "架け橋");
}

proptest! {
    #[test]
    fn nothing_breaks_it(bytes: Vec<u8>, html in "(<(title|meta|script|/?head|!--)[ =a-z'\"/]{0,9}>?|&[a-z#0-9]{0,5};?|.){0,60}") {
        let url = Url::parse("https://example.com/").unwrap();
        let _page = read(&bytes, "text/html; charset=utf-16le", &url);
        let page = page(&html);
        prop_assert!(page.title.is_none_or(|title| !title.is_empty() && title.chars().count() <= 121));
    }
}
