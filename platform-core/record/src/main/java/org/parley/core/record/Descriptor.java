// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.Map;

/**
 * A parsed JSON file of a plugin, already valid against its schema.
 *
 * @param file its path in the jar
 * @param content JSON values
 */
public record Descriptor(String file, Map<String, Object> content) {}
