//! What comes out of bodies, good and bad.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::line::inbound::{Content, Elsewhere, Said};

const RECEIVED: Timestamp = Timestamp::from_millis(1_795_376_470_000);

fn callback(events: &Value) -> Callback {
    let body = json!({ "destination": "U8e742f61d673b39c7fff3cecb7536ef0", "events": events });
    read(body.to_string().as_bytes(), RECEIVED).unwrap()
}

fn one(event: &Value) -> Inbound {
    callback(&json!([event])).events.pop().unwrap()
}

fn text_event(id: &str, timestamp: i64) -> Value {
    json!({
        "type": "message", "mode": "active", "timestamp": timestamp, "webhookEventId": id,
        "deliveryContext": { "isRedelivery": false },
        "replyToken": "nHuyWiB7yP5Zw52FIkcQobQuGDXCTA",
        "source": { "type": "user", "userId": "U4af4980629baa8b2c7f1d4b6b6c8a6d4" },
        "message": {
            "id": "444573844083572737", "type": "text", "text": "こんにちは",
            "quoteToken": "q3Plxr4AgKd", "markAsReadToken": "m8Yh3k"
        }
    })
}

#[test]
fn a_text_and_its_surroundings() {
    let event = text_event("01FZ74A0TDDPYRVKNK77XKC3ZR", 1_795_376_468_123);
    let mut callback = callback(&json!([event]));
    // The order of its fields is serde_json's affair; that it is kept as it came has its own test.
    callback.events[0].raw.clear();
    insta::assert_debug_snapshot!(callback);
}

#[test]
fn media_is_where_it_is_said_to_be() {
    let original = "https://app.example/a.jpg";
    let at = |preview: Option<&str>| {
        Some(Elsewhere { original: original.into(), preview: preview.map(Into::into) })
    };
    for (provider, expected) in [
        (json!({ "type": "line" }), None),
        (json!({ "type": "line", "originalContentUrl": original }), None),
        (json!({ "type": "external" }), None),
        (json!({ "type": "external", "originalContentUrl": original }), at(None)),
        (
            json!({ "type": "external", "originalContentUrl": original, "previewImageUrl": "/p" }),
            at(Some("/p")),
        ),
        (json!(null), None),
    ] {
        let message = json!({ "id": "1", "type": "image", "contentProvider": provider });
        let event = one(&json!({ "type": "message", "message": message }));
        let What::Said(Said { content: Content::Media(attachment), .. }) = event.what else {
            panic!("{event:?}")
        };
        assert_eq!(attachment.elsewhere, expected, "{provider}");
    }
}

#[test]
fn kinds_of_events() {
    let message = |kind: &str| json!({ "type": "message", "message": { "id": "1", "type": kind } });
    let unsupported = What::Unsupported;
    let unknown = |id: Option<&str>| {
        What::Said(Said {
            line_message_id: id.map(Into::into),
            content: Content::Unknown,
            quote_token: None,
            mark_as_read_token: None,
        })
    };
    for (event, expected) in [
        (json!({ "type": "follow" }), What::Follow { again: false }),
        (
            json!({ "type": "follow", "follow": { "isUnblocked": true } }),
            What::Follow { again: true },
        ),
        (json!({ "type": "unfollow" }), What::Unfollow),
        (
            json!({ "type": "unsend", "unsend": { "messageId": "1" } }),
            What::Unsent { line_message_id: "1".into() },
        ),
        (json!({ "type": "unsend" }), unsupported(Unsupported::Unsend)),
        (json!({ "type": "messageEdited" }), unsupported(Unsupported::Edit)),
        (json!({ "type": "postback" }), unsupported(Unsupported::Postback)),
        (json!({ "type": "join" }), What::Join),
        (json!({ "type": "leave" }), What::Leave),
        (json!({ "type": "memberJoined" }), What::MembersJoined(Vec::new())),
        (json!({ "type": "memberLeft", "left": { "members": 7 } }), What::MembersLeft(Vec::new())),
        (json!({ "type": "teleport", "to": [1, { "x": null }] }), unsupported(Unsupported::Other)),
        (json!({ "type": "message" }), unknown(None)),
        (message("text"), unknown(Some("1"))),
        (message("sticker"), unknown(Some("1"))),
        (message("location"), unknown(Some("1"))),
        (message("hologram"), unknown(Some("1"))),
        (json!({}), What::Broken),
        (json!({ "type": 7 }), What::Broken),
        (json!(null), What::Broken),
        (json!("follow"), What::Broken),
        (json!([{ "type": "follow" }]), What::Broken),
    ] {
        assert_eq!(one(&event).what, expected, "{event}");
    }
}

