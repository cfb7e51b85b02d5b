// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

/**
 * One value of a choice field.
 *
 * @param name what is stored
 * @param label what a person reads
 * @param color a colour name of the design, or null
 * @param outcome {@code won} or {@code lost} when it ends a stage bar, or null
 */
public record Choice(String name, String label, String color, String outcome) {}
