// SPDX-License-Identifier: Apache-2.0
package org.parley.core.search.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LRUQueryCache;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.NIOFSDirectory;

/**
 * The words of all records, in files of this node. One thread writes, any may search: they see what
 * was written up to the last {@link #refresh}. Files are read, not mapped: a mapped index counts as
 * memory of the process.
 */
final class SearchIndex implements AutoCloseable {
  private static final double BUFFER_MB = 8;
  private static final int MOST_STARS = 1_000;
  private static final int CACHED = 200;
  private static final long CACHED_BYTES = 8L << 20;

  /** Many types with many fields make many clauses; what is typed bounds them. */
  private static final int MOST_CLAUSES = 200_000;

  /** The newest first, each at one place: what is in the index lies so, and is found so. */
  private static final Sort ORDER =
      new Sort(
          new SortField(Terms.CHANGED, SortField.Type.LONG, true),
          new SortField(Terms.ID, SortField.Type.LONG, true));

  /** A record that the index takes for a match. */
  record Candidate(String type, long id, Place place) {}

  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private boolean changed;

  static {
    IndexSearcher.setMaxClauseCount(MOST_CLAUSES);
  }

  /** Opens the index in a folder, an empty one where there is none. */
  SearchIndex(Path folder) throws IOException {
    directory = new NIOFSDirectory(folder);
    IndexWriter opened = null;
    try {
      opened = new IndexWriter(directory, configuration());
      writer = opened;
      searchers = new SearcherManager(writer, new Cached());
    } catch (IOException | RuntimeException e) {
      if (opened != null) {
        opened.rollback();
      }
      directory.close();
      throw e;
    }
  }

  private static IndexWriterConfig configuration() {
    ConcurrentMergeScheduler merges = new ConcurrentMergeScheduler();
    merges.setMaxMergesAndThreads(3, 1);
    TieredMergePolicy policy = new TieredMergePolicy();
    policy.setSegmentsPerTier(6);
    return new IndexWriterConfig(new WordAnalyzer(true, true))
        .setRAMBufferSizeMB(BUFFER_MB)
        .setMergeScheduler(merges)
        .setMergePolicy(policy)
        .setIndexSort(ORDER)
        .setCommitOnClose(false);
  }

  /** Whose records somebody sees is asked in each pass, and may be thousands of ids. */
  private static final class Cached extends SearcherFactory {
    private final LRUQueryCache cache = new LRUQueryCache(CACHED, CACHED_BYTES);

    @Override
    public IndexSearcher newSearcher(IndexReader reader, IndexReader before) {
      IndexSearcher searcher = new IndexSearcher(reader);
      searcher.setQueryCache(cache);
      return searcher;
    }
  }

  void put(long id, Document document) throws IOException {
    writer.updateDocument(Terms.id(id), document);
    changed = true;
  }

  void remove(long id) throws IOException {
    writer.deleteDocuments(Terms.id(id));
    changed = true;
  }

  void removeType(String type) throws IOException {
    writer.deleteDocuments(Terms.type(type));
    changed = true;
  }

  void clear() throws IOException {
    writer.deleteAll();
    changed = true;
  }

  /** Lets searches see what was written; whether there was something. */
  boolean refresh() throws IOException {
    boolean some = changed;
    if (some) {
      changed = false;
      searchers.maybeRefreshBlocking();
    }
    return some;
  }

  /** Makes what was written safe, together with where the journal was read to. */
  void commit(Map<String, String> state) throws IOException {
    writer.setLiveCommitData(state.entrySet());
    writer.commit();
  }

  /** What the last commit has said. */
  Map<String, String> committed() throws IOException {
    Map<String, String> state = new HashMap<>();
    Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
    if (data != null) {
      data.forEach(entry -> state.put(entry.getKey(), entry.getValue()));
    }
    return state;
  }

  /** How many records are in it. */
  int size() {
    return writer.getDocStats().numDocs;
  }

  /** The best candidates behind a place. */
  List<Candidate> find(Ranking ranking, Place after, int limit) throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      List<Candidate> found = new ArrayList<>();
      // few in all: no pass need be made once these are found
      int most = after == null ? atMost(searcher, ranking.any(), limit) : limit;
      for (int rank = after == null ? 0 : after.rank();
          rank < ranking.passes().size() && found.size() < most;
          rank++) {
        Query pass = ranking.passes().get(rank);
        if (pass != null) {
          FieldDoc from = after != null && after.rank() == rank ? after.doc() : null;
          find(searcher, pass, rank, from, limit - found.size(), found);
        }
      }
      return found;
    } finally {
      searchers.release(searcher);
    }
  }

  /** How many are found, counted no further than a limit. */
  private static int atMost(IndexSearcher searcher, Query query, int limit) throws IOException {
    var collectors = new TopFieldCollectorManager(ORDER, limit, null, 1);
    return searcher.search(query, collectors).scoreDocs.length;
  }

  private static void find(
      IndexSearcher searcher, Query pass, int rank, FieldDoc from, int limit, List<Candidate> found)
      throws IOException {
    var collectors = new TopFieldCollectorManager(ORDER, limit, from, 1);
    for (ScoreDoc doc : searcher.search(pass, collectors).scoreDocs) {
      LeafReaderContext leaf = leaf(searcher, doc.doc);
      SortedDocValues types = DocValues.getSorted(leaf.reader(), Terms.TYPE);
      if (types.advanceExact(doc.doc - leaf.docBase)) {
        String type = types.lookupOrd(types.ordValue()).utf8ToString();
        Place place = Place.of(rank, (FieldDoc) doc);
        found.add(new Candidate(type, place.id(), place));
      }
    }
  }

  /** What stars point to. */
  Set<Long> targets(Query stars) throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      Set<Long> targets = new LinkedHashSet<>();
      for (ScoreDoc doc : searcher.search(stars, MOST_STARS).scoreDocs) {
        LeafReaderContext leaf = leaf(searcher, doc.doc);
        NumericDocValues values = DocValues.getNumeric(leaf.reader(), Terms.TARGET);
        if (values.advanceExact(doc.doc - leaf.docBase)) {
          targets.add(values.longValue());
        }
      }
      return targets;
    } finally {
      searchers.release(searcher);
    }
  }

  private static LeafReaderContext leaf(IndexSearcher searcher, int doc) {
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    return leaves.get(ReaderUtil.subIndex(doc, leaves));
  }

  /** Without what was not committed. */
  @Override
  public void close() throws IOException {
    try (directory;
        writer;
        searchers) {
      // in this order
    }
  }
}
