// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.planted.core.right;

/** A name that says nothing. */
public record GreeterImpl() implements IGreeter {}
