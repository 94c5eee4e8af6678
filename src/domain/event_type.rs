use super::DomainError;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

macro_rules! named {
    ($(#[$doc:meta])* $name:ident, $expected:literal, { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "the names are the codebook's")]
        pub enum $name { $(#[serde(rename = $text)] $variant),+ }

        impl $name {
            /// All, in the codebook's order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The codebook's name.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = DomainError;

            fn from_str(text: &str) -> Result<Self, DomainError> {
                Self::ALL.iter().copied().find(|v| v.as_str().eq_ignore_ascii_case(text)).ok_or_else(|| DomainError::new($expected, text))
            }
        }
    };
}
pub(super) use named;

named! {
    /// The six event types of the ACLED codebook.
    EventType, "an ACLED event type such as Battles or Explosions/Remote violence", {
        Battles = "Battles",
        Explosions = "Explosions/Remote violence",
        Civilians = "Violence against civilians",
        Protests = "Protests",
        Riots = "Riots",
        Strategic = "Strategic developments",
    }
}

named! {
    /// The 25 sub-event types of the ACLED codebook.
    SubEventType, "an ACLED sub-event type such as Armed clash", {
        ArmedClash = "Armed clash",
        GovernmentRegainsTerritory = "Government regains territory",
        NonStateActorOvertakesTerritory = "Non-state actor overtakes territory",
        ChemicalWeapon = "Chemical weapon",
        AirDroneStrike = "Air/drone strike",
        SuicideBomb = "Suicide bomb",
        Shelling = "Shelling/artillery/missile attack",
        RemoteExplosive = "Remote explosive/landmine/IED",
        Grenade = "Grenade",
        SexualViolence = "Sexual violence",
        Attack = "Attack",
        Abduction = "Abduction/forced disappearance",
        PeacefulProtest = "Peaceful protest",
        ProtestWithIntervention = "Protest with intervention",
        ExcessiveForce = "Excessive force against protesters",
        ViolentDemonstration = "Violent demonstration",
        MobViolence = "Mob violence",
        Agreement = "Agreement",
        Arrests = "Arrests",
        ChangeToGroup = "Change to group/activity",
        DisruptedWeaponsUse = "Disrupted weapons use",
        HeadquartersEstablished = "Headquarters or base established",
        Looting = "Looting/property destruction",
        NonViolentTransfer = "Non-violent transfer of territory",
        Other = "Other",
    }
}

impl SubEventType {
    /// The event type it belongs to.
    pub fn event_type(self) -> EventType {
        match self {
            Self::ArmedClash
            | Self::GovernmentRegainsTerritory
            | Self::NonStateActorOvertakesTerritory => EventType::Battles,
            Self::ChemicalWeapon
            | Self::AirDroneStrike
            | Self::SuicideBomb
            | Self::Shelling
            | Self::RemoteExplosive
            | Self::Grenade => EventType::Explosions,
            Self::SexualViolence | Self::Attack | Self::Abduction => EventType::Civilians,
            Self::PeacefulProtest | Self::ProtestWithIntervention | Self::ExcessiveForce => {
                EventType::Protests
            }
            Self::ViolentDemonstration | Self::MobViolence => EventType::Riots,
            Self::Agreement
            | Self::Arrests
            | Self::ChangeToGroup
            | Self::DisruptedWeaponsUse
            | Self::HeadquartersEstablished
            | Self::Looting
            | Self::NonViolentTransfer
            | Self::Other => EventType::Strategic,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_has_a_sub_type_and_reads_back() {
        for event_type in EventType::ALL {
            assert!(
                SubEventType::ALL
                    .iter()
                    .any(|sub| sub.event_type() == *event_type),
                "{event_type}"
            );
            assert_eq!(event_type.as_str().parse(), Ok(*event_type));
        }
        assert_eq!(SubEventType::ALL.len(), 25);
    }
}
