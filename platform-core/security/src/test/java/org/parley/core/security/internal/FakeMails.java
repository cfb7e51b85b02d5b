// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.parley.api.security.Principal;
import org.parley.core.mail.Asked;
import org.parley.core.mail.Mails;

/** Keeps what is asked of it. */
final class FakeMails implements Mails {
  final List<Asked> asked = new ArrayList<>();
  boolean on = true;
  long before;

  @Override
  public boolean on() {
    return on;
  }

  @Override
  public void ask(List<Asked> more) {
    asked.addAll(more);
  }

  @Override
  public long since(String kind, long userId, Instant moment) {
    return before;
  }

  @Override
  public void hold(List<Asked> more) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<Long, Instant> held() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void summarize(Asked summary, Instant moment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Step> test(Principal principal) {
    throw new UnsupportedOperationException();
  }

  @Override
  public State state(Principal principal) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void again(Principal principal, long id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void drop(Principal principal, long id) {
    throw new UnsupportedOperationException();
  }
}
