// SPDX-License-Identifier: Apache-2.0
package org.parley.core.imports.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.core.record.Choice;
import org.parley.core.record.Field;
import org.parley.core.record.FieldKind;
import org.parley.core.record.OnDelete;

/** Cells become what a body would say, or are told as what they are not. */
class CellReaderTest {
  private static final List<Choice> STAGES =
      List.of(new Choice("won", "Won", null, null), new Choice("in_touch", "In touch", null, null));

  private static Field field(String kind) {
    FieldKind named =
        (FieldKind)
            Proxy.newProxyInstance(
                FieldKind.class.getClassLoader(),
                new Class<?>[] {FieldKind.class},
                (proxy, method, arguments) -> method.getName().equals("name") ? kind : null);
    return new Field(
        "field",
        "Field",
        named,
        "test",
        false,
        false,
        false,
        false,
        false,
        false,
        false,
        0,
        0,
        0,
        null,
        STAGES,
        List.of(),
        null,
        null,
        OnDelete.CLEAR,
        null);
  }

  private static Object read(String kind, String cell, String format, String decimal)
      throws CellReader.Misfit {
    return new CellReader(format, decimal, "EUR").read(field(kind), null, cell);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1234.5|.|1234.5",
        "1,234.5|.|1234.5",
        "1.234,5|,|1234.5",
        "1'234.5|.|1234.5",
        "1,234,567.8|.|1234567.8",
        "-3|.|-3",
        "+3|.|3",
        ".5|.|0.5",
        "12 %|.|12",
        "1e3|.|1000"
      })
  void readsNumbersAsTheyAreWritten(String cell, String decimal, BigDecimal number)
      throws CellReader.Misfit {
    Object read = read("decimal", cell.replace(" %", "%"), null, decimal);
    assertThat(new BigDecimal(read.toString())).isEqualByComparingTo(number);
  }

  @Test
  void wholeNumbersAreWhole() throws CellReader.Misfit {
    assertThat(read("integer", "1996", null, null)).isEqualTo(1996L);
    assertThat(read("integer", "1996.0", null, null)).isEqualTo(1996L);
  }

  @ParameterizedTest
  @CsvSource({
    "$1054,1054,EUR",
    "1054 CHF,1054,CHF",
    "€ 1'054.50,1054.50,EUR",
    "usd 3,3,USD",
    "-12,-12,EUR"
  })
  void moneyMayNameItsCurrency(String cell, String amount, String currency)
      throws CellReader.Misfit {
    assertThat(read("money", cell, null, null))
        .isEqualTo(Map.of("amount", amount, "currency", currency));
  }

  @ParameterizedTest
  @CsvSource({
    "3/1/2017,M/d/yyyy,2017-03-01",
    "01.03.2017,dd.MM.yyyy,2017-03-01",
    "1 mar 2017,d MMM yyyy,2017-03-01"
  })
  void datesFollowTheirFormat(String cell, String format, String date) throws CellReader.Misfit {
    assertThat(read("date", cell, format, null)).isEqualTo(date);
  }

  @Test
  void timesMayHaveAnOffset() throws CellReader.Misfit {
    assertThat(read("datetime", "1.3.2017 14:05", "d.M.yyyy H:mm", null))
        .isEqualTo("2017-03-01T14:05:00Z");
    assertThat(read("datetime", "2017-03-01 14:05 +0200", "yyyy-MM-dd HH:mm Z", null))
        .isEqualTo("2017-03-01T12:05:00Z");
    assertThat(read("datetime", "1.3.2017", "d.M.yyyy", null)).isEqualTo("2017-03-01T00:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Won", "WON", "won "})
  void choicesGoByNameOrLabelInAnyCase(String cell) throws CellReader.Misfit {
    assertThat(read("choice", cell, null, null)).isEqualTo("won");
  }

  @Test
  void severalChoicesAndTagsStandInOneCell() throws CellReader.Misfit {
    assertThat(read("choices", "won; In Touch", null, null)).isEqualTo(List.of("won", "in_touch"));
    assertThat(read("tags", "red, blue|", null, null)).isEqualTo(List.of("red", "blue"));
  }

  @ParameterizedTest
  @CsvSource({"yes,true", "Ja,true", "x,true", "0,false", "NEIN,false"})
  void yesAndNoAreUnderstood(String cell, boolean truth) throws CellReader.Misfit {
    assertThat(read("boolean", cell, null, null)).isEqualTo(truth);
  }

  @Test
  void countriesGoByCodeOrName() throws CellReader.Misfit {
    CellReader cells = new CellReader(null, null, "EUR");
    assertThat(cells.read(field("address"), "country", "Switzerland")).isEqualTo("CH");
    assertThat(cells.read(field("address"), "country", "Schweiz")).isEqualTo("CH");
    assertThat(cells.read(field("address"), "country", "ch")).isEqualTo("ch");
    assertThat(cells.read(field("address"), "city", "Bern")).isEqualTo("Bern");
  }

  @ParameterizedTest
  @CsvSource({
    "decimal,many,no number",
    "money,three euro and ten,no number",
    "date,31.2.x,no date",
    "boolean,perhaps,neither yes nor no",
    "choice,Engaging,none of the choices"
  })
  void whatIsNoValueIsNamed(String kind, String cell, String why) {
    assertThatThrownBy(() -> read(kind, cell, "d.M.yyyy", null))
        .isInstanceOf(CellReader.Misfit.class)
        .hasMessageContaining("\"" + cell + "\"")
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1,5|.", "1.5|,", "12,34|.", "1,2345|.", "1.234.5|.", ".|.", "1,5 CHF|."})
  void whatMayBeMeantInTwoWaysIsNoNumber(String cell, String decimal) {
    String kind = cell.contains("CHF") ? "money" : "decimal";
    assertThatThrownBy(() -> read(kind, cell, null, decimal)).isInstanceOf(CellReader.Misfit.class);
  }

  @Test
  void aCurrencysPointIsNoDecimalOne() throws CellReader.Misfit {
    assertThat(read("money", "Fr. 1054", null, null))
        .isEqualTo(Map.of("amount", "1054", "currency", "EUR"));
  }

  @ParameterizedTest
  @CsvSource({"31.2.2017,d.M.yyyy", "29.2.2017,d.M.uuuu", "2/30/17,M/d/yy"})
  void aDayThatIsNoneIsNotMadeAnother(String cell, String format) {
    assertThatThrownBy(() -> read("date", cell, format, null))
        .isInstanceOf(CellReader.Misfit.class);
  }

  @Test
  void aYearOfTwoDigitsIsOneOfOurs() throws CellReader.Misfit {
    assertThat(read("date", "3/1/17", "M/d/yy", null)).isEqualTo("2017-03-01");
  }

  @Test
  void aFormatThatIsNoneIsRefusedAtOnce() {
    assertThatThrownBy(() -> new CellReader("not a pattern", null, "EUR"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
