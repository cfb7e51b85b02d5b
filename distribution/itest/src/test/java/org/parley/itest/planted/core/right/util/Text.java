// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.planted.core.right.util;

/** In a package that says nothing. */
public record Text() {}
