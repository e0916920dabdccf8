//! Time zones by their names in the IANA database.
//!
//! The table holds every zone and every link of release 2025b, as Go's `time.LoadLocation` knows them. It is renewed
//! from the tzdata package of a Linux distribution: the second word of each line of `/usr/share/zoneinfo/tzdata.zi` that
//! begins with `Z`, and the third of each that begins with `L`.

use crate::{
    diagnostic::platform as codes,
    shape::{Fault, Grammar, did_you_mean},
};

/// A zone of the IANA database. Argo CD takes a name that it does not know for UTC, and says so in its log only.
/// See <https://www.iana.org/time-zones>.
pub(crate) static TIME_ZONE: Grammar = Grammar {
    what: "a time zone such as `Europe/Berlin` or `UTC`",
    pattern: "^[A-Z][A-Za-z0-9_+/-]*$",
    check: |text| if is_known(text) { Ok(()) } else { Err(fault(text)) },
};

/// Regions, and the zones in each; those without a region come first.
const ZONES: [(&str, &str); 17] = [
    (
        "",
        "CET CST6CDT Cuba EET EST EST5EDT Egypt Eire Factory GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST \
         Hongkong Iceland Iran Israel Jamaica Japan Kwajalein Libya MET MST MST7MDT NZ NZ-CHAT Navajo PRC \
         PST8PDT Poland Portugal ROC ROK Singapore Turkey UCT UTC Universal W-SU WET Zulu",
    ),
    (
        "Africa",
        "Abidjan Accra Addis_Ababa Algiers Asmara Asmera Bamako Bangui Banjul Bissau Blantyre Brazzaville \
         Bujumbura Cairo Casablanca Ceuta Conakry Dakar Dar_es_Salaam Djibouti Douala El_Aaiun Freetown \
         Gaborone Harare Johannesburg Juba Kampala Khartoum Kigali Kinshasa Lagos Libreville Lome Luanda \
         Lubumbashi Lusaka Malabo Maputo Maseru Mbabane Mogadishu Monrovia Nairobi Ndjamena Niamey Nouakchott \
         Ouagadougou Porto-Novo Sao_Tome Timbuktu Tripoli Tunis Windhoek",
    ),
    (
        "America",
        "Adak Anchorage Anguilla Antigua Araguaina Argentina/Buenos_Aires Argentina/Catamarca \
         Argentina/ComodRivadavia Argentina/Cordoba Argentina/Jujuy Argentina/La_Rioja Argentina/Mendoza \
         Argentina/Rio_Gallegos Argentina/Salta Argentina/San_Juan Argentina/San_Luis Argentina/Tucuman \
         Argentina/Ushuaia Aruba Asuncion Atikokan Atka Bahia Bahia_Banderas Barbados Belem Belize \
         Blanc-Sablon Boa_Vista Bogota Boise Buenos_Aires Cambridge_Bay Campo_Grande Cancun Caracas Catamarca \
         Cayenne Cayman Chicago Chihuahua Ciudad_Juarez Coral_Harbour Cordoba Costa_Rica Coyhaique Creston \
         Cuiaba Curacao Danmarkshavn Dawson Dawson_Creek Denver Detroit Dominica Edmonton Eirunepe \
         El_Salvador Ensenada Fort_Nelson Fort_Wayne Fortaleza Glace_Bay Godthab Goose_Bay Grand_Turk Grenada \
         Guadeloupe Guatemala Guayaquil Guyana Halifax Havana Hermosillo Indiana/Indianapolis Indiana/Knox \
         Indiana/Marengo Indiana/Petersburg Indiana/Tell_City Indiana/Vevay Indiana/Vincennes Indiana/Winamac \
         Indianapolis Inuvik Iqaluit Jamaica Jujuy Juneau Kentucky/Louisville Kentucky/Monticello Knox_IN \
         Kralendijk La_Paz Lima Los_Angeles Louisville Lower_Princes Maceio Managua Manaus Marigot Martinique \
         Matamoros Mazatlan Mendoza Menominee Merida Metlakatla Mexico_City Miquelon Moncton Monterrey \
         Montevideo Montreal Montserrat Nassau New_York Nipigon Nome Noronha North_Dakota/Beulah \
         North_Dakota/Center North_Dakota/New_Salem Nuuk Ojinaga Panama Pangnirtung Paramaribo Phoenix \
         Port-au-Prince Port_of_Spain Porto_Acre Porto_Velho Puerto_Rico Punta_Arenas Rainy_River \
         Rankin_Inlet Recife Regina Resolute Rio_Branco Rosario Santa_Isabel Santarem Santiago Santo_Domingo \
         Sao_Paulo Scoresbysund Shiprock Sitka St_Barthelemy St_Johns St_Kitts St_Lucia St_Thomas St_Vincent \
         Swift_Current Tegucigalpa Thule Thunder_Bay Tijuana Toronto Tortola Vancouver Virgin Whitehorse \
         Winnipeg Yakutat Yellowknife",
    ),
    ("Antarctica", "Casey Davis DumontDUrville Macquarie Mawson McMurdo Palmer Rothera South_Pole Syowa Troll Vostok"),
    ("Arctic", "Longyearbyen"),
    (
        "Asia",
        "Aden Almaty Amman Anadyr Aqtau Aqtobe Ashgabat Ashkhabad Atyrau Baghdad Bahrain Baku Bangkok Barnaul \
         Beirut Bishkek Brunei Calcutta Chita Choibalsan Chongqing Chungking Colombo Dacca Damascus Dhaka \
         Dili Dubai Dushanbe Famagusta Gaza Harbin Hebron Ho_Chi_Minh Hong_Kong Hovd Irkutsk Istanbul Jakarta \
         Jayapura Jerusalem Kabul Kamchatka Karachi Kashgar Kathmandu Katmandu Khandyga Kolkata Krasnoyarsk \
         Kuala_Lumpur Kuching Kuwait Macao Macau Magadan Makassar Manila Muscat Nicosia Novokuznetsk \
         Novosibirsk Omsk Oral Phnom_Penh Pontianak Pyongyang Qatar Qostanay Qyzylorda Rangoon Riyadh Saigon \
         Sakhalin Samarkand Seoul Shanghai Singapore Srednekolymsk Taipei Tashkent Tbilisi Tehran Tel_Aviv \
         Thimbu Thimphu Tokyo Tomsk Ujung_Pandang Ulaanbaatar Ulan_Bator Urumqi Ust-Nera Vientiane \
         Vladivostok Yakutsk Yangon Yekaterinburg Yerevan",
    ),
    (
        "Atlantic",
        "Azores Bermuda Canary Cape_Verde Faeroe Faroe Jan_Mayen Madeira Reykjavik South_Georgia St_Helena \
         Stanley",
    ),
    (
        "Australia",
        "ACT Adelaide Brisbane Broken_Hill Canberra Currie Darwin Eucla Hobart LHI Lindeman Lord_Howe \
         Melbourne NSW North Perth Queensland South Sydney Tasmania Victoria West Yancowinna",
    ),
    ("Brazil", "Acre DeNoronha East West"),
    ("Canada", "Atlantic Central Eastern Mountain Newfoundland Pacific Saskatchewan Yukon"),
    ("Chile", "Continental EasterIsland"),
    (
        "Etc",
        "GMT GMT+0 GMT+1 GMT+10 GMT+11 GMT+12 GMT+2 GMT+3 GMT+4 GMT+5 GMT+6 GMT+7 GMT+8 GMT+9 GMT-0 GMT-1 \
         GMT-10 GMT-11 GMT-12 GMT-13 GMT-14 GMT-2 GMT-3 GMT-4 GMT-5 GMT-6 GMT-7 GMT-8 GMT-9 GMT0 Greenwich \
         UCT UTC Universal Zulu",
    ),
    (
        "Europe",
        "Amsterdam Andorra Astrakhan Athens Belfast Belgrade Berlin Bratislava Brussels Bucharest Budapest \
         Busingen Chisinau Copenhagen Dublin Gibraltar Guernsey Helsinki Isle_of_Man Istanbul Jersey \
         Kaliningrad Kiev Kirov Kyiv Lisbon Ljubljana London Luxembourg Madrid Malta Mariehamn Minsk Monaco \
         Moscow Nicosia Oslo Paris Podgorica Prague Riga Rome Samara San_Marino Sarajevo Saratov Simferopol \
         Skopje Sofia Stockholm Tallinn Tirane Tiraspol Ulyanovsk Uzhgorod Vaduz Vatican Vienna Vilnius \
         Volgograd Warsaw Zagreb Zaporozhye Zurich",
    ),
    ("Indian", "Antananarivo Chagos Christmas Cocos Comoro Kerguelen Mahe Maldives Mauritius Mayotte Reunion"),
    ("Mexico", "BajaNorte BajaSur General"),
    (
        "Pacific",
        "Apia Auckland Bougainville Chatham Chuuk Easter Efate Enderbury Fakaofo Fiji Funafuti Galapagos \
         Gambier Guadalcanal Guam Honolulu Johnston Kanton Kiritimati Kosrae Kwajalein Majuro Marquesas \
         Midway Nauru Niue Norfolk Noumea Pago_Pago Palau Pitcairn Pohnpei Ponape Port_Moresby Rarotonga \
         Saipan Samoa Tahiti Tarawa Tongatapu Truk Wake Wallis Yap",
    ),
    (
        "US",
        "Alaska Aleutian Arizona Central East-Indiana Eastern Hawaii Indiana-Starke Michigan Mountain Pacific \
         Samoa",
    ),
];