#[test]
fn where_events_happen() {
    let user = || Some(LineUserId("U1".into()));
    let group = |id: &str| GroupId::new(id.into());
    for (given, expected) in [
        (json!({ "type": "user", "userId": "U1" }), Source::User(LineUserId("U1".into()))),
        (
            json!({ "type": "group", "groupId": "C1", "userId": "U1" }),
            Source::Group { group: group("C1"), user: user() },
        ),
        (
            json!({ "type": "group", "groupId": "C1" }),
            Source::Group { group: group("C1"), user: None },
        ),
        (
            json!({ "type": "room", "roomId": "R1", "userId": "U1" }),
            Source::Group { group: group("R1"), user: user() },
        ),
        (json!({ "type": "group", "roomId": "R1" }), Source::Unknown),
        (json!({ "type": "user" }), Source::Unknown),
        (json!({ "type": "user", "userId": "" }), Source::Unknown),
        (json!({ "type": "planet", "userId": "U1" }), Source::Unknown),
        (json!(null), Source::Unknown),
    ] {
        let event = one(&json!({ "type": "message", "source": given }));
        assert_eq!(event.source, expected, "{given}");
    }
}

/// The examples of LINE's reference
/// (<https://developers.line.biz/en/reference/messaging-api/#join-event> and those below it).
#[test]
fn what_happens_to_groups() {
    let group = json!({ "type": "group", "groupId": "C4af4980629" });
    let people = json!({ "members": [
        { "type": "user", "userId": "U4af4980629" },
        { "type": "user", "userId": "U91eeaf62d9" },
        { "type": "user" },
    ] });
    let mut callback = callback(&json!([
        {
            "replyToken": "nHuyWiB7yP5Zw52FIkcQobQuGDXCTA", "type": "join", "mode": "active",
            "timestamp": 1_462_629_479_859_i64, "source": group,
            "webhookEventId": "01FZ74A0TDDPYRVKNK77XKC3ZR",
            "deliveryContext": { "isRedelivery": false },
        },
        {
            "type": "leave", "mode": "active", "timestamp": 1_462_629_479_860_i64,
            "source": { "type": "room", "roomId": "Ra8dbf4673c" },
            "webhookEventId": "01FZ74ASS536FW97EX38NKCZQK",
            "deliveryContext": { "isRedelivery": false },
        },
        {
            "replyToken": "0f3779fba3b349968c5d07db31eabf65", "type": "memberJoined",
            "mode": "active", "timestamp": 1_462_629_479_861_i64, "source": group,
            "webhookEventId": "01FZ74B5W5GN2V5NVRG9S5Z7C9",
            "deliveryContext": { "isRedelivery": false }, "joined": people,
        },
        {
            "type": "memberLeft", "mode": "active", "timestamp": 1_462_629_479_862_i64,
            "source": group, "webhookEventId": "01FZ74BG6KD6Z21GCHCR5BT5GT",
            "deliveryContext": { "isRedelivery": false }, "left": people,
        },
    ]));
    for event in &mut callback.events {
        event.raw.clear();
    }
    insta::assert_debug_snapshot!(callback.events);
}

#[test]
fn events_are_ordered_by_their_time_and_otherwise_as_sent() {
    let events = callback(&json!([
        text_event("c", 30),
        text_event("a", 10),
        text_event("b1", 20),
        text_event("b2", 20)
    ]));
    let ids: Vec<_> = events.events.iter().map(|event| event.event_id.0.as_str()).collect();
    assert_eq!(ids, ["a", "b1", "b2", "c"]);
}

#[test]
fn a_channel_on_standby_may_not_answer() {
    let mut event = text_event("a", 1);
    assert!(one(&event).reply_token.is_some());
    event["mode"] = json!("standby");
    assert_eq!(one(&event).reply_token, None);
}

#[test]
fn an_event_without_id_has_the_same_name_when_it_is_delivered_again() {
    let mut event = text_event("", 1);
    let first = one(&event);
    event["deliveryContext"]["isRedelivery"] = json!(true);
    let second = one(&event);
    assert_eq!(first.event_id, second.event_id);
    assert!(second.redelivered && !first.redelivered);
    event["message"]["id"] = json!("another");
    assert_ne!(one(&event).event_id, first.event_id);
}

#[test]
fn an_event_without_time_happened_when_it_came() {
    assert_eq!(one(&json!({ "type": "follow" })).at, RECEIVED);
}

