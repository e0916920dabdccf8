//! A schedule on the calendar: whether it ever starts, and how close two starts come.

use super::Schedule;
use crate::value::date::days_in;

const MINUTES_A_DAY: u32 = 24 * 60;

impl Schedule {
    /// Whether there is a day on which it starts. If there is, one comes within eight years: that long can the 29th of
    /// February stay away, around a century.
    pub(super) fn starts(&self) -> bool {
        const LEAP: u32 = 2_000;
        let by_date = |month: u32| self.days.values().any(|day| day <= days_in(LEAP, month));
        self.days.is_open() || !self.weekdays.is_open() || self.months.values().any(by_date)
    }

    /// Cron's rule for days: where both the day of the month and that of the week ask for something, either will do.
    fn has_day(&self, month: u32, day: u32, weekday: u32) -> bool {
        let (by_date, by_weekday) = (self.days.has(day), self.weekdays.has(weekday));
        let days =
            if self.days.is_open() || self.weekdays.is_open() { by_date && by_weekday } else { by_date || by_weekday };
        days && self.months.has(month)
    }

    pub(super) fn shortest_gap_in_minutes(&self) -> u32 {
        let times = self.hours.values().flat_map(|hour| self.minutes.values().map(move |minute| hour * 60 + minute));
        let later = times.clone().skip(1);
        let within = times.clone().zip(later).map(|(earlier, later)| later - earlier).min();
        let (first, last) = (times.clone().min().unwrap_or_default(), times.max().unwrap_or_default());
        let between = self.closest_days() * MINUTES_A_DAY + first - last;
        within.map_or(between, |within| within.min(between))
    }

    /// The fewest days from a day with starts to the next one. Weekdays and leap years repeat every 28 years, and the years
    /// around a century hold no gap that is shorter.
    fn closest_days(&self) -> u32 {
        // The first of January 2001 was a Monday.
        let (mut today, mut earlier, mut closest) = (1, None, u32::MAX / MINUTES_A_DAY - 1);
        for (year, month) in (2_001..=2_029).flat_map(|year| (1..=12).map(move |month| (year, month))) {
            for day in 1..=days_in(year, month) {
                if self.has_day(month, day, today % 7) {
                    closest = earlier.map_or(closest, |earlier: u32| closest.min(today - earlier));
                    earlier = Some(today);
                    if closest == 1 {
                        return closest;
                    }
                }
                today += 1;
            }
        }
        closest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gap(text: &str) -> u32 {
        Schedule::parse(text).unwrap().shortest_gap_in_minutes()
    }

    #[test]
    fn the_shortest_gap_is_found_within_days_and_between_them() {
        const HOUR: u32 = 60;
        const DAY: u32 = 24 * HOUR;
        for (text, minutes) in [
            ("* * * * *", 1),
            ("0 6-22 * * 1-5", HOUR),
            ("0,30 8 * * 1", 30),
            ("0 18 * * 5", 7 * DAY),
            ("0 0 * * 1,2", DAY),
            ("0 23,1 * * *", 2 * HOUR),
            ("50 23 * * *", DAY),
            ("0 0 1,15 * *", 14 * DAY),
            ("0 0 1 * *", 28 * DAY),
            ("0 0 31 * *", 31 * DAY),
            ("0 0 31 12 *", 365 * DAY),
            ("0 0 1,31 1,12 *", DAY),
            ("0 0 29 2 *", 1_461 * DAY),
            ("0 0 1 3 *", 365 * DAY),
            ("0 0 13 * 5", DAY),
            ("0 0 1 1 1", DAY),
            ("0 0 */2 * *", DAY),
            ("0 0 28,1 2,3 *", DAY),
        ] {
            assert_eq!(gap(text), minutes, "{text}");
        }
    }

    #[test]
    fn dates_and_weekdays_are_joined_as_cron_does() {
        let has = |text: &str, day, weekday| Schedule::parse(text).unwrap().has_day(6, day, weekday);
        assert!(has("0 0 13 * 5", 13, 1) && has("0 0 13 * 5", 1, 5) && !has("0 0 13 * 5", 1, 1));
        assert!(has("0 0 13 * *", 13, 1) && !has("0 0 13 * *", 1, 5));
        assert!(has("0 0 */1 * 5", 13, 5) && !has("0 0 */1 * 5", 13, 1));
        assert!(has("0 0 1-31 * 5", 13, 1));
        assert!(!has("0 0 13 7 *", 13, 1));
    }
}
