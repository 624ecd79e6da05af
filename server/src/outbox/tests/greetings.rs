//! Greetings: by their own token, once, or not at all.

use app::domain::FailReason;

use super::{ONLY_IN_ROOM_1, failed, via};
use crate::outbox::{
    store::{Via, Wait},
    testing::{Cards, Fault, START, World, greeting},
};

/// A room that begins with a greeting, and goes on with a message.
fn greeted() -> World {
    World::with_messages(&[2]).greetings(1, -500)
}

#[test]
fn a_greeting_goes_by_its_own_token_and_leaves_none_to_what_follows() {
    let world = greeted();
    world.run_to_the_end();
    world.check();
    assert_eq!(world.state().calls, ["reply", "push"]);
}

#[test]
fn a_greeting_waits_for_a_profile_that_does_not_come_and_holds_up_what_follows() {
    let world = greeted();
    let waiting = greeting(Wait::Profile);
    world.state().rows.first_entry().unwrap().get_mut().job.content = waiting;
    assert!(!world.run(20));
    assert!(world.state().calls.is_empty());
    world.run_to_the_end();
    world.check();
    assert_eq!(world.state().calls, ["reply", "push"]);
    let waited = world.state().now.since(START.plus_millis(-500));
    assert!((3_000..3_500).contains(&waited), "{waited}");
}

#[test]
fn a_greeting_that_comes_too_late_is_not_sent_and_holds_nothing_up() {
    let world = greeted();
    world.pass(35_000);
    world.run_to_the_end();
    world.check();
    assert_eq!(world.state().calls, ["push"]);
    assert_eq!(world.ends(1)[0], Some(failed(FailReason::NoAnswer)));
}

#[test]
fn a_greeting_that_was_certainly_not_taken_is_tried_again_while_its_token_is_fresh() {
    for fault in [Fault::Rate, Fault::NoToken, Fault::Account, Fault::Quota] {
        let world = greeted().faults(&[fault]);
        world.run_to_the_end();
        world.check();
        assert_eq!(world.state().calls, ["reply", "reply", "push"], "{fault:?}");
        let world = World::with_messages(ONLY_IN_ROOM_1).greetings(1, 0).faults(&[fault; 20]);
        world.run_to_the_end();
        world.check();
        assert_eq!(world.ends(1), [Some(failed(FailReason::NoAnswer))], "{fault:?}");
    }
}

#[test]
fn a_card_that_line_refuses_is_followed_by_the_words_alone_once() {
    let world = greeted();
    world.state().cards = Cards::Refused;
    world.run_to_the_end();
    world.check();
    assert_eq!(world.state().calls, ["reply", "reply", "push"]);
    assert_eq!(via(world.ends(1)[0].as_ref()), Some(Via::Reply));

    let world = greeted().faults(&[Fault::Refuse, Fault::Refuse]);
    world.run_to_the_end();
    world.check();
    assert_eq!(world.state().calls, ["reply", "reply", "push"]);
    assert_eq!(world.ends(1)[0], Some(failed(FailReason::Refused)));
}

#[test]
fn no_death_sends_a_greeting_twice_even_when_the_card_is_refused() {
    let stories: [&[Fault]; 4] = [
        &[],
        &[Fault::AnswerLost],
        &[Fault::None, Fault::AnswerLost],
        &[Fault::Rate, Fault::AnswerLost, Fault::ServerError],
    ];
    for cards in [Cards::Taken, Cards::Refused] {
        for faults in stories {
            for down_ms in [0, 20_000] {
                let world = || {
                    let world = greeted().faults(faults);
                    world.state().cards = cards;
                    world
                };
                let steps = (0..1000).find(|polls| world().run(*polls)).unwrap();
                for first in 0..=steps {
                    let world = world();
                    world.run(first);
                    world.pass(down_ms);
                    world.run_to_the_end();
                    // What LINE refused just before a death is taken for sent: lost, not doubled.
                    match cards {
                        Cards::Taken => world.check(),
                        Cards::Refused => world.check_not_twice(),
                    }
                }
            }
        }
    }
}
