// SPDX-License-Identifier: Apache-2.0
package org.parley.core.imports.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers are like the fields they mean, and not like others. */
class ProposalTest {
  @ParameterizedTest
  @CsvSource({
    "deal_stage,Stage",
    "Close Date,close_date",
    "closeDate,Close date",
    "close_value,Amount",
    "E-Mail,Email",
    "engage_date,engaged_on",
    "sales_agent,Owner",
    "regional_office,Team",
    "Telephone,Phone",
    "companies,Account"
  })
  void alike(String header, String field) {
    assertThat(Proposal.likeness(header, field)).isGreaterThanOrEqualTo(0.5);
  }

  @ParameterizedTest
  @CsvSource({"manager,Email", "series,Stage", "opportunity_id,Amount", "id,Description"})
  void different(String header, String field) {
    assertThat(Proposal.likeness(header, field)).isLessThan(0.5);
  }
}
