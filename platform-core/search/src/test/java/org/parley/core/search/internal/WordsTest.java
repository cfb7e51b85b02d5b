// SPDX-License-Identifier: Apache-2.0
package org.parley.core.search.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.parley.core.search.internal.Words.Special;
import org.parley.core.search.internal.Words.Unit;
import org.parley.core.search.internal.Words.Word;

/** How texts are taken apart, and what is taken for a number or an address. */
class WordsTest {
  private static List<String> words(String text) {
    return Words.of(text).stream().map(Word::text).toList();
  }

  @Test
  void caseAccentsAndWidthMakeNoDifference() {
    assertThat(words("Müller & Söhne")).containsExactly("muller", "sohne");
    assertThat(words("Ｍüller")).containsExactly("muller");
    assertThat(words("ŁÓDŹ Straße")).containsExactly("lodz", "strasse");
    assertThat(words("Mu\u0308ller")).containsExactly("muller");
  }

  @Test
  void signsWithinWordsPartThem() {
    assertThat(words("ada.lovelace@example.com"))
        .containsExactly("ada", "lovelace", "example", "com");
    assertThat(words("O'Neil snake_case 2024-01"))
        .containsExactly("o", "neil", "snake", "case", "2024", "01");
  }

  @Test
  void wordsSayWhereTheyStand() {
    Word word = Words.of("Herr Müller").get(1);
    assertThat("Herr Müller".substring(word.start(), word.end())).isEqualTo("Müller");
  }

  @Test
  void scriptsWithoutSpacesGoBySigns() {
    assertThat(words("東京都")).containsExactlyInAnyOrder("東", "京", "都", "東京", "京都");
    assertThat(Words.asked("東京").get(0).words()).extracting(Word::text).containsExactly("東京");
    assertThat(Words.asked("京").get(0).words()).extracting(Word::text).containsExactly("京");
    assertThat(Words.asked("京").get(0).words().get(0).whole()).isTrue();
  }

  @Test
  void aPhoneNumberIsOneHoweverItIsTyped() {
    for (String typed :
        List.of(
            "+49 30 1234567",
            "0049 (30) 123-4567",
            "030/1234567",
            "+49 (0)30 1234567",
            "(030) 123 45 67")) {
      List<Unit> units = Words.asked(typed);
      assertThat(units).as(typed).hasSize(1);
      assertThat(units.get(0).special()).isEqualTo(Special.PHONE);
      assertThat(units.get(0).forms()).as(typed).contains("301234567");
    }
    assertThat(Words.phone("+1 (415) 555-0132")).contains("14155550132", "4155550132");
    assertThat(Words.phone("1234")).isEmpty();
  }

  @Test
  void numbersBesideWordsStayBesideThem() {
    List<Unit> units = Words.asked("Ada 030 1234567 Berlin");
    assertThat(units)
        .extracting(Unit::special)
        .containsExactly(Special.NONE, Special.PHONE, Special.NONE);
    assertThat(Words.asked("deal 48")).extracting(Unit::special).containsOnly(Special.NONE);
    assertThat(Words.asked("AB12345")).extracting(Unit::special).containsOnly(Special.NONE);
  }

  @Test
  void anAddressIsOne() {
    Unit unit = Words.asked("Ada@Exam").get(0);
    assertThat(unit.special()).isEqualTo(Special.EMAIL);
    assertThat(unit.forms()).containsExactly("ada@exam");
    assertThat(unit.words()).extracting(Word::text).containsExactly("ada", "exam");
  }

  @Test
  void signsAloneAreNothing() {
    assertThat(Words.asked("+++ @ --")).isEmpty();
  }

  @Test
  void aNumberIsMeantWithoutTheZerosBeforeIt() {
    Word number = Words.of("AB-00012").get(1);
    assertThat(number.isMeantBy(Words.asked("12").get(0).words().get(0))).isTrue();
    assertThat(number.isMeantBy(Words.asked("0001").get(0).words().get(0))).isTrue();
    assertThat(number.isMeantBy(Words.asked("2").get(0).words().get(0))).isFalse();
  }
}