#[test]
fn the_raw_event_is_kept_byte_for_byte() {
    let raw = r#"{ "type" : "message", "x":1.10 , "slash":"\/", "type2":"あ" }"#;
    let callback = read(format!(r#"{{"events":[{raw}]}}"#).as_bytes(), RECEIVED).unwrap();
    assert_eq!(callback.events[0].raw, raw);
    assert_eq!(callback.destination, None);
}

#[test]
fn of_two_events_the_broken_one_costs_nothing() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for broken in ["null", "1e999", r#"{"type":"message","message":1e999}"#, &deep] {
        let good = text_event("good", 1);
        let body = format!(r#"{{"destination":7,"events":[{broken},{good}]}}"#);
        let callback = read(body.as_bytes(), RECEIVED).unwrap();
        let broken: Vec<_> =
            callback.events.iter().filter(|event| event.what == What::Broken).collect();
        assert_eq!((callback.events.len(), broken.len()), (2, 1));
        assert_eq!(callback.events[0].event_id.0, "good");
    }
}

#[test]
fn half_an_emoji_does_not_cost_the_message() {
    let raw = text_event("a", 1).to_string().replace("こんにちは", r"はい\ud83d");
    let callback = read(format!(r#"{{"events":[{raw}]}}"#).as_bytes(), RECEIVED).unwrap();
    let What::Said(Said { content: Content::Words(words), .. }) = &callback.events[0].what else {
        panic!("no text")
    };
    assert_eq!(words.text, "はい\u{FFFD}");
    assert_eq!(callback.events[0].raw, raw);
}

#[test]
fn the_consoles_verify_button_sends_no_events() {
    assert_eq!(callback(&json!([])).events, []);
}

#[test]
fn bodies_that_are_no_webhook() {
    let deep = "[".repeat(200_000);
    for (body, expected) in [
        (&b"\xff{}"[..], "the body is not UTF-8"),
        (b"", "the body is cut off"),
        (br#"{"destination":"U1","events":[{"type":"#, "the body is cut off"),
        (b"{]", "the body is not JSON: key must be a string at line 1 column 2"),
        (b"null", "the body is not an object with a list of events"),
        (b"[]", "the body is not an object with a list of events"),
        (b"{}", "the body is not an object with a list of events"),
        (br#"{"events":{}}"#, "the body is not an object with a list of events"),
        (br#"{"events":null}"#, "the body is not an object with a list of events"),
        (deep.as_bytes(), "the body is not an object with a list of events"),
    ] {
        let error = read(body, RECEIVED).unwrap_err().to_string();
        assert_eq!(error, expected, "{:?}", String::from_utf8_lossy(&body[..body.len().min(40)]));
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let words = prop_oneof![
        Just("message".to_owned()),
        Just("text".into()),
        Just("user".into()),
        Just("id".into()),
        Just("type".into()),
        Just("source".into()),
        Just("timestamp".into()),
        ".{0,8}"
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        words.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 8, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            proptest::collection::vec((words.clone(), inner), 0..8)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(body in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&body, RECEIVED);
    }

    #[test]
    fn arbitrary_json_never_panics(body in any_json()) {
        let _ = read(body.to_string().as_bytes(), RECEIVED);
    }

    #[test]
    fn every_event_comes_out_once(events in proptest::collection::vec(any_json(), 0..6), at in 0usize..6) {
        let mut events = events;
        let at = at.min(events.len());
        events.insert(at, text_event("good", 1));
        let callback = callback(&Value::from(events.clone()));
        prop_assert_eq!(callback.events.len(), events.len());
        let good = callback.events.iter().filter(|event| event.event_id.0 == "good");
        prop_assert_eq!(good.count(), 1);
    }
}

#[test]
fn an_emoji_whose_ids_are_no_names_stays_words() {
    let emoji = |product: &str, emoji: &str| json!({ "index": 0, "length": 6, "productId": product, "emojiId": emoji });
    let marks = |emoji: Value| {
        let message = json!({ "id": "1", "type": "text", "text": "(love)", "emojis": [emoji] });
        let said = one(&json!({ "type": "message", "message": message })).what;
        let What::Said(Said { content: Content::Words(words), .. }) = said else {
            panic!("no words: {said:?}")
        };
        words.marks.len()
    };
    assert_eq!(marks(emoji("5ac1bfd5040ab15980c9b435", "001")), 1);
    for (product, name) in
        [("../../logout?", "1"), ("5ac1", "1/../.."), ("a b", "1"), ("5ac1", "%2e")]
    {
        assert_eq!(marks(emoji(product, name)), 0, "{product} {name}");
    }
}
