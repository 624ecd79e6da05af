//! How signs and checks become a state, and what is compared of providers.

use uuid::Uuid;

use super::*;

const fn at(minute: i64) -> Timestamp {
    Timestamp::from_millis(minute * 60_000)
}

fn of(provider: Option<&str>) -> ConnectionEntry {
    ConnectionEntry {
        id: ConnectionId::new(Uuid::from_u128(1)),
        member: MemberId::new(Uuid::from_u128(2)),
        member_name: "林 葵".into(),
        channel_id: "2000000001".into(),
        account: None,
        picture: None,
        provider: provider.map(Into::into),
        signs: Signs::default(),
        quota: None,
        checkup: None,
        unbound_at: None,
    }
}

#[test]
fn a_channel_id_is_digits() {
    assert_eq!(ChannelId::parse(" 2001234567 ").unwrap().as_str(), "2001234567");
    for typed in ["", "@123abcde", "２００１", "-1", "1 2", &"1".repeat(21)] {
        assert!(ChannelId::parse(typed).is_err(), "{typed:?}");
    }
}

#[test]
fn a_providers_name_is_tidied() {
    let name = |typed: &str| {
        ProviderName::parse(typed).map(|name| name.map(|name| name.as_str().to_owned()))
    };
    assert_eq!(name(" Sagawa\u{0}  Foods "), Ok(Some("Sagawa Foods".into())));
    assert_eq!(name(" \t"), Ok(None));
    assert_eq!(name(&"あ".repeat(101)), Err(ProviderTooLong));
}

#[test]
fn a_failure_lasts_from_its_first_sign_to_the_next_good_one() {
    let mut course = Course::default();
    course.went_wrong(at(1), Fault::NotSigned);
    course.went_wrong(at(5), Fault::OtherAccount);
    let failing = Failing { since: at(1), why: Fault::OtherAccount };
    assert_eq!(course, Course { well_at: None, failing: Some(failing) });
    course.went_well(at(6));
    assert_eq!(course, Course { well_at: Some(at(6)), failing: None });
}

#[test]
fn what_came_later_is_laid_over_what_was_known() {
    let mut known = Course::default();
    known.went_well(at(1));
    known.went_wrong(at(2), Fault::NotSigned);
    let mut wrong_again = Course::default();
    wrong_again.went_wrong(at(9), Fault::NotReached);
    let failing = Some(Failing { since: at(2), why: Fault::NotReached });
    assert_eq!(known.then(wrong_again), Course { well_at: Some(at(1)), failing });
    let mut mended = wrong_again;
    mended.went_well(at(10));
    assert_eq!(known.then(mended), Course { well_at: Some(at(10)), failing: None });
    mended.went_wrong(at(11), Fault::NotSigned);
    let failing = Some(Failing { since: at(11), why: Fault::NotSigned });
    assert_eq!(known.then(mended), Course { well_at: Some(at(10)), failing });
    assert_eq!(known.then(Course::default()), known);
}

#[test]
fn a_check_tells_of_webhooks_only_what_it_has_seen() {
    let passed = Step::Passed;
    let good = Checkup {
        at: at(1),
        token: passed,
        account: passed,
        address: passed,
        test: passed,
        switch: passed,
    };
    assert_eq!(good.webhooks(), Some(Ok(())));
    let off = Checkup { switch: Step::failed(Fault::SwitchedOff), ..good };
    assert_eq!(off.webhooks(), Some(Err(Fault::SwitchedOff)));
    let late = Checkup { test: Step::failed(Fault::TooLate), ..good };
    assert_eq!(late.webhooks(), Some(Err(Fault::TooLate)));
    let silent = Checkup { test: Step::failed(Fault::NoAnswer), ..good };
    assert_eq!(silent.webhooks(), None);
    let refused = Checkup::without_token(at(1), Fault::CredentialsRefused);
    assert_eq!(refused.webhooks(), None);
}

#[test]
fn health_says_first_what_stands_in_the_way_of_the_rest() {
    let mut entry = of(None);
    assert_eq!(entry.health(), Health::Undescribed);
    entry.account = Some(OfficialAccount {
        bot_user_id: "U1".into(),
        name: "葵".into(),
        basic_id: "@123abcde".into(),
        premium_id: None,
        picture_url: None,
        chat_mode: None,
        read_mode: None,
    });
    assert_eq!(entry.health(), Health::Unheard);
    entry.signs.webhook.went_well(at(1));
    assert_eq!(entry.health(), Health::Healthy);
    entry.signs.webhook.went_wrong(at(2), Fault::NotSigned);
    let failing = Failing { since: at(2), why: Fault::NotSigned };
    assert_eq!(entry.health(), Health::WebhookFails(failing));
    entry.signs.token.went_wrong(at(3), Fault::CredentialsRefused);
    let failing = Failing { since: at(3), why: Fault::CredentialsRefused };
    assert_eq!(entry.health(), Health::TokenFails(failing));
    entry.unbound_at = Some(at(4));
    assert_eq!(entry.health(), Health::Disconnected { at: at(4) });
}

#[test]
fn providers_are_compared_as_people_read_them() {
    let all = |providers: &[Option<&str>]| {
        let mut all: Vec<_> = providers.iter().map(|provider| of(*provider)).collect();
        all.push(ConnectionEntry { unbound_at: Some(at(1)), ..of(Some("Gone")) });
        Providers::of(&all)
    };
    assert_eq!(all(&[]), Providers::One);
    assert_eq!(all(&[None]), Providers::One, "a single one mixes with nobody");
    assert_eq!(all(&[Some("Sagawa"), Some("SAGAWA")]), Providers::One);
    assert_eq!(all(&[Some("Sagawa"), None]), Providers::Untold);
    let mixed = Providers::Mixed(vec!["Other".into(), "Sagawa".into()]);
    assert_eq!(all(&[Some("Sagawa"), None, Some("Other")]), mixed);
}
