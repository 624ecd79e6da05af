//! What somebody tries who would have the server ask its own network.

use super::{
    testing::{Fickle, PAGE, Site, asking},
    *,
};

async fn open(web: &OpenWeb, url: &str) -> Result<Opened, Refused> {
    web.open(&Url::parse(url).unwrap(), "*/*", Duration::from_secs(5)).await
}

/// Every way we know to write an address of this machine, or of its network.
const INNER: [&str; 27] = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127.0.0.1./",
    "http://１２７.0.0.1/",
    "http://%31%32%37.0.0.1/",
    "http:127.0.0.1/",
    "http:\\\\127.0.0.1\\",
    "http://0/",
    "http://0.0.0.0/",
    "http://[::]/",
    "http://[::1]/",
    "https://[::1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fd00:ec2::254]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://0xa9fea9fe/",
    "http://10.0.0.1/",
    "http://localhost/",
];

#[tokio::test]
async fn no_spelling_of_an_inner_address_is_asked() {
    let names = Fickle::saying(&[&["127.0.0.1"]]);
    for url in INNER {
        let refused = open(&asking(names.clone(), &[]), url).await;
        assert!(matches!(refused, Err(Refused::NotPublic)), "{url}: {refused:?}");
    }
}

#[tokio::test]
async fn no_redirect_leads_to_an_inner_address() {
    let site = Site::default();
    let port = site.serve("127.0.0.1", 0).await;
    let names = Fickle::saying(&[&["127.0.0.1"]]);
    let web = asking(names, &[format!("127.0.0.1:{port}")]);
    for url in INNER.into_iter().filter(|url| url.is_ascii() && url.contains("://")) {
        let refused = open(&web, &format!("http://127.0.0.1:{port}/to?{url}")).await;
        assert!(matches!(refused, Err(Refused::NotPublic)), "{url}: {refused:?}");
    }
    for (place, expected) in [
        ("http://127.0.0.1:22/", "another port"),
        ("http://0x7f000002:{port}/", "another port"),
        ("file:///etc/passwd", "not of the web"),
        ("gopher://127.0.0.1/_", "not of the web"),
        ("ftp://127.0.0.1/", "not of the web"),
        ("data:text/html,x", "not of the web"),
        ("http://me:too@127.0.0.1:{port}/", "a user name"),
        ("http://[", "no address"),
    ] {
        let place = place.replace("{port}", &port.to_string());
        let refused = open(&web, &format!("http://127.0.0.1:{port}/to?{place}")).await;
        assert!(refused.unwrap_err().to_string().contains(expected), "{place}");
    }
    assert!(site.asked().iter().all(|(path, _)| path == "/to"));
}

#[tokio::test]
async fn a_name_with_one_inner_address_among_public_ones_is_not_asked() {
    for answer in [&["93.184.216.34", "127.0.0.1"][..], &["2606:4700::1", "::ffff:10.0.0.1"]] {
        let refused = open(&asking(Fickle::saying(&[answer]), &[]), "http://rebind.test/").await;
        assert!(matches!(refused, Err(Refused::NotPublic)), "{answer:?}");
    }
    let refused = open(&asking(Fickle::saying(&[]), &[]), "http://no.test/").await;
    assert!(matches!(refused, Err(Refused::UnknownHost)));
    let refused = open(&asking(Fickle::saying(&[&[]]), &[]), "http://no.test/").await;
    assert!(matches!(refused, Err(Refused::UnknownHost)));
}

#[tokio::test]
async fn a_name_that_changes_between_the_check_and_the_connection_is_asked_once() {
    let (first, second) = (Site::default(), Site::default());
    let port = first.serve("127.0.0.1", 0).await;
    second.serve("127.0.0.2", port).await;
    let names = Fickle::saying(&[&["127.0.0.1"], &["127.0.0.2"]]);
    let web = asking(names.clone(), &[format!("rebind.test:{port}")]);
    open(&web, &format!("http://rebind.test:{port}/")).await.unwrap();
    assert_eq!((names.asked(), first.asked().len(), second.asked().len()), (1, 1, 0));
}

#[tokio::test]
async fn a_name_that_changes_from_one_hop_to_the_next_is_judged_again() {
    let site = Site::default();
    let port = site.serve("127.0.0.1", 0).await;
    let names = Fickle::saying(&[&["127.0.0.1"], &["10.0.0.1"]]);
    let web = asking(names.clone(), &[format!("rebind.test:{port}")]);
    let url = format!("http://rebind.test:{port}/to?http://rebind.test/");
    assert!(matches!(open(&web, &url).await, Err(Refused::NotPublic)));
    assert_eq!((names.asked(), site.asked().len()), (2, 1));
}

#[tokio::test]
async fn redirects_are_followed_four_times_with_nothing_carried_along() {
    let site = Site::default();
    let port = site.serve("127.0.0.1", 0).await;
    let web = asking(Fickle::saying(&[]), &[format!("127.0.0.1:{port}")]);
    let hops = |count: usize| format!("http://127.0.0.1:{port}{}/page#top", "/to?".repeat(count));
    let found = open(&web, &hops(4)).await.unwrap();
    assert_eq!(found.url.as_str(), format!("http://127.0.0.1:{port}/page"));
    assert_eq!(found.answer.bytes().await.unwrap(), PAGE);
    for (_, headers) in site.asked() {
        assert!(headers[header::USER_AGENT].to_str().unwrap().starts_with("Kakehashi/"));
        assert_eq!(headers[header::ACCEPT_ENCODING], "identity");
        let private = [header::COOKIE, header::REFERER, header::AUTHORIZATION];
        assert!(private.iter().all(|name| !headers.contains_key(name)), "{headers:?}");
    }
    assert!(matches!(open(&web, &hops(5)).await, Err(Refused::TooManyRedirects)));
    assert_eq!(site.asked().len(), 10);
}

#[tokio::test]
async fn what_is_no_answer_or_packed_is_refused() {
    let site = Site::default();
    let port = site.serve("127.0.0.1", 0).await;
    let web = asking(Fickle::saying(&[]), &[format!("127.0.0.1:{port}")]);
    for (path, expected) in [("/bomb", "compressed"), ("/missing", "404"), ("/nowhere", "302")] {
        let refused = open(&web, &format!("http://127.0.0.1:{port}{path}")).await.unwrap_err();
        assert!(refused.to_string().contains(expected), "{path}: {refused}");
    }
}
