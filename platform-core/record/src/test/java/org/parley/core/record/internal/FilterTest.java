// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;

class FilterTest {
  private final Room room = new Room(Room.ACCOUNT, Room.CONTACT);
  private long clinic;

  @BeforeEach
  void people() {
    clinic = room.create("account", "{name: 'Klinik', sector: 'medical', code: 'k1'}");
    long shop = room.create("account", "{name: 'Shop', parent: " + clinic + "}");
    room.create(
        "contact",
        "{last_name: 'Müller', account: "
            + clinic
            + ", birthday: '2026-11-22', seen_at: '2026-11-21T23:30:00Z', score: '2.5', vip: true,"
            + " notes: 'likes tea'}");
    room.create(
        "contact",
        "{last_name: 'Straße', account: "
            + shop
            + ", birthday: '2026-12-01', seen_at: '2026-11-22T23:30:00Z', either: {type: 'contact', id: "
            + 5
            + "}, email: 'strasse@example.com'}");
    room.create("contact", "{last_name: 'Zoë', birthday: '2025-01-31', score: '-1'}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "last_name==muller | Müller",
        "last_name==MÜLLER | Müller",
        "last_name==strasse | Straße",
        "last_name==*ss* | Straße",
        "last_name!=zo* | Müller Straße",
        "last_name=in=(zoe,muller) | Müller Zoë",
        "last_name=out=(zoe,muller) | Straße",
        "account.sector==medical | Müller",
        "account.parent.sector==medical | Straße",
        "account=null=true | Zoë",
        "account=null=false | Müller Straße",
        "account.name==Shop,last_name==zoe | Straße Zoë",
        "(account.name==Shop,last_name==zoe);score=null=true | Straße",
        "owner==me | Müller Straße Zoë",
        "owner.username==ada;vip==true | Müller",
        "vip!=true | Straße Zoë",
        "score=gt=0 | Müller",
        "score<0 | Zoë",
        "score=lt=99999999999999999999999999 | Müller Zoë",
        "birthday==today | Müller",
        "birthday==2026-11-22 | Müller",
        "birthday==today+9 | Straße",
        "birthday==this_month | Müller",
        "birthday==next_month | Straße",
        "birthday==this_quarter | Müller Straße",
        "birthday==last_year | Zoë",
        "birthday=lt=this_year | Zoë",
        "birthday=gt=this_week | Straße",
        "birthday!=this_year | Zoë",
        "seen_at==today | Müller",
        "seen_at==2026-11-23 | Straße",
        "seen_at=ge=now-1d | Müller Straße",
        "seen_at=gt=now | Straße",
        "seen_at=le=2026-11-21T23:30:00Z | Müller",
        "seen_at=le='2026-11-22T00:30:00+01:00' | Müller",
        "either==5 | Straße",
        "either=null=true | Müller Zoë",
        "notes==*tea* | Müller",
        "email==STRASSE@EXAMPLE.COM | Straße",
        "version==1;last_name==zoe | Zoë",
        "account.id=gt=0;last_name==muller | NONE"
      })
  void findsTheRightPeople(String filter, String names) {
    if (names.equals("NONE")) {
      assertThatThrownBy(() -> room.titles("contact", filter)).hasMessageContaining("no order");
    } else {
      assertThat(String.join(" ", room.titles("contact", filter))).isEqualTo(names);
    }
  }

  @Test
  void theIdOfATargetIsTheReference() {
    assertThat(room.titles("contact", "account.id==" + clinic)).containsExactly("Müller");
    assertThat(room.titles("contact", "account==" + clinic)).containsExactly("Müller");
    assertThat(room.titles("account", "id==" + clinic)).containsExactly("Klinik");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "last_name",
        "last_name==",
        "==x",
        "last_name=foo=x",
        "last_name=='x",
        "((last_name==x)",
        "last_name==x)",
        "last_name==x;",
        "score==abc",
        "vip==maybe",
        "vip=gt=true",
        "birthday==someday",
        "birthday==2026-02-31",
        "birthday==today+1h",
        "seen_at==now+1",
        "account==x",
        "account==acme*",
        "account=gt=1",
        "account.sector==unknown",
        "last_name.x==1",
        "either.name==x",
        "notes=gt=a",
        "last_name=null=maybe",
        "account.parent.parent.parent.name==x",
        "id==99999999999999999999",
        "score==1e999999999",
        "birthday==%00"
      })
  void whatCannotBeReadIsRefusedNamingTheCulprit(String filter) {
    assertThatThrownBy(() -> room.titles("contact", filter))
        .isInstanceOfSatisfying(
            ParleyException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST);
              assertThat(e.code()).isIn("bad_filter", "unknown_field");
            });
  }

  @Test
  void unknownFieldsAreNamed() {
    assertThatThrownBy(() -> room.titles("contact", "nix==1")).hasMessageContaining("nix");
    assertThatThrownBy(() -> room.titles("contact", "account.nix==1")).hasMessageContaining("nix");
  }

  @Test
  void tenThousandBracketsAreNoTrouble() {
    for (String filter :
        new String[] {
          "(".repeat(10_000) + "last_name==x" + ")".repeat(10_000),
          "(".repeat(1_900) + "last_name==x" + ")".repeat(1_900),
          "last_name=='\\\\';" + "(".repeat(1_000) + "last_name==x" + ")".repeat(1_000)
        }) {
      assertThatThrownBy(() -> room.titles("contact", filter))
          .isInstanceOfSatisfying(
              ParleyException.class, e -> assertThat(e.code()).isEqualTo("bad_filter"));
    }
  }

  @Test
  void comparisonsAreCounted() {
    String fifty = "last_name!=x" + ";last_name!=x".repeat(49);
    assertThat(room.titles("contact", fifty)).hasSize(3);
    assertThatThrownBy(() -> room.titles("contact", fifty + ";last_name!=x"))
        .hasMessageContaining("50");
  }

  @Test
  void aPlusSignLostOnTheWayIsUnderstood() {
    assertThat(room.titles("contact", "birthday==today 9")).containsExactly("Straße");
    assertThat(room.titles("contact", "last_name=='today 9'")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nix", "notes", "last_name,last_name", "a,b,c,d", "-", ",", "either"})
  void sortsThatCannotBeAreRefused(String sort) {
    assertThatThrownBy(() -> room.list("contact", null, sort))
        .isInstanceOfSatisfying(
            ParleyException.class, e -> assertThat(e.code()).isEqualTo("bad_sort"));
  }

  @Test
  void listsAreSortedByTitleIdAndVersion() {
    assertThat(room.list("account", null, "-title").items().get(0).title()).isEqualTo("Shop");
    assertThat(room.list("contact", null, "-id").items().get(0).title()).isEqualTo("Zoë");
    assertThat(room.list("contact", null, "version,-id").items().get(0).title()).isEqualTo("Zoë");
  }
}
