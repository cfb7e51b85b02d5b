// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.StreamingOutput;
import org.parley.api.record.StoredFile;
import org.parley.core.record.RecordFiles.Content;

/**
 * A file as an answer. People send what they like, so nothing of it may run in the shell's name:
 * only types that cannot are told to the browser as what they are and may be shown, all others are
 * bytes to be saved.
 */
final class FileAnswer {
  private static final Set<String> SAFE =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain");
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");
  private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

  /** Browsers show no PDF in a sandbox; their viewers have one of their own. */
  private static final String PDF = NOTHING + "; object-src 'self'; style-src 'unsafe-inline'";

  private final Content content;
  private final StoredFile file;
  private final boolean inline;

  /**
   * @param inline whether the browser shall show it, if that is safe
   */
  FileAnswer(Content content, boolean inline) {
    this.content = content;
    this.file = content.file();
    this.inline = inline && SAFE.contains(file.type());
  }

  Response of(HttpServletRequest request, HttpServletResponse response) {
    String tag = Answer.tag(file.hash());
    boolean pdf = inline && file.type().equals("application/pdf");
    response.setHeader("Content-Security-Policy", pdf ? PDF : NOTHING + "; sandbox");
    response.setHeader("Cache-Control", "private, no-cache");
    if (Answer.isKnown(request, tag)) {
      return Response.notModified().header("ETag", tag).build();
    }
    Part part = part(request, tag);
    if (part == null) {
      Problem problem =
          new Problem(416, "bad_range", "The file ends before, at " + file.size() + " bytes.");
      byte[] body = problem.json(Caller.requestId(request));
      return Answer.whole(416, Problem.MEDIA_TYPE, body)
          .header("Content-Range", "bytes */" + file.size())
          .build();
    }
    Response.ResponseBuilder answer =
        Response.status(part.whole() ? 200 : 206)
            .type(type())
            .header("ETag", tag)
            .header("Accept-Ranges", "bytes")
            .header("Content-Disposition", Disposition.of(inline, file.name()))
            .header("Content-Length", part.length());
    if (!part.whole()) {
      long last = part.from() + part.length() - 1;
      answer.header("Content-Range", "bytes " + part.from() + "-" + last + "/" + file.size());
    }
    return answer.entity((StreamingOutput) out -> send(out, part)).build();
  }

  private void send(OutputStream out, Part part) throws IOException {
    try (InputStream in = content.open(part.from(), part.length())) {
      in.transferTo(out);
    }
  }

  private String type() {
    if (!SAFE.contains(file.type())) {
      return "application/octet-stream";
    }
    return file.type().startsWith("text/") ? file.type() + ";charset=utf-8" : file.type();
  }

  /** Which part of the content is asked for. */
  private record Part(long from, long length, boolean whole) {}

  /** One range; whatever else a client asks for gets it all, as it may. Null for one beyond it. */
  private Part part(HttpServletRequest request, String tag) {
    Part all = new Part(0, file.size(), true);
    String asked = request.getHeader("Range");
    String only = request.getHeader("If-Range");
    Matcher range = RANGE.matcher(asked == null ? "" : asked.strip());
    if (!range.matches() || only != null && !only.strip().equals(tag)) {
      return all;
    }
    if (range.group(1).isEmpty()) {
      if (range.group(2).isEmpty()) {
        return all;
      }
      long length = Math.min(Long.parseLong(range.group(2)), file.size());
      return length == 0 ? null : new Part(file.size() - length, length, false);
    }
    long from = Long.parseLong(range.group(1));
    long last = range.group(2).isEmpty() ? file.size() - 1 : Long.parseLong(range.group(2));
    if (last < from && !range.group(2).isEmpty()) {
      return all;
    }
    last = Math.min(last, file.size() - 1);
    return from > last ? null : new Part(from, last - from + 1, false);
  }
}
