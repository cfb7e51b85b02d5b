// SPDX-License-Identifier: Apache-2.0
package org.parley.api.error;

/** What sort of failure a code stands for; the REST room turns a kind into an HTTP status. */
public enum ErrorKind {
  /** The request is malformed or names what does not exist: nothing to retry. */
  BAD_REQUEST,
  /** Nobody is logged in, or the login is wrong. */
  LOGIN_REQUIRED,
  /** The principal may know of it but may not do it. */
  FORBIDDEN,
  /** It does not exist, or may not be seen. */
  NOT_FOUND,
  /** It is at odds with what is there now: in use, vetoed, quarantined. */
  CONFLICT,
  /** The caller's version is behind: read again, then decide. */
  STALE,
  /** Larger than is taken in. */
  TOO_LARGE,
  /** Of a media type nobody reads here. */
  MEDIA_TYPE,
  /** Well formed, but values break a rule; {@link ParleyException#fields()} says which. */
  INVALID,
  /** Too often; try later. */
  TOO_MANY,
  /** A part that is needed does not serve at the moment: the same call may succeed later. */
  UNAVAILABLE,
  /** Our own fault. */
  INTERNAL
}