/// Region and name of every zone.
fn zones() -> impl Iterator<Item = (&'static str, &'static str)> {
    ZONES.iter().flat_map(|(region, names)| names.split(' ').map(|name| (*region, name)))
}

/// Whether the database has a zone of this name.
/// Every zone.
pub(crate) fn all() -> impl Iterator<Item = String> {
    let full = |region: &str, name: &str| if region.is_empty() { name.to_owned() } else { format!("{region}/{name}") };
    ZONES.iter().flat_map(move |(region, names)| names.split(' ').map(move |name| full(region, name)))
}

fn is_known(text: &str) -> bool {
    let (region, name) = text.split_once('/').unwrap_or(("", text));
    let names = ZONES.iter().find(|(known, _)| *known == region).map(|(_, names)| *names);
    !text.starts_with('/') && names.is_some_and(|names| names.split(' ').any(|known| known == name))
}

fn full((region, name): (&str, &str)) -> String {
    if region.is_empty() { name.to_owned() } else { format!("{region}/{name}") }
}

/// Says what was meant: a zone in another spelling, a city alone, a near name.
fn fault(text: &str) -> Fault {
    let fault = Fault::default().code(codes::TIME_ZONE);
    if text == "Local" {
        return Fault::new("`Local` is the zone of whatever machine Argo CD runs on")
            .code(codes::TIME_ZONE)
            .help("write the zone that the schedule is meant in, such as `Europe/Berlin` or `UTC`");
    }
    let plain = text.trim().replace(' ', "_");
    if let Some(zone) = zones().map(full).find(|zone| zone.eq_ignore_ascii_case(&plain)) {
        return fault.help(format!("write `{zone}`")).replacement(zone);
    }
    let city = |(_, name): &(&str, &str)| name.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(&plain));
    if let Some(zone) = zones().filter(|(region, _)| !region.is_empty()).find(city) {
        return fault.help(format!("did you mean `{}`?", full(zone)));
    }
    let all: Vec<_> = zones().map(full).collect();
    match did_you_mean(text, all.iter().map(String::as_str)) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help("write a region and a city, such as `Europe/Berlin`, or `UTC`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_and_links_are_known() {
        for text in [
            "UTC",
            "Europe/Berlin",
            "America/New_York",
            "America/Argentina/Buenos_Aires",
            "Etc/GMT+2",
            "Asia/Kolkata",
            "Asia/Calcutta",
            "CET",
            "GB-Eire",
        ] {
            assert!(is_known(text), "{text}");
        }
        for text in [
            "",
            "Local",
            "Europe",
            "Berlin",
            "Europe/",
            "/UTC",
            "europe/berlin",
            "Europe/Berlin ",
            "America/New York",
            "America/New_York Nipigon",
            "+02:00",
            "UTC+2",
            "Mars/Olympus",
            "../../etc/passwd",
            "America/Argentina",
        ] {
            assert!(!is_known(text), "{text}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_whole() {
        assert!(ZONES.is_sorted_by(|a, b| a.0 < b.0));
        for (region, names) in ZONES {
            let names: Vec<_> = names.split(' ').collect();
            assert!(names.is_sorted_by(|a, b| a < b) && !names.contains(&""), "{region}");
        }
        assert_eq!(zones().count(), 598);
    }

    #[test]
    fn what_was_meant_is_named() {
        for (text, help) in [
            ("europe/berlin", "write `Europe/Berlin`"),
            ("America/New York", "write `America/New_York`"),
            ("Berlin", "did you mean `Europe/Berlin`?"),
            ("Europe/Berln", "did you mean `Europe/Berlin`?"),
            ("Mars/Olympus", "write a region and a city, such as `Europe/Berlin`, or `UTC`"),
        ] {
            assert_eq!(fault(text).help.as_deref(), Some(help), "{text}");
        }
    }
}
