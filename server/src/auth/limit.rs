//! How often one may try to sign in: by account, and by address.
//!
//! Only failures count in the end. A try is taken before the password is looked at, so that many at
//! once cannot slip through, and given back when the password was right. That is why this is not a
//! rate limiter off the shelf: none of them takes a try back.

use std::{
    collections::HashMap,
    hash::Hash,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use app::domain::{Email, Timestamp};

/// Keys that are remembered at most. When as many have failed lately, new ones must wait.
const MAX_KEYS: usize = 50_000;

/// How many tries there are, and how fast they come back.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// Tries of one who is rested.
    pub burst: u32,
    /// The time in which one try comes back, in milliseconds.
    pub every_ms: u32,
}

/// A person who mistypes is not stopped; a list of passwords is.
const BY_ACCOUNT: Rate = Rate { burst: 10, every_ms: 60_000 };

/// Wider, because an office shares one address.
const BY_ADDRESS: Rate = Rate { burst: 30, every_ms: 10_000 };

/// The tries are used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many tries; the next one is possible in {} s", wait.as_secs())]
pub struct TooManyTries {
    /// How long until the next one.
    pub wait: Duration,
}

/// The tries of everybody who has a key of kind `K`.
#[derive(Debug)]
pub struct Tries<K> {
    rate: Rate,
    /// When each key will have all its tries again.
    rested: Mutex<HashMap<K, Timestamp>>,
}

impl<K: Eq + Hash> Tries<K> {
    /// Nobody has tried yet.
    pub fn new(rate: Rate) -> Self {
        Self { rate, rested: Mutex::default() }
    }

    /// Takes one try.
    ///
    /// # Errors
    /// When there is none left; nothing is taken then.
    pub fn take(&self, key: K, now: Timestamp) -> Result<(), TooManyTries> {
        let one = i64::from(self.rate.every_ms);
        let all = one * i64::from(self.rate.burst);
        let mut rested = self.lock();
        if rested.len() >= MAX_KEYS {
            rested.retain(|_, at| *at > now);
        }
        if rested.len() >= MAX_KEYS && !rested.contains_key(&key) {
            return Err(TooManyTries { wait: millis(one) });
        }
        let at = rested.entry(key).or_insert(now);
        let after = (*at).max(now).plus_millis(one);
        if after.since(now) > all {
            return Err(TooManyTries { wait: millis(after.since(now) - all) });
        }
        *at = after;
        Ok(())
    }

    /// Gives one try back.
    pub fn give_back(&self, key: &K) {
        let one = i64::from(self.rate.every_ms);
        if let Some(at) = self.lock().get_mut(key) {
            *at = at.plus_millis(-one);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, Timestamp>> {
        self.rested.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Who an address stands for: one IPv4 address, or the /64 that an IPv6 host gets as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Neighbourhood(IpAddr);

impl From<IpAddr> for Neighbourhood {
    fn from(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
            v4 @ IpAddr::V4(_) => v4,
        })
    }
}

/// The tries of log-in.
#[derive(Debug)]
pub struct LoginLimit {
    accounts: Tries<Email>,
    addresses: Tries<Neighbourhood>,
}

/// One log-in under way. Counts as failed unless it is said to have succeeded.
#[derive(Debug)]
pub struct LoginTry<'a> {
    limit: &'a LoginLimit,
    account: Email,
    address: Neighbourhood,
}

/// One look at a one-time link. Counts as failed unless it is said to have succeeded.
#[derive(Debug)]
pub struct LinkTry<'a> {
    limit: &'a LoginLimit,
    address: Neighbourhood,
}

impl Default for LoginLimit {
    fn default() -> Self {
        Self { accounts: Tries::new(BY_ACCOUNT), addresses: Tries::new(BY_ADDRESS) }
    }
}

impl LoginLimit {
    /// Takes a try of the address alone, for what names no account.
    ///
    /// # Errors
    /// When it has none left.
    pub fn begin_by_link(
        &self,
        address: IpAddr,
        now: Timestamp,
    ) -> Result<LinkTry<'_>, TooManyTries> {
        let address = Neighbourhood::from(address);
        self.addresses.take(address, now)?;
        Ok(LinkTry { limit: self, address })
    }

    /// Takes a try of the account and of the address, whether or not there is such an account.
    ///
    /// # Errors
    /// When either has none left.
    pub fn begin(
        &self,
        account: &Email,
        address: IpAddr,
        now: Timestamp,
    ) -> Result<LoginTry<'_>, TooManyTries> {
        let address = Neighbourhood::from(address);
        self.addresses.take(address, now)?;
        self.accounts.take(account.clone(), now)?;
        Ok(LoginTry { limit: self, account: account.clone(), address })
    }
}

impl LoginTry<'_> {
    /// The password was right: the tries come back.
    pub fn succeeded(self) {
        self.limit.accounts.give_back(&self.account);
        self.limit.addresses.give_back(&self.address);
    }
}

impl LinkTry<'_> {
    /// There is such a link: the try comes back.
    pub fn succeeded(self) {
        self.limit.addresses.give_back(&self.address);
    }
}

fn millis(millis: i64) -> Duration {
    Duration::from_millis(millis.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(1_795_376_468_000 + seconds * 1000)
    }

    fn email(name: &str) -> Email {
        Email::parse(&format!("{name}@example.com")).unwrap()
    }

    fn v4(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[test]
    fn an_account_is_spent_from_many_addresses_and_rests() {
        let limit = LoginLimit::default();
        for n in 0..10 {
            limit.begin(&email("aoi"), v4(n), at(0)).unwrap();
        }
        let wait = Duration::from_mins(1);
        assert_eq!(limit.begin(&email("aoi"), v4(99), at(0)).unwrap_err(), TooManyTries { wait });
        limit.begin(&email("ren"), v4(99), at(0)).unwrap();
        limit.begin(&email("aoi"), v4(99), at(60)).unwrap();
        assert!(limit.begin(&email("aoi"), v4(99), at(60)).is_err());
    }

    #[test]
    fn an_address_is_spent_over_many_accounts() {
        let limit = LoginLimit::default();
        for n in 0..30 {
            limit.begin(&email(&format!("m{n}")), v4(1), at(0)).unwrap();
        }
        assert!(limit.begin(&email("aoi"), v4(1), at(0)).is_err());
        limit.begin(&email("aoi"), v4(2), at(0)).unwrap();
    }

    #[test]
    fn the_right_password_costs_nothing() {
        let limit = LoginLimit::default();
        for _ in 0..100 {
            limit.begin(&email("aoi"), v4(1), at(0)).unwrap().succeeded();
        }
    }

    #[test]
    fn an_ipv6_network_is_one_neighbour() {
        let of = |text: &str| Neighbourhood::from(text.parse::<IpAddr>().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }

    #[test]
    fn memory_is_bounded_and_the_rested_are_forgotten() {
        let tries = Tries::new(Rate { burst: 2, every_ms: 1000 });
        for key in 0..MAX_KEYS {
            tries.take(key, at(0)).unwrap();
        }
        assert!(tries.take(MAX_KEYS, at(0)).is_err());
        tries.take(0, at(0)).unwrap();
        tries.take(MAX_KEYS, at(2)).unwrap();
        assert_eq!(tries.lock().len(), 1);
    }
}
