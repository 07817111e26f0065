//! Moments as throttling answers write them: REST reference §5.2.

use std::time::{SystemTime, UNIX_EPOCH};

const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A moment in the calendar, in GMT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    seconds: u64,
}

impl Moment {
    pub(super) fn of(time: SystemTime) -> Self {
        Self { seconds: time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()) }
    }

    /// Year, month from 0, and day.
    fn date(self) -> (u64, usize, u64) {
        let mut days = self.seconds / 86_400;
        let is_leap = |year: u64| {
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
        };
        let mut year = 1970;
        loop {
            let length = if is_leap(year) { 366 } else { 365 };
            if days < length {
                break;
            }
            days -= length;
            year += 1;
        }
        let february = if is_leap(year) { 29 } else { 28 };
        for (month, length) in
            [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].into_iter().enumerate()
        {
            if days < length {
                return (year, month, days + 1);
            }
            days -= length;
        }
        (year, 11, 31)
    }

    fn month(self) -> &'static str {
        MONTHS.get(self.date().1).copied().unwrap_or_default()
    }

    fn time(self) -> String {
        let second = self.seconds % 86_400;
        format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`.
    pub(super) fn http_date(self) -> String {
        let (year, _, day) = self.date();
        let weekday = usize::try_from(self.seconds / 86_400 % 7).unwrap_or_default();
        let weekday = DAYS.get(weekday).copied().unwrap_or_default();
        format!("{weekday}, {day:02} {} {year} {} GMT", self.month(), self.time())
    }

    /// `1994-Nov-06 08:49:37+0000 UTC`, as API-M writes `nextAccessTime`.
    pub(super) fn next_access(self) -> String {
        let (year, _, day) = self.date();
        format!("{year}-{}-{day:02} {}+0000 UTC", self.month(), self.time())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn moments_of_the_calendar() {
        // RFC 9110's example, a leap day, the first day of a year.
        for (seconds, date, next) in [
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT", "1994-Nov-06 08:49:37+0000 UTC"),
            (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT", "2024-Feb-29 00:00:00+0000 UTC"),
            (1_735_689_600, "Wed, 01 Jan 2025 00:00:00 GMT", "2025-Jan-01 00:00:00+0000 UTC"),
            (0, "Thu, 01 Jan 1970 00:00:00 GMT", "1970-Jan-01 00:00:00+0000 UTC"),
        ] {
            let moment = Moment::of(UNIX_EPOCH + Duration::from_secs(seconds));
            assert_eq!(moment.http_date(), date);
            assert_eq!(moment.next_access(), next);
        }
    }
}
