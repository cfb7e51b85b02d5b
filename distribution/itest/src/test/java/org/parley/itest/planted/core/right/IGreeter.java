// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.planted.core.right;

/** A name with a letter that says nothing. */
public interface IGreeter {}
