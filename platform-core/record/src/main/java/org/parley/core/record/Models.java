// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The record types in force and the way to change them. A service of the record room; {@link #plan}
 * and {@link #activate} are called by the plugin room, one at a time.
 */
@ProviderType
public interface Models {
  /**
   * The model now served. Before the first {@link #activate} it holds the core's own types only.
   */
  Model current();

  /**
   * What the model would be with exactly these layers over the core's own types; changes nothing.
   */
  ModelPlan plan(List<Layer> layers);

  /** Prepares the database for a plan (additive, repeatable); the served model does not change. */
  void prepare(ModelPlan plan);

  /**
   * Swaps a plan's model in, preparing the database first where that was not done; calls in flight
   * finish on the model they began with. Afterwards a {@code model} notice is published.
   */
  Model activate(ModelPlan plan);

  /**
   * Creates the records a plugin brings, those not there yet by their {@code uid}.
   *
   * @param seeds its {@code seed/*.json}; files with {@code "demo": true} only when demo data is
   *     asked for
   */
  void seed(String plugin, List<Descriptor> seeds);

  /**
   * Moves the demo records a plugin brought to the trash, those of {@link #seed} that were created
   * from files with {@code "demo": true}. What others still use stays.
   *
   * @return what became of them
   */
  DemoRemoved removeDemo(String plugin, List<Descriptor> seeds);

  /** Takes what {@link #removeDemo} has moved to the trash out of it again. */
  void restoreDemo(String plugin, List<Descriptor> seeds);

  /**
   * What became of demo records.
   *
   * @param removed how many are in the trash now
   * @param kept why others stay, a sentence each
   */
  record DemoRemoved(int removed, List<String> kept) {}
}
