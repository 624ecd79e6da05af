//! What somebody tries who would have the server choke.

use super::*;
use crate::open_web::testing::{Fickle, Site, asking};

/// Nobody waits long for a test.
const SHORT: Duration = Duration::from_millis(1500);

#[tokio::test]
async fn what_comes_is_bounded_in_kind_size_and_time() {
    let site = Site::default();
    let port = site.serve("127.0.0.1", 0).await;
    let web = asking(Fickle::saying(&[]), &[format!("127.0.0.1:{port}")]);
    let url = |path: &str| Url::parse(&format!("http://127.0.0.1:{port}{path}")).unwrap();
    let endless = get(&web, &url("/endless"), Wanted::Page).await.unwrap();
    assert_eq!(endless.bytes.len(), 512 << 10, "the beginning is enough");
    for (path, wanted, expected) in [
        ("/endless.png", Wanted::Picture, "too large"),
        ("/slow", Wanted::Page, "too long"),
        ("/silent", Wanted::Page, "too long"),
        ("/json", Wanted::Page, "another kind"),
        ("/untyped", Wanted::Page, "another kind"),
        ("/endless.png", Wanted::Page, "another kind"),
        ("/page", Wanted::Picture, "another kind"),
        ("/picture.svg", Wanted::Picture, "another kind"),
        ("/missing", Wanted::Page, "404"),
    ] {
        let fetched = get_within(SHORT, &web, &url(path), wanted).await;
        let refused = fetched.unwrap_err().to_string();
        assert!(refused.contains(expected), "{path}: {refused}");
    }
}
